import { ts } from '../../ts.cts';
import type { QueryContext } from '../../filter/context.ts';
import { isPlain, type Filter } from '../../filter/filter.ts';
import { parseFilter } from '../../filter/parse/parse.ts';
import { filterCode } from '../../filter/print/print.ts';
import { contextAt, valueStart } from '../../edits/layout-context.ts';
import { layOutValue } from '../../edits/layout.ts';
import { typeEvolving } from './evolving-type.ts';
import { annotation, filterType } from './filter-type.ts';
import { noteHolder } from './filter-holders.ts';
import { isFilterVariable, isTarget, valuesGivenTo } from './filter-position.ts';
import { isInSight } from './late-values.ts';
import { layOutInClause } from '../break-around.ts';
import type { Level } from '../level.ts';
import type { Project } from '../project.ts';
import { usesOf } from '../../read/syntax/references.ts';

/** Whether each variable became a filter object; one decision serves all queries that use it. */
const decided = new WeakMap<Project, Map<ts.VariableDeclaration, boolean>>();

/**
 * Rewrites a condition held in a local variable at its declaration and assignments, when relational queries of one
 * table are its only users: `const where = eq(users.id, id)` → `const where = { id }`.
 *
 * @returns whether the variable holds a filter object from now on; otherwise it stays SQL
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
  // Known from here on, because a variable may be part of its own next value: `where = and(where, …)`.
  known.set(declaration, true);
  const mark = project.changes.mark();
  const done = rewrite(declaration, context, level, project);
  if (!done) project.changes.restore(mark);
  known.set(declaration, done);
  if (done) {
    project.changes.onRestore(() => known.delete(declaration));
    noteHolder(
      declaration,
      usesOf(declaration.name).filter((use) => !isTarget(use)),
      project,
    );
  } else typeEvolving(declaration, project);
  return done;
}

/** Decides that a condition stays SQL for all its users; false when it was rewritten before. */
export function keepHoistedSql(declaration: ts.VariableDeclaration, project: Project): boolean {
  const known = decided.get(project);
  if (known?.get(declaration)) return false;
  known?.set(declaration, false);
  return true;
}

/**
 * Plans the edits of a variable; false when it cannot be rewritten. The caller takes back what was collected until
 * then.
 */
function rewrite(declaration: ts.VariableDeclaration, context: QueryContext, level: Level, project: Project): boolean {
  if (!isFilterVariable(declaration, level, project)) return false;
  const { initializer, name } = declaration;
  const isConst = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  const values = valuesGivenTo(declaration);
  if (values.length === 0) return false;
  // Without a written type nothing gives the object a contextual type, so its literals must be kept from widening.
  const mark = project.changes.mark();
  const isUntyped = isConst && values.every((value) => isPlain(parseFilter(value, localContext(context, true))));
  project.changes.restore(mark);
  const type = isUntyped || context.javascript ? undefined : filterType(declaration, context, level, project);
  if (!isUntyped && !context.javascript && type === undefined) return false;
  let isMovable = true;
  const inner: QueryContext = { ...localContext(context, isUntyped), fail: () => void (isMovable = false) };
  const filters = values.map((value): [ts.Expression, Filter] => [value, parseFilter(value, inner)]);
  if (!isMovable || !filters.every(([, filter]) => isInSight(filter))) return false;
  const path = declaration.getSourceFile().fileName;
  const style = project.styleOf(path);
  const { text } = declaration.getSourceFile();
  const end = declaration.type?.end ?? name.end;
  const head = type && annotation(type, '', contextAt(text, name.end, style));
  for (const [value, filter] of filters) {
    const start = valueStart(value);
    const layout = contextAt(text, start, style);
    const column = value === initializer && head ? head.column : layout.column + 1;
    const code = filterCode(filter, inner, style);
    const pieces = layOutInClause(value, { ...layout, column }, (at) => layOutValue(code, at), project);
    project.changes.replace(path, start, value.end, ...pieces);
  }
  if (isUntyped && declaration.type) project.changes.remove(path, name.end, declaration.type.end);
  if (head && initializer) project.changes.replace(path, name.end, valueStart(initializer), head.text);
  else if (!initializer) project.changes.replace(path, head ? name.end : end, end, `${head?.text ?? ' ='} {}`);
  return true;
}

/**
 * The context at a variable's declaration, where there is no callback and no client. A part that cannot be converted
 * does not fail the query.
 */
function localContext(context: QueryContext, hoisted: boolean): QueryContext {
  return { ...context, client: undefined, callback: undefined, hoisted, fail: () => {} };
}
