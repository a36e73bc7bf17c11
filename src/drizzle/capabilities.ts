import type { Dialect } from '../facts.ts';

/**
 * What one release of drizzle-orm 1.0 has and does, as far as the releases differ. Rules that write code for a target
 * release read this and compare no version numbers.
 */
export interface Capabilities {
  /** The first release that behaves like this. */
  release: Release;
  /** Dialects that still offer the v1 queries as `db._query`, built from the `schema` option of `drizzle()`. */
  legacyQuery: readonly Dialect[];
  /** Dialects whose `drizzle()` and database types still accept the v1 `schema` beside `relations`. */
  schemaOption: readonly Dialect[];
  /** Dialects without v2 relational queries: not yet there, or (gel) removed. */
  withoutRelations: readonly Dialect[];
  /**
   * Whether `drizzle({ casing })` has an effect on column names. Where it is ignored, tables must be made with
   * `snakeCase.table` or `camelCase.table`.
   */
  casingOption: boolean;
  /**
   * Whether `undefined` in a filter object throws. Where it does not, the condition is left out and more rows come
   * back.
   */
  undefinedThrows: boolean;
  /**
   * Whether date and time columns in string mode encode their values by calling methods on them, which throws for
   * `undefined`. Where they do not, the value goes to the driver as it is.
   */
  encodesTextDates: boolean;
  /** Whether every operand of `AND`, `OR` and `NOT` is put into parentheses, raw SQL included. */
  parenthesizes: boolean;
  /**
   * Whether `EmptyFilter` is exported and a `RAW` callback may return it. `{}` means “no condition” in every release.
   */
  emptyFilter: boolean;
  /** Whether sqlite-proxy takes an object of executors (`{ all, get, run }`) instead of a callback. */
  proxyExecutors: boolean;
  /**
   * Dialects whose proxy driver decodes no values by default: dates and the like stay as the callback returned them,
   * unless `proxyCodecs` (drivers.ts) are given to it.
   */
  withoutProxyCodecs: readonly Dialect[];
  /**
   * Whether `get()` of a prepared SQLite `findMany` returns all rows, as `execute()` does; otherwise only the first.
   */
  preparedGet: boolean;
  /**
   * Whether the result type of `db.execute(sql)` without a type argument also allows a list of results (several
   * statements). Only some drivers: see `widensExecute` in drivers.ts.
   */
  widensExecute: boolean;
  /**
   * Whether postgres-js makes JSON of text that is given for a parameter of type json, as it does by itself. Where it
   * does not, drizzle-orm has turned that off for its client.
   */
  encodesJsonText: boolean;
  /**
   * Whether an object of columns that a core query selects from a joined table is null only when all of its members are;
   * otherwise it is when its first column is null.
   */
  nullsWholeJoins: boolean;
  /** Whether a JSON string that PostgreSQL returns is kept; otherwise its text is parsed as JSON once more. */
  keepsJsonStrings: boolean;
  /**
   * Whether custom types of SQLite are given bytes as the client returns them; otherwise libsql's and sql.js's are made
   * a Buffer.
   */
  keepsBytes: boolean;
  /** Whether `blob()` of SQLite without a mode holds JSON, as its type says; otherwise it holds bytes. */
  blobsAreJson: boolean;
  /** Whether a date given for a `date` column of MySQL is sent as a day of UTC; otherwise as a moment in time. */
  sendsDays: boolean;
  /** Whether errors of synchronous SQLite drivers are the `cause` of a `DrizzleQueryError`. */
  wrapsSyncErrors: boolean;
  /** Dialects whose exact numbers as text stay what the client made of them; otherwise they are turned into text. */
  keepsClientNumbers: readonly Dialect[];
  /** Whether booleans of SQLite are compared with the number 1; otherwise a bigint or text counts too. */
  strictBooleans: boolean;
  /** Whether a text in `queryChunks` of SQL is a string; otherwise it is a list of one string. */
  plainChunks: boolean;
  /** Whether `$type` behind `array()` names the type of an item; otherwise that of the list. */
  typesItems: boolean;
  /** Whether the types of `not()` allow `undefined` as argument and result. */
  optionalNot: boolean;
}

/** The releases that changed something or were tested, oldest first. */
export const releases = [
  '1.0.0-beta.1',
  '1.0.0-beta.9',
  '1.0.0-beta.21',
  '1.0.0-beta.24',
  '1.0.0-rc.1',
  '1.0.0-rc.2',
  '1.0.0-rc.3',
  '1.0.0-rc.4',
  '1.0.0-rc.5',
] as const;

/** A release that has an entry in the table of capabilities. */
export type Release = (typeof releases)[number];

/** The newest drizzle-orm release whose behaviour is known. */
export const newestTarget: Release = '1.0.0-rc.5';

/** Releases that were only read as source, not tested by running them. */
const unchecked: readonly Release[] = ['1.0.0-beta.9'];

