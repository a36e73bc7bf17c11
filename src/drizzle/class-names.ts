/**
 * What a type parameter stands for. `schema` and `tables` are v1's `TFullSchema` and `TSchema` (its relational config),
 * `relations` is v2's `TRelations`; the others are the same in both.
 */
export type Role = 'kind' | 'result' | 'prepared' | 'client' | 'root' | 'schema' | 'tables' | 'table' | 'relations';

export interface Parameter {
  /** A role, or `=Name` for a type of the class's own module, or `=unknown`. */
  role: Role | `=${string}`;
  /** Whether the parameter has a default and may be left out at the end. */
  optional: boolean;
}

/** A generic class, type or function of drizzle-orm, with its type parameters in order. */
export interface Form {
  /** The part of the module name after `drizzle-orm/`. */
  module: string;
  name: string;
  parameters: readonly Parameter[];
}

/** The same thing in v1 and in v2. */
export interface Successor {
  from: Form;
  /** Undefined when it is gone. */
  to: Form | undefined;
}

type Table = Record<string, Record<string, string | undefined>>;

/** `module → v1 form → v2 form`; `module#Name<…>` when it moved, `?` marks a parameter with a default. */
const cores: Table = {
  'pg-core': {
    'PgDatabase<result, schema?, tables?>': 'PgAsyncDatabase<result, relations?>',
    'PgTransaction<result, schema?, tables?>': 'PgAsyncTransaction<result, relations?>',
    'PgSession<result?, schema?, tables?>': 'PgAsyncSession<result?, relations?>',
    'PgWithReplicas<client>': 'PgAsyncWithReplicas<client>',
  },
  'pg-core/query-builders/query': {
    'RelationalQueryBuilder<tables, table>': 'RelationalQueryBuilder<relations, table, =PgAsyncRelationalQueryHKT>',
    'PgRelationalQuery<result>': 'pg-core#PgAsyncRelationalQuery<result>',
  },
  'mysql-core': {
    'MySqlDatabase<result, prepared, schema?, tables?>': 'MySqlAsyncDatabase<result, relations?>',
    'MySqlTransaction<result, prepared, schema?, tables?>': 'MySqlAsyncTransaction<result, relations?>',
    'MySqlSession<result?, prepared?, schema?, tables?>': 'MySqlAsyncSession<result?, relations?>',
  },
  'mysql-core/query-builders/query': {
    'RelationalQueryBuilder<prepared, tables, table>':
      'RelationalQueryBuilder<relations, table, =MySqlAsyncRelationalQueryHKT>',
    'MySqlRelationalQuery<prepared, result>': 'mysql-core#MySqlAsyncRelationalQuery<result>',
  },
  'sqlite-core': {
    'BaseSQLiteDatabase<kind, result, schema?, tables?>': 'SQLiteAsyncDatabase<kind, result, relations?>',
    'SQLiteTransaction<kind, result, schema, tables>': 'SQLiteAsyncTransaction<kind, result, relations?>',
    'SQLiteSession<kind, result, schema, tables>': 'SQLiteAsyncSession<kind, result, relations?>',
  },
  'sqlite-core/query-builders/query': {
    'RelationalQueryBuilder<kind, schema, tables, table>':
      'RelationalQueryBuilder<kind, relations, table, =SQLiteAsyncRelationalQueryHKT>',
    'SQLiteRelationalQuery<kind, result>': 'sqlite-core#SQLiteAsyncRelationalQuery<kind, result>',
    'SQLiteRelationalQueryKind<kind, result>': 'sqlite-core#SQLiteAsyncRelationalQueryKind<kind, result>',
    'SQLiteSyncRelationalQuery<result>': 'sqlite-core#SQLiteSyncRelationalQuery<result>',
  },
  'singlestore-core': {
    'SingleStoreDatabase<result, prepared, schema?, tables?>': 'SingleStoreDatabase<result, prepared, relations?>',
    'SingleStoreTransaction<result, prepared, schema?, tables?>':
      'SingleStoreTransaction<result, prepared, relations?>',
    'SingleStoreSession<result?, prepared?, schema?, tables?>': 'SingleStoreSession<result?, prepared?, relations?>',
  },
  'singlestore-core/query-builders/query': {
    'RelationalQueryBuilder<prepared, tables, table>': 'RelationalQueryBuilder<prepared, relations, table>',
  },
};

