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
    'ColumnsWithTable',
    'CreatePgSelectFromBuilderMode',
    'PgArray',
    'PgArrayBuilder',
    'PgArrayColumnBuilderBaseConfig',
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
    'SQLiteSelectHKT',
    'SQLiteSelectPrepare',
    'SQLiteSelectQueryBuilderBase',
    'SQLiteSyncDialect',
    'SQLiteUpdateExecute',
    'SQLiteUpdatePrepare',
  ],
  '1.0.0-rc.5': ['InferSelectViewModel', 'extractUsedTable'],
};

/** The modules that lack a name which others still have. */
const onlyIn: Readonly<Record<string, string>> = {
  ColumnsWithTable: 'drizzle-orm/pg-core',
  PreparedQueryHKTBase: 'drizzle-orm/mysql-core',
  PreparedQueryKind: 'drizzle-orm/mysql-core',
};

/** Matches texts that may name one of the exports of this file. */
export const mentionsGone = new RegExp(
  String.raw`\b(?:\w+ColumnBuilderBase|\w+BuilderInitial|${Object.values(goneSince).flat().join('|')})\b`,
);

/**
 * What to write instead of an export of drizzle-orm’s root or of a core module that the target release does not have;
 * undefined for what it has, and for names that the migration rewrites or reports itself (classes of databases,
 * relations).
 *
 * Measured by comparing the declarations of 0.45.4 with those of 1.0.0-beta.1, beta.24, rc.4 and rc.5.
 *
 * @param module `drizzle-orm`, or one of its core modules
 */
export function adviceForGone(module: string, name: string, capabilities: Capabilities): string | undefined {
  if (builderTypes.test(name)) {
    const [, base] = /^(\w+)Base$/.exec(name) ?? [];
    return base
      ? `Write \`${base}<any, any>\`.`
      : 'Take the type from the function that makes the column: `ReturnType<typeof integer>`.';
  }
  const since = (Object.keys(goneSince) as Release[]).find((release) => goneSince[release]!.includes(name));
  if (Object.hasOwn(onlyIn, name) && onlyIn[name] !== module) return undefined;
  if (since === undefined || !atRelease({ [since]: true }, capabilities)) return undefined;
  return name === 'InferSelectViewModel'
    ? 'Write `typeof view.$inferSelect`.'
    : 'Take the type from the value that it describes, with `typeof` and `ReturnType`.';
}
