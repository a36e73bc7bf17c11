import { ts } from '../ts.cts';
import type { Piece } from '../edits/edit.ts';
import { source, text, type Code, type CodeEntry } from '../edits/layout.ts';
import type { Style } from '../edits/style.ts';
import { unwrap } from '../read/syntax.ts';
import { isPath, isTestable } from './absence.ts';
import type { QueryContext } from './context.ts';
import type { Filter, MappedFilter } from './filter.ts';
import { assertions } from './assertions.ts';
import { aliasCallback, rawValue } from './raw.ts';
import { usesParameters } from './rebind.ts';

/**
 * Writes a filter as the plainest v2 object that means the same.
 *
 * @param group the group it is a member of: SQL that may be absent at run time must not change that
 */
export function filterCode(filter: Filter, context: QueryContext, style: Style, group: 'and' | 'or' = 'and'): Code {
  switch (filter.kind) {
    case 'none':
      return { kind: 'object', entries: [] };
    case 'object':
      return keep(filter.node);
    case 'when':
      return conditional(
        filter.test,
        filterCode(filter.whenTrue, context, style, group),
        filterCode(filter.whenFalse, context, style, group),
      );
    case 'and': {
      const [only, ...others] = flatten([filter]);
      if (only && others.length === 0 && only.kind !== 'compare' && !only.comments?.length)
        return filterCode(only, context, style, group);
      break;
    }
    case 'list':
      if (filter.mayBeEmpty)
        return conditionalText(lengthTest(filter), { kind: 'object', entries: [listEntry(filter, context, style)] });
      break;
    case 'opaque':
      if (filter.maybeUndefined && isTestable(filter.node, context)) {
        // The test has narrowed it.
        return conditional(
          filter.node,
          { kind: 'object', entries: [rawEntry(filter, context, style, 'and')] },
          { kind: 'object', entries: [] },
        );
      }
      break;
    case 'or': {
      const members = filter.members.filter((member) => member.kind !== 'none');
      if (members.length === 0) return { kind: 'object', entries: [] };
      if (members.length === 1) return filterCode(members[0]!, context, style, group);
      break;
    }
  }
  const isSql = filter.kind === 'raw' || filter.kind === 'opaque';
  return { kind: 'object', entries: entriesOf([filter], context, style, isSql ? group : 'and') };
}

function keep(node: ts.Node): Code {
  return source(node);
}

function conditional(test: ts.Expression, whenTrue: Code, whenFalse: Code): Code {
  const needsParentheses =
    ts.isConditionalExpression(test) || (ts.isBinaryExpression(test) && isAssignment(test)) || ts.isArrowFunction(test);
  const condition: Piece[] = [{ start: test.getStart(), end: test.end }];
  const head = needsParentheses ? ['(', ...condition, ')'] : condition;
  return { kind: 'conditional', test: head, whenTrue, whenFalse };
}

type ListFilter = Extract<Filter, { kind: 'list' }>;

function lengthTest({ node, mapped }: ListFilter): Piece[] {
  return [mapped?.over ?? { start: node.getStart(), end: node.end }, '.length > 0'];
}

/** `list.map((item) => ({ … }))`. */
export function mappedCode({ call, arrow, filter }: MappedFilter, context: QueryContext, style: Style): Code {
  const code = filterCode(filter, { ...context, callback: undefined }, style);
  const head = text({ start: call.getStart(), end: arrow.equalsGreaterThanToken.end }, ' ');
  return { kind: 'sequence', parts: [head, code.kind === 'object' ? parenthesized(code) : code, text(')')] };
}

function conditionalText(test: Piece[], whenTrue: Code): Code {
  return { kind: 'conditional', test, whenTrue, whenFalse: { kind: 'object', entries: [] } };
}

function listEntry({ operator, node, mapped }: ListFilter, context: QueryContext, style: Style): CodeEntry {
  const value = mapped ? mappedCode(mapped, context, style) : keep(node);
  return { kind: 'property', name: operator === 'and' ? 'AND' : 'OR', value };
}

function isAssignment(node: ts.BinaryExpression): boolean {
  return (
    node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && node.operatorToken.kind <= ts.SyntaxKind.LastAssignment
  );
}

/** One member of an `and`, with the keys its entry takes; `'*'` when they cannot be told. */
interface Member {
  filter: Filter;
  names: ReadonlySet<string>;
}

