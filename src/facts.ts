import type { ts } from './ts.cts';
import type { FunctionNode } from './read/syntax/syntax.ts';

// The vocabulary of facts: what `src/read/` finds out about a project and `src/rewrite/` acts on. Something is "in
// sight" when it is written in a source file of the project and can be traced there; `node_modules` is not read.

/** A drizzle-orm dialect, named as in its `drizzle-orm/<dialect>-core` module. */
export type Dialect = 'pg' | 'mysql' | 'sqlite' | 'singlestore' | 'mssql' | 'cockroach' | 'gel';

/** The JavaScript type of a column's values, as far as its builder chain tells. */
export type ColumnType =
  'string' | 'number' | 'boolean' | 'bigint' | 'date' | 'json' | 'array' | 'buffer' | 'custom' | 'unknown';

/** One column of a table. */
export interface Column {
  /** Key in the table object. */
  key: string;
  /**
   * Explicit name in the database; undefined when there is none (Drizzle then derives it from the key) or when it
   * cannot be read.
   */
  dbName: string | undefined;
  type: ColumnType;
  /**
   * The kind of column, where values are decoded or encoded differently for it: `blob json`, `jsonb`, `custom bytea`
   * (the SQL type of a `customType`); otherwise empty. Looked up in `src/drizzle/column-values.ts`.
   */
  storage: string;
  /**
   * True when v1 returned the values in another form inside relations than at the root of a query (text timestamps,
   * numeric, bigint). v2 returns the same form everywhere.
   */
  changesForm: boolean;
  /**
   * True when 1.0 throws while encoding `undefined` as a value of this column; 0.x passed it on to the driver. (`null`
   * is not encoded, so it never throws.)
   */
  failsOverUndefined: boolean;
  /** Whether the builder chain makes it not null; undefined when the builder could not be read. */
  notNull: boolean | undefined;
  /** True when the column alone is the primary key (`.primaryKey()` in its builder chain). */
  primaryKey: boolean;
  /** True when `$type<T>` is given a `T` that is not written out of primitives. */
  opaqueType: boolean;
  /**
   * True for `$type<any>` and `$type<unknown>`. By v2's types such values are allowed only under an operator:
   * `{ eq: value }`.
   */
  looseType: boolean;
  /**
   * True when v1's types let undefined be compared with the column, because the type of its values is `unknown` (JSON
   * without `$type`), `any`, or has undefined in it.
   */
  takesUndefined: boolean;
  /**
   * True when the type may allow only some values of the base type: an enum column, one with `$type<…>`, a custom type
   * with such data, or one whose builder is out of sight.
   */
  narrowed: boolean;
  /** The callback given to `.references()`. */
  references: ts.Expression | undefined;
  /** The builder expression. */
  node: ts.Node;
}

/** One table or view definition. */
export interface Table {
  /** The `pgTable(...)`-like call. */
  node: ts.CallExpression;
  /** Absolute path of the file that holds it. */
  path: string;
  dialect: Dialect;
  /** Name in the database; undefined when the name argument is no string in sight. */
  dbName: string | undefined;
  /** Name of the database schema: `auth` of `pgSchema('auth')`. */
  dbSchema: string | undefined;
  /** The columns by their key in the table object. */
  columns: ReadonlyMap<string, Column>;
  /** False when some columns could not be read (such as a spread of something unknown). */
  complete: boolean;
  /** True for `pgView`, `materializedView` and the like. */
  isView: boolean;
  /** For a table made by a product of `pgTableCreator(…)`, that call; otherwise undefined. */
  creator: ts.CallExpression | undefined;
}

/** One `one(...)` or `many(...)` of a v1 `relations()` block. */
export interface RelationEntry {
  key: string;
  kind: 'one' | 'many';
  target: Table;
  /** The columns of `fields` and `references`; undefined on a side that has none, such as `many(posts)`. */
  fields: Column[] | undefined;
  references: Column[] | undefined;
  /**
   * The tables that the columns of `fields` and `references` belong to. In valid code these are the table of the block
   * and `target`.
   */
  fieldTables: Table[];
  referenceTables: Table[];
  relationName: string | undefined;
  node: ts.Node;
}

/** One v1 `relations(table, …)` call. */
export interface RelationsBlock {
  node: ts.CallExpression;
  /** Absolute path of the file that holds it. */
  path: string;
  /** The table the block is about; undefined when it could not be resolved. */
  table: Table | undefined;
  /** The relations that could be read. Of several with one key, only the last. */
  entries: RelationEntry[];
  /** Parts that could not be read, with the reason in words. */
  problems: { node: ts.Node; reason: string }[];
  /** The variable that the call initialises: `const usersRelations = relations(…)`, also under a cast. */
  declaration: ts.VariableDeclaration | undefined;
  /** The function the call is inside of; undefined for one at the top level of its module. */
  maker: FunctionNode | undefined;
}

/** The values that parameters have while a function body is evaluated for one particular call. */
export type Env = ReadonlyMap<ts.Node, Value>;

