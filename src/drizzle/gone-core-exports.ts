import { atRelease, type Capabilities, type Release } from './capabilities.ts';

/** Types of column builders, which no release of 1.0 has: `PgColumnBuilderBase`, `PgIntegerBuilderInitial`. */
const builderTypes = /^(?:Pg|SQLite|MySql|SingleStore)(?:ColumnBuilderBase|\w+BuilderInitial)$/;

/** Other exports of 0.45.4, by the first of the tested releases that lacks them. */
const goneSince: Readonly<Partial<Record<Release, readonly string[]>>> = {
  '1.0.0-beta.1': ['ColumnBuilderTypeConfig', 'ColumnRuntimeConfig', 'ColumnTypeConfig'],
  '1.0.0-beta.24': [
    'AnyPgDeleteBase',
    'AnyPgSelect',
    'Casing',
    'CasingCache',
    'ColumnsWithTable',
    'CreatePgSelectFromBuilderMode',
    'PgArray',
    'PgArrayBuilder',
    'PgArrayColumnBuilderBaseConfig',
    'PgDateColumnBaseBuilder',
    'PgDeletePrepare',
    'PgIntColumnBaseBuilder',
    'PgPreparedQuery',
    'PgSelectHKT',
    'PgSelectPrepare',
    'PgSelectQueryBuilderBase',
    'PgUpdatePrepare',
  ],
  '1.0.0-rc.4': [
    'AnyMySqlSelect',
    'AnyMySqlUpdateBase',
    'CreateMySqlSelectFromBuilderMode',
    'Mode',
    'MySqlDeletePrepare',
    'MySqlInsertPrepare',
    'MySqlInsertSelectQueryBuilder',
    'MySqlPreparedQuery',
    'MySqlSelectHKT',
    'MySqlSelectPrepare',
    'MySqlSelectQueryBuilderBase',
    'MySqlUpdatePrepare',
    'PgInsertSelectQueryBuilder',
    'PreparedQueryHKTBase',
    'PreparedQueryKind',
    'QueryTypingsValue',
    'QueryWithTypings',
    'SQLiteAsyncDialect',
    'SQLiteDeleteExecute',
    'SQLiteDeletePrepare',
    'SQLiteInsertExecute',
    'SQLiteInsertPrepare',
    'SQLiteInsertSelectQueryBuilder',
    'SQLiteRawConfig',
    'SQLiteSelectHKT',
    'SQLiteSelectPrepare',
    'SQLiteSelectQueryBuilderBase',
    'SQLiteSyncDialect',
    'SQLiteUpdateExecute',
    'SQLiteUpdatePrepare',
  ],
  '1.0.0-rc.5': ['InferSelectViewModel', 'extractUsedTable'],
};

/** The cores that lack a name which others still have. */
const onlyIn: Readonly<Record<string, string>> = {
  ColumnsWithTable: 'pg-core',
  PreparedQueryHKTBase: 'mysql-core',
  PreparedQueryKind: 'mysql-core',
};

/**
 * Exports of 0.45.4 that deep modules lack and that drizzle-orm or the core above them still has, by the first of the
 * tested releases for which that is so.
 */
const movedUpSince: Readonly<Partial<Record<Release, Readonly<Record<string, string>>>>> = {
  '1.0.0-beta.1': { 'pg-core/view': 'PgMaterializedViewConfig' },
  '1.0.0-beta.24': {
    'pg-core/query-builders': 'PgInsertPrepare',
    'pg-core/query-builders/insert': 'PgInsertPrepare',
    'pg-core/query-builders/select.types': 'PgSelect PgSelectQueryBuilder',
    'pg-core/utils/array': 'makePgArray parsePgArray parsePgNestedArray',
  },
  '1.0.0-rc.4': {
    'mysql-core/query-builders/select.types': 'MySqlSelect',
    'sqlite-core/session': 'DBResult ExecuteResult ExecuteResultSync Result',
  },
  '1.0.0-rc.5': {
    sql: 'View getViewName isView',
    'sql/sql': 'StringChunk View getViewName isView',
  },
};

/** Modules that 1.0 has under no name, by the first of the tested releases that lacks them. */
const goneModules: Readonly<Partial<Record<Release, RegExp>>> = {
  '1.0.0-beta.1': /^(?:knex|kysely)$/,
  '1.0.0-beta.24': /^prisma\/(?:mysql|pg|sqlite)/,
};

/** Matches texts that may name one of the exports or modules of this file. */
export const mentionsGone = new RegExp(
  String.raw`\b(?:\w+ColumnBuilderBase|\w+BuilderInitial|${Object.values(goneSince).flat().join('|')})\b|drizzle-orm/(?:\w+-core/\w|sql\b|knex|kysely|prisma)`,
);

/** The modules whose exports were compared: drizzle-orm, its cores, and what is below them; no drivers. */
const measured =
  /^drizzle-orm(?:\/(?:(?:pg|mysql|sqlite|singlestore)-core(?:\/.*)?|sql(?:\/.*)?|casing|column|column-builder|utils|knex|kysely|prisma\/.*))?$/;

/**
 * What to write instead of an export of drizzle-orm, or of one of its core modules or a module below them, that the target
 * release does not have; undefined for what it has, for other modules, and for names that the migration rewrites or
 * reports itself (classes of databases, relations).
 *
 * Measured by comparing the declarations of 0.45.4 with those of 1.0.0-beta.1, beta.24, rc.4 and rc.5.
 *
 * @param module the full name of the module, `drizzle-orm/pg-core/columns/common` for instance
 */
export function adviceForGone(module: string, name: string, capabilities: Capabilities): string | undefined {
  if (!measured.test(module)) return undefined;
  const path = module.replace(/^drizzle-orm\/?/, '');
  const core = /^\w+-core/.exec(path)?.[0] ?? '';
  const isSince = (
    table: Readonly<Partial<Record<Release, unknown>>>,
    has: (release: Release) => boolean | undefined,
  ) => {
    const since = (Object.keys(table) as Release[]).find(has);
    return since !== undefined && atRelease({ [since]: true }, capabilities) === true;
  };
  if (isSince(goneModules, (release) => goneModules[release]!.test(path)))
    return 'Stay on 0.x with what needs it, or connect with a driver of drizzle-orm’s own.';
  if (isSince(movedUpSince, (release) => movedUpSince[release]![path]?.split(' ').includes(name)))
    return `Import it from \`drizzle-orm${core && `/${core}`}\`.`;
  if (builderTypes.test(name)) {
    const [, base] = /^(\w+)Base$/.exec(name) ?? [];
    return base
      ? `Write \`${base}<any, any>\`.`
      : 'Take the type from the function that makes the column: `ReturnType<typeof integer>`.';
  }
  if (Object.hasOwn(onlyIn, name) && onlyIn[name] !== core) return undefined;
  if (!isSince(goneSince, (release) => goneSince[release]!.includes(name))) return undefined;
  return name === 'InferSelectViewModel'
    ? 'Write `typeof view.$inferSelect`.'
    : 'Take the type from the value that it describes, with `typeof` and `ReturnType`.';
}
