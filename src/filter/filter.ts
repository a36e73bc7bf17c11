import type { ts } from '../ts.cts';
import type { Column } from '../facts.ts';

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
  /** SQL written in place: its columns can be re-bound to the callback's table. */
  | { kind: 'raw'; node: ts.Expression; maybeUndefined: boolean }
  /** A value that already is SQL, built elsewhere from global columns. */
  | { kind: 'opaque'; node: ts.Expression; maybeUndefined: boolean }
  /** A list of filter objects that an `and` or `or` spreads. */
  | { kind: 'list'; operator: 'and' | 'or'; node: ts.Expression; mayBeEmpty: boolean }
  /** A value that is (or becomes) a v2 filter object itself. */
  | { kind: 'object'; node: ts.Expression }
);

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
