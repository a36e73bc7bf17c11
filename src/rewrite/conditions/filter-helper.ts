import { ts } from '../../ts.cts';
import { dynamicKey } from '../../facts.ts';
import { parenthesized } from '../../edits/code.ts';
import { contextAt } from '../../edits/layout-context.ts';
import { layOut } from '../../edits/layout.ts';
import type { QueryContext } from '../../filter/context.ts';
import { isPlain, type Filter } from '../../filter/filter.ts';
import { parseFilter } from '../../filter/parse/parse.ts';
import { filterCode } from '../../filter/print/print.ts';
import { isWrittenAny, isWrittenOptional } from '../../filter/values/written-type.ts';
import { functionCalled } from '../../read/types/object-members.ts';
import { isSameTable } from '../../read/schema/same-table.ts';
import { type FunctionNode, propertyValue } from '../../read/syntax/syntax.ts';
import { callsOf } from './calls-of.ts';
import { memberUsed } from './class-members.ts';
import { noteHolder } from './filter-holders.ts';
import { isFilterHelper } from './filter-position.ts';
import { filterType, promiseOf, typeText } from './filter-type.ts';
import { endsWithReturn, returnedValues, returnsOf } from '../../read/syntax/function-ends.ts';
import { isInSight } from './late-values.ts';
import type { Level } from '../level.ts';
import { isAsync, returnTypeOf } from './may-return-filter.ts';
import { isUnsureValue } from '../../filter/values/value-kind.ts';
import type { Project } from '../project.ts';

/**
 * For each function, the level whose filters it returns now; `undefined` when it returns SQL. One decision serves all
 * calls.
 */
const decided = new WeakMap<Project, Map<FunctionNode, Level | undefined>>();

/**
 * Rewrites a function that returns a condition so that it returns a filter object, when all its calls stand where
 * relational queries of one table take their `where`: `const active = () => eq(users.active, true)` →
 * `const active = () => ({ active: true })`.
 *
 * @param contextIn makes the context of the same level for another place
 * @returns whether the call gives a filter object of this level's table from now on; otherwise it gives SQL
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
    // Known from here on, because the function may call itself.
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

/**
 * The function or method that a call is of. `undefined` when it is out of sight, or when an argument is a table, a
 * column or the schema: what it returns then depends on the call.
 */
function calledFunction(call: ts.CallExpression, { env }: Level, project: Project): FunctionNode | undefined {
  const { evaluator } = project;
  const isAboutTable = call.arguments.some((argument) =>
    ['table', 'column', 'namespace'].includes(evaluator.evaluate(argument, env).kind),
  );
  if (isAboutTable) return undefined;
  return functionCalled(call, env, evaluator, (access) => memberUsed(access, access.name.text, project));
}

/**
 * Plans the edits of a function; false when it cannot be rewritten. The caller takes back what was collected until
 * then.
 */
