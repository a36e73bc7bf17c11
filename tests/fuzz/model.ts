import type { FuzzDialect } from './kinds.ts';

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

/** How a value is written. */
export interface Value {
  sample: number;
  form:
    | 'literal'
    | 'parameter'
    | 'constant'
    | 'cast'
    | 'default'
    | 'or'
    | 'chain'
    | 'there'
    | 'choice'
    | 'conditional'
    | 'path'
    | 'call'
    | 'element'
    | 'converted'
    | 'arithmetic'
    | 'got'
    | 'chain-there'
    | 'index'
    | 'placeholder'
    | 'missing'
    | 'missing-any'
    | 'missing-index'
    | 'null';
}

export type Condition =
  | { is: 'compare'; operator: string; column: string; value: Value }
  | { is: 'null'; operator: 'isNull' | 'isNotNull'; column: string }
  | {
      is: 'in';
      operator: 'inArray' | 'notInArray';
      column: string;
      samples: number[];
      form:
        'literal' | 'constant' | 'parameter' | 'readonly' | 'mapped' | 'called' | 'default' | 'missing' | 'placeholder';
    }
  | { is: 'between'; operator: 'between' | 'notBetween'; column: string; low: Value; high: Value }
  | {
      is: 'like';
      operator: string;
      column: string;
      pattern: string;
      form: 'literal' | 'template' | 'parameter' | 'placeholder';
    }
  | { is: 'list'; operator: 'arrayContains' | 'arrayContained' | 'arrayOverlaps'; column: string; value: Value }
  | {
      is: 'group';
      operator: 'and' | 'or';
      members: Condition[];
      form: 'plain' | 'spread' | 'sql-join' | 'conditional-spread';
      flag: boolean;
    }
  | { is: 'not'; member: Condition }
  | { is: 'when'; flag: boolean; form: 'ternary' | 'else' | 'and'; member: Condition; otherwise?: Condition }
  /** A condition on a value that the same expression tests for being there. */
  | {
      is: 'optional';
      operator: string;
      column: string;
      sample: number;
      form: 'truthy' | 'defined' | 'object' | 'list';
      flag: boolean;
    }
  | { is: 'nothing'; form: 'undefined' | 'and' | 'or' }
  | {
      is: 'sql';
      form:
        | 'compare'
        | 'function'
        | 'operand'
        | 'unqualified'
        | 'named'
        | 'raw'
        | 'in'
        | 'left'
        | 'alternative'
        | 'value'
        | 'identifier';
      column: string;
      value: Value;
    }
  | { is: 'json'; form: 'text' | 'left' | 'contains'; column: string }
  | { is: 'columns'; operator: string; left: string; right: string }
  /** A column that is chosen at run time. */
  | {
      is: 'either';
      operator: string;
      form: 'ternary' | 'dynamic' | 'held' | 'returned';
      left: string;
      right: string;
      value: Value;
      flag: boolean;
    }
  /** One condition for each of some columns, or for each word of a search. */
  | {
      is: 'mapped';
      operator: 'and' | 'or';
      form: 'columns' | 'keys' | 'words';
      left: string;
      right: string;
      words: string[];
    }
  | { is: 'subquery'; form: 'exists' | 'notExists' | 'in' | 'in-plain' | 'text'; relation: string }
  | {
      is: 'held';
      form:
        | 'constant'
        | 'typed'
        | 'let'
        | 'assigned'
        | 'grown'
        | 'switch'
        | 'early'
        | 'early-held'
        | 'chosen'
        | 'function'
        | 'member'
        | 'module'
        | 'shared'
        | 'twice'
        | 'helper'
        | 'builder'
        | 'table-helper'
        | 'method'
        | 'elsewhere'
        | 'helper-elsewhere'
        | 'two-queries'
        | 'chain'
        | 'iife'
        | 'guard-helper'
        | 'column-helper'
        | 'rest-helper'
        | 'list-helper';
      flag: boolean;
      member: Condition;
    }
  | {
      is: 'collected';
      operator: 'and' | 'or';
      form: 'spread' | 'tested' | 'with-more' | 'from-map' | 'filtered' | 'concat' | 'reduce' | 'loop' | 'boolean';
      first: Condition[];
      pushed: { flag: boolean; member: Condition }[];
    };

export interface Where {
  form:
    | 'value'
    | 'callback'
    | 'renamed'
    | 'whole'
    | 'destructured'
    | 'imported'
    | 'global'
    | 'block'
    | 'statements'
    | 'method'
    | 'shorthand'
    | 'early'
    | 'config-spread'
    | 'and-spread'
    | 'asserted'
    | 'quoted'
    | 'held-callback'
    | 'awaited'
    | 'let';
  /** What the callback's first parameter is called. */
  parameter: string;
  flag: boolean;
  condition: Condition;
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
    | 'elsewhere';
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
