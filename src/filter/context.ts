import { ts } from '../ts.cts';
import type { Capabilities } from '../drizzle/capabilities.ts';
import type { Column, Env, Table } from '../facts.ts';
import type { FindingCode } from '../findings.ts';
import { isSameTable } from '../read/same-table.ts';
import { unwrap, type FunctionNode } from '../read/syntax.ts';
import type { Evaluator } from '../read/value.ts';

/** What is known of a list of conditions that became a list of filter objects. */
export interface ListUse {
  /** It may have no members, and v2 refuses an empty list. */
  mayBeEmpty: boolean;
  /** Names of lists that are as long; who asks one of them for its length knows this one's. */
  sizes: readonly string[];
}

/** Whether a value is a v1 callback whenever it is set, or may be SQL as well. */
export type GivenCallback = 'always' | 'sometimes';

/** What reading and writing the conditions of one query level needs to know. */
export interface QueryContext {
  evaluator: Evaluator;
  /** What the target makes of filters. */
  capabilities: Capabilities;
  /** The table this level selects from. */
  table: Table;
  /** Its key in the schema object: v1's alias at the root, and what `schema.<key>` is called. */
  tableKey: string;
  /** What callback parameters stand for. */
  env: Env;
  /** What the query is run with, where the condition stands in the query itself: `db` of `db.query.users.findMany(…)`. */
  client: ts.Expression | undefined;
  /** The callback the condition stands in, if any; its parameter names are kept. */
  callback: FunctionNode | undefined;
  /** Whether the compiler checks for null: then a v1 value cannot be undefined unless it was forced to. */
  strict: boolean;
  /** The file is JavaScript: no type syntax may be written. */
  javascript: boolean;
  /** A type checker reads the file: TypeScript, or JavaScript with `checkJs`. */
  checked: boolean;
  /** The object will be a constant of its own: literal types must be kept from widening. */
  hoisted: boolean;
  /** False inside `with`. */
  isRoot: boolean;
  /** The file's quotes. */
  quote: "'" | '"';
  report(code: FindingCode, node: ts.Node, detail?: Record<string, string>): void;
  /** Reports why this query cannot be rewritten; it is then left as it is. */
  fail(code: FindingCode, node: ts.Node, detail?: Record<string, string>): void;
  /** Whether a parameter, or a member of one, is given a v1 callback. */
  givenCallback(node: ts.Expression): GivenCallback | undefined;
  /** The method that `policy.own` or `this.own` names, by the class or type of the object. */
  methodOf(access: ts.PropertyAccessExpression): FunctionNode | undefined;
  /** Asks for a named import from drizzle-orm in this file; returns the local name. */
  need(name: string): string;
  /** Told once for every filter that could not be a plain object. */
  used(kind: 'raw' | 'fallback'): void;
  /** A hoisted condition that can be rewritten where it stands: true, and from then on it is a filter object. */
  rewriteHoisted(declaration: ts.VariableDeclaration): boolean;
  /** A list of conditions that can be rewritten where it is built; undefined when it must stay SQL. */
  rewriteList(declaration: ts.VariableDeclaration): ListUse | undefined;
  /** A call of a function that can be rewritten where it stands: true, and from then on it returns a filter object. */
  rewriteHelper(call: ts.CallExpression): boolean;
  /** Whether a member of a held configuration, `config.where`, is a filter object. */
  isHeldFilter(access: ts.PropertyAccessExpression): boolean;
  /** Told of every use of a variable or function that holds a filter object, where one is written. */
  noteUse(node: ts.Node): void;
  /** Told of SQL in which such uses may have been found before it was seen that it stays SQL. */
  noteSql(node: ts.Node): void;
  /** A point to come back to with `keepSql`. */
  mark(): unknown;
  /** Takes back what was rewritten since `mark`; these variables stay SQL. False when one of them was rewritten before. */
  keepSql(mark: unknown, declarations: readonly ts.VariableDeclaration[]): boolean;
}

/** The column of this level's table an expression means, seen as v1 saw it: by database name, whatever its table. */
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

/**
 * `schema.users.id` or `this.tables.users.id` where the table is out of sight: v1 re-aliases any column there, and the
 * path ends in this table's key and a key of its columns.
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
  return context.table.columns.get(node.name.text);
}
