import { ts } from '../ts.cts';
import type { Capabilities } from '../drizzle/capabilities.ts';
import type { Column, Env, Table } from '../facts.ts';
import type { FindingCode } from '../findings.ts';
import { isSameTable } from '../read/schema/same-table.ts';
import type { Insertion } from './insertion.ts';
import { unwrap, type FunctionNode } from '../read/syntax/syntax.ts';
import type { Member } from '../read/types/object-members.ts';
import type { Evaluator } from '../read/values/value.ts';

/** What is known about a list of conditions that was converted to a list of filter objects. */
export interface ListUse {
  /**
   * The list may be empty. v2 rejects an empty `AND` or `OR`, so the filter must then be guarded by a test of the
   * length.
   */
  mayBeEmpty: boolean;
  /**
   * The name of the list, and of the list it was mapped from: a test of either length says whether this list is empty.
   */
  sizes: readonly string[];
}

/** Whether a parameter gets a v1 callback whenever it is given (`always`), or SQL from some callers (`sometimes`). */
export type GivenCallback = 'always' | 'sometimes';

/**
 * What of a value is passed: all of it, one element after the other (`ids` of `ids.map(byId)`), or a member of it that
 * the function reads.
 */
export type PassedPart = 'whole' | 'elements' | { member: string };

/** A value that a call passes for a parameter. */
export interface PassedValue {
  value: ts.Expression;
  part: PassedPart;
  /** What is known where the call stands. */
  context: QueryContext;
  /** The name of that place in a finding. */
  place: string;
}

/**
 * All that the code in this folder needs to know to read and write the conditions of one level of a query (the root, or
 * a relation in `with`), and the way to tell its caller what it found. Made by `src/rewrite/queries/query-context.ts`.
 */
export interface QueryContext {
  evaluator: Evaluator;
  /** How filters behave in the release of drizzle-orm that the output is written for. */
  capabilities: Capabilities;
  /** The table this level selects from. */
  table: Table;
  /** Its key in the schema object, which v1 uses as the alias of the table at the root of a query. */
  tableKey: string;
  /** The values of parameters in scope: inside of a v1 callback, its table and drizzle-orm's operators. */
  env: Env;
  /** `db` of `db.query.users.findMany(…)`; undefined when the condition stands outside of the query. */
  client: ts.Expression | undefined;
  /** The v1 callback the condition stands in, if any; its parameter names are kept. */
  callback: FunctionNode | undefined;
  /**
   * Strict null checks are on: a value in a v1 comparison can then be undefined only if a cast, `!` or `any` hides it.
   */
  strict: boolean;
  /** The compiler takes what is read by an index for possibly undefined (`noUncheckedIndexedAccess`). */
  indexesChecked: boolean;
  /** The file is JavaScript: no type syntax may be written. */
  javascript: boolean;
  /** The compiler checks the types of the file: TypeScript, or JavaScript with `checkJs` or `@ts-check`. */
  checked: boolean;
  /** The new object is the value of a variable, where TypeScript would widen literals: `'active'` to `string`. */
  hoisted: boolean;
  /** The SQL is that of an extra, whose columns v1 printed in ways of its own (`extras-subquery.ts`). */
  inExtra?: boolean;
  /** Code over the callback's table to put into SQL that becomes a callback. */
  insertions?: readonly Insertion[];
  /** What the SQL takes from elsewhere was looked through for subqueries about the table already (`outer-sql.ts`). */
  outerChecked?: boolean;
  /** The condition that a constant of the callback's body holds, which is written where the constant is used. */
  heldCondition?(name: ts.Identifier): ts.Expression | undefined;
  /** False inside of `with`. */
  isRoot: boolean;
  /** The quotes that the file uses. */
  quote: "'" | '"';
  /** Reports a finding; the query is still rewritten. */
  report(code: FindingCode, node: ts.Node, detail?: Record<string, string>): void;
  /** Reports a finding because of which this query cannot be rewritten; it is left as it is. */
  fail(code: FindingCode, node: ts.Node, detail?: Record<string, string>): void;
  /** Whether callers pass a v1 callback to a parameter, or in a member of it; undefined when they do not. */
  givenCallback(node: ts.Expression): GivenCallback | undefined;
  /**
   * What an imported constant, or a member of an object that a constant holds, is initialized with: `1` for `config.id`
   * of `const config = { id: 1 }`; undefined for any other expression.
   */
  initializerElsewhere(node: ts.Expression): ts.Expression | undefined;
  /** What the callers in sight pass for a parameter, or for a member of one; empty when that cannot be told. */
  givenValues(node: ts.Expression): readonly ts.Expression[];
  /**
   * What calls in sight pass for a parameter, or for a member of one. Unlike `givenValues` it leaves out what is not in
   * sight.
   */
  passedValues(node: ts.Expression): readonly PassedValue[];
  /** The declaration of what `policy.own` or `this.own` refers to, found by the class or type of the object. */
  memberOf(access: ts.PropertyAccessExpression): Member | undefined;
  /** The type of a parameter, also when only the place of its function gives it one; see `typeOfParameter`. */
  typeOfParameter(parameter: ts.ParameterDeclaration): ts.TypeNode | undefined;
  /** The types that are written for what an expression may stand for; see `typesOfValue`. */
  typesOf(node: ts.Expression): readonly ts.TypeNode[];
  /** Makes sure that the file imports a name from drizzle-orm; returns the local name, which may be an alias. */
  need(name: string): string;
  /** Keeps an import, or another declaration, that the new code uses although all of its present uses may go. */
  keepDeclared(declaration: ts.Node): void;
  /**
   * Called for every condition that cannot be a plain object: `RAW` with re-bound columns, or the re-alias fallback.
   */
  used(kind: 'raw' | 'fallback'): void;
  /**
   * Tries to convert a condition held in a variable to a filter object where it is declared; false if it must stay SQL.
   */
  rewriteHoisted(declaration: ts.VariableDeclaration): boolean;
  /**
   * Tries to convert a list of conditions to a list of filter objects where it is built; undefined if it must stay SQL.
   */
  rewriteList(declaration: ts.VariableDeclaration): ListUse | undefined;
  /** Tries to convert the called function so that it returns a filter object; false if it must keep returning SQL. */
  rewriteHelper(call: ts.CallExpression): boolean;
  /**
   * Whether `config.where`, a member of a query configuration in a variable, or a condition that a class or object has as
   * a member is (or becomes) a filter object.
   */
  isHeldFilter(access: ts.PropertyAccessExpression): boolean;
  /** Called for every use of a converted variable or function in a place where a filter object is written. */
  noteUse(node: ts.Node): void;
  /**
   * Called for code that stays SQL, so that uses in it that were passed to `noteUse` before no longer count: what they
   * use then stays SQL, too.
   */
  noteSql(node: ts.Node): void;
}

