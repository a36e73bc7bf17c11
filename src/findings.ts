/** `info`: done, worth knowing. `review`: done, a human should look. `error`: not done. */
export type Level = 'info' | 'review' | 'error';

/** Something to tell the user: what was found where, why it matters and what to do. */
export interface Finding {
  code: FindingCode;
  level: Level;
  /** Absolute path of the file it is about. */
  file: string;
  /** 1-based. */
  line: number;
  /** 1-based, in UTF-16 units. */
  column: number;
  /** What was found, in one sentence. */
  message: string;
  /** Why it matters. */
  why: string;
  /** What to write or do. */
  remedy: string;
}

/** The level and default wording of a finding. `{name}` stands for a detail of the place. */
interface Entry {
  level: Level;
  title: string;
  why: string;
  remedy: string;
}

/** The code of a finding, such as `RQB_PARSE_ERROR`. */
export type FindingCode = `RQB_${string}`;

/** Every finding the tool can report: code → level and default wording. */
export const catalogue = {
  RQB_PARSE_ERROR: {
    level: 'error',
    title: 'File has syntax errors and was left alone',
    why: 'A file that does not parse cannot be rewritten safely.',
    remedy: 'Fix the syntax error and run again.',
  },
  RQB_TOO_DEEP: {
    level: 'error',
    title: 'The file is nested too deeply and was left alone',
    why: 'Expressions of hundreds of levels, as generators write them, cannot be walked.',
    remedy: 'Move what is generated to a file of its own, or migrate this file by hand.',
  },
  RQB_TOO_SLOW: {
    level: 'error',
    title: 'Reading the file took more than {seconds} seconds; it was left alone',
    why: 'What its constants and functions stand for branches too often to be followed to the end.',
    remedy:
      'Write the queries in it without values that are made of one another over and over, or migrate this file by hand.',
  },
  RQB_QUERY_TOO_DEEP: {
    level: 'error',
    title: 'The query is put together over too many steps and was left alone',
    why: 'Its values could not be followed to the end; left as it is, a v1 `where` returns every row under v2.',
    remedy: 'Write its `where` and `orderBy` in place and run again.',
  },
  RQB_QUERY_FAILED: {
    level: 'error',
    title: 'The query could not be rewritten and was left alone: {reason}',
    why: 'This is a fault of drizzle-rqb-migrate; left as it is, a v1 `where` returns every row under v2.',
    remedy: 'Rewrite it by hand, and please report it with the query.',
  },
  RQB_VERIFY_QUERY: {
    level: 'error',
    title: 'The rewritten query did not compile and was left alone: {reason}',
    why: 'Left as it is, a v1 `where` returns every row under v2.',
    remedy: 'Rewrite it by hand, or run without `--verify` and fix what the compiler says.',
  },
  RQB_VERIFY_DATABASE: {
    level: 'error',
    title: 'The migrated database did not compile and was left alone: {reason}',
    why: 'Its relations, clients and queries change together or not at all.',
    remedy: 'Run without `--verify` and fix what the compiler says.',
  },
  RQB_VERIFY_ERROR: {
    level: 'error',
    title: 'The migrated project has a new type error here: {reason}',
    why: 'It belongs to no query or database that could be left alone.',
    remedy: 'Fix it by hand.',
  },
  RQB_VERIFY_IMPOSSIBLE: {
    level: 'error',
    title: 'The migration was not type-checked: {reason}',
    why: '`--verify` compares the type errors before and after.',
    remedy: '{remedy}',
  },
  RQB_VERIFY_PARTLY: {
    level: 'review',
    title: '`{folder}` was not type-checked: its dependencies are not installed',
    why: 'Without their types a compiler finds errors everywhere, or none.',
    remedy: 'Install them as they are now, and run again.',
  },
  RQB_INTERNAL: {
    level: 'error',
    title: 'The changes to this file did not fit together, so it was left alone',
    why: 'This is a fault of drizzle-rqb-migrate; what other files expect of this one may be missing.',
    remedy: 'Migrate this file by hand, and please report it with the file.',
  },
  RQB_IN_TEMPLATE: {
    level: 'error',
    title: 'A relational query with a filter, an order or extras stands outside of the script of this component',
    why: 'Templates and scripts in other languages are not rewritten; a v1 `where` returns every row under v2.',
    remedy: 'Move the query into the script of the component (or into a module) and run again.',
  },
  RQB_UNREADABLE: {
    level: 'error',
    title: 'The file could not be read: it {reason}',
    why: 'What it holds is not known, so it was left alone.',
    remedy: 'Make it readable UTF-8 text and run again, or exclude it from the repository.',
  },
  RQB_PACKAGE_VERSION_KEPT: {
    level: 'review',
    title: 'A Drizzle version could not be read and was left alone',
    why: 'The migrated code needs drizzle-orm and drizzle-kit {target}.',
    remedy: 'Make it resolve to {target}, exactly.',
  },
  RQB_PACKAGE_CATALOG_MISSING: {
    level: 'review',
    title: 'The catalog that decides the Drizzle version was not found',
    why: 'The migrated code needs drizzle-orm and drizzle-kit {target}.',
    remedy: 'Set it to {target} in the catalog, or run from the root of the workspace.',
  },
  RQB_PACKAGE_OVERRIDE_KEPT: {
    level: 'review',
    title: 'An override for one dependent was left alone',
    why: 'Two versions of drizzle-orm in one program do not recognise each other’s tables.',
    remedy: 'Remove the override, or set it to {target}.',
  },
  RQB_PACKAGE_PEER_RAISED: {
    level: 'review',
    title: 'A published peer range now asks for drizzle 1.0',
    why: 'Relational Queries v2 does not exist in 0.x, so this is a breaking change for whoever uses the package.',
    remedy: 'Release it as a major version.',
  },
  RQB_PACKAGE_PATCHED: {
    level: 'review',
    title: 'A patched Drizzle package needs a new patch',
    why: 'The patch was made for the old version and will not apply to {target}.',
    remedy: 'Remove the patch, or make it again for {target}.',
  },
  RQB_PACKAGE_UNDECLARED: {
    level: 'review',
    title: '`{name}` imports drizzle-orm now, which it does not declare',
    why: 'Its operators came from a package that does not re-export what v2 needs.',
    remedy: 'Add drizzle-orm to its dependencies, in the version of the other packages.',
  },
  RQB_FOREIGN_IMPORT: {
    level: 'error',
    title: '`{specifier}` is not followed: relations and clients that are made with it stay as they are',
    why: 'Modules of Drizzle are told by the name `drizzle-orm`, with neither an address nor a version before or behind it.',
    remedy:
      'Give the name `drizzle-orm` to it in the import map (`imports` of deno.json), import from `drizzle-orm` and its paths, and run again.',
  },
  RQB_PACKAGE_COMPANION: {
    level: 'review',
    title: 'A companion package is made for drizzle-orm 0.x',
    why: 'Its peer range does not let {target} in.',
    remedy: 'Replace it by the one that belongs to drizzle-orm {target}.',
  },
  RQB_TARGET_UNCHECKED: {
    level: 'review',
    title: 'drizzle-orm {target} was not checked; the output is written for {release}',
    why: 'Releases of 1.0 differ in class names, options and in what they make of `undefined`.',
    remedy: 'Run the type checker and your tests, or choose a checked release with `--target`.',
  },
  RQB_NO_DATABASE: {
    level: 'error',
    title: 'No database with a schema was found for `query.{key}`',
    why: 'Columns can only be told apart when the schema object given to `drizzle()` is known.',
    remedy: 'Name the module that holds the schema with `--schema <file>`, or rewrite this query by hand.',
  },
  RQB_UNKNOWN_TABLE: {
    level: 'error',
    title: 'The schema has no table under the key `{key}`',
    why: 'The columns of the table are needed to rewrite the query; left as it is, a v1 `where` returns every row under v2.',
    remedy: 'Check the key against the object given to `drizzle()`, then rewrite `where` and `orderBy` as objects.',
  },
  RQB_UNIT_LEFT: {
    level: 'error',
    title: 'This {part} stays in v1 form, because its database could not be migrated',
    why: 'A database, its relations and its queries change together or not at all.',
    remedy: 'Solve what the other errors say about its schema and run again.',
  },
  RQB_NOT_PICKED: {
    level: 'review',
    title: 'This database stays on v1 with its relations, clients and queries, because it was not picked',
    why: 'They change together or not at all; drizzle-orm 1.0 has no v1 left.',
    remedy: 'Run again and pick it before its package gets drizzle-orm 1.0.',
  },
  RQB_NESTED_FORM: {
    level: 'info',
    title: 'Nested values of {columns} of `{table}` look as at the root now',
    why: 'v1 read relations through JSON: text timestamps had a `T` in them, numeric lost trailing zeros, large bigint lost digits.',
    remedy: 'Check snapshots and code that takes these texts apart.',
  },
  RQB_COLUMN_READ: {
    level: 'review',
    title: 'From `{column}`, relational queries of drizzle-orm {target} read {reading}',
    why: 'The release does so itself; no query can be written otherwise.',
    remedy: 'Check what reads the column and its `fromDriver`, or choose another release with `--target`.',
  },
  RQB_DYNAMIC_TABLE: {
    level: 'error',
    title: 'The table of this query is chosen at run time',
    why: 'Which columns its filters mean cannot be told from the source; a v1 `where` returns every row under v2.',
    remedy:
      'Wrap SQL filters: `where: { RAW: (t) => mapColumnsInSQLToAlias(where, getTableName(t)) }`, and give `orderBy` as a callback.',
  },
  RQB_QUERY_KEPT: {
    level: 'review',
    title: 'This query stays on v1, as `db._query`: {reason}',
    why: 'It could not be converted; v1 answers it as before, from `schema`. The next releases of drizzle-orm have no v1.',
    remedy: 'Solve what stands in its way and run again.',
  },
  RQB_SQL_TEXT: {
    level: 'review',
    title: 'The SQL of this query has another text in v2',
    why: 'v2 writes relational queries with other aliases and joins. The rows are the same, but not the text, nor always the order of the parameters.',
    remedy: 'Update what compares or keeps the text: snapshots, expectations of tests, keys of a cache.',
  },
  RQB_QUERY_ESCAPES: {
    level: 'error',
    title: 'A table of `db.query` is handed to code that is out of sight',
    why: 'A v1 `where` or `orderBy` that is given to it there would return every row under v2, and cannot be found from here.',
    remedy: 'Call `findMany` or `findFirst` in place, or check that what is given to it there is in v2 form.',
  },
  RQB_QUERY_UNSEEN: {
    level: 'error',
    title: 'This looks like a relational query, but what it is called on could not be followed to `db.query`',
    why: 'If it is one, a v1 `where` returns every row under v2.',
    remedy: 'Call it on `db.query.<table>` in place and run again, or write its `where` and `orderBy` for v2 by hand.',
  },
  RQB_QUERY_PERHAPS: {
    level: 'review',
    title: 'This may be a relational query: neither what it is called on nor what it is given could be followed',
    why: 'If it is one, a v1 `where` or `orderBy` that it is given does not work under v2: every row may come back.',
    remedy: 'If it is one, check what it is given, or call it on `db.query.<table>` and run again.',
  },
  RQB_CONFIG_OPAQUE: {
    level: 'error',
    title: 'The {part} of this query is a value that is built elsewhere',
    why: 'A v1 filter inside it would return every row under v2 without an error.',
    remedy:
      'Write it in place, or convert the place that builds it{origins}: `where` and `orderBy` as objects, extras as `(t, { sql }) => …`.',
  },
  RQB_CONFIG_READ: {
    level: 'error',
    title: 'Other code takes SQL out of the configuration of this query',
    why: 'v2 wants filter objects in it, and the other code (`config.where` in a `select`, …) wants what v1 took.',
    remedy: 'Hold what both need in a constant of its own, and give the query a configuration with `where: { … }`.',
  },
  RQB_SHARED_CODE: {
    level: 'error',
    title: 'This query shares code with another query, which needs it written otherwise',
    why: 'v1 went by the names of columns in the database; v2 goes by their keys, which differ between the tables.',
    remedy:
      'Give each of them a `where` and an `orderBy` of its own; the shared code was rewritten for the other query.',
  },
  RQB_UNKNOWN_RELATION: {
    level: 'error',
    title: 'The table `{table}` has no relation `{relation}`',
    why: 'v2 throws for a relation that is not defined.',
    remedy: 'Define it in `defineRelations`, or remove it from `with`.',
  },
  RQB_FILTER_RAW: {
    level: 'info',
    title: 'A condition was kept as SQL under `RAW`',
    why: 'v2 has no object form for it; its columns now come from the table of the callback.',
    remedy: 'Nothing to do.',
  },
  RQB_FILTER_REALIASED: {
    level: 'info',
    title: 'A condition that is built elsewhere is given the alias of its query',
    why: 'v1 re-aliased the columns of any SQL by itself, v2 does not.',
    remedy: 'Nothing to do; build a filter object instead of SQL to make it plainer.',
  },
  RQB_FILTER_BY_KEY: {
    level: 'info',
    title: 'A condition that names its table in a subquery is asked in a subquery of its own, by the primary key',
    why: 'In a relational query of v2 the table has another alias, which SQL that is built elsewhere cannot know.',
    remedy: 'Nothing to do; written in place, `where: { RAW: (t) => exists(… t.id …) }` is plainer.',
  },
  RQB_ORDER_RAW: {
    level: 'info',
    title: 'An order was kept as a callback',
    why: 'v2 objects order by columns only, each once.',
    remedy: 'Nothing to do.',
  },
  RQB_COMPARED_WITH_NULL: {
    level: 'review',
    title: '`{column}` is compared with null or undefined, which matches no row',
    why: 'An object filter would throw or drop the condition; it was kept as SQL so that the same rows come back.',
    remedy: 'If `IS NULL` was meant, write `{ {column}: { isNull: true } }`.',
  },
  RQB_MISSING_THROWS: {
    level: 'review',
    title: '`{column}` is compared with a value that may be undefined',
    why: 'v1 found no rows then; for dates as text and for bigint, drizzle-orm 1.0 throws when the query runs.',
    remedy: 'Write `value ?? null` to find no rows as before, or handle its absence before the query.',
  },
  RQB_VALUE_MAY_BE_NULLISH: {
    level: 'info',
    title: 'A value compared with `{column}` may be null or undefined at run time',
    why: 'v1 then matched no row; an object filter would throw, or match every row before 1.0.0-rc.5. It was kept as SQL under `RAW`.',
    remedy: 'When it is always set, write `{ {column}: value }`.',
  },
  RQB_FOREIGN_COLUMN: {
    level: 'review',
    title: 'A column of another table was used; v1 read it as `{column}` of this table',
    why: 'v1 re-aliased every column to the queried table, whatever table it belongs to; the rewritten filter says so.',
    remedy: 'Check that `{column}` of the queried table is meant.',
  },
  RQB_COLUMN_ELSEWHERE: {
    level: 'review',
    title: '`{column}` is no column of `{table}`, the table of this query',
    why: 'v1 looked for it in the queried table, so the query failed; under v2 it fails too.',
    remedy:
      'Filter by the relation to that table, `where: { relation: { column: value } }`, or by the column that was meant.',
  },
  RQB_RAW_PRECEDENCE: {
    level: 'review',
    title: 'Raw SQL with a top-level {operator} stands inside `{group}`',
    why: 'Drizzle 0.x put no parentheses around it, 1.0 does, in any query: `a or b and c` becomes `(a or b) and c`.',
    remedy: 'Check which one was meant; add parentheses to the raw text to keep the reading of 0.x.',
  },
  RQB_RAW_TABLE_NAME: {
    level: 'error',
    title: 'Raw SQL names the table `{table}` in its text',
    why: 'The table has another alias under v2, so the database refuses the query.',
    remedy: 'Write `${t.column}` instead of the name.',
  },
  RQB_AWAIT_IN_SQL: {
    level: 'error',
    title: 'An `await` stands inside SQL that has to become a callback',
    why: '`RAW` takes a function that is not async and runs later.',
    remedy: 'Await the value in a constant before the query and run again.',
  },
  RQB_VALUE_AWAITED: {
    level: 'review',
    title: 'The awaited value compared with `{column}` may be null or undefined',
    why: 'v1 then matched no row; the object filter throws.',
    remedy: 'Make sure that it is set, or handle its absence before the query.',
  },
  RQB_LATE_VALUE: {
    level: 'error',
    title: 'The variable `{name}` in the condition is written again before the query may run',
    why: 'v1 read it where the condition stands, a `RAW` callback reads it when the query runs.',
    remedy: 'Copy it to a constant before the query and run again.',
  },
  RQB_CORRELATED_SUBQUERY: {
    level: 'error',
    title: 'A condition built elsewhere holds a subquery that refers to the queried table',
    why: 'The columns in it keep the table’s own name, which the query does not know under v2.',
    remedy: 'Write it in place: `where: { RAW: (t) => exists(… t.id …) }`.',
  },
  RQB_EXTRAS_SUBQUERY: {
    level: 'review',
    title: 'The subquery in the extra `{name}` may return other values',
    why: 'v1 printed its columns without their table, or with the queried table instead of their own, so that they meant others.',
    remedy: 'Check the result; v2 gives what the text says.',
  },
  RQB_EXTRAS_DECODER: {
    level: 'review',
    title: '`.mapWith()` of an extra is applied by v2',
    why: 'v1 lost the decoder of extras, so the value may change its type (a string becomes a number).',
    remedy: 'Check what reads `{name}`.',
  },
  RQB_EXTRAS_NAME: {
    level: 'error',
    title: 'The order names the extra `{name}` in its text',
    why: 'v2 calls an extra by its key and, beside a `with`, orders where it is not there yet: the database refuses the query.',
    remedy: 'Write the expression of the extra in the order too, instead of its name.',
  },
  RQB_RELATION_UNREADABLE: {
    level: 'error',
    title: 'These relations could not be read: {reason}',
    why: 'v2 needs all relations in one `defineRelations`; leaving some out would break the queries that use them.',
    remedy:
      'Write the block as `relations(table, ({ one, many }) => ({ … }))` with columns named directly, and run again.',
  },
  RQB_RELATION_DEAD: {
    level: 'review',
    title: 'The relation `{relation}` of `{table}` could not be resolved and was left out: {reason}',
    why: 'v1 failed only when it was queried; v2 would refuse to start.',
    remedy: 'Add `r.{kind}.{target}({ from: r.{table}.…, to: r.{target}.… })` if it is needed.',
  },
  RQB_RELATION_INFERRED: {
    level: 'review',
    title: 'The columns of `{relation}` of `{table}` were taken from a foreign key',
    why: 'v1 had no matching relation on the other side and failed when it was queried.',
    remedy: 'Check `from` and `to`.',
  },
  RQB_RELATION_RENAMED: {
    level: 'review',
    title: 'The relation `{relation}` of `{table}` has the name of a column and is now called `{renamed}`',
    why: 'v2 refuses to start when a relation is named like a column of its table.',
    remedy: 'Nothing to do; `--rename {table}.{relation}=name` chooses another name.',
  },
  RQB_RESULT_KEY_RENAMED: {
    level: 'review',
    title:
      'The result of this query holds `{renamed}` where it held `{relation}`; all its readers in sight were changed',
    why: 'v2 refuses a relation that is named like a column of its table, so it was renamed.',
    remedy: 'Look through the readers; `{relation}` is the column now.',
  },
  RQB_RELATION_RENAMED_IN_QUERY: {
    level: 'error',
    title: 'A query result that holds `{renamed}` where it held `{relation}` goes out of sight here',
    why: 'v2 refuses a relation that is named like a column of its table, so it was renamed; what reads it behind this place was not.',
    remedy: 'Read `{renamed}` instead of `{relation}` there.',
  },
  RQB_THROUGH_ADDED: {
    level: 'info',
    title: 'The relation `{relation}` of `{table}` was added; it leads through `{junction}` to `{target}`',
    why: '`--through` was asked for: queries can name the rows behind a junction table directly.',
    remedy: 'Nothing to do; `--rename {table}.{relation}=name` chooses another name.',
  },
  RQB_THROUGH_USED: {
    level: 'review',
    title:
      'The query asks for `{relation}` where it asked for `{junction}` with `{row}`; all readers of its result were changed',
    why: 'The rows are the same, as far as the database keeps its foreign keys. Their order, which nothing asks for, was mostly that of the junction table; now it is mostly that of their own.',
    remedy: 'Give `{relation}` an `orderBy` when the order matters.',
  },
  RQB_THROUGH_KEPT: {
    level: 'info',
    title: 'The query still asks for `{junction}` with `{row}`, not for `{relation}`: {reason}',
    why: '`--through` changes a query only where the same values are read from its result afterwards.',
    remedy: 'Nothing to do. By hand: ask for `{relation}`, and read it wherever the result goes.',
  },
  RQB_RELATION_USED: {
    level: 'error',
    title: 'The v1 relations `{relation}` are used here, but they are gone',
    why: 'v2 has one `defineRelations` for all tables instead of an object per table.',
    remedy: 'Use the new relations object, or drop this.',
  },
  RQB_RESERVED_TABLE_KEY: {
    level: 'error',
    title: 'A table has the key `{key}`, which v2 uses for itself',
    why: '`r.{key}` of `defineRelations` would be that table and no relation could be defined.',
    remedy: 'Give the table another key in the schema object and run again.',
  },
  RQB_GENERATED_FILE: {
    level: 'review',
    title: 'This file says that a tool has written it; it was rewritten',
    why: 'The next run of that tool may write it for v1 again.',
    remedy:
      'Let the tool write it for drizzle-orm 1.0 (an update, an option, its template), or run this migration after it.',
  },
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
  RQB_CLIENT_UNCLEAR: {
    level: 'review',
    title: 'Whether `{argument}` is a client or a connection string could not be told; a client was assumed',
    why: 'v2 takes a client only as `drizzle({ client })` and a connection string only as the first argument.',
    remedy: 'If it is a connection string, write `drizzle({argument}, { relations })`.',
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
  RQB_CASING: {
    level: 'error',
    title: '`casing` was not moved to the tables: {reason}',
    why: '1.0 ignores the option: every column without an explicit name would silently be called by its TypeScript key.',
    remedy:
      'Make the tables with `{casing}Case.table(…)` from the dialect’s core module, or name the columns; then remove the option.',
  },
  RQB_CASING_COLUMN_NAME: {
    level: 'review',
    title: 'The name of `{column}` is now the one in the database',
    why: 'With v1’s `casing` option `column.name` was the TypeScript key; a cased table has the final name there.',
    remedy: 'Check what the name is used for; the key of the column object is still the TypeScript key.',
  },
  RQB_CASING_IGNORED: {
    level: 'error',
    title: '`casing` has no effect in 1.0: `{column}` is not called `{name}` in the database',
    why: 'The option was removed from drizzle-orm and drizzle-kit, without an error at run time.',
    remedy: 'Make the tables with `{factory}.table(…)` from the dialect’s core module, and remove the option.',
  },
  RQB_KIT_CASING_FLAG: {
    level: 'error',
    title: '`--casing` is no option of drizzle-kit 1.0',
    why: 'The command stops with "Unrecognized options"; names in the database come from the tables now.',
    remedy: 'Remove the option, once the tables are made with `snakeCase.table(…)` or name their columns.',
  },
  RQB_CASING_ASSUMED: {
    level: 'info',
    title: '`casing` was moved to the tables of the package',
    why: 'The client names no schema, so the tables nearest to it were taken for its own.',
    remedy: 'Check the tables if the package has another database.',
  },
  RQB_CASING_UNUSED: {
    level: 'info',
    title: '`casing` was removed without a change to the tables',
    why: 'It gave no column another name: each is named explicitly or like its key.',
    remedy: 'Name new columns explicitly where their name is not their key.',
  },
  RQB_WINDOW_NAN: {
    level: 'review',
    title: 'This `{name}` is NaN when there is no number to read',
    why: 'v1 then left it out; v2 hands it to the database, which refuses the query.',
    remedy: 'Give it a default: `Number(value) || undefined`, or check the value before the query.',
  },
  RQB_V2_UNDEFINED: {
    level: 'error',
    title: 'This filter may be {value}: {detail}',
    why: 'drizzle-orm 1.0.0-rc.5 throws for it; releases before dropped the condition, so that every row came back.',
    remedy: 'Write `{}` for no condition: `where: x ? { … } : {}`, `AND: [a, x ? { … } : {}]`, `...(x ? { … } : {})`.',
  },
  RQB_V2_MAY_BE_UNDEFINED: {
    level: 'review',
    title: 'The value for `{column}` may be undefined',
    why: 'The types of v2 allow it, and drizzle-orm throws when the query runs.',
    remedy:
      'Handle its absence before the query, or write `...(x === undefined ? {} : { {column}: x })` for no condition.',
  },
  RQB_V2_MAY_BE_DROPPED: {
    level: 'error',
    title: 'The value for `{column}` may be undefined: then the condition is left out, and every row comes back',
    why: 'The types of v2 allow it; drizzle-orm 1.0.0-rc.5 throws for it.',
    remedy:
      'Handle its absence before the query, or write `...(x === undefined ? {} : { {column}: x })` for no condition.',
  },
  RQB_V2_EMPTY_GROUP: {
    level: 'error',
    title: 'An empty `{key}` is no condition',
    why: 'drizzle-orm 1.0.0-rc.5 throws for it; releases before skipped it.',
    remedy: 'Remove it, or write `{}` where it may be empty.',
  },
  RQB_V2_MAY_BE_EMPTY: {
    level: 'review',
    title: 'The list of `{key}` may be empty',
    why: 'drizzle-orm 1.0.0-rc.5 throws for an empty one; releases before take it for no condition, so that every row comes back.',
    remedy: 'Return no rows before the query, or write `...(list.length > 0 ? { {key}: list } : {})` for no condition.',
  },
  RQB_V2_LIMIT: {
    level: 'error',
    title: 'A negative `limit` is refused by the database',
    why: 'v1 left it out; v2 hands it on, and only SQLite takes it for no limit.',
    remedy: 'Write `undefined` for no limit.',
  },
  RQB_V2_OFFSET: {
    level: 'error',
    title: '`offset` without a `limit` is refused by the database',
    why: 'SQLite and MySQL have no `OFFSET` without `LIMIT`, and v2 writes every offset, that of 0 too.',
    remedy: 'Give a `limit` beside it.',
  },
  RQB_V2_RAW_COLUMN: {
    level: 'error',
    title: '`RAW` names the column `{column}` of the table itself',
    why: 'v2 calls the table by an alias, so the database refuses the query.',
    remedy:
      'Take the column from the callback: `RAW: (t, { eq }) => eq(t.id, …)`; for SQL from elsewhere write `mapColumnsInSQLToAlias(sql, getTableName(t))`.',
  },
  RQB_V2_DATE_SHORTHAND: {
    level: 'error',
    title: '`{ {column}: … }` with a Date is no condition: every row comes back',
    why: 'v2 takes an object for operators, and a Date has none.',
    remedy: 'Write `{ {column}: { eq: … } }`.',
  },
  RQB_V2_OBJECT_SHORTHAND: {
    level: 'error',
    title: '`{ {column}: … }` with {value} is taken for operators',
    why: 'v2 compares primitives only in this short form; it throws for the keys of anything else.',
    remedy: 'Write `{ {column}: { eq: … } }`.',
  },
  RQB_V2_LOWERCASE_LOGIC: {
    level: 'error',
    title: '`{key}` is not a key of v2 filters',
    why: 'v2 throws for it, or makes broken SQL of it inside a column.',
    remedy: 'Write `{upper}`.',
  },
  RQB_V2_BETWEEN: {
    level: 'error',
    title: '`{key}` is not an operator of v2 filters',
    why: 'v2 makes broken SQL of it.',
    remedy: 'Write {instead}.',
  },
  RQB_V2_IS_NULL_FALSE: {
    level: 'error',
    title: '`{key}: false` is no condition: every row comes back',
    why: 'v2 reads the key only when it is true.',
    remedy: 'Write `{opposite}: true`.',
  },
  RQB_V2_ORDER_ARRAY: {
    level: 'error',
    title: 'An order in an array does not work in v2',
    why: 'v2 takes the indexes of the array for columns and throws.',
    remedy: 'Write one object, whose keys are in the order to sort by: `{ a: "desc", b: "asc" }`.',
  },
  RQB_V2_ORDER_DIRECTION: {
    level: 'error',
    title: '`{direction}` is not a direction of v2',
    why: 'drizzle-orm 1.0.0-rc.5 throws for it; releases before sorted in descending order, whatever it said.',
    remedy:
      'Write `asc` or `desc`; for anything else give a callback: `(t, { sql }) => sql`${t.column} desc nulls last``.',
  },
  RQB_V2_EXTRAS_FUNCTION: {
    level: 'error',
    title: 'A function for all `extras` is ignored: the fields are missing from the result',
    why: 'v2 takes an object whose values are SQL or functions.',
    remedy: 'Write `extras: { name: (t, { sql }) => sql`…` }`.',
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
  RQB_V2_RELATIONS_LEFT: {
    level: 'error',
    title: 'These relations of v1 belong to no database in sight',
    why: '`relations` of v1 does nothing in 1.0, or is not exported any more.',
    remedy:
      'Move them into `defineRelations`, or remove them; `--schema <file>` names a schema that is not found by itself.',
  },
  RQB_V2_RELATIONS_IMPORT: {
    level: 'error',
    title: '`drizzle-orm/_relations` is still imported',
    why: 'It can be imported in 1.0, but no driver reads what it makes.',
    remedy: 'Use `defineRelations` of drizzle-orm, and remove the import.',
  },
  RQB_TYPE_UNCLEAR: {
    level: 'error',
    title: 'The type `{type}` has other parameters in v2',
    why: 'It is about the schema in v1 and about the relations in v2.',
    remedy: 'Write `{type}` with `typeof relations`; see the migration guide of drizzle-orm.',
  },
  RQB_TYPE_PARAMETER: {
    level: 'error',
    title: 'The type parameter `{name}` is a schema to a database type and something else elsewhere',
    why: 'Database types are about relations in v2, so one parameter cannot be both.',
    remedy: 'Add a parameter `TRelations extends AnyRelations` and give it to the database type.',
  },
  RQB_DOC_TYPE: {
    level: 'review',
    title: 'A doc comment names `{type}` with the parameters of v1',
    why: 'It is about the schema in v1 and about the relations in v2, and which schema it means cannot be told.',
    remedy: 'Write the type with `typeof relations`, if the file is type-checked.',
  },
  RQB_QUERY_TYPE: {
    level: 'error',
    title: 'A query type names `{part}` in the form of v1',
    why: 'v2 takes objects there, so the type does not describe a query any more.',
    remedy: 'Leave `{part}` out of the type; it does not change the rows’ type.',
  },
  RQB_CONFIG_TYPE: {
    level: 'error',
    title: '`DrizzleConfig` has no `{member}` in v2',
    why: 'v2 takes `relations` instead of `schema`, and column names from the tables instead of `casing`.',
    remedy: 'Take `relations` for `schema`, drop `casing`, and pass relations where the schema was passed.',
  },
  RQB_EXPORT_GONE: {
    level: 'error',
    title: '`{name}` of drizzle-orm is gone in v2',
    why: 'It is about relations as v1 kept them, an object per table.',
    remedy: '{remedy}',
  },
  RQB_EXPORT_CHANGED: {
    level: 'error',
    title: '`{name}` of drizzle-orm has another shape in v2',
    why: 'It describes relations, which v2 keeps differently.',
    remedy: '{remedy}',
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
  RQB_EXECUTE_TYPE: {
    level: 'info',
    title: 'The rows of `execute()` are given the type they had',
    why: 'In 1.0.0-rc.5 the type of an untyped `execute()` allows for the results of several statements.',
    remedy: 'Nothing to do; name the columns instead to have them typed.',
  },
  RQB_NOT_TYPE: {
    level: 'info',
    title: 'What `not()` gives is said to be there, as its type said before',
    why: 'In 1.0.0-rc.5 `not()` takes undefined and may give it; what it could be given in v1 never is.',
    remedy: 'Nothing to do.',
  },
  RQB_PREPARED_GET: {
    level: 'info',
    title: '`get()` of a prepared `findFirst` became `all()`, which gives the one row',
    why: 'With SQLite, `get()` of a prepared relational query finds nothing from 1.0.0-rc.4 on.',
    remedy: 'Nothing to do.',
  },
  RQB_PREPARED_GET_MANY: {
    level: 'review',
    title: '`get()` of a prepared `findMany` became `all()`, which gives all rows',
    why: 'v1 gave a list here: of all rows, or with some drivers (better-sqlite3) of the first one only. v2 gives no list.',
    remedy: 'Prepare a `findFirst` when one row is wanted.',
  },
  RQB_PREPARED_ESCAPES: {
    level: 'error',
    title: 'A prepared query goes out of sight here, or its `get` does',
    why: 'With SQLite, `get()` of a prepared relational query finds nothing from 1.0.0-rc.4 on, without an error; where it is called could not be seen.',
    remedy: 'Call `all()` in place of its `get()`: for a `findFirst` it gives the one row, for a `findMany` the list.',
  },
  RQB_V2_PREPARED_GET: {
    level: 'error',
    title: '`get()` of a prepared `findFirst` finds nothing',
    why: 'With SQLite it gives undefined from 1.0.0-rc.4 on, whatever is in the table.',
    remedy: 'Call `all()`, which gives the one row.',
  },
  RQB_KIT_SCHEMA: {
    level: 'info',
    title: 'drizzle-kit reads only `{file}` now, which exports all tables of the other files',
    why: 'drizzle-kit 1.0 stops with “duplicate table name” when two of its schema files export the same table.',
    remedy: 'Export new tables from `{file}`.',
  },
  RQB_KIT_STRICT: {
    level: 'review',
    title: '`strict` was removed from the configuration: drizzle-kit 1.0 does not know it',
    why: 'It made `drizzle-kit push` ask before it ran anything.',
    remedy: 'Look at the statements first with `drizzle-kit push --explain`.',
  },
  RQB_KIT_TWICE: {
    level: 'review',
    title: '`{first}` and `{second}` both export the same table to drizzle-kit',
    why: 'drizzle-kit 1.0 stops with “duplicate table name”; 0.x took it once.',
    remedy: 'Name files in `schema` that export each table once.',
  },
  RQB_MOCK: {
    level: 'info',
    title: 'A mock of `query.{key}.{method}` describes the arguments of v1; it was left alone',
    why: 'The queries it stands in for now give `where` and `orderBy` as objects.',
    remedy: 'Expect objects: `{ where: { id: 1 }, orderBy: { id: "desc" } }`.',
  },
  RQB_BRIDGE_MOCK: {
    level: 'info',
    title: 'A mock of `db.query` is a mock of `db._query` now',
    why: 'The code that it stands in for asks `db._query`.',
    remedy: 'Nothing to do, unless it mocks something else.',
  },
  RQB_MODULE_CYCLE: {
    level: 'error',
    title: 'The new relations cannot be placed: every place would be imported by the schema itself',
    why: '`defineRelations` reads the schema when it is imported, so a circle crashes at start.',
    remedy: 'Name a file outside the circle with `--relations <file>`.',
  },
  RQB_V1_RELATIONS: {
    level: 'error',
    title: 'Relations of v1',
    why: 'drizzle-orm 1.0 has no `relations()` and no schema for relational queries.',
    remedy: 'Run `npx drizzle-rqb-migrate`, which writes `defineRelations`.',
  },
  RQB_V1_CLIENT: {
    level: 'error',
    title: 'A `drizzle()` call in the form of v1',
    why: 'v2 takes `relations` instead of `schema`; given first, a client is taken for something else.',
    remedy: 'Run `npx drizzle-rqb-migrate`.',
  },
  RQB_V1_QUERY: {
    level: 'error',
    title: 'A relational query in the form of v1',
    why: 'v2 ignores a `where` that is SQL or a callback, so every row comes back.',
    remedy: 'Run `npx drizzle-rqb-migrate`.',
  },
  RQB_V1_CASING: {
    level: 'error',
    title: 'Column names that depend on `casing`',
    why: 'v2 ignores `casing` in `drizzle()`, so the columns get other names.',
    remedy: 'Run `npx drizzle-rqb-migrate`, which moves it to the tables.',
  },
  RQB_V1_TYPE: {
    level: 'error',
    title: 'A type of v1',
    why: 'It has another name or other parameters in v2.',
    remedy: 'Run `npx drizzle-rqb-migrate`.',
  },
  RQB_V1_IMPORT: {
    level: 'error',
    title: 'An import that v1 needs',
    why: 'The migrated file needs others.',
    remedy: 'Run `npx drizzle-rqb-migrate`.',
  },
  RQB_V1_VERSION: {
    level: 'error',
    title: 'A version of Drizzle without Relational Queries v2',
    why: 'The migrated code needs drizzle-orm 1.0.',
    remedy: 'Run `npx drizzle-rqb-migrate`, or pin it by hand and pass `--no-bump`.',
  },
  RQB_SUPPRESSION_INVALID: {
    level: 'error',
    title: 'A suppression without codes or without a reason',
    why: 'Whoever reads it next must know what it hides and why that is right.',
    remedy: 'Write `drizzle-rqb-migrate-ignore-next-line RQB_CODE: reason`.',
  },
  RQB_SUPPRESSION_UNUSED: {
    level: 'info',
    title: 'The suppression of {codes} hides nothing',
    why: 'What it was about is gone, or stands elsewhere.',
    remedy: 'Remove it.',
  },
} satisfies Record<FindingCode, Entry>;

/** Makes a finding from the catalogue. `{name}` in its texts is replaced by `detail.name`. */
export function makeFinding(
  code: FindingCode,
  place: { file: string; line: number; column: number },
  detail: Readonly<Record<string, string>> = {},
): Finding {
  const entry = (catalogue as Record<string, Entry>)[code];
  if (!entry) throw new Error(`Unknown finding ${code}`);
  const fill = (text: string) => text.replace(/(?<!\$)\{(\w+)\}/g, (whole, name: string) => detail[name] ?? whole);
  return {
    code,
    level: entry.level,
    ...place,
    message: fill(entry.title),
    why: fill(entry.why),
    remedy: fill(entry.remedy),
  };
}
