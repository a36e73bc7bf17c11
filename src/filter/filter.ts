import type { ts } from '../ts.cts';
import type { Column } from '../facts.ts';

/** How a core query asks a condition of the table itself, whose rows the relational query then finds by their key. */
export interface ByKey {
  /** What the query is run with: `db`, `tx`. */
  client: ts.Expression;
  /** The table, as the file calls it. */
  table: string;
  /** Its primary key. */
  column: Column;
}

/** Operator keys of a v2 column filter that take one value (drizzle-orm/src/relations.ts, RelationsFieldFilter). */
export type CompareKey =
  | 'eq'
  | 'ne'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'like'
  | 'ilike'
  | 'notLike'
  | 'notIlike'
  | 'in'
  | 'notIn'
  | 'arrayContains'
  | 'arrayContained'
  | 'arrayOverlaps';

/** A v1 condition, read: the little language between operator calls and filter objects. */
export type Filter = { comments?: readonly string[] } & (
  | { kind: 'none' }
  | { kind: 'compare'; column: Column; operator: CompareKey; value: ts.Expression; shorthand: boolean; copied: boolean }
  | { kind: 'null'; column: Column; operator: 'isNull' | 'isNotNull' }
  | { kind: 'and' | 'or'; members: readonly Filter[] }
  | { kind: 'not'; member: Filter }
  | { kind: 'when'; test: ts.Expression; whenTrue: Filter; whenFalse: Filter }
  /** SQL written in place, made by a helper out of its arguments, or a bare column: columns can be re-bound to the callback's table. */
  | { kind: 'raw'; node: ts.Expression; maybeUndefined: boolean; helper?: boolean; column?: boolean }
  /** A value that already is SQL, built elsewhere from global columns; `isTested` where a choice around it sees to it that it is there. */
  | { kind: 'opaque'; node: ts.Expression; maybeUndefined: boolean; isTested?: boolean; byKey?: ByKey | undefined }
  /** A list of filter objects that an `and` or `or` spreads. */
  | { kind: 'list'; operator: 'and' | 'or'; node: ts.Expression; mapped?: MappedFilter; mayBeEmpty: boolean }
  /** A value that is (or becomes) a v2 filter object itself. */
  | { kind: 'object'; node: ts.Expression }
);

/** `list.map((item) => condition)`. */
export interface MappedFilter {
  call: ts.CallExpression;
  arrow: ts.ArrowFunction;
  /** The condition as it is written, and read; it may be the last statement of a block. */
  returned: ts.Expression;
  filter: Filter;
  /** The list it is made of, when that is a name or a path of names. */
  over: string | undefined;
}

/** v1 operators that compare a column with one value, and the v2 key. */
export const compareKeys: Readonly<Record<string, CompareKey>> = {
  eq: 'eq',
  ne: 'ne',
  gt: 'gt',
  gte: 'gte',
  lt: 'lt',
  lte: 'lte',
  like: 'like',
  ilike: 'ilike',
  notLike: 'notLike',
  notIlike: 'notIlike',
  inArray: 'in',
  notInArray: 'notIn',
  arrayContains: 'arrayContains',
  arrayContained: 'arrayContained',
  arrayOverlaps: 'arrayOverlaps',
};

/** All v1 operators that return SQL. */
export const operatorNames: ReadonlySet<string> = new Set([
  ...Object.keys(compareKeys),
  'and',
  'or',
  'not',
  'isNull',
  'isNotNull',
  'between',
  'notBetween',
  'exists',
  'notExists',
]);

/** Names a v2 filter takes as logic, so a column of that name cannot be a key. */
export const reservedKeys: ReadonlySet<string> = new Set(['AND', 'OR', 'NOT', 'RAW', '__proto__']);

/** Whether every part of a filter passes a test. */
export function everyPart(filter: Filter, test: (part: Filter) => boolean): boolean {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.members.every((member) => everyPart(member, test));
    case 'not':
      return everyPart(filter.member, test);
    case 'when':
      return everyPart(filter.whenTrue, test) && everyPart(filter.whenFalse, test);
    case 'list':
      return filter.mapped === undefined || everyPart(filter.mapped.filter, test);
    default:
      return test(filter);
  }
}

/** Whether a filter can be an object without a type beside it: a `RAW` callback would lose its parameter types there. */
export function isPlain(filter: Filter): boolean {
  return everyPart(filter, ({ kind }) => kind !== 'raw' && kind !== 'opaque');
}
