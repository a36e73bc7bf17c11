import type { ts } from './ts.cts';
import type { FunctionNode } from './read/syntax.ts';

/** A drizzle-orm dialect, as in the name of its `…-core` module. */
export type Dialect = 'pg' | 'mysql' | 'sqlite' | 'singlestore' | 'mssql' | 'cockroach' | 'gel';

/** What a column's values are in JavaScript, as far as the builder chain tells. */
export type ColumnType =
  'string' | 'number' | 'boolean' | 'bigint' | 'date' | 'json' | 'array' | 'buffer' | 'custom' | 'unknown';

/** One column of a table. */
export interface Column {
  /** Key in the table object. */
  key: string;
  /** Name in the database; undefined when Drizzle derives it from the key. */
  dbName: string | undefined;
  type: ColumnType;
  /** How it is kept, where that says how it is read: `blob json`, `custom bytea` (the SQL type of a `customType`), else empty. */
  storage: string;
  /** v1 gave its values another form in relations than at the root (text timestamps, numeric, bigint). */
  changesForm: boolean;
  /** 1.0 cannot encode undefined for it, which 0.x handed to the driver; null is never encoded. */
  failsOverUndefined: boolean;
  /** Undefined when the builder could not be read. */
  notNull: boolean | undefined;
  /** It is the primary key by itself. */
  primaryKey: boolean;
  /** True when `$type<…>` names a type that is not known to be a primitive. */
  opaqueType: boolean;
  /** True for `$type<any>` and `$type<unknown>`, whose values v2 takes under an operator only. */
  looseType: boolean;
  /** True when only some values are allowed: an enum, or a literal union. */
  narrowed: boolean;
  /** The function given to `.references()`. */
  references: ts.Expression | undefined;
  node: ts.Node;
}

/** One table definition. */
export interface Table {
  /** The `pgTable(...)`-like call. */
  node: ts.CallExpression;
  /** Absolute path of the file that holds it. */
  path: string;
  dialect: Dialect;
  dbName: string | undefined;
  /** Name of the database schema (`pgSchema('auth')`). */
  dbSchema: string | undefined;
  columns: ReadonlyMap<string, Column>;
  /** False when some columns could not be read (an unknown spread). */
  complete: boolean;
  /** True for `pgView` and the like. */
  isView: boolean;
  /** The `pgTableCreator(…)` call whose product made it. */
  creator: ts.CallExpression | undefined;
}

/** One `one(...)` or `many(...)` of a v1 `relations()` block. */
export interface RelationEntry {
  key: string;
  kind: 'one' | 'many';
  target: Table;
  /** Columns of `fields` and `references`; undefined on a bare side. */
  fields: Column[] | undefined;
  references: Column[] | undefined;
  /** Tables that `fields` and `references` columns really belong to. */
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
  /** Undefined when the table is out of sight. */
  table: Table | undefined;
  entries: RelationEntry[];
  /** Parts that could not be read, with the reason. */
  problems: { node: ts.Node; reason: string }[];
  /** The `const x = relations(...)` it stands in. */
  declaration: ts.VariableDeclaration | undefined;
  /** The function that makes it, for one that is not at the top of its module. */
  maker: FunctionNode | undefined;
}

/** What parameters stand for while a function is looked into. */
export type Env = ReadonlyMap<ts.Node, Value>;

/** What an expression stands for, as far as the sources tell. */
export type Value =
  /** An export of a package outside the project; `*` is the whole module. */
  | { kind: 'external'; module: string; name: string }
  /** All exports of a module of the project. */
  | { kind: 'namespace'; path: string }
  | { kind: 'table'; table: Table }
  | { kind: 'column'; table: Table; column: Column }
  /** An expression or function that does not mean anything more special: literal, call, arrow function, … */
  | { kind: 'expression'; node: ts.Expression | ts.FunctionDeclaration | ts.MethodDeclaration; env: Env }
  /** Nothing is known. */
  | { kind: 'unknown'; reason: UnknownReason };

/** Why nothing is known: no declaration in sight, an import out of sight, or a value that exists at run time only. */
export type UnknownReason = 'unbound' | 'unresolved-import' | 'runtime';

/** What is passed as `schema` to v1's `drizzle()`: keys and the tables they stand for. */
export interface SchemaObject {
  value: Value;
  /** The place that gives it to `drizzle()`, or the module that is it. */
  node: ts.Node;
  tables: ReadonlyMap<string, Table>;
  blocks: readonly RelationsBlock[];
  /** False when a part of the object is out of sight. */
  complete: boolean;
}

/** A call of a driver's `drizzle()`. */
export interface ClientCall {
  node: ts.CallExpression;
  /** Absolute path of the file that holds it. */
  path: string;
  /** The part of the module name after `drizzle-orm/`. */
  driver: string;
  /** The options object, wherever it is written. */
  options: ts.ObjectLiteralExpression | undefined;
  /** The `schema` member's value. */
  schemaNode: ts.Expression | undefined;
  /** The member itself, as written in `options` or in an object that is spread into them. */
  schemaProperty: ts.ObjectLiteralElementLike | undefined;
  schema: SchemaObject | undefined;
  /** The `relations` member's value: the call is written for v2. */
  relations: Value | undefined;
}

/** A `….query.<key>.findMany|findFirst(config)` call. */
export interface QuerySite {
  node: ts.CallExpression;
  path: string;
  /** The expression `….query`. */
  query: ts.Expression;
  /** Key of the table; undefined when it is computed. */
  key: string | undefined;
  method: 'findMany' | 'findFirst';
  config: ts.Expression | undefined;
}

/** A relation with its columns worked out, as v2 wants it. */
export interface Relation {
  /** Name in v1. */
  key: string;
  /** Name in v2; differs only when a column has the v1 name. */
  newKey: string;
  kind: 'one' | 'many';
  target: Table;
  targetKey: string;
  from: Column[];
  to: Column[];
  /** `optional: false`, which keeps the result type without `null`. */
  required: boolean;
  alias: string | undefined;
  entry: RelationEntry | undefined;
  /** The junction table it leads through: columns that `from` equals, and columns that equal `to`. */
  through?: { tableKey: string; from: Column[]; to: Column[] };
}

/** A relation that v2 could not start with. */
export interface DeadRelation {
  entry: RelationEntry;
  tableKey: string;
  targetKey: string;
  reason: string;
}

/** The key that stands for a table which is chosen at run time. */
export const dynamicKey = '*';

/** One schema with everything that hangs on it: the unit that is migrated as a whole. */
export interface Database {
  schema: SchemaObject;
  /** The tables by their key in `db.query`. */
  tables: ReadonlyMap<string, Table>;
  clients: ClientCall[];
  blocks: RelationsBlock[];
  /** Relations by table key, in the order of the sources. */
  relations: Map<string, Relation[]>;
  inferred: { tableKey: string; relation: Relation }[];
  dead: DeadRelation[];
  /** Set when this database was written for v2 already. */
  migrated: boolean;
  /** The `defineRelations` and `defineRelationsPart` calls of a migrated database that are given to `drizzle()` together. */
  parts?: readonly Database[];
}
