import { ts } from '../../ts.cts';
import { operatorNames } from '../../filter/filter.ts';
import { isJavaScript } from '../../read/sources.ts';
import { unwrap } from '../../read/syntax.ts';
import { drizzleImport } from '../imports/drizzle-import.ts';
import { isTarget } from './filter-position.ts';
import type { Project } from '../project.ts';
import { usesOf } from '../../read/references.ts';

const typed = new WeakMap<Project, Set<ts.VariableDeclaration>>();

/**
 * Writes the type of a condition, or list of conditions, that stays SQL and whose type TypeScript has put together from
 * what is given to it later (`const conditions = []`, `let where`): inside the callback that v2 calls it cannot.
 */
export function typeEvolving(declaration: ts.VariableDeclaration, project: Project): void {
  const { initializer, name, type } = declaration;
  if (type || !ts.isIdentifier(name) || isJavaScript(declaration.getSourceFile())) return;
  const isList = initializer !== undefined && isEmptyList(initializer);
  if (!isList && (initializer || !isLocalVariable(declaration))) return;
  let known = typed.get(project);
  if (!known) typed.set(project, (known = new Set()));
  if (known.has(declaration)) return;
  known.add(declaration);
  project.changes.onRestore(() => known.delete(declaration));
  const path = declaration.getSourceFile().fileName;
  const sql = drizzleImport(path, 'SQL', project, { typeOnly: true });
  const text = !isList ? `${sql} | undefined` : mayHoldNothing(declaration) ? `(${sql} | undefined)[]` : `${sql}[]`;
  project.changes.replace(path, name.end, name.end, `: ${text}`);
}

function isEmptyList(node: ts.Expression): boolean {
  return ts.isArrayLiteralExpression(node) && node.elements.length === 0;
}

/** `let where;` in a function, as opposed to the variable of a loop or a `declare`d one. */
function isLocalVariable(declaration: ts.VariableDeclaration): boolean {
  return ts.isVariableStatement(declaration.parent.parent) && usesOf(declaration.name).some(isTarget);
}

/** Whether something other than a comparison is put on the list: `and(…)` and `or(…)` may be undefined. */
function mayHoldNothing(declaration: ts.VariableDeclaration): boolean {
  return usesOf(declaration.name).some(({ parent }) => {
    const call = ts.isPropertyAccessExpression(parent) ? parent.parent : undefined;
    return call !== undefined && ts.isCallExpression(call) && !call.arguments.every(isSure);
  });
}

function isSure(argument: ts.Expression): boolean {
  const inner = unwrap(argument);
  if (ts.isNonNullExpression(argument) || ts.isTaggedTemplateExpression(inner)) return true;
  if (!ts.isCallExpression(inner)) return false;
  const name = inner.expression.getText();
  return operatorNames.has(name) && !['and', 'or', 'not'].includes(name);
}