/** The entries of one object that holds for all members; members whose keys would collide go under `AND`. */
function entriesOf(filters: readonly Filter[], context: QueryContext, style: Style, group: 'and' | 'or'): CodeEntry[] {
  const members = flatten(filters).map((filter): Member => ({ filter, names: namesOf(filter) }));
  const contested = contestedNames(members);
  // What collides goes under AND, so a list that wants that key must join it.
  if (contested.size > 0) contested.add('AND');
  const isPlain = ({ names }: Member) => !names.has('*') && [...names].every((name) => !contested.has(name));
  const entries: CodeEntry[] = [];
  const columns = new Map<string, CodeEntry[]>();
  const colliding: Member[] = [];
  for (const member of members) {
    const { filter } = member;
    if (!isPlain(member)) {
      colliding.push(member);
    } else if (filter.kind === 'compare' || filter.kind === 'null') {
      const conditions = columns.get(filter.column.key);
      const comments = filter.comments ?? [];
      if (conditions) {
        conditions.push({ ...operatorEntry(filter, context), comments });
      } else {
        const list = [operatorEntry(filter, context)];
        columns.set(filter.column.key, list);
        const isAlone = members.filter((other) => other.names.has(filter.column.key)).length === 1;
        entries.push(
          isAlone && filter.kind === 'compare' && filter.shorthand
            ? shorthandEntry(filter, context)
            : { kind: 'property', name: filter.column.key, value: { kind: 'object', entries: list }, comments },
        );
      }
    } else entries.push(...memberEntries(filter, context, style, group));
  }
  if (colliding.length > 0) {
    const items = colliding.map(({ filter }) => ({
      value: filterCode({ ...filter, comments: undefined }, context, style),
      comments: filter.comments,
    }));
    entries.push({ kind: 'property', name: 'AND', value: { kind: 'array', items } });
  }
  return entries;
}

function flatten(filters: readonly Filter[]): Filter[] {
  return filters.flatMap((filter): Filter[] => {
    if (filter.kind === 'none') return [];
    if (filter.kind !== 'and' && filter.kind !== 'or') return [filter];
    const members = filter.members.filter((member) => member.kind !== 'none');
    if (filter.kind === 'or' && members.length > 1) return [{ ...filter, members }];
    const [first, ...rest] = flatten(members);
    return first ? [{ ...first, comments: [...(filter.comments ?? []), ...(first.comments ?? [])] }, ...rest] : [];
  });
}

function namesOf(filter: Filter): Set<string> {
  switch (filter.kind) {
    case 'none':
      return new Set();
    case 'compare':
    case 'null':
      return new Set([filter.column.key]);
    case 'or':
      return new Set(['OR']);
    case 'list':
      return new Set([filter.operator === 'and' ? 'AND' : 'OR']);
    case 'not':
      return new Set(['NOT']);
    case 'raw':
    case 'opaque':
      return new Set(['RAW']);
    case 'object':
      return new Set(['*']);
    case 'and': {
      const members = flatten([filter]);
      const names = new Set(members.flatMap((member) => [...namesOf(member)]));
      // Inside its own object a collision becomes an AND, so that name is taken too.
      const collides = contestedNames(members.map((member) => ({ filter: member, names: namesOf(member) }))).size > 0;
      return collides ? names.add('AND') : names;
    }
    case 'when':
      return new Set([...namesOf(filter.whenTrue), ...namesOf(filter.whenFalse)]);
  }
}

/** Names that more than one member wants and that cannot be merged into one column condition. */
function contestedNames(members: readonly Member[]): Set<string> {
  const contested = new Set<string>();
  const owners = new Map<string, Filter[]>();
  for (const { filter, names } of members) {
    for (const name of names) owners.set(name, [...(owners.get(name) ?? []), filter]);
  }
  for (const [name, filters] of owners) {
    if (filters.length < 2) continue;
    const operators = filters.map((filter) =>
      filter.kind === 'compare' || filter.kind === 'null' ? filter.operator : undefined,
    );
    if (operators.includes(undefined) || new Set(operators).size < operators.length) contested.add(name);
  }
  return contested;
}

type ColumnFilter = Extract<Filter, { kind: 'compare' | 'null' }>;

function operatorEntry(filter: ColumnFilter, context: QueryContext): CodeEntry {
  if (filter.kind === 'null') {
    return {
      kind: 'property',
      name: filter.operator,
      value: text(context.hoisted && !context.javascript ? 'true as const' : 'true'),
    };
  }
  return { kind: 'property', name: filter.operator, value: valueCode(filter, context) };
}

function shorthandEntry(filter: Extract<Filter, { kind: 'compare' }>, context: QueryContext): CodeEntry {
  const shorthand = ts.isIdentifier(filter.value) && filter.value.text === filter.column.key;
  return {
    kind: 'property',
    name: filter.column.key,
    value: valueCode(filter, context),
    shorthand,
    comments: filter.comments,
  };
}