/** Driver modules: database, transaction and session class; `-` before a class that is gone. */
const drivers: Record<string, string> = {
  'aws-data-api/pg': 'AwsDataApiPgDatabase AwsDataApiTransaction AwsDataApiSession',
  'better-sqlite3': 'BetterSQLite3Database BetterSQLiteTransaction BetterSQLiteSession',
  'bun-sql': 'BunSQLDatabase BunSQLTransaction',
  'bun-sqlite': 'BunSQLiteDatabase SQLiteBunTransaction SQLiteBunSession',
  d1: 'DrizzleD1Database D1Transaction SQLiteD1Session',
  'durable-sqlite': 'DrizzleSqliteDODatabase SQLiteDOTransaction SQLiteDOSession',
  'expo-sqlite': 'ExpoSQLiteDatabase ExpoSQLiteTransaction ExpoSQLiteSession',
  libsql: 'LibSQLDatabase LibSQLTransaction LibSQLSession',
  'mysql-proxy': 'MySqlRemoteDatabase -MySqlProxyTransaction MySqlRemoteSession',
  mysql2: 'MySql2Database MySql2Transaction MySql2Session',
  'neon-http': 'NeonHttpDatabase -NeonTransaction NeonHttpSession',
  'neon-serverless': 'NeonDatabase NeonTransaction NeonSession',
  'netlify-db': 'NetlifyDbDatabase NetlifyDbTransaction NetlifyDbSession NetlifyDbWsSession',
  'node-postgres': 'NodePgDatabase NodePgTransaction NodePgSession',
  'op-sqlite': 'OPSQLiteDatabase OPSQLiteTransaction OPSQLiteSession',
  'pg-proxy': 'PgRemoteDatabase -PgProxyTransaction PgRemoteSession',
  pglite: 'PgliteDatabase PgliteTransaction PgliteSession',
  'planetscale-serverless': 'PlanetScaleDatabase PlanetScaleTransaction PlanetscaleSession',
  'postgres-js': 'PostgresJsDatabase PostgresJsTransaction',
  singlestore: 'SingleStoreDriverDatabase SingleStoreDriverTransaction SingleStoreDriverSession',
  'singlestore-proxy': 'SingleStoreRemoteDatabase SingleStoreProxyTransaction SingleStoreRemoteSession',
  'sql-js': 'SQLJsDatabase SQLJsTransaction SQLJsSession',
  'sqlite-proxy': 'SqliteRemoteDatabase SQLiteProxyTransaction SQLiteRemoteSession',
  'tidb-serverless': 'TiDBServerlessDatabase TiDBServerlessTransaction TiDBServerlessSession',
  'vercel-postgres': 'VercelPgDatabase VercelPgTransaction VercelPgSession',
  'xata-http': 'XataHttpDatabase -XataTransaction XataHttpSession',
};

/** Drivers whose `drizzle()` has no type parameter for the client. */
const withoutClient = new Set([
  'better-sqlite3',
  'expo-sqlite',
  'mysql-proxy',
  'netlify-db',
  'op-sqlite',
  'pg-proxy',
  'singlestore-proxy',
  'sql-js',
  'sqlite-proxy',
  'xata-http',
]);

/** Where a driver's classes do not follow the pattern. */
const exceptions: Table = {
  'bun-sql': {
    'BunSQLDatabase<schema?>': 'bun-sql/postgres#BunSQLDatabase<relations?>',
    'BunSQLSession<client, schema, tables>': 'BunSQLSession<client, relations>',
  },
  'bun-sqlite': { 'BunSQLiteDatabase<schema?>': 'SQLiteBunDatabase<relations?>' },
  'postgres-js': { 'PostgresJsSession<client, schema, tables>': 'PostgresJsSession<client, relations>' },
  'sqlite-proxy': {
    'drizzle<schema?>': 'drizzle<relations?, result?>',
    'SqliteRemoteDatabase<schema?>': 'SqliteRemoteDatabase<=unknown, relations?>',
  },
  mysql2: {
    'MySqlDatabase<result, prepared, schema?, tables?>': 'MySqlDatabase<result, relations?>',
    'MySql2DrizzleConfig<schema?>': 'mysql-core#DrizzleMySqlConfig<relations>',
  },
  '': {
    'DBQueryConfig<kind?, root?, tables?, table?>': 'DBQueryConfig<kind?, relations?, table?>',
    'DrizzleConfig<schema?>': 'DrizzleConfig<relations?>',
  },
};

