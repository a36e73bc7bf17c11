import type { FindingCode } from '../findings.ts';
import { clientMakers } from './client-makers.ts';
import { atRelease, type Capabilities, type Release } from './capabilities.ts';

/**
 * Something that drizzle-orm 1.0 requires of a project besides the migration to Relational Queries v2. `doctor` reports
 * them.
 */
export interface Need {
  /** The first of the tested releases that requires it. */
  since: Release;
  /** The text to print; undefined where the text of the findings (see `findings`) is used. */
  words?: { title: string; why: string; remedy: string };
  /** The findings by which the migration itself reports this need. */
  findings?: readonly FindingCode[];
}

/**
 * Measured with drizzle-orm 0.45.4, the releases of 1.0 and the matching drizzle-kit. `doctor` replaces placeholders
 * such as `{name}`.
 */
export const needs = {
  'migrations-folder': {
    since: '1.0.0-beta.21',
    words: {
      title: 'Migrations in the folder format of 0.x',
      why: 'drizzle-kit 1.0 refuses to generate into it, and `migrate()` of drizzle-orm throws.',
      remedy: 'Run `drizzle-kit up` once; it turns every migration into a folder and removes the journal.',
    },
  },
  casing: {
    since: '1.0.0-beta.24',
    words: {
      title: '`casing` is given as an option',
      why: '1.0 ignores it: every column without a name of its own would be called by its TypeScript key.',
      remedy:
        'Run `drizzle-rqb-migrate`, which makes the tables with `snakeCase.table` or `camelCase.table` from the dialect’s core module; then the option goes.',
    },
  },
  'kit-casing-flag': {
    since: '1.0.0-beta.24',
    words: {
      title: '`drizzle-kit … --casing`',
      why: 'drizzle-kit 1.0 has no such option and refuses to run.',
      remedy: 'Remove the flag; the tables say how their columns are called.',
    },
    findings: ['RQB_KIT_CASING_FLAG'],
  },
  'kit-schema': {
    since: '1.0.0-beta.21',
    words: {
      title: '`schema` of this configuration reaches a table by two files',
      why: 'drizzle-kit 1.0 stops with “duplicate table name”; 0.x took it once.',
      remedy:
        'Name the one file that exports everything, as `drizzle-rqb-migrate` does where there is one; else move the re-exports out of the pattern’s reach.',
    },
    findings: ['RQB_KIT_SCHEMA', 'RQB_KIT_TWICE'],
  },
  'kit-strict': {
    since: '1.0.0-beta.21',
    words: {
      title: '`strict` in this configuration',
      why: 'drizzle-kit 1.0 does not know it; it made `drizzle-kit push` ask before it ran anything.',
      remedy:
        'Remove it (`drizzle-rqb-migrate` does), and look at the statements first with `drizzle-kit push --explain`.',
    },
    findings: ['RQB_KIT_STRICT'],
  },
  'kit-command': {
    since: '1.0.0-beta.1',
    words: {
      title: '`drizzle-kit {command}` does nothing any more',
      why: 'drizzle-kit takes the dialect from its configuration; the old command only says so, and ends as if all were well.',
      remedy: 'Set `dialect` in drizzle.config and call `drizzle-kit {successor}`.',
    },
  },
  'kit-drop': {
    since: '1.0.0-beta.21',
    words: {
      title: '`drizzle-kit drop` does nothing any more',
      why: 'Every migration is a folder of its own; the command only says so, and ends as if all were well.',
      remedy: 'Remove the folder of the migration by hand.',
    },
  },
  'sqlite-proxy': {
    since: '1.0.0-rc.5',
    words: {
      title: 'sqlite-proxy is given a callback',
      why: 'It takes an object of executors; with a callback the first query fails with “this.client.all is not a function”.',
      remedy:
        'Write `drizzle({ all, get, run }, …)`: `all` returns the rows, `get` the first row or undefined, `run` what the driver says. `drizzle-rqb-migrate` does so where it sees the callback.',
    },
    findings: ['RQB_PROXY_EXECUTORS', 'RQB_PROXY_WRAPPED'],
  },
  'chained-array': {
    since: '1.0.0-beta.21',
    words: {
      title: '`.array()` is called {times} times on one column',
      why: 'In 1.0 a later call replaces the one before: the column has one dimension, without an error at run time.',
      remedy: "Write the dimensions out: `.array('{dimensions}')`.",
    },
  },
  'sized-array': {
    since: '1.0.0-beta.21',
    words: {
      title: '`.array({size})` with a size',
      why: 'In 1.0 the argument is the dimensions as text; a number gives a column without any.',
      remedy: 'Leave the size out; PostgreSQL never enforced it.',
    },
  },
  'column-data-type': {
    since: '1.0.0-beta.1',
    words: {
      title: '`dataType` of a column is compared with {value}',
      why: 'In 1.0 it says more (`number int32`, `string uuid`, `object date`, `object json`), and that of an array column is that of its items: the comparison fails, without an error where `dataType` is a mere string.',
      remedy:
        'Take `const { type, constraint } = extractExtendedColumnType(column)` from drizzle-orm and test {successor}.',
    },
  },
  'returned-row': {
    since: '1.0.0-rc.5',
    words: {
      title: 'The row of `.returning().get()` is used as if it were always there',
      why: 'In 1.0 its type says what was so before: an update (or an insert with `onConflictDoNothing`) may touch no row, and then it is undefined.',
      remedy: 'Test it, or write `!` behind it where the row must exist.',
    },
  },
  'generic-rows': {
    since: '1.0.0-beta.1',
    words: {
      title: 'The rows of `.returning()` are used as a list, where the table is of a type parameter',
      why: 'The types of 1.0 resolve them for a table in sight only; the code does not compile ("must have a [Symbol.iterator]() method"), what it does is the same.',
      remedy: 'Say what they are, with the type parameter for T: `(await ….returning()) as InferSelectModel<T>[]`.',
    },
  },
  'gone-export': {
    since: '1.0.0-beta.1',
    words: {
      title: '`{name}` of drizzle-orm is gone',
      why: '1.0 does not export it, under no other name with the same meaning.',
      remedy: '{remedy}',
    },
  },
  'get-table-columns': {
    since: '1.0.0-beta.21',
    words: {
      title: '`getTableColumns` is deprecated',
      why: 'It still works in 1.0.0-rc.5; `getColumns` takes views and subqueries too.',
      remedy: 'Use `getColumns`.',
    },
  },
  'validator-import': {
    since: '1.0.0-beta.21',
    words: {
      title: '`{name}` is part of drizzle-orm now',
      why: 'The package of its own is made for 0.x: npm refuses it beside 1.0, and with that overridden its types are wrong.',
      remedy:
        'Import from `{successor}`, then remove `{name}` from package.json; `--fix validators` rewrites the imports.',
    },
  },
  adapter: {
    since: '1.0.0-beta.1',
    findings: ['RQB_ADAPTER', 'RQB_ADAPTER_SCHEMA', 'RQB_ADAPTER_FAILS'],
  },
  companion: {
    since: '1.0.0-beta.1',
    words: {
      title: '`{name}` {range}: {what}',
      why: 'What it takes from drizzle-orm must be what is installed.',
      remedy: '{remedy}',
    },
  },
} as const satisfies Record<string, Need>;

