import { ts } from '../../ts.cts';
import { operatorNames } from '../../filter/filter.ts';
import { isJavaScript } from '../../read/modules/sources.ts';
import { unwrap } from '../../read/syntax/syntax.ts';
import { drizzleImport } from '../imports/drizzle-import.ts';
import { isTarget } from './filter-position.ts';
import type { Project } from '../project.ts';
import { usesOf } from '../../read/syntax/references.ts';

/** The variables that got a type already. */
const typed = new WeakMap<Project, Set<ts.VariableDeclaration>>();

/**
 * Adds a type to a condition, or a list of conditions, that stays SQL and has none because TypeScript infers it from
 * later assignments: `const conditions = []` → `const conditions: SQL[] = []`, `let where` →
 * `let where: SQL | undefined`. That inference does not reach into the callback in which v2 uses the variable.
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

/**
 * Whether a variable without a value is one of a statement that is assigned later, not that of a loop or a `declare`.
 */
function isLocalVariable(declaration: ts.VariableDeclaration): boolean {
  return ts.isVariableStatement(declaration.parent.parent) && usesOf(declaration.name).some(isTarget);
}

/** Whether something other than a comparison is pushed to a list: `and(…)` and `or(…)` may be undefined. */
function mayHoldNothing(declaration: ts.VariableDeclaration): boolean {
  return usesOf(declaration.name).some(({ parent }) => {
    const call = ts.isPropertyAccessExpression(parent) ? parent.parent : undefined;
    return call !== undefined && ts.isCallExpression(call) && !call.arguments.every(isSure);
  });
}

/** Whether a pushed value surely is SQL: a comparison, a `sql` template, or `value!`. */
function isSure(argument: ts.Expression): boolean {
  const inner = unwrap(argument);
  if (ts.isNonNullExpression(argument) || ts.isTaggedTemplateExpression(inner)) return true;
  if (!ts.isCallExpression(inner)) return false;
  const name = inner.expression.getText();
  return operatorNames.has(name) && !['and', 'or', 'not'].includes(name);
}
