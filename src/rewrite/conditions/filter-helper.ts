import { ts } from '../../ts.cts';
import { dynamicKey } from '../../facts.ts';
import { parenthesized } from '../../edits/code.ts';
import { contextAt } from '../../edits/layout-context.ts';
import { layOut } from '../../edits/layout.ts';
import type { QueryContext } from '../../filter/context.ts';
import { everyPart, isPlain, type Filter } from '../../filter/filter.ts';
import { parseFilter } from '../../filter/parse.ts';
import { filterCode } from '../../filter/print.ts';
import { isWrittenAny, isWrittenOptional } from '../../filter/written-type.ts';
import { functionOfMember } from '../../read/object-members.ts';
import { isSameTable } from '../../read/same-table.ts';
import { declarationOf } from '../../read/scope.ts';
import { type FunctionNode, isAssignment, isFunction, propertyValue } from '../../read/syntax.ts';
import { callsOf, memberUsed } from './calls-of.ts';
import { noteHolder } from './filter-holders.ts';
import { isFilterHelper } from './filter-position.ts';
import { filterType, typeText } from './filter-type.ts';
import { endsWithReturn, returnedValues, returnsOf } from '../../read/function-ends.ts';
import { isInSight } from './late-values.ts';
import type { Level } from '../level.ts';
import { returnTypeOf } from './may-return-filter.ts';
import { isUnguarded } from '../../filter/unguarded-values.ts';
import type { Project } from '../project.ts';

const decided = new WeakMap<Project, Map<FunctionNode, Level | undefined>>();

/**
 * Rewrites a function that returns a condition so that it returns the filter object, when relational queries of one
 * table are all that calls it. Returns whether a call gives a filter object from then on; otherwise it gives SQL.
 *
 * @param contextIn the context of the level in another place
 */
export function rewriteFilterHelper(
  call: ts.CallExpression,
  level: Level,
  project: Project,
  contextIn: (place: ts.Node) => QueryContext,
): boolean {
  const fn = calledFunction(call, level, project);
  if (!fn || level.tableKey === dynamicKey) return false;
  let known = decided.get(project);
  if (!known) decided.set(project, (known = new Map()));
  if (!known.has(fn)) {
    // It may call itself.
    known.set(fn, level);
    const mark = project.changes.mark();
    const done = rewrite(fn, level, project, contextIn);
    if (!done) project.changes.restore(mark);
    known.set(fn, done ? level : undefined);
    if (done) {
      project.changes.onRestore(() => known.delete(fn));
      noteHolder(fn, callsOf(fn, project)!.calls, project);
    }
  }
  const own = known.get(fn);
  return own !== undefined && own.database === level.database && isSameTable(own.table, level.table);
}

/** The function or method that is called, unless it is told by an argument which table it is about. */
function calledFunction(call: ts.CallExpression, { env }: Level, project: Project): FunctionNode | undefined {
  const { evaluator } = project;
  const isAboutTable = call.arguments.some((argument) =>
    ['table', 'column', 'namespace'].includes(evaluator.evaluate(argument, env).kind),
  );
  if (isAboutTable) return undefined;
  const callee = call.expression;
  const value = evaluator.evaluate(callee, env);
  if (value.kind === 'expression' && isFunction(value.node)) return value.node;
  return ts.isPropertyAccessExpression(callee)
    ? functionOfMember(memberUsed(callee, callee.name.text, project))
    : undefined;
}

function rewrite(
  fn: FunctionNode,
  level: Level,
  project: Project,
  contextIn: (place: ts.Node) => QueryContext,
): boolean {
  if (!isFilterHelper(fn, level, project)) return false;
  const path = fn.getSourceFile().fileName;
  const { calls } = callsOf(fn, project)!;
  if (calls.some((call) => isGivenMissing(call, fn))) return false;
  const places = [fn, ...calls];
  if (!places.every((place) => project.isEdited(place.getSourceFile().fileName))) return false;
  const returns = returnsOf(fn);
  const values = returnedValues(fn);
  if (values.length === 0) return false;
  const outer = { ...contextIn(fn), client: undefined, callback: undefined };
  // Without a type of its own there is no contextual type either: literals must not widen.
  const mark = project.changes.mark();
  const isInferred =
    !returnTypeOf(fn) && values.every((value) => isPlain(parseFilter(value, { ...outer, fail: () => {} })));
  project.changes.restore(mark);
  const isUntyped = isInferred || outer.javascript;
  let isMovable = true;
  const context: QueryContext = { ...outer, hoisted: isUntyped, fail: () => void (isMovable = false) };
  const filters = values.map((value): [ts.Expression, Filter] => [value, parseFilter(value, context)]);
  if (!isMovable || !filters.every(([, filter]) => isInSight(filter) && !readsLate(filter, fn))) return false;
  const { text: source } = fn.getSourceFile();
  const style = project.styleOf(path);
  const typed = isUntyped ? undefined : writeType(fn, level, project, context);
  if (!isUntyped && !typed) return false;
  for (const [value, filter] of filters) {
    const code = filterCode(filter, context, style);
    const isBody = ts.isArrowFunction(fn) && value === fn.body;
    // An object begins on the line of its arrow, in parentheses, or it would be a block.
    const arrow = isBody && code.kind === 'object' ? fn.equalsGreaterThanToken.end : undefined;
    const isClose = arrow !== undefined && source.slice(arrow, value.getStart()).trim() === '';
    const start = isClose ? arrow : value.getStart();
    const layout = contextAt(source, start, style);
    const isBehindType = isBody && typed && !source.slice(typed.end, start).includes('\n');
    const column = (isBehindType ? typed.column + start - typed.end : layout.column) + (isClose ? ' '.length : 0);
    const pieces = layOut(arrow === undefined ? code : parenthesized(code), { ...layout, column });
    project.changes.replace(path, start, value.end, ...(isClose ? [' '] : []), ...pieces);
  }
  for (const node of returns) {
    const end = node.getStart() + 'return'.length;
    if (ts.isReturnStatement(node) && !node.expression) project.changes.replace(path, end, end, ' {}');
  }
  if (fn.body && ts.isBlock(fn.body) && !endsWithReturn(fn.body)) addReturn(fn.body, project);
  return true;
}

