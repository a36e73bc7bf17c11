import type { FuzzDialect } from './kinds.ts';
import type { Where } from './model-condition.ts';

/** A column of a random table. */
export interface Column {
  key: string;
  /** The name given to the builder; without one Drizzle derives it from the key. */
  name?: string;
  /** A key of `kindsOf`. */
  kind: string;
  notNull: boolean;
}

export interface Table {
  /** What the schema file calls it. */
  variable: string;
  /** Its key in the schema object. */
  key: string;
  name: string;
  /** `pgSchema('app')`, if any. */
  schema?: string;
  columns: Column[];
  /** Keys of the primary key's columns. */
  primary: string[];
  /** Per row and column an index into the kind's samples, or null. */
  rows: Record<string, Cell>[];
}

/** An index into the samples of the column's kind, a key value, or null. */
export type Cell = { sample: number } | { id: number | string } | null;

export interface Relation {
  table: string;
  key: string;
  kind: 'one' | 'many';
  target: string;
  fields?: string[];
  references?: string[];
  name?: string;
}

/** A random schema with its data. Tables are named by `variable`. */
export interface World {
  dialect: FuzzDialect;
  tables: Table[];
  relations: Relation[];
  casing?: 'snake_case' | 'camelCase';
  /** How the files are laid out. */
  layout: 'one-file' | 'relations-file' | 'file-per-table';
  client: 'client-first' | 'object' | 'options';
  /** How `drizzle()` is given the schema. */
  schema: 'object' | 'namespace' | 'inline';
  /** How `relations()` is given its helpers. */
  helpers: 'destructured' | 'whole' | 'block' | 'function';
  /** How `relationName` is given. */
  names: 'literal' | 'constant';
}

export interface OrderItem {
  column: string;
  direction: 'asc' | 'desc' | 'bare';
  form:
    | 'plain'
    | 'sql'
    | 'function'
    | 'chosen'
    | 'variable'
    | 'nulls'
    | 'mapped'
    | 'helper'
    | 'dynamic'
    | 'returned'
    | 'returned-direction';
  flag: boolean;
}

export interface Order {
  form:
    | 'value'
    | 'array'
    | 'callback'
    | 'global'
    | 'destructured'
    | 'block'
    | 'method'
    | 'held'
    | 'when'
    | 'choice'
    | 'spread'
    | 'config-spread'
    | 'shorthand'
    | 'called'
    | 'by-map'
    | 'by-switch'
    | 'early'
    | 'elsewhere'
    | 'callback-choice'
    | 'callback-of-two'
    | 'callback-or-value'
    | 'callback-by-name'
    | 'callback-assigned'
    | 'callback-chosen'
    | 'held-callback'
    | 'pushed'
    | 'sorts';
  parameter: string;
  flag: boolean;
  items: OrderItem[];
}

export interface Extra {
  key: string;
  /** The `.as()` name. */
  name: string;
  form: 'text' | 'column' | 'sum' | 'typed' | 'helper' | 'pair';
  column: string;
  /** A second column. */
  right: string;
}

/** One level of a query. */
export interface Level {
  /** `variable` of its table. */
  table: string;
  /** How a column is named in value form. */
  columnForm: 'import' | 'schema' | 'element' | 'alias' | 'destructured' | 'holder' | 'computed' | 'given';
  where?: Where;
  order?: Order;
  limit?: {
    value: number;
    form: 'literal' | 'parameter' | 'spread' | 'placeholder' | 'default' | 'optional';
    flag: boolean;
  };
  offset?: { value: number; form: 'literal' | 'parameter' | 'page' | 'optional'; flag: boolean };
  columns?: { form: 'include' | 'exclude' | 'mixed' | 'chosen' | 'held' | 'spread' | 'empty'; keys: string[] };
  extras?: { form: 'object' | 'callback' | 'method'; list: Extra[] };
  with?: {
    key: string;
    form: 'true' | 'level' | 'when' | 'held' | 'const' | 'off' | 'spread' | 'elsewhere' | 'level-spread' | 'called';
    flag: boolean;
    level: Level;
  }[];
  /** How `with` as a whole is written. */
  withForm?: 'inline' | 'held' | 'const' | 'ternary' | 'member' | 'elsewhere' | 'called' | 'early';
}

export interface Query {
  method: 'findMany' | 'findFirst';
  /** Which of the query files it stands in: each has its own way of importing. */
  file: FileStyle;
  receiver:
    | 'parameter'
    | 'transaction'
    | 'transaction-block'
    | 'either'
    | 'called'
    | 'argument'
    | 'context'
    | 'element'
    | 'computed'
    | 'class'
    | 'object'
    | 'asserted'
    | 'nested-transaction'
    | 'map'
    | 'held'
    | 'table'
    | 'await'
    | 'all'
    | 'execute';
  config:
    | 'literal'
    | 'held'
    | 'const'
    | 'spread'
    | 'none'
    | 'module'
    | 'ternary'
    | 'elsewhere'
    | 'given'
    | 'satisfies'
    | 'called'
    | 'early'
    | 'mutated'
    | 'given-where'
    | 'conditional';
  /** How its function takes what is only known at run time; `named` calls it as the columns are called. */
  arguments: 'object' | 'destructured' | 'named';
  prepared: boolean;
  /** Where comments and line breaks are put, if any. */
  comments?: number;
  level: Level;
}

export type FileStyle = 'named' | 'renamed' | 'namespace' | 'barrel' | 'windows';
export const fileStyles: readonly FileStyle[] = ['named', 'renamed', 'namespace', 'barrel', 'windows'];

export const tableOf = (world: World, variable: string): Table =>
  world.tables.find((table) => table.variable === variable)!;
export const columnOf = (table: Table, key: string): Column => table.columns.find((column) => column.key === key)!;
export const relationsOf = (world: World, variable: string): Relation[] =>
  world.relations.filter(({ table }) => table === variable);
