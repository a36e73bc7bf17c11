import type { Release } from './capabilities.ts';

/**
 * The generic names of one module: each v1 form (name and type parameters) mapped to its v2 form. The value is one text
 * when all releases agree, otherwise an object with the form from each release on. `PgSession<result?, schema?>` stands
 * for `PgSession<TQueryResult = …, TFullSchema = …>`; the words are the `Role`s of class-names.ts.
 *
 * In a form, `?` marks a parameter with a default, `module#Name<…>` a name that moved to another module, `=Name` a type
 * that is written as it is, and an empty text a name that no longer exists.
 */
export type Forms = Record<string, string | Partial<Record<Release, string>>>;
/** Forms by module path, without `drizzle-orm/`; the empty path is `drizzle-orm` itself. */
export type Table = Record<string, Forms>;

/** The database, transaction, session and query classes of the dialect cores. */
export const cores: Table = {
  'pg-core': {
    'PgDatabase<result, schema?, tables?>': {
      '1.0.0-beta.1': 'PgDatabase<result, schema?, relations?, tables?>',
      '1.0.0-beta.9': 'PgAsyncDatabase<result, schema?, relations?, tables?>',
      '1.0.0-beta.24': 'PgAsyncDatabase<result, relations?>',
    },
    'PgTransaction<result, schema?, tables?>': {
      '1.0.0-beta.1': 'PgTransaction<result, schema?, relations?, tables?>',
      '1.0.0-beta.9': 'PgAsyncTransaction<result, schema?, relations?, tables?>',
      '1.0.0-beta.24': 'PgAsyncTransaction<result, relations?>',
    },
    'PgSession<result?, schema?, tables?>': {
      '1.0.0-beta.1': 'PgSession<result?, schema?, relations?, tables?>',
      '1.0.0-beta.9': 'PgAsyncSession<result?, schema?, relations?, tables?>',
      '1.0.0-beta.24': 'PgAsyncSession<result?, relations?>',
    },
    'PgWithReplicas<client>': {
      '1.0.0-beta.1': 'PgWithReplicas<client>',
      '1.0.0-beta.9': 'PgAsyncWithReplicas<client>',
    },
  },
  'pg-core/query-builders/query': {
    'RelationalQueryBuilder<tables, table>': {
      '1.0.0-beta.1': 'RelationalQueryBuilder<relations, table>',
      '1.0.0-beta.9': 'RelationalQueryBuilder<relations, table, =PgAsyncRelationalQueryHKT>',
    },
    'PgRelationalQuery<result>': {
      '1.0.0-beta.1': 'PgRelationalQuery<result>',
      '1.0.0-beta.9': 'pg-core#PgAsyncRelationalQuery<result>',
    },
  },
  'mysql-core': {
    'MySqlDatabase<result, prepared, schema?, tables?>': {
      '1.0.0-beta.1': 'MySqlDatabase<result, prepared, schema?, relations?, tables?>',
      '1.0.0-rc.3': 'MySqlDatabase<result, relations?>',
      '1.0.0-rc.4': 'MySqlAsyncDatabase<result, relations?>',
    },
    'MySqlTransaction<result, prepared, schema?, tables?>': {
      '1.0.0-beta.1': 'MySqlTransaction<result, prepared, schema?, relations?, tables?>',
      '1.0.0-rc.3': 'MySqlTransaction<result, relations?>',
      '1.0.0-rc.4': 'MySqlAsyncTransaction<result, relations?>',
    },
    'MySqlSession<result?, prepared?, schema?, tables?>': {
      '1.0.0-beta.1': 'MySqlSession<result?, prepared?, schema?, relations?, tables?>',
      '1.0.0-rc.3': 'MySqlSession<result?, relations?>',
      '1.0.0-rc.4': 'MySqlAsyncSession<result?, relations?>',
    },
  },
  'mysql-core/query-builders/query': {
    'RelationalQueryBuilder<prepared, tables, table>': {
      '1.0.0-beta.1': 'RelationalQueryBuilder<prepared, relations, table>',
      '1.0.0-rc.3': 'RelationalQueryBuilder<relations, table>',
      '1.0.0-rc.4': 'RelationalQueryBuilder<relations, table, =MySqlAsyncRelationalQueryHKT>',
    },
    'MySqlRelationalQuery<prepared, result>': {
      '1.0.0-beta.1': 'MySqlRelationalQuery<prepared, result>',
      '1.0.0-rc.3': 'MySqlRelationalQuery<result>',
      '1.0.0-rc.4': 'mysql-core#MySqlAsyncRelationalQuery<result>',
    },
  },
  'sqlite-core': {
    'BaseSQLiteDatabase<kind, result, schema?, tables?>': {
      '1.0.0-beta.1': 'BaseSQLiteDatabase<kind, result, schema?, relations?, tables?>',
      '1.0.0-rc.4': 'SQLiteAsyncDatabase<kind, result, relations?>',
    },
    'SQLiteTransaction<kind, result, schema, tables>': {
      '1.0.0-beta.1': 'SQLiteTransaction<kind, result, schema?, relations?, tables?>',
      '1.0.0-rc.4': 'SQLiteAsyncTransaction<kind, result, relations?>',
    },
    'SQLiteSession<kind, result, schema, tables>': {
      '1.0.0-beta.1': 'SQLiteSession<kind, result, schema?, relations?, tables?>',
      '1.0.0-rc.4': 'SQLiteAsyncSession<kind, result, relations?>',
    },
  },
  'sqlite-core/query-builders/query': {
    'RelationalQueryBuilder<kind, schema, tables, table>': {
      '1.0.0-beta.1': 'RelationalQueryBuilder<kind, relations, table>',
      '1.0.0-rc.4': 'RelationalQueryBuilder<kind, relations, table, =SQLiteAsyncRelationalQueryHKT>',
    },
    'SQLiteRelationalQuery<kind, result>': {
      '1.0.0-beta.1': 'SQLiteRelationalQuery<kind, result>',
      '1.0.0-rc.4': 'sqlite-core#SQLiteAsyncRelationalQuery<kind, result>',
    },
    'SQLiteRelationalQueryKind<kind, result>': {
      '1.0.0-beta.1': 'SQLiteRelationalQueryKind<kind, result>',
      '1.0.0-rc.4': 'sqlite-core#SQLiteAsyncRelationalQueryKind<kind, result>',
    },
    'SQLiteSyncRelationalQuery<result>': {
      '1.0.0-beta.1': 'SQLiteSyncRelationalQuery<result>',
      '1.0.0-rc.4': 'sqlite-core#SQLiteSyncRelationalQuery<result>',
    },
  },
  'singlestore-core': {
    'SingleStoreDatabase<result, prepared, schema?, tables?>': {
      '1.0.0-beta.1': 'SingleStoreDatabase<result, prepared, schema?, relations?, tables?>',
      '1.0.0-rc.5': 'SingleStoreDatabase<result, prepared, relations?>',
    },
    'SingleStoreTransaction<result, prepared, schema?, tables?>': {
      '1.0.0-beta.1': 'SingleStoreTransaction<result, prepared, schema?, relations?, tables?>',
      '1.0.0-rc.5': 'SingleStoreTransaction<result, prepared, relations?>',
    },
    'SingleStoreSession<result?, prepared?, schema?, tables?>': {
      '1.0.0-beta.1': 'SingleStoreSession<result?, prepared?, schema?, relations?, tables?>',
      '1.0.0-rc.5': 'SingleStoreSession<result?, prepared?, relations?>',
    },
  },
  'singlestore-core/query-builders/query': {
    'RelationalQueryBuilder<prepared, tables, table>': 'RelationalQueryBuilder<prepared, relations, table>',
  },
};

