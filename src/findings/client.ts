import type { Entry, FindingCode } from './entry.ts';

/** Findings about `drizzle()` calls, databases and what hangs on them. */
export const clientFindings = {
  RQB_SCHEMA_UNRESOLVED: {
    level: 'error',
    title: 'The schema given to this `drizzle()`, or this part of it, could not be found',
    why: 'v2 takes `relations` instead of `schema`; without it `db.query` is empty.',
    remedy:
      'Name its tables in the object and run again, or name the module with `--schema <file>`; by hand, pass `relations: defineRelations(schema, …)`.',
  },
  RQB_CLIENT_OPTIONS_OPAQUE: {
    level: 'error',
    title: 'The options of this `drizzle()` are out of sight',
    why: 'v2 ignores `schema`, and a client given as the first argument: a new default connection would be opened.',
    remedy: 'Write `drizzle({ client, relations })`.',
  },
  RQB_CLIENT_UNSEEN: {
    level: 'review',
    title: 'No `drizzle()` call that makes the client of these queries is in sight',
    why: 'In v2 `db.query` has tables only when the client was given the relations; a framework may still give it `schema`.',
    remedy: 'Give `{name}` of `{file}` to the client where it is made.',
  },
  RQB_CLIENT_OF_FRAMEWORK: {
    level: 'error',
    title: '{framework} {what} (as of {version})',
    why: 'In v2 `db.query` has tables only when the client was given the relations: until then every one of them fails.',
    remedy: '{remedy}',
  },
  RQB_CLIENT_UNCLEAR: {
    level: 'review',
    title: 'Whether `{argument}` is a client or a connection string could not be told; a client was assumed',
    why: 'v2 takes a client only as `drizzle({ client })` and a connection string only as the first argument.',
    remedy: 'If it is a connection string, write `drizzle({argument}, { relations })`.',
  },
  RQB_LATERAL_JOIN: {
    level: 'review',
    title: 'Queries of this client that ask for relations use lateral joins in v2',
    why: 'v1 wrote them without for PlanetScale, because Vitess refuses lateral derived tables; v2 has no other form.',
    remedy:
      'Run a query with `with` on a branch of the database before you release; where it is refused, query the related rows apart or stay on 0.x.',
  },
  RQB_PROXY_EXECUTORS: {
    level: 'error',
    title: 'The sqlite-proxy driver takes an object of executors instead of a callback in 1.0.0-rc.5',
    why: 'A callback given to it is not called.',
    remedy:
      'Write `drizzle({ all, get, run }, …)` with a function for each way to run a query, and `batch` for `db.batch()`.',
  },
  RQB_PROXY_CODECS: {
    level: 'review',
    title: 'The proxy driver is given `{name}` to read dates, booleans, bigint and JSON as before',
    why: 'Without codecs, the proxy drivers of 1.0 hand out what the callback returns, whatever the types of the columns say.',
    remedy: 'Look at a row with values of each kind; other codecs are in `drizzle-orm/<driver>/codecs`.',
  },
  RQB_PROXY_WRAPPED: {
    level: 'info',
    title: 'The callback of sqlite-proxy became the functions that 1.0.0-rc.5 takes',
    why: 'The driver takes an object with a function for each way to run a query; a callback is not called.',
    remedy:
      'Nothing to do. `db.values()` runs with the method `all` now, which is to give rows as lists of values, too.',
  },
  RQB_V2_SCHEMA_OPTION: {
    level: 'error',
    title: '`schema` was left in this `drizzle()`',
    why: 'In drizzle-orm 1.0 `db.query` has only what `relations` gives it.',
    remedy: 'Pass `relations: defineRelations(schema, …)` instead.',
  },
  RQB_V2_PROXY_CODECS: {
    level: 'review',
    title: 'The proxy driver is given no codecs: dates, booleans, bigint and JSON stay as the callback returns them',
    why: 'In 0.x the columns read such values by themselves, whatever the callback returned.',
    remedy: 'Pass `codecs: {name}`, unless the callback gives values of these types itself.',
  },
  RQB_INTERNALS: {
    level: 'error',
    title: '`db._.{member}` is gone in v2',
    why: 'v2 keeps `db._.relations` instead.',
    remedy: 'Use `db._.relations[key].table`, or import the schema.',
  },
  RQB_FULL_SCHEMA: {
    level: 'info',
    title: '`db._.fullSchema` is gone in v2; the schema itself is used instead',
    why: 'It also held the v1 relations, which are no part of the schema any more.',
    remedy: 'Nothing to do, unless relations were read from it.',
  },
  RQB_ADAPTER: {
    level: 'review',
    title: '`{name}` reads the schema of v1',
    why: '{why}',
    remedy: '{remedy}',
  },
  RQB_ADAPTER_SCHEMA: {
    level: 'error',
    title: '`{name}` is not given the schema',
    why: 'It took the schema from `db._.fullSchema`, which is gone in v2; without it every call fails.',
    remedy: 'Pass the tables: `{name}(db, { schema, … })`.',
  },
  RQB_ADAPTER_FAILS: {
    level: 'error',
    title: '`{name}` cannot be loaded with drizzle-orm 1.0',
    why: 'It imports `PgDatabase`, `MySqlDatabase` and `BaseSQLiteDatabase`, which have other names now.',
    remedy: '{remedy}',
  },
  RQB_V1_CLIENT: {
    level: 'error',
    title: 'A `drizzle()` call in the form of v1',
    why: 'v2 takes `relations` instead of `schema`; given first, a client is taken for something else.',
    remedy: 'Run `npx drizzle-rqb-migrate`.',
  },
} satisfies Record<FindingCode, Entry>;
