import type { Dialect } from '../facts.ts';

/** What a release of drizzle-orm 1.0 has and does, where releases differ. All that is written for a target asks here. */
export interface Capabilities {
  /** The first release of which this is true. */
  release: Release;
  /** Dialects that keep v1 as `db._query`, fed by the `schema` given to `drizzle()`. */
  legacyQuery: readonly Dialect[];
  /** Dialects whose `drizzle()` and database types take v1's `schema` beside `relations`. */
  schemaOption: readonly Dialect[];
  /** Dialects that have no relational queries of v2: not yet, or (gel) not any more. */
  withoutRelations: readonly Dialect[];
  /** `drizzle({ casing })` names the columns; otherwise it is ignored, and `snakeCase.table` takes its place. */
  casingOption: boolean;
  /** `undefined` in a filter throws; otherwise it is no condition, so that every row comes back. */
  undefinedThrows: boolean;
  /** Dates as text are encoded by calling their methods, which throws for `undefined`; before it was sent as it is. */
  encodesTextDates: boolean;
  /** Every operand of `AND`, `OR` and `NOT` is put into parentheses, raw SQL too. */
  parenthesizes: boolean;
  /** `EmptyFilter` is exported, and a `RAW` callback may return it. `{}` means the same in every release. */
  emptyFilter: boolean;
  /** sqlite-proxy takes an object of executors instead of a callback. */
  proxyExecutors: boolean;
  /** Dialects whose proxy driver reads no values by itself: dates and the like stay as they came. */
  withoutProxyCodecs: readonly Dialect[];
  /** `get()` of a prepared relational query of SQLite gives what its `execute()` gives. */
  preparedGet: boolean;
  /** The result type of an untyped `db.execute(sql)` allows for several statements, with some drivers. */
  widensExecute: boolean;
  /** `not()` takes and gives undefined, by its type. */
  optionalNot: boolean;
}

/** The releases in which something changed, or that were checked, oldest first. */
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

export type Release = (typeof releases)[number];

/** The newest drizzle-orm whose behaviour is known. */
export const newestTarget: Release = '1.0.0-rc.5';

/** Releases whose differences are known from the sources only. */
const unchecked: readonly Release[] = ['1.0.0-beta.9'];

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
  optionalNot: false,
};

/** What is different from the release before. */
const changes: Partial<Record<Release, Partial<Capabilities>>> = {
  '1.0.0-beta.9': { parenthesizes: true, encodesTextDates: true },
  '1.0.0-beta.24': {
    legacyQuery: ['mysql', 'sqlite', 'mssql', 'cockroach'],
    schemaOption: ['mysql', 'sqlite', 'singlestore', 'mssql', 'cockroach'],
    withoutRelations: ['mssql', 'cockroach', 'gel'],
    casingOption: false,
    withoutProxyCodecs: ['pg'],
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
    optionalNot: true,
  },
};

const rows = new Map<Release, Capabilities>();
for (const release of releases) {
  const before = [...rows.values()].at(-1) ?? first;
  rows.set(release, { ...before, ...changes[release], release });
}

/** What a target has: its own row, or that of the nearest release before it. */
export function capabilitiesOf(target: string): Capabilities {
  const order = orderOf(target);
  const release = releases.findLast((candidate) => orderOf(candidate) <= order) ?? releases[0];
  return rows.get(release)!;
}

/** Whether a target was checked itself, and its row is no guess. */
export function isCheckedTarget(target: string): boolean {
  return (releases as readonly string[]).includes(target) && !(unchecked as readonly string[]).includes(target);
}

/** The entry of a table by release that holds for a target. */
export function atRelease<T>(table: Partial<Record<Release, T>>, { release }: Capabilities): T | undefined {
  const index = releases.indexOf(release);
  const found = releases.findLast((candidate, at) => at <= index && table[candidate] !== undefined);
  return found && table[found];
}

/** The newest release that was checked and has something. */
export function newestWith(test: (capabilities: Capabilities) => boolean): Release | undefined {
  return releases.findLast((release) => isCheckedTarget(release) && test(rows.get(release)!));
}

/** A number that grows with the releases of 1.0; whatever comes after the prereleases is the newest. */
function orderOf(version: string): number {
  const [, stage = '', number = '0'] = /^1\.0\.0-(alpha|beta|rc)\.(\d+)/.exec(version) ?? [];
  const rank = { alpha: 0, beta: 1, rc: 2 }[stage];
  return rank === undefined ? Infinity : rank * 1e6 + Number(number);
}
