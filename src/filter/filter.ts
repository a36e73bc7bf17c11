import type { ts } from '../ts.cts';
import type { Column } from '../facts.ts';

/** What is needed to apply a condition by a subquery for the primary keys of the matching rows; see `by-key.ts`. */
export interface ByKey {
  /** The database the subquery is built with: `db`, `tx`. */
  client: ts.Expression;
  /** How the file refers to the table: `users`, `schema.users`. */
  table: string;
  /** What declares the first name of that, an import for instance. */
  declaration: ts.Node;
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

/**
 * A v1 condition as data: what `parse.ts` reads from operator calls (`eq(users.id, 1)`), and `print.ts` writes as a v2
 * filter object (`{ id: 1 }`). `none` is no condition: `undefined` in v1, `{}` in v2. `comments` are those that belong
 * to the condition in the source.
 */
export type Filter = { comments?: readonly string[] } & (
  | { kind: 'none' }
  /**
   * A column compared with a value. `shorthand`: it may be written `{ id: 1 }` instead of `{ id: { eq: 1 } }`;
   * `copied`: the value is a readonly array, which v2's types reject, so it is written `[...ids]`.
   */
  | { kind: 'compare'; column: Column; operator: CompareKey; value: ts.Expression; shorthand: boolean; copied: boolean }
  | { kind: 'null'; column: Column; operator: 'isNull' | 'isNotNull' }
  | { kind: 'and' | 'or'; members: readonly Filter[] }
  | { kind: 'not'; member: Filter }
  /** `test ? whenTrue : whenFalse`. */
  | { kind: 'when'; test: ts.Expression; whenTrue: Filter; whenFalse: Filter }
  /**
   * SQL whose columns can be re-bound to the table of a `RAW` callback, because all of them are in sight: it is
   * written in place, is a call of a function that takes the table or columns as arguments (`helper`; also a `sql`
   * template with `.if()`), or is a `column` that is a condition by itself.
   */
  | { kind: 'raw'; node: ts.Expression; maybeUndefined: boolean; helper?: boolean; column?: boolean }
  /**
   * SQL that is built elsewhere from columns of the imported table, so that it must be re-aliased as a whole.
   * `isTested`: code around it makes sure that it is defined; `byKey`: it cannot be re-aliased and is applied by
   * primary key.
   */
  | { kind: 'opaque'; node: ts.Expression; maybeUndefined: boolean; isTested?: boolean; byKey?: ByKey | undefined }
  /** A list of filter objects, spread into an `and` or `or`; `mapped` when it is `list.map(…)` in place. */
  | { kind: 'list'; operator: 'and' | 'or'; node: ts.Expression; mapped?: MappedFilter; mayBeEmpty: boolean }
  /**
   * An expression that is converted to a v2 filter object where it is declared: a constant, a call, `config.where`.
   */
  | { kind: 'object'; node: ts.Expression }
);

/** `list.map((item) => condition)`, a list of conditions that is made from another list. */
export interface MappedFilter {
  call: ts.CallExpression;
  arrow: ts.ArrowFunction;
  /**
   * The expression the arrow function returns, possibly in the last statement of a block; `filter` is what it means.
   */
  returned: ts.Expression;
  filter: Filter;
  /** The text of `list` when it is a path of names (`names`, `input.names`), so that its length can be tested. */
  over: string | undefined;
}

/** The v1 operators that compare a column with one value, with the operator key of a v2 column filter. */
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

/** All v1 operators that return a condition. */
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

/**
 * Names that cannot be the key of a column in a filter object: v2 takes `AND`, `OR`, `NOT` and `RAW` for logic, and
 * `__proto__` in an object literal sets the prototype.
 */
export const reservedKeys: ReadonlySet<string> = new Set(['AND', 'OR', 'NOT', 'RAW', '__proto__']);

/** A condition with comments in front of those it has. */
export function withComments(filter: Filter, above: readonly string[]): Filter {
  return above.length > 0 ? { ...filter, comments: [...above, ...(filter.comments ?? [])] } : filter;
}

/** Whether all leaves of a filter (comparisons, SQL, lists and the like; not the logic around them) pass a test. */
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

/**
 * Whether a filter can be written in a variable without a type annotation. With a `RAW` callback in it it cannot:
 * nothing would give the parameters of the callback their types.
 */
export function isPlain(filter: Filter): boolean {
  return everyPart(filter, ({ kind }) => kind !== 'raw' && kind !== 'opaque');
}
