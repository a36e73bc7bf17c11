import type { Filter } from './filter.ts';

/** One member of an `and`, with the keys its entry takes; `'*'` when they cannot be told. */
export interface Member {
  filter: Filter;
  names: ReadonlySet<string>;
}

/** The members of one `and`, nested ones included. */
export function membersOf(filters: readonly Filter[]): Member[] {
  return flatten(filters).map((filter) => ({ filter, names: namesOf(filter) }));
}

/** The members of nested `and`s in one list, and `or`s of a single member as that member. */
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
      // Inside its own object a collision becomes an AND, so that name is taken too.
      return contestedNames(members).has('AND') ? names.add('AND') : names;
    }
    case 'when':
      return new Set([...namesOf(filter.whenTrue), ...namesOf(filter.whenFalse)]);
  }
}

/** Names that more than one member wants and that cannot be merged into one column condition. */
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
  // What collides, or has keys that cannot be told, goes under AND, so a list that wants that key must join it.
  if (contested.size > 0 || members.some(({ names }) => names.has('*'))) contested.add('AND');
  return contested;
}