/** What an expression stands for, as far as the sources tell. */
export type Value =
  /** An export of a package outside the project; the name `*` is the whole module, `a.b` a member of the export `a`. */
  | { kind: 'external'; module: string; name: string }
  /** All exports of a module of the project, as `import * as` gives them. */
  | { kind: 'namespace'; path: string }
  | { kind: 'table'; table: Table }
  | { kind: 'column'; table: Table; column: Column }
  /**
   * An expression or function with no more specific meaning: literal, call, arrow function, … `env` holds the parameter
   * values under which it is to be read on. It is `optional` when the function that returns it may return nothing.
   */
  | {
      kind: 'expression';
      node: ts.Expression | ts.FunctionDeclaration | ts.MethodDeclaration;
      env: Env;
      optional?: boolean;
    }
  /** Nothing is known. */
  | { kind: 'unknown'; reason: UnknownReason };

/**
 * Why a value is unknown:
 * - `unbound`: the name has no declaration in sight
 * - `unresolved-import`: the imported module does not show such an export
 * - `runtime`: the value exists only at run time, or the expression is of a kind that is not followed
 */
export type UnknownReason = 'unbound' | 'unresolved-import' | 'runtime';

/** The object passed as `schema` to v1's `drizzle()`. */
export interface SchemaObject {
  value: Value;
  /** The expression in the `drizzle()` call, or the source file when the schema is a module that no call names. */
  node: ts.Node;
  /** The tables by their key in the object, which is their key in `db.query`. */
  tables: ReadonlyMap<string, Table>;
  /** The v1 `relations()` calls among the values of the object. */
  blocks: readonly RelationsBlock[];
  /** False when a part of the object could not be read. */
  complete: boolean;
}

/** A call of a driver's `drizzle()`. */
export interface ClientCall {
  node: ts.CallExpression;
  /** Absolute path of the file that holds it. */
  path: string;
  /** The part of the module name after `drizzle-orm/`. */
  driver: string;
  /** The options object, whether written in the call or in a constant; undefined without one in sight. */
  options: ts.ObjectLiteralExpression | undefined;
  /** The value of its `schema` member. */
  schemaNode: ts.Expression | undefined;
  /** The `schema` member itself, in `options` or in an object that is spread into them. */
  schemaProperty: ts.ObjectLiteralElementLike | undefined;
  schema: SchemaObject | undefined;
  /** The value of its `relations` member; undefined when there is none. A call that has it is written for v2. */
  relations: Value | undefined;
}

/** A relational query: a call `….query.<key>.findMany(config)` or `findFirst(config)`. */
export interface QuerySite {
  node: ts.CallExpression;
  path: string;
  /** The expression that stands for `db.query`. */
  query: ts.Expression;
  /** The key of the table; undefined when it is computed at run time (`db.query[name]`). */
  key: string | undefined;
  method: 'findMany' | 'findFirst';
  /** The argument of the call; undefined when there is none. */
  config: ts.Expression | undefined;
}

/** A relation with its columns worked out, as `defineRelations` needs it. */
export interface Relation {
  /** Name in v1. */
  key: string;
  /** Name in v2. It differs from `key` only where v2 refuses that name because a column of the table has it. */
  newKey: string;
  kind: 'one' | 'many';
  /** The table it leads to, and the key of that table in the schema. */
  target: Table;
  targetKey: string;
  /**
   * Columns of its own table and the columns of `target` that they equal, pairwise. Empty in definitions that were read
   * from v2 code.
   */
  from: Column[];
  to: Column[];
  /**
   * Whether to write `optional: false`. A v2 `one` is `T | null` in the result type unless it has that; v1 left out the
   * `null` exactly when `fields` were given and all of them are not null.
   */
  required: boolean;
  /** v1's `relationName`. */
  alias: string | undefined;
  /** The v1 relation it was read from; undefined for one that was added or read from v2 code. */
  entry: RelationEntry | undefined;
  /** The junction table in between: its columns that equal `from`, and its columns that equal `to`. */
  through?: { tableKey: string; from: Column[]; to: Column[] };
}

/**
 * A v1 relation that is not carried over, because `defineRelations` would throw for it. v1 failed only when it was
 * queried.
 */
export interface DeadRelation {
  entry: RelationEntry;
  tableKey: string;
  targetKey: string;
  reason: string;
}

/** Stands for the key of a table that is chosen at run time. */
export const dynamicKey = '*';

/** One schema with everything that belongs to it. It is migrated as a whole or not at all. */
export interface Database {
  schema: SchemaObject;
  /** The tables by their key in `db.query`. */
  tables: ReadonlyMap<string, Table>;
  /** The `drizzle()` calls that are given this schema. */
  clients: ClientCall[];
  /** The v1 `relations()` calls that define its relations. */
  blocks: RelationsBlock[];
  /** Those of them that no schema holds. v1 did not read them, so the others come first. */
  adopted: Set<RelationsBlock>;
  /** Relations by table key, in the order of the sources. */
  relations: Map<string, Relation[]>;
  /** Relations whose columns came from a foreign key, because no v1 relation with `fields` matched. */
  inferred: { tableKey: string; relation: Relation }[];
  /** Relations that are not carried over. */
  dead: DeadRelation[];
  /** Relations of adopted blocks whose name another block, which the schema holds, gives to another relation. */
  ignored: { entry: RelationEntry; tableKey: string }[];
  /** True when this database is written for v2 already (`defineRelations`). */
  migrated: boolean;
  /** Of a migrated database, the tables that may have relations out of sight; `dynamicKey` when any may. */
  unread?: Set<string>;
  /**
   * For a migrated database whose client is given several definitions together (`{ ...relations, ...part }`): the
   * database of each `defineRelations` or `defineRelationsPart` call.
   */
  parts?: readonly Database[];
}