/**
 * Writes the type of what is returned in the place of v1's, or behind the parameters. Returns the end of that place, and
 * the column it has from then on; undefined when the type has no name there.
 */
function writeType(
  fn: FunctionNode,
  level: Level,
  project: Project,
  context: QueryContext,
): { end: number; column: number } | undefined {
  const annotated = returnTypeOf(fn);
  const type = annotated === 'elsewhere' ? undefined : filterType(fn, context, level, project);
  if (!type || annotated === 'elsewhere') return undefined;
  const { fileName: path, text: source } = fn.getSourceFile();
  const { length: trailing } = ts.isArrowFunction(fn) ? ' => ({' : ' {';
  const at = (position: number) => contextAt(source, position, project.styleOf(path));
  if (annotated) {
    const { text, column } = typeText(type, trailing, at(annotated.getStart()));
    project.changes.replace(path, annotated.getStart(), annotated.end, text);
    return { end: annotated.end, column };
  }
  const end = endOfParameters(fn);
  const [bare] = source[end - 1] === ')' ? [] : fn.parameters;
  if (bare) project.changes.replace(path, bare.getStart(), bare.getStart(), '(');
  const head = bare ? '): ' : ': ';
  const layout = at(end);
  const { text, column } = typeText(type, trailing, {
    ...layout,
    column: layout.column + head.length + (bare ? 1 : 0),
  });
  project.changes.replace(path, end, end, `${head}${text}`);
  return { end, column };
}

/** The position behind the parameters and their parenthesis; `id => …` has none. */
function endOfParameters(fn: FunctionNode): number {
  const { text } = fn.getSourceFile();
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, undefined, text, undefined, fn.parameters.end);
  for (let token = scanner.scan(); ; token = scanner.scan()) {
    if (token === ts.SyntaxKind.CloseParenToken) return scanner.getTokenEnd();
    if (token !== ts.SyntaxKind.CommaToken) return fn.parameters.end;
  }
}

/** Lets a function end with no condition where it ended without a `return`. */
function addReturn(body: ts.Block, project: Project): void {
  const { fileName: path, text: source } = body.getSourceFile();
  const style = project.styleOf(path);
  const last = body.statements.at(-1)!;
  const isOnLine = !source.slice(body.getStart(), body.end).includes('\n');
  const space = isOnLine ? ' ' : style.newline + contextAt(source, last.getStart(), style).indent;
  project.changes.replace(path, last.end, last.end, `${space}return {}${style.semicolon ? ';' : ''}`);
}

/**
 * Whether a call gives a parameter what may be undefined against its type (`any`, `id!`): v1 found no rows then, and from
 * inside the function, which goes by the type, nobody would see it.
 */
function isGivenMissing(call: ts.CallExpression, { parameters }: FunctionNode): boolean {
  const isMissing = (value: ts.Expression): boolean => {
    if (!ts.isObjectLiteralExpression(value)) return isUnguarded(value);
    return value.properties.some((property) => {
      const member = propertyValue(property);
      return member !== undefined && isMissing(member);
    });
  };
  return call.arguments.some((argument, index) => {
    const name = parameters[index]?.name;
    const isAllowed = name && (isWrittenOptional(name) || isWrittenAny(name));
    return !isAllowed && isMissing(argument);
  });
}

/** Whether SQL in a filter reads a parameter that is given another value, which v1 had read before. */
function readsLate(filter: Filter, fn: FunctionNode): boolean {
  const written = new Set<ts.Node | undefined>();
  const visit = (node: ts.Node): void => {
    if (isAssignment(node) && ts.isIdentifier(node.left)) written.add(declarationOf(node.left));
    ts.forEachChild(node, visit);
  };
  visit(fn);
  const mentions = (node: ts.Node): boolean =>
    (ts.isIdentifier(node) && written.has(declarationOf(node))) || (ts.forEachChild(node, mentions) ?? false);
  return !everyPart(filter, (part) => part.kind !== 'raw' || !mentions(part.node));
}
