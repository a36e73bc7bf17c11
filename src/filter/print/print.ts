import { ts } from '../../ts.cts';
import type { Piece } from '../../edits/edit.ts';
import { type Code, type CodeEntry, parenthesized, source, text } from '../../edits/code.ts';
import type { Style } from '../../edits/style.ts';
import { isAlternative, isAssignment } from '../../read/syntax/syntax.ts';
import { isPath, isTestable } from '../absence.ts';
import type { QueryContext } from '../context.ts';
import type { Filter, MappedFilter } from '../filter.ts';
import { contestedNames, flatten, membersOf, type Member } from '../members.ts';
import { operatorEntry, shorthandEntry } from './print-column.ts';
import { rawEntry } from './print-raw.ts';

/**
 * Writes a filter as the plainest v2 filter object that means the same: `{ id: 1, age: { gte: 18 } }`, or
 * `test ? { … } : {}` where it depends on a test.
 *
 * @param group the group the filter is a member of; it decides what SQL that is absent at run time is replaced by
 */
export function filterCode(filter: Filter, context: QueryContext, style: Style, group: 'and' | 'or' = 'and'): Code {
  switch (filter.kind) {
    case 'none':
      return { kind: 'object', entries: [], ...(filter.comments?.length ? { dangling: filter.comments } : {}) };
    case 'object':
      return keep(filter.node);
    case 'when': {
      const { tests, inner } = testsOf(filter, context);
      const otherwise = filterCode(filter.whenFalse, context, style, group);
      return conditional(tests, filterCode(inner, context, style, group), otherwise);
    }
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
      if (filter.maybeUndefined && !filter.isTested && isTestable(filter.node, context)) {
        // The test around it makes sure that it is defined.
        return conditional(
          [filter.node],
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

/**
 * The tests under which the first branch of a choice applies, and that branch. `a ? (b ? { … } : {}) : {}` is written
 * as one choice with two tests: `a && b ? { … } : {}`.
 */
function testsOf(
  filter: Extract<Filter, { kind: 'when' }>,
  context: QueryContext,
): { tests: ts.Expression[]; inner: Filter } {
  const tests = [filter.test];
  let inner = filter.whenTrue;
  if (filter.whenFalse.kind !== 'none') return { tests, inner };
  for (; inner.kind === 'when' && inner.whenFalse.kind === 'none'; inner = inner.whenTrue) tests.push(inner.test);
  if (inner.kind === 'opaque' && inner.maybeUndefined && !inner.isTested && isTestable(inner.node, context)) {
    tests.push(inner.node);
    inner = { ...inner, isTested: true };
  }
  return { tests, inner };
}

/** `test && test ? whenTrue : whenFalse`, with parentheses around tests that need them. */
function conditional(tests: readonly ts.Expression[], whenTrue: Code, whenFalse: Code): Code {
  const condition = tests.flatMap((test, index): Piece[] => {
    const isLoose = ts.isConditionalExpression(test) || isAssignment(test) || ts.isArrowFunction(test);
    const own: Piece = { start: test.getStart(), end: test.end };
    // Beside `&&`, `a || b` binds less tightly, and `a ?? b` is a syntax error.
    const operand = isLoose || (tests.length > 1 && isAlternative(test)) ? ['(', own, ')'] : [own];
    return index === 0 ? operand : [' && ', ...operand];
  });
  const isBinary = tests.length > 1 || tests.some(ts.isBinaryExpression);
  return { kind: 'conditional', test: condition, isBinary, whenTrue, whenFalse };
}

type ListFilter = Extract<Filter, { kind: 'list' }>;

/** The test that guards a list that may be empty: `list.length > 0`. */
function lengthTest({ node, mapped }: ListFilter): Piece[] {
  return [mapped?.over ?? { start: node.getStart(), end: node.end }, '.length > 0'];
}

/** A mapped list of conditions as a list of filter objects: `list.map((item) => ({ … }))`. */
export function mappedCode({ call, arrow, filter }: MappedFilter, context: QueryContext, style: Style): Code {
  const code = filterCode(filter, context, style);
  const head = text({ start: call.getStart(), end: arrow.equalsGreaterThanToken.end }, ' ');
  return { kind: 'sequence', parts: [head, code.kind === 'object' ? parenthesized(code) : code, text(')')] };
}

function conditionalText(test: Piece[], whenTrue: Code): Code {
  return { kind: 'conditional', test, isBinary: true, whenTrue, whenFalse: { kind: 'object', entries: [] } };
}

/** A list of conditions as the entry `AND: list` or `OR: list`. */
function listEntry({ operator, node, mapped }: ListFilter, context: QueryContext, style: Style): CodeEntry {
  const value = mapped ? mappedCode(mapped, context, style) : keep(node);
  return { kind: 'property', name: operator === 'and' ? 'AND' : 'OR', value };
}

/**
 * The entries of one filter object for a list of conditions that must all hold. Conditions on the same column are
 * merged into one entry; those whose keys would collide (`contestedNames`) are written as members of `AND`.
 */
function entriesOf(filters: readonly Filter[], context: QueryContext, style: Style, group: 'and' | 'or'): CodeEntry[] {
  const members = membersOf(filters);
  const contested = contestedNames(members);
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

/** The entries for one condition that is no comparison: a key of its own, or a spread where it depends on a test. */
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
      if (filter.kind === 'opaque' && filter.maybeUndefined && !filter.isTested && isPath(filter.node)) {
        return [{ kind: 'spread', value: parenthesized(filterCode(filter, context, style)), comments }];
      }
      return [{ ...rawEntry(filter, context, style, group), comments }];
    case 'list':
      if (!filter.mayBeEmpty) return [{ ...listEntry(filter, context, style), comments }];
      return [{ kind: 'spread', value: parenthesized(filterCode(filter, context, style)), comments }];
    case 'when': {
      const code = filterCode(filter, context, style);
      return [{ ...(sameKeyEntry(code) ?? { kind: 'spread', value: parenthesized(code) }), comments }];
    }
    default:
      return [{ kind: 'spread', value: filterCode(filter, context, style), comments }];
  }
}

/** A choice between two conditions on one column as its entry: `status: test ? 'open' : { ne: 'done' }`. */
function sameKeyEntry(code: Code): CodeEntry | undefined {
  if (code.kind !== 'conditional') return undefined;
  const [whenTrue, whenFalse] = [code.whenTrue, code.whenFalse].map(onlyEntry);
  if (!whenTrue || !whenFalse || whenTrue.name !== whenFalse.name || whenTrue.name === 'RAW') return undefined;
  const value: Code = { ...code, whenTrue: whenTrue.value, whenFalse: whenFalse.value };
  return { kind: 'property', name: whenTrue.name, value };
}

/** The only entry of an object, when it has no comment. */
function onlyEntry(code: Code): Extract<CodeEntry, { kind: 'property' }> | undefined {
  const [entry, ...others] = code.kind === 'object' && !code.dangling ? code.entries : [];
  return entry?.kind === 'property' && others.length === 0 && !entry.comments?.length && !entry.behind
    ? entry
    : undefined;
}
