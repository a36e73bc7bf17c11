import { ts } from '../../ts.cts';
import type { QueryContext } from '../../filter/context.ts';
import { everyPart, isPlain, type Filter } from '../../filter/filter.ts';
import { parseFilter } from '../../filter/parse/parse.ts';
import { filterCode } from '../../filter/print/print.ts';
import { contextAt, valueStart } from '../../edits/layout-context.ts';
import { layOutValue } from '../../edits/layout.ts';
import { typeEvolving } from './evolving-type.ts';
import { annotation, documentFilters, filterType } from './filter-type.ts';
import { noteHolder } from './filter-holders.ts';
import { isFilterMember, isFilterVariable, isTarget, valuesGivenTo } from './filter-position.ts';
import { type HeldMember, readsOfHeld } from './held-members.ts';
import { isInSight } from './late-values.ts';
import { mentionsThis } from './object-functions.ts';
import { layOutInClause } from '../break-around.ts';
import type { Level } from '../level.ts';
import type { Project } from '../project.ts';
import { usesOf } from '../../read/syntax/references.ts';

/** What holds a condition as its value. */
type Holder = ts.VariableDeclaration | HeldMember;

/**
 * For each variable or member, the level whose filter object it holds now; `undefined` when it holds SQL. One decision
 * serves all queries that use it.
 */
const decided = new WeakMap<Project, Map<Holder, Level | undefined>>();

/**
 * Rewrites a condition held in a local variable at its declaration and assignments, when relational queries of one
 * table are its only users: `const where = eq(users.id, id)` → `const where = { id }`. So it does with a class property
 * and with a member of a constant object.
 *
 * @param context that of the declaration's file
 * @returns whether a filter object is held from now on; otherwise it stays SQL
 */
export function rewriteHoistedFilter(
  declaration: Holder,
  context: QueryContext,
  level: Level,
  project: Project,
): boolean {
  let known = decided.get(project);
  if (!known) decided.set(project, (known = new Map()));
  if (!known.has(declaration)) {
    // Known from here on, because a variable may be part of its own next value: `where = and(where, …)`.
    known.set(declaration, level);
    const mark = project.changes.mark();
    const done = rewrite(declaration, context, level, project);
    if (!done) project.changes.restore(mark);
    known.set(declaration, done ? level : undefined);
    if (done) {
      project.changes.onRestore(() => known.delete(declaration));
      noteHolder(declaration, readsOf(declaration, project), project);
    } else if (ts.isVariableDeclaration(declaration)) typeEvolving(declaration, project);
  }
  // That all who read it query one table was found out before; that table may belong to several databases.
  return known.get(declaration)?.database === level.database;
}

/** All places that read the value of a holder. */
function readsOf(holder: Holder, project: Project): readonly ts.Node[] {
  if (ts.isVariableDeclaration(holder)) return usesOf(holder.name).filter((use) => !isTarget(use));
  return readsOfHeld(holder, project) ?? [];
}

/**
 * Plans the edits of a variable; false when it cannot be rewritten. The caller takes back what was collected until
 * then.
 */
function rewrite(declaration: Holder, context: QueryContext, level: Level, project: Project): boolean {
  const isVariable = ts.isVariableDeclaration(declaration);
  const isHolder = isVariable
    ? isFilterVariable(declaration, level, project)
    : isFilterMember(declaration, level, project) && areEdited(declaration, project);
  if (!isHolder) return false;
  const { initializer, name } = declaration;
  const isConst = !isVariable || (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  const values = isVariable ? valuesGivenTo(declaration) : [declaration.initializer];
  if (values.length === 0) return false;
  // Without a written type nothing gives the object a contextual type, so its literals must be kept from widening.
  const mark = project.changes.mark();
  const isUntyped = isConst && values.every((value) => isPlain(parseFilter(value, localContext(context, true))));
  project.changes.restore(mark);
  // A type can be written for a variable or property, and not for a member of an object.
  const typed = ts.isPropertyAssignment(declaration) ? undefined : declaration;
  const type = isUntyped || context.javascript || !typed ? undefined : filterType(typed, context, level, project);
  if (!isUntyped && !context.javascript && type === undefined) return false;
  if (!isUntyped && context.javascript) documentFilters(declaration, '', context, level, project);
  let isMovable = true;
  const inner: QueryContext = { ...localContext(context, isUntyped), fail: () => void (isMovable = false) };
  const filters = values.map((value): [ts.Expression, Filter] => [value, parseFilter(value, inner)]);
  // What a property is made of may differ by the time that a `RAW` callback asks `this` for it.
  const isSteady = (filter: Filter) =>
    isInSight(filter) && (isVariable || everyPart(filter, (part) => part.kind !== 'raw' || !mentionsThis(part.node)));
  if (!isMovable || !filters.every(([, filter]) => isSteady(filter))) return false;
  const path = declaration.getSourceFile().fileName;
  const style = project.styleOf(path);
  const { text } = declaration.getSourceFile();
  const end = typed?.type?.end ?? name.end;
  const head = type && annotation(type, '', contextAt(text, name.end, style));
  for (const [value, filter] of filters) {
    const start = valueStart(value);
    const layout = contextAt(text, start, style);
    const column = value === initializer && head ? head.column : layout.column + 1;
    const code = filterCode(filter, inner, style);
    const pieces = layOutInClause(value, { ...layout, column }, (at) => layOutValue(code, at), project);
    project.changes.replace(path, start, value.end, ...pieces);
  }
  if (isUntyped && typed?.type) project.changes.remove(path, name.end, typed.type.end);
  if (head && initializer) project.changes.replace(path, name.end, valueStart(initializer), head.text);
  else if (!initializer) project.changes.replace(path, head ? name.end : end, end, `${head?.text ?? ' ='} {}`);
  return true;
}

/** Whether the files of a member and of all that read it may be changed. */
function areEdited(member: HeldMember, project: Project): boolean {
  const files = [member, ...(readsOfHeld(member, project) ?? [])].map((node) => node.getSourceFile().fileName);
  return files.every((path) => project.isEdited(path));
}

/**
 * The context at a variable's declaration, where there is no callback and no client. A part that cannot be converted
 * does not fail the query.
 */
function localContext(context: QueryContext, hoisted: boolean): QueryContext {
  return { ...context, client: undefined, callback: undefined, hoisted, fail: () => {} };
}
