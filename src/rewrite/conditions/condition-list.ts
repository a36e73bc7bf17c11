import { ts } from '../../ts.cts';
import { source, type Code } from '../../edits/code.ts';
import { contextAt } from '../../edits/layout-context.ts';
import { layOut, layOutValue } from '../../edits/layout.ts';
import type { Style } from '../../edits/style.ts';
import type { ListUse, QueryContext } from '../../filter/context.ts';
import { isPlain, type Filter } from '../../filter/filter.ts';
import { commentsOf } from '../../filter/comments.ts';
import { mappedFilter, parseFilter, parseMember } from '../../filter/parse/parse.ts';
import { filterCode, mappedCode } from '../../filter/print/print.ts';
import { usesOf } from '../../read/syntax/references.ts';
import { isConst, isExported } from '../../read/syntax/syntax.ts';
import { typeEvolving } from './evolving-type.ts';
import { holderId, noteHolder } from './filter-holders.ts';
import { membersOf, pushedTo } from './filter-position.ts';
import { annotation, documentFilters, filterType } from './filter-type.ts';
import { isInSight } from './late-values.ts';
import { layOutInClause } from '../break-around.ts';
import type { Level } from '../level.ts';
import type { Project } from '../project.ts';

/** What was decided about each list, so that all queries that use it see the same form. */
const decided = new WeakMap<Project, Map<ts.VariableDeclaration, ListUse | undefined>>();

/**
 * Rewrites a local list of conditions into a list of filter objects, when relational queries of one table are its only
 * users. Handles lists that are filled by `push` and lists made by `ids.map((id) => eq(…))`.
 *
 * ```ts
 * const conditions = [];                            // const conditions: RelationsFilter<…>[] = [];
 * if (name) conditions.push(eq(users.name, name));  // if (name) conditions.push({ name });
 * findMany({ where: and(...conditions) });          // … where: conditions.length > 0 ? { AND: conditions } : {}
 * ```
 *
 * @returns what the query has to know of the list; `undefined` when it stays a list of SQL
 */
export function rewriteConditionList(
  declaration: ts.VariableDeclaration,
  context: QueryContext,
  level: Level,
  project: Project,
): ListUse | undefined {
  let known = decided.get(project);
  if (!known) decided.set(project, (known = new Map()));
  if (known.has(declaration)) return known.get(declaration);
  known.set(declaration, undefined);
  if (project.sqlHolders.has(holderId(declaration))) {
    typeEvolving(declaration, project);
    return undefined;
  }
  const mark = project.changes.mark();
  let isMovable = true;
  const fail = () => void (isMovable = false);
  const inner: QueryContext = { ...context, client: undefined, callback: undefined, hoisted: false, fail };
  const use = rewrite(declaration, inner, level, project);
  if (!use || !isMovable) {
    project.changes.restore(mark);
    typeEvolving(declaration, project);
    return undefined;
  }
  known.set(declaration, use);
  project.changes.onRestore(() => known.delete(declaration));
  noteHolder(declaration, usesOf(declaration.name).filter(isSpreadIntoCall), project);
  return use;
}

/** Whether a list is spread into a call: `and(...conditions)`. */
function isSpreadIntoCall({ parent }: ts.Node): boolean {
  return ts.isSpreadElement(parent) && ts.isCallExpression(parent.parent);
}

/**
 * Plans the edits of a list; `undefined` when it cannot be rewritten. The caller takes back what was collected until
 * then.
 */
