import type { Filter } from './filter.ts';

/**
 * One condition of an `and`, with the keys it takes in the filter object; `'*'` stands for keys that cannot be told.
 */
export interface Member {
  filter: Filter;
  names: ReadonlySet<string>;
}

/** The conditions of one `and`, those of nested `and`s included, each with the keys it takes in the filter object. */
export function membersOf(filters: readonly Filter[]): Member[] {
  return flatten(filters).map((filter) => ({ filter, names: namesOf(filter) }));
}

/**
 * The conditions of nested `and`s in one list. An `or` with a single member is replaced by that member, `none` is left
 * out, and the comments of a group that disappears go to its first member.
 */
export function flatten(filters: readonly Filter[]): Filter[] {
  return filters.flatMap((filter): Filter[] => {
    if (filter.kind === 'none') return [];
    if (filter.kind !== 'and' && filter.kind !== 'or') return [filter];
    const members = filter.members.filter((member) => member.kind !== 'none');
    if (filter.kind === 'or' && members.length > 1) return [{ ...filter, members }];
    const [first, ...rest] = flatten(members);
    return first ? [{ ...first, comments: [...(filter.comments ?? []), ...(first.comments ?? [])] }, ...rest] : [];
  });
}

/**
 * The keys that a condition takes in the object it is written into; `'*'` when it is an object whose keys are not
 * known.
 */
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
      const members = membersOf([filter]);
      const names = new Set(members.flatMap((member) => [...member.names]));
      // Conditions of this `and` that want the same key are written under `AND`, so that key is taken, too.
      return contestedNames(members).has('AND') ? names.add('AND') : names;
    }
    case 'when':
      return new Set([...namesOf(filter.whenTrue), ...namesOf(filter.whenFalse)]);
  }
}

/**
 * The keys that several conditions of one object want and that cannot be merged. Conditions on one column with
 * different operators can: `{ age: { gte: 18, lt: 65 } }`. Two `OR`s, or the same operator twice on one column, cannot:
 * an object literal silently drops the first of two equal keys, so such conditions are written as members of `AND`.
 */
export function contestedNames(members: readonly Member[]): Set<string> {
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
  // These conditions are written under `AND`, so a list that wants that key itself must become a member of it.
  if (contested.size > 0 || members.some(({ names }) => names.has('*'))) contested.add('AND');
  return contested;
}
