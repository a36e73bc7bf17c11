import { ts } from '../ts.cts';
import type { QueryContext } from '../filter/context.ts';
import type { Filter } from '../filter/filter.ts';
import { parseFilter } from '../filter/parse.ts';
import { filterCode } from '../filter/print.ts';
import { contextAt, layOut } from '../edits/layout.ts';
import { declarationOf } from '../read/scope.ts';
import { isFilterPosition } from './filter-position.ts';
import type { Project } from './project.ts';
import type { Level } from './query-context.ts';

const decided = new WeakMap<Project, Map<ts.VariableDeclaration, boolean>>();

/**
 * Rewrites a condition held in a constant where it stands, when relational queries of one table are all that use it.
 * Returns whether the constant is a filter object from then on; otherwise it stays SQL.
 */
export function rewriteHoistedFilter(
  declaration: ts.VariableDeclaration,
  context: QueryContext,
  level: Level,
  project: Project,
): boolean {
  let known = decided.get(project);
  if (!known) decided.set(project, (known = new Map()));
  const before = known.get(declaration);
  if (before !== undefined) return before;
  known.set(declaration, false);
  const done = rewrite(declaration, context, level, project);
  known.set(declaration, done);
  return done;
}

function rewrite(declaration: ts.VariableDeclaration, context: QueryContext, level: Level, project: Project): boolean {
  const { initializer, name } = declaration;
  if (!initializer || !ts.isIdentifier(name) || !isConst(declaration) || isExported(declaration)) return false;
  if (!usedOnlyAsFilter(name, declaration, level, project)) return false;
  const mark = project.changes.mark();
  // Inside a constant there is no callback and no contextual type.
  const inner: QueryContext = { ...context, callback: undefined, hoisted: true, used: () => {} };
  const filter = parseFilter(initializer, inner);
  if (!isPlain(filter)) {
    project.changes.restore(mark);
    return false;
  }
  const path = declaration.getSourceFile().fileName;
  const style = project.styleOf(path);
  const start = initializer.getStart();
  const { text } = declaration.getSourceFile();
  project.changes.replace(
    path,
    start,
    initializer.end,
    ...layOut(filterCode(filter, inner, style), contextAt(text, start, style)),
  );
  if (declaration.type) project.changes.remove(path, name.end, declaration.type.end);
  return true;
}

function isConst(declaration: ts.VariableDeclaration): boolean {
  return (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
}

function isExported(declaration: ts.VariableDeclaration): boolean {
  return (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) !== 0;
}

/** Whether a filter can be written as an object outside of a query: a RAW callback would lose its parameter types there. */
function isPlain(filter: Filter): boolean {
  switch (filter.kind) {
    case 'raw':
    case 'opaque':
    case 'list':
      return false;
    case 'and':
    case 'or':
      return filter.members.every(isPlain);
    case 'not':
      return isPlain(filter.member);
    case 'when':
      return isPlain(filter.whenTrue) && isPlain(filter.whenFalse);
    default:
      return true;
  }
}

function usedOnlyAsFilter(
  name: ts.Identifier,
  declaration: ts.VariableDeclaration,
  level: Level,
  project: Project,
): boolean {
  let uses = 0;
  const visit = (node: ts.Node): boolean => {
    if (ts.isIdentifier(node) && node.text === name.text && node !== name && declarationOf(node) === declaration) {
      uses++;
      return isFilterPosition(node, level, project);
    }
    return ts.forEachChild(node, (child) => (visit(child) ? undefined : true)) !== true;
  };
  return visit(declaration.getSourceFile()) && uses > 0;
}