/** A list that stands on several lines, to be laid out anew: it may fit on one now. Numbers are filled into lines. */
function listCode(node: ts.Expression): Code | undefined {
  if (!ts.isArrayLiteralExpression(node) || !node.getText().includes('\n')) return undefined;
  const isOpen = (element: ts.Expression) => /\n|\/[/*]/.test(element.getFullText().trim());
  if (node.elements.some(isOpen) || node.elements.every(ts.isNumericLiteral)) return undefined;
  if (/\/[/*]/.test(node.getText().slice(node.elements.end - node.getStart()))) return undefined;
  return { kind: 'array', items: node.elements.map((element) => ({ value: source(element) })) };
}

function valueCode(filter: Extract<Filter, { kind: 'compare' }>, context: QueryContext): Code {
  const { copied, column } = filter;
  // A list in place needs no copy when it is not made read-only.
  const isInPlace = copied && ts.isArrayLiteralExpression(unwrap(filter.value));
  const value = isInPlace ? unwrap(filter.value) : filter.value;
  const range = { start: value.getStart(), end: value.end };
  if (copied && !isInPlace) return text('[...', range, ']');
  const placeholder = usesParameters(value, context) ? unwrap(value) : undefined;
  if (placeholder && ts.isCallExpression(placeholder)) {
    const [first] = placeholder.arguments;
    const name = first ? [{ start: first.getStart(), end: first.end }] : [];
    return text(`${context.need('sql')}.placeholder(`, ...name, ')');
  }
  if (!context.hoisted || context.javascript || !column.narrowed)
    return listCode(value as ts.Expression) ?? source(value);
  // A constant of its own would widen 'active' to string.
  const inner = unwrap(value);
  if (ts.isArrayLiteralExpression(inner)) {
    const items = inner.elements.map((element) => ({
      value: text({ start: element.getStart(), end: element.end }, isLiteral(element) ? ' as const' : ''),
    }));
    return { kind: 'array', items };
  }
  return text(range, isLiteral(inner) ? ' as const' : '');
}

function isLiteral(node: ts.Node): boolean {
  return (
    ts.isLiteralExpression(node) || node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword
  );
}

function memberEntries(filter: Filter, context: QueryContext, style: Style, group: 'and' | 'or'): CodeEntry[] {
  const { comments } = filter;
  switch (filter.kind) {
    case 'or': {
      const items = filter.members.map((member) => ({
        value: filterCode({ ...member, comments: undefined }, context, style, 'or'),
        comments: member.comments,
      }));
      return [{ kind: 'property', name: 'OR', value: { kind: 'array', items }, comments }];
    }
    case 'not':
      return filter.member.kind === 'none'
        ? []
        : [{ kind: 'property', name: 'NOT', value: filterCode(filter.member, context, style), comments }];
    case 'raw':
    case 'opaque':
      if (filter.kind === 'opaque' && filter.maybeUndefined && isPath(filter.node)) {
        return [{ kind: 'spread', value: parenthesized(filterCode(filter, context, style)), comments }];
      }
      return [{ ...rawEntry(filter, context, style, group), comments }];
    case 'list':
      if (!filter.mayBeEmpty) return [{ ...listEntry(filter, context, style), comments }];
      return [{ kind: 'spread', value: parenthesized(filterCode(filter, context, style)), comments }];
    case 'when':
      return [{ kind: 'spread', value: parenthesized(filterCode(filter, context, style)), comments }];
    default:
      return [{ kind: 'spread', value: filterCode(filter, context, style), comments }];
  }
}

function parenthesized(code: Code): Code {
  return { kind: 'sequence', parts: [text('('), code, text(')')] };
}

function rawEntry(
  filter: Extract<Filter, { kind: 'raw' | 'opaque' }>,
  context: QueryContext,
  style: Style,
  group: 'and' | 'or',
): CodeEntry {
  context.used(filter.kind === 'raw' ? 'raw' : 'fallback');
  // An absent condition must not change the group it stands in: true in an `and`, false in an `or`.
  const absent = () => ` ?? ${context.need('sql')}\`${group === 'and' ? 'true' : 'false'}\``;
  if (filter.kind === 'raw') {
    context.report('RQB_FILTER_RAW', filter.node);
    const suffix = filter.helper && filter.maybeUndefined ? absent() : '';
    return { kind: 'property', name: 'RAW', value: rawValue(filter.node, context, style, suffix) };
  }
  context.report('RQB_FILTER_REALIASED', filter.node);
  const guarded = filter.maybeUndefined && !isPath(filter.node);
  const isTested = filter.maybeUndefined && isPath(filter.node);
  const isForgotten = isTested && isForgottenInside(filter.node, context);
  const suffix = guarded ? absent() : isForgotten || (!isTested && mustAssert(filter.node, context)) ? '!' : '';
  return { kind: 'property', name: 'RAW', value: aliasCallback(filter.node, context, style, suffix) };
}

/** Whether the compiler forgets inside a callback what a test around it has found out: of `options.where`, not of `where`. */
function isForgottenInside(node: ts.Expression, context: QueryContext): boolean {
  if (context.javascript || !context.strict || !ts.isPropertyAccessExpression(node)) return false;
  return assertions(node, context).length === 0;
}

/** `and(…)`, `or(…)` and v2's `not(…)` are typed `SQL | undefined` even when they never are. */
function mustAssert(node: ts.Expression, context: QueryContext, env = context.env): boolean {
  if (context.javascript || ts.isNonNullExpression(node)) return false;
  const value = context.evaluator.evaluate(node, env);
  if (value.kind !== 'expression') return false;
  const inner = ts.isParenthesizedExpression(value.node) ? value.node.expression : value.node;
  if (ts.isConditionalExpression(inner))
    return [inner.whenTrue, inner.whenFalse].some((branch) => mustAssert(branch, context, value.env));
  if (!ts.isCallExpression(inner)) return false;
  const callee = context.evaluator.evaluate(inner.expression, value.env);
  return callee.kind === 'external' && ['and', 'or', 'not'].includes(callee.name);
}