/** The capabilities of the oldest release; `changes` holds the differences of later ones. */
const first: Capabilities = {
  release: '1.0.0-beta.1',
  legacyQuery: ['pg', 'mysql', 'sqlite', 'mssql', 'cockroach', 'gel'],
  schemaOption: ['pg', 'mysql', 'sqlite', 'singlestore', 'mssql', 'cockroach', 'gel'],
  withoutRelations: ['mssql', 'cockroach'],
  casingOption: true,
  undefinedThrows: false,
  encodesTextDates: false,
  parenthesizes: false,
  emptyFilter: false,
  proxyExecutors: false,
  withoutProxyCodecs: [],
  preparedGet: true,
  widensExecute: false,
  encodesJsonText: false,
  nullsWholeJoins: false,
  keepsJsonStrings: false,
  keepsBytes: false,
  blobsAreJson: false,
  sendsDays: false,
  wrapsSyncErrors: false,
  keepsClientNumbers: [],
  strictBooleans: false,
  plainChunks: false,
  typesItems: false,
  optionalNot: false,
};

/** What each release does differently from the one before it. */
const changes: Partial<Record<Release, Partial<Capabilities>>> = {
  '1.0.0-beta.9': { parenthesizes: true, encodesTextDates: true },
  '1.0.0-beta.21': { typesItems: true },
  '1.0.0-beta.24': {
    legacyQuery: ['mysql', 'sqlite', 'mssql', 'cockroach'],
    schemaOption: ['mysql', 'sqlite', 'singlestore', 'mssql', 'cockroach'],
    withoutRelations: ['mssql', 'cockroach', 'gel'],
    casingOption: false,
    withoutProxyCodecs: ['pg'],
    keepsJsonStrings: true,
    keepsBytes: true,
    keepsClientNumbers: ['pg'],
  },
  '1.0.0-rc.3': {
    legacyQuery: ['sqlite', 'mssql', 'cockroach'],
    schemaOption: ['sqlite', 'singlestore', 'mssql', 'cockroach'],
  },
  '1.0.0-rc.4': {
    legacyQuery: ['mssql', 'cockroach'],
    schemaOption: ['singlestore', 'mssql', 'cockroach'],
    preparedGet: false,
    withoutProxyCodecs: ['pg', 'mysql'],
    blobsAreJson: true,
    wrapsSyncErrors: true,
    keepsClientNumbers: ['pg', 'mysql'],
  },
  '1.0.0-rc.5': {
    legacyQuery: [],
    schemaOption: [],
    withoutRelations: ['gel'],
    undefinedThrows: true,
    emptyFilter: true,
    proxyExecutors: true,
    withoutProxyCodecs: ['pg', 'mysql', 'sqlite', 'singlestore'],
    widensExecute: true,
    encodesJsonText: true,
    nullsWholeJoins: true,
    sendsDays: true,
    strictBooleans: true,
    plainChunks: true,
    optionalNot: true,
  },
};

/** The complete capabilities of every release in `releases`. */
const rows = new Map<Release, Capabilities>();
for (const release of releases) {
  const before = [...rows.values()].at(-1) ?? first;
  rows.set(release, { ...before, ...changes[release], release });
}

/**
 * The capabilities of a target version: those of the newest release in `releases` that is not newer than the target. A
 * target older than all of them gets those of the first.
 */
export function capabilitiesOf(target: string): Capabilities {
  const order = orderOf(target);
  const release = releases.findLast((candidate) => orderOf(candidate) <= order) ?? releases[0];
  return rows.get(release)!;
}

/** Whether a target version is itself in `releases` and was tested, so that its capabilities are not guessed. */
export function isCheckedTarget(target: string): boolean {
  return (releases as readonly string[]).includes(target) && !(unchecked as readonly string[]).includes(target);
}

/**
 * Looks up a table whose entries hold from their release on until the next entry. Returns undefined when the table has
 * no entry as early as the given release.
 */
export function atRelease<T>(table: Partial<Record<Release, T>>, { release }: Capabilities): T | undefined {
  const index = releases.indexOf(release);
  const found = releases.findLast((candidate, at) => at <= index && table[candidate] !== undefined);
  return found && table[found];
}

/** The newest tested release whose capabilities pass a test; undefined when none do. */
export function newestWith(test: (capabilities: Capabilities) => boolean): Release | undefined {
  return releases.findLast((release) => isCheckedTarget(release) && test(rows.get(release)!));
}

/** A number that orders versions of 1.0. Anything that is not an alpha, beta or rc of 1.0.0 counts as newest. */
function orderOf(version: string): number {
  const [, stage = '', number = '0'] = /^1\.0\.0-(alpha|beta|rc)\.(\d+)/.exec(version) ?? [];
  const rank = { alpha: 0, beta: 1, rc: 2 }[stage];
  return rank === undefined ? Infinity : rank * 1e6 + Number(number);
}