/** What is needed to tell what an expression stands for, in a query or elsewhere. */
export type ValueContext = Pick<QueryContext, 'env' | 'evaluator' | 'givenValues' | 'memberOf'>;

/**
 * The column of this level's table that an expression stands for in v1. v1 re-aliases every column in a condition to
 * the queried table, so a column of another table (`foreign`) means the column of this table with the same database
 * name.
 *
 * @returns undefined when the expression is no column, or this table has none of that name
 */
export function columnOf(node: ts.Node, context: QueryContext): { column: Column; foreign: boolean } | undefined {
  const value = context.evaluator.evaluate(node, context.env);
  if (value.kind !== 'column') return undefined;
  if (isSameTable(value.table, context.table)) {
    const column = context.table.columns.get(value.column.key);
    return column && { column, foreign: false };
  }
  const wanted = value.column.dbName ?? value.column.key;
  for (const column of context.table.columns.values()) {
    if ((column.dbName ?? column.key) === wanted) return { column, foreign: true };
  }
  return undefined;
}

/** Whether the compiler checks the types of a file, undefined and null included. */
export function isStrictlyTyped({ strict, javascript }: QueryContext): boolean {
  return strict && !javascript;
}

/**
 * The column that `schema.users.id` or `this.tables.users.id` must mean although the evaluator cannot tell what `users`
 * is: the path ends in the key of the queried table and the key of one of its columns, and v1 re-aliased any column in
 * a condition to the queried table anyway. Undefined for other expressions.
 */
export function columnByName(node: ts.Node, context: QueryContext): Column | undefined {
  if (!ts.isPropertyAccessExpression(node) || context.evaluator.evaluate(node, context.env).kind === 'column')
    return undefined;
  const owner = unwrap(node.expression);
  const ownerName = ts.isPropertyAccessExpression(owner)
    ? owner.name.text
    : ts.isIdentifier(owner)
      ? owner.text
      : undefined;
  if (ownerName === undefined) return undefined;
  const value = context.evaluator.evaluate(owner, context.env);
  const outOfSight = value.kind === 'unknown' || (value.kind === 'external' && !value.module.startsWith('drizzle-orm'));
  if (!outOfSight || ownerName !== context.tableKey) return undefined;
  const column = context.table.columns.get(node.name.text);
  return column && !isComparedWithItself(node, column, context) ? column : undefined;
}

/**
 * Whether an operand would be the column it is compared with, if it were one: `user.id` of `eq(users.id, user.id)`. No
 * query asks for that, so it is a value.
 */
function isComparedWithItself(node: ts.Expression, column: Column, context: QueryContext): boolean {
  const { parent } = node;
  const [left, right] = ts.isCallExpression(parent) ? parent.arguments : [];
  const other = left && right === node ? columnOf(left, context) : undefined;
  return other !== undefined && !other.foreign && other.column === column;
}