function rewrite(
  declaration: ts.VariableDeclaration,
  context: QueryContext,
  level: Level,
  project: Project,
): ListUse | undefined {
  const { initializer, name } = declaration;
  if (!initializer || !ts.isIdentifier(name) || isExported(declaration)) return undefined;
  const pushed = pushedTo(declaration, level, project);
  if (!pushed) return undefined;
  const path = declaration.getSourceFile().fileName;
  const style = project.styleOf(path);
  const { text } = declaration.getSourceFile();
  const members = [...(ts.isArrayLiteralExpression(initializer) ? membersOf(initializer) : []), ...pushed];
  const mapped = mappedFilter(initializer, context);
  if (!mapped && !ts.isArrayLiteralExpression(initializer)) return undefined;
  if (mapped && !isInSight(mapped.filter)) return undefined;
  // Plain objects need no written type where they have one by themselves: what `map` returns, or a constant list that
  // nothing is added to.
  const isFixed = pushed.length === 0 && isConst(declaration) && arePlain(members, context, project);
  const isUntyped = mapped ? members.length === 0 && isPlain(mapped.filter) : isFixed;
  const inner = { ...context, hoisted: isUntyped };
  const filters = members.map((member): [ts.Expression, Filter] => [member, parseMember(member, inner)]);
  if (!filters.every(([, filter]) => isInSight(filter))) return undefined;
  // In `ids.map((id) => { …; return eq(…); })` only the returned condition is replaced.
  const isBlock = mapped !== undefined && ts.isBlock(mapped.arrow.body);
  if (isBlock) filters.push([mapped.returned, mapped.filter]);
  for (const [member, filter] of filters) {
    if (member.parent === initializer) continue;
    const { start, end } = placeOf(member);
    const code = filterCode(filter, inner, style);
    const layout = contextAt(text, start, style, 2);
    project.changes.replace(path, start, end, ...layOutInClause(member, layout, (at) => layOut(code, at), project));
  }
  const type = isUntyped || context.javascript ? undefined : filterType(declaration, context, level, project);
  if (!isUntyped && !context.javascript && type === undefined) return undefined;
  if (!isUntyped && context.javascript) documentFilters(declaration, '[]', context, level, project);
  const code =
    mapped && !isBlock ? mappedCode(mapped, inner, style) : arrayCode(initializer, new Map(filters), inner, style);
  const layout = contextAt(text, name.end, style);
  const head = type ? annotation(type, '[]', layout) : { text: ' =', column: layout.column + ' = '.length };
  project.changes.replace(
    path,
    name.end,
    initializer.end,
    head.text,
    ...layOutValue(code, { ...layout, column: head.column }),
  );
  const isFilled =
    ts.isArrayLiteralExpression(initializer) && initializer.elements.some((element) => !ts.isSpreadElement(element));
  return { mayBeEmpty: !isFilled, sizes: [name.text, ...(mapped?.over ? [mapped.over] : [])] };
}

/** Whether conditions become objects that need no written type around them. */
function arePlain(members: readonly ts.Expression[], context: QueryContext, { changes }: Project): boolean {
  const mark = changes.mark();
  const result =
    members.length > 0 && members.every((member) => isPlain(parseFilter(member, { ...context, hoisted: true })));
  changes.restore(mark);
  return result;
}

/**
 * The range that the filter for a pushed condition replaces. A condition on lines of its own inside `push(…)` moves up
 * to the bracket, as Prettier puts an object.
 */
function placeOf(member: ts.Expression): { start: number; end: number } {
  const { parent: call } = member;
  const own = { start: member.getStart(), end: member.end };
  if (!ts.isCallExpression(call) || call.arguments.length !== 1 || call.arguments[0] !== member) return own;
  const { text } = member.getSourceFile();
  const [start, end] = [call.arguments.pos, call.end - 1];
  const isBare = /^\s*$/.test(text.slice(start, own.start)) && /^\s*,?\s*$/.test(text.slice(own.end, end));
  return isBare ? { start, end } : own;
}

/**
 * The array literal with its conditions replaced. Spreads stay as they are: their contents are replaced in place. A
 * list of another form is kept.
 */
function arrayCode(
  list: ts.Expression,
  filters: ReadonlyMap<ts.Expression, Filter>,
  context: QueryContext,
  style: Style,
): Code {
  if (!ts.isArrayLiteralExpression(list)) return source(list);
  const items = list.elements.map((element) => {
    const filter = filters.get(element);
    return { value: filter ? filterCode(filter, context, style) : source(element), comments: commentsOf(element) };
  });
  return { kind: 'array', items };
}