/**
 * Per driver module, the names of its database class and of its transaction and session classes, whose type parameters
 * follow one pattern (see `driverForms` in class-names.ts). A leading `-` marks a class that 1.0 no longer has once the
 * dialect has dropped the `schema` option.
 */
export const drivers: Record<string, string> = {
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
export const withoutClient = new Set([
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

/**
 * Forms that do not follow the pattern of `drivers`, and names of the root module. They override what the pattern
 * gives.
 */
export const exceptions: Table = {
  'bun-sql': {
    'BunSQLDatabase<schema?>': {
      '1.0.0-beta.1': 'bun-sql/postgres#BunSQLDatabase<schema?, relations?>',
      '1.0.0-beta.24': 'bun-sql/postgres#BunSQLDatabase<relations?>',
    },
    'BunSQLSession<client, schema, tables>': {
      '1.0.0-beta.1': 'BunSQLSession<client, schema, relations, tables>',
      '1.0.0-beta.24': 'BunSQLSession<client, relations>',
    },
  },
  'bun-sqlite': {
    'BunSQLiteDatabase<schema?>': {
      '1.0.0-beta.1': 'SQLiteBunDatabase<schema?, relations?>',
      '1.0.0-rc.4': 'SQLiteBunDatabase<relations?>',
    },
  },
  'postgres-js': {
    'PostgresJsSession<client, schema, tables>': {
      '1.0.0-beta.1': 'PostgresJsSession<client, schema, relations, tables>',
      '1.0.0-beta.24': 'PostgresJsSession<client, relations>',
    },
  },
  'sqlite-proxy': {
    'drizzle<schema?>': {
      '1.0.0-beta.1': 'drizzle<schema?, relations?>',
      '1.0.0-rc.4': 'drizzle<relations?>',
      '1.0.0-rc.5': 'drizzle<relations?, result?>',
    },
    'SqliteRemoteDatabase<schema?>': {
      '1.0.0-beta.1': 'SqliteRemoteDatabase<schema?, relations?>',
      '1.0.0-rc.4': 'SqliteRemoteDatabase<relations?>',
      '1.0.0-rc.5': 'SqliteRemoteDatabase<=unknown, relations?>',
    },
  },
  mysql2: {
    'MySqlDatabase<result, prepared, schema?, tables?>': {
      '1.0.0-beta.1': 'MySqlDatabase<result, prepared, schema?, relations?, tables?>',
      '1.0.0-rc.3': 'MySqlDatabase<result, relations?>',
    },
    'MySql2DrizzleConfig<schema?>': {
      '1.0.0-beta.1': 'MySql2DrizzleConfig<schema?, relations?>',
      '1.0.0-rc.3': 'mysql-core#DrizzleMySqlConfig<relations>',
    },
  },
  '': {
    'DBQueryConfig<kind?, root?, tables?, table?>': 'DBQueryConfig<kind?, relations?, table?>',
    'DrizzleConfig<schema?>': {
      '1.0.0-beta.1': 'DrizzleConfig<schema?, relations?>',
      '1.0.0-rc.5': 'DrizzleConfig<relations?>',
    },
  },
};

/** Modules of v1 that 1.0 no longer has, mapped to the module that exports their names now. */
export const movedModules: Record<string, string> = {
  'pg-core/db': 'pg-core',
  'mysql-core/db': 'mysql-core',
  'sqlite-core/db': 'sqlite-core',
};