function rewrite(
  fn: FunctionNode,
  level: Level,
  project: Project,
  contextIn: (place: ts.Node) => QueryContext,
): boolean {
  if (!isFilterHelper(fn, level, project)) return false;
  const path = fn.getSourceFile().fileName;
  const { calls } = callsOf(fn, project)!;
  if (calls.some((call) => isGivenUnsure(call, fn, contextIn(call)))) return false;
  const places = [fn, ...calls];
  if (!places.every((place) => project.isEdited(place.getSourceFile().fileName))) return false;
  const returns = returnsOf(fn);
  const values = returnedValues(fn);
  if (values.length === 0) return false;
  const outer = { ...contextIn(fn), client: undefined, callback: undefined };
  // Without a written return type nothing gives the objects a contextual type, so their literals must be kept from
  // widening.
  const mark = project.changes.mark();
  const isInferred =
    !returnTypeOf(fn) && values.every((value) => isPlain(parseFilter(value, { ...outer, fail: () => {} })));
  project.changes.restore(mark);
  const isUntyped = isInferred || outer.javascript;
  let isMovable = true;
  const context: QueryContext = { ...outer, hoisted: isUntyped, fail: () => void (isMovable = false) };
  const filters = values.map((value): [ts.Expression, Filter] => [value, parseFilter(value, context)]);
  if (!isMovable || !filters.every(([, filter]) => isInSight(filter))) return false;
  const { text: source } = fn.getSourceFile();
  const style = project.styleOf(path);
  const typed = isUntyped ? undefined : writeType(fn, level, project, context);
  if (!isUntyped && !typed) return false;
  for (const [value, filter] of filters) {
    const code = filterCode(filter, context, style);
    const isBody = ts.isArrowFunction(fn) && value === fn.body;
    // As the body of an arrow function an object needs parentheses, or it would be read as a block; it begins on the
    // arrow's line.
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
 * Writes the filter's type in place of `SQL`, or after the parameters when no return type is written.
 *
 * @returns where that place ends in the source, and the column it ends at in the new text; `undefined` when the type
 *   cannot be named there
 */
function writeType(
  fn: FunctionNode,
  level: Level,
  project: Project,
  context: QueryContext,
): { end: number; column: number } | undefined {
  const annotated = returnTypeOf(fn);
  const own = annotated === 'elsewhere' ? undefined : filterType(fn, context, level, project);
  if (!own || annotated === 'elsewhere') return undefined;
  const type = isAsync(fn) ? promiseOf(own) : own;
  const { fileName: path, text: source } = fn.getSourceFile();
  const { length: trailing } = ts.isArrowFunction(fn) ? ' => ({' : ' {';
  const at = (position: number) => contextAt(source, position, project.styleOf(path));
  if (annotated) {
    const written = isAsync(fn) ? annotated.parent : annotated;
    const { text, column } = typeText(type, trailing, at(written.getStart()));
    project.changes.replace(path, written.getStart(), written.end, text);
    return { end: written.end, column };
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

/** The position after the parameters and their closing parenthesis; after the name in `id => …`, which has none. */
function endOfParameters(fn: FunctionNode): number {
  const { text } = fn.getSourceFile();
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, undefined, text, undefined, fn.parameters.end);
  for (let token = scanner.scan(); ; token = scanner.scan()) {
    if (token === ts.SyntaxKind.CloseParenToken) return scanner.getTokenEnd();
    if (token !== ts.SyntaxKind.CommaToken) return fn.parameters.end;
  }
}

/** Adds `return {}`, no condition, to a function that could end without a `return`. */
function addReturn(body: ts.Block, project: Project): void {
  const { fileName: path, text: source } = body.getSourceFile();
  const style = project.styleOf(path);
  const last = body.statements.at(-1)!;
  const isOnLine = !source.slice(body.getStart(), body.end).includes('\n');
  const space = isOnLine ? ' ' : style.newline + contextAt(source, last.getStart(), style).indent;
  project.changes.replace(path, last.end, last.end, `${space}return {}${style.semicolon ? ';' : ''}`);
}

/**
 * Whether a call passes a value that may be undefined or an object although the parameter's type does not say so
 * (`any`, `id!`). v1 then found no rows; inside the function, which goes by the type, that would go unseen.
 */
function isGivenUnsure(call: ts.CallExpression, { parameters }: FunctionNode, context: QueryContext): boolean {
  const isUnsure = (value: ts.Expression): boolean => {
    if (!ts.isObjectLiteralExpression(value)) return isUnsureValue(value, context);
    return value.properties.some((property) => {
      const member = propertyValue(property);
      return member !== undefined && isUnsure(member);
    });
  };
  return call.arguments.some((argument, index) => {
    const name = parameters[index]?.name;
    const isAllowed = name && (isWrittenOptional(name) || isWrittenAny(name));
    return !isAllowed && isUnsure(argument);
  });
}