/** The name of an entry of `needs`. */
export type NeedId = keyof typeof needs;

/** Whether the target release requires it. */
export function isNeeded(need: NeedId, capabilities: Capabilities): boolean {
  return atRelease({ [needs[need].since]: true }, capabilities) ?? false;
}

/** The values of a column's `dataType` that 1.0 has no longer, or for other columns, each with the test to write instead. */
export const dataTypesOfV1: Readonly<Record<string, string>> = {
  array: "`column.dimensions` of an array column, `type === 'array'` of a vector or a point",
  bigint: "`type === 'bigint'`",
  buffer: "`type === 'object' && constraint === 'buffer'`",
  date: "`type === 'object' && constraint === 'date'`",
  json: "`type === 'object' && constraint === 'json'`",
  number: "`type === 'number'`",
  string: "`type === 'string'`",
};

/** Packages that became part of drizzle-orm, with the module to import from instead. */
export const validatorModules: Readonly<Record<string, string>> = {
  'drizzle-zod': 'drizzle-orm/zod',
  'drizzle-valibot': 'drizzle-orm/valibot',
  'drizzle-typebox': 'drizzle-orm/typebox-legacy',
  'drizzle-arktype': 'drizzle-orm/arktype',
};

/** The first release of better-auth's drizzle adapter with an entry point for v2. */
export const betterAuthSince = '1.7.0-beta.10';

/**
 * drizzle-seed: its prereleases for 1.0 accept every later drizzle-orm, and not every drizzle-orm release has one of
 * its own.
 */