/** Modules of v1 that are gone, and where their names are now. */
const movedModules: Record<string, string> = {
  'pg-core/db': 'pg-core',
  'mysql-core/db': 'mysql-core',
  'sqlite-core/db': 'sqlite-core',
};

const newest = read(cores, patternOf(drivers), exceptions);
const byTarget = new Map([['1.0.0-rc.5', newest]]);

/**
 * What became of a generic name that v1's drizzle-orm exports; undefined when its type parameters say nothing about a schema.
 *
 * @param module the full module name, deep ones such as `drizzle-orm/pg-core/session` included
 */
export function successorOf(module: string, name: string, target: string): Successor | undefined {
  const successors = byTarget.get(target) ?? newest;
  const [, path = ''] = /^drizzle-orm(?:\/(.*))?$/.exec(module) ?? [];
  for (let current = path; ; current = current.replace(/(?:^|\/)[^/]*$/, '')) {
    const found = successors.get(`${current} ${name}`);
    if (found || current === '') return found;
  }
}

/** The names that `successorOf` may know, whatever the module and target. */
export const knownNames: ReadonlySet<string> = new Set([...newest.values()].map(({ from }) => from.name));

/** All that is known for a target. */
export function allSuccessors(target: string): Successor[] {
  return [...(byTarget.get(target) ?? newest).values()];
}

/** The module that exports what a deep module of v1 did, when that one is gone. */
export function movedModule(module: string): string | undefined {
  const moved = movedModules[module.replace(/^drizzle-orm\//, '')];
  return moved === undefined ? undefined : `drizzle-orm/${moved}`;
}

const coreName =
  /\b(?:(?:Pg|MySql|SingleStore)(?:Database|Transaction|Session)|BaseSQLiteDatabase|SQLite(?:Transaction|Session)|ExtractTablesWithRelations)\b|\wDatabase<\s*typeof\b/;
const coreNameParts = ['Database', 'Transaction', 'Session', 'ExtractTablesWithRelations'];

/** Whether a text has a name that v1 exports and v2 does not, or that has other type parameters: a cheap test. */
export function hasCoreName(text: string): boolean {
  // Looking for plain strings is many times faster than the expression.
  return coreNameParts.some((part) => text.includes(part)) && coreName.test(text);
}

function patternOf(modules: Record<string, string>): Table {
  const table: Table = {};
  for (const [module, names] of Object.entries(modules)) {
    const client = withoutClient.has(module) ? '' : ', client?';
    const forms: Record<string, string | undefined> = { [`drizzle<schema?${client}>`]: `drizzle<relations?${client}>` };
    const [database = '', ...others] = names.split(' ');
    forms[`${database}<schema?>`] = `${database}<relations?>`;
    for (const name of others) {
      if (name.startsWith('-')) forms[`${name.slice(1)}<schema, tables>`] = undefined;
      else forms[`${name}<schema, tables>`] = `${name}<relations>`;
    }
    table[module] = forms;
  }
  return table;
}

function read(...tables: readonly Table[]): Map<string, Successor> {
  const successors = new Map<string, Successor>();
  for (const table of tables) {
    for (const [module, forms] of Object.entries(table)) {
      for (const [before, after] of Object.entries(forms)) {
        const from = formOf(before, module);
        successors.set(`${module} ${from.name}`, { from, to: after === undefined ? undefined : formOf(after, module) });
      }
    }
  }
  return successors;
}

function formOf(text: string, module: string): Form {
  const [, moved, name = '', list = ''] = /^(?:(.*)#)?(\w+)<(.*)>$/.exec(text) ?? [];
  const parameters = list.split(', ').map((parameter): Parameter => {
    const optional = parameter.endsWith('?');
    return { role: (optional ? parameter.slice(0, -1) : parameter) as Parameter['role'], optional };
  });
  return { module: moved ?? module, name, parameters };
}
