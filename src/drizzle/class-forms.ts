import type { Release } from './capabilities.ts';

/** `v1 form → v2 form`, or the forms from several releases on, '' when it is gone; `module#Name<…>` when it moved, `?` marks a default. */
export type Forms = Record<string, string | Partial<Record<Release, string>>>;
export type Table = Record<string, Forms>;

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

/** Driver modules: database, transaction and session class; `-` before a class that is gone. */
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

/** Where a driver's classes do not follow the pattern. */
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

/** Modules of v1 that are gone, and where their names are now. */
export const movedModules: Record<string, string> = {
  'pg-core/db': 'pg-core',
  'mysql-core/db': 'mysql-core',
  'sqlite-core/db': 'sqlite-core',
};