export const seed = { since: '1.0.0-beta.1', remedy: 'Install its newest 1.0 prerelease.' } as const;

/** A package that builds on drizzle-orm, with what is known of its releases. */
export interface Companion {
  /** Matches the package names it is about. */
  name: RegExp;
  /**
   * The first release that works with drizzle-orm 1.0, as its own package.json or a trial says; undefined when there is
   * none yet.
   */
  since?: string;
  /** What is wrong with older releases, as `doctor` prints it behind the name and version range. */
  what: string;
  remedy: string;
}

/**
 * How the named releases behave beside drizzle-orm 1.0.0-rc.5. The comment in each entry says how that was found out:
 * _resolves_ is what `npm install` says, _loads_ means `import()` succeeds, _runs_ means a small program ran on PGlite,
 * _compiles_ means `tsc` with `strict` and `skipLibCheck`.
 */
export const companions: readonly Companion[] = [
  {
    // 1.7.25 resolves (peer >=1.0.0-rc.1), compiles, runs: sign-up, sign-in and session with `experimental.joins`.
    // 1.7.0-beta.10 is the first with the entry `relations-v2` and that peer range, by the package.json of each.
    name: /^(?:better-auth|@better-auth\/drizzle-adapter)$/,
    since: betterAuthSince,
    what: 'made for drizzle-orm 0.x',
    remedy:
      'Update to 1.7 or newer, whose `@better-auth/drizzle-adapter/relations-v2` is for drizzle-orm 1.0.0-rc.1 and newer.',
  },
  {
    // 1.11.3 resolves (it has no peer range) and does not load: `BaseSQLiteDatabase` is gone. A copy of its lib/pg.js runs
    // (users, sessions); its TypeScript sources do not compile as they are.
    name: /^@auth\/drizzle-adapter$/,
    what: 'does not load with drizzle-orm 1.0 (as of 1.11.3)',
    remedy:
      'Until a release does, copy the built adapter for your dialect (`lib/pg.js`, `lib/mysql.js` or `lib/sqlite.js`, with `lib/utils.js`) into the project.',
  },
  {
    // 3.90.2 depends on drizzle-orm 0.45.2, by its package.json.
    name: /^@payloadcms\/(?:drizzle|db-(?:postgres|vercel-postgres|sqlite|d1-sqlite))$/,
    what: 'brings drizzle-orm 0.45 of its own (as of 3.90.2)',
    remedy: 'Leave what goes through Payload’s database in v1 form, with operators from its own `…/drizzle` entry.',
  },
  // By their published files.
  ...clientMakers.map(({ package: name, version, what, remedy }) => ({
    name: new RegExp(`^${name}$`),
    what: `${what} (as of ${version})`,
    remedy,
  })),
  {
    // 1.1.0 does not resolve (peer <1); forced, it loads.
    name: /^@lucia-auth\/adapter-drizzle$/,
    what: 'asks for drizzle-orm below 1 (as of 1.1.0, the last)',
    remedy: 'It loads when the peer range is overridden; Lucia is deprecated.',
  },
  {
    // 0.8.5 does not resolve (peer >=0.30.9 lets no prerelease in); forced, it does not load.
    name: /^drizzle-graphql$/,
    what: 'imports `BaseSQLiteDatabase` and `createTableRelationsHelpers`, which are gone (as of 0.8.5)',
    remedy: 'Wait for a release for 1.0, or write the schema by hand.',
  },
  {
    // 0.0.24 does not load: `PgDatabase` is gone.
    name: /^@xata\.io\/drizzle$/,
    what: 'does not load with drizzle-orm 1.0 (as of 0.0.24)',
    remedy: 'Wait for a release that does, or connect with a driver of drizzle-orm’s own.',
  },
  {
    // 0.20.0 (peer >=1.0.0-rc.2) resolves, compiles and runs a query with a relation; so does 0.18.0 (peer >=1.0.0-beta.2).
    name: /^@pothos\/plugin-drizzle$/,
    since: '0.18.0',
    what: 'older than what was seen to work with drizzle-orm 1.0',
    remedy: 'Update to 0.20.0 or newer.',
  },
  {
    // 1.0.0-rc.4 (peer >=1.0.0-beta.2) resolves, and `seed` and `reset` run. 0.3.1 does not resolve.
    name: /^drizzle-seed$/,
    ...seed,
    what: 'made for drizzle-orm 0.x',
  },
];
