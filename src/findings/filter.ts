import { leftWhere, type Entry, type FindingCode } from './entry.ts';

/** Findings about conditions, and queries as a whole. */
export const filterFindings = {
  RQB_QUERY_TOO_DEEP: {
    level: 'error',
    title: 'The query is put together over too many steps and was left alone',
    why: `Its values could not be followed to the end; left as it is, ${leftWhere}.`,
    remedy: 'Write its `where` and `orderBy` in place and run again.',
  },
  RQB_QUERY_FAILED: {
    level: 'error',
    title: 'The query could not be rewritten and was left alone: {reason}',
    why: `This is a fault of drizzle-rqb-migrate; left as it is, ${leftWhere}.`,
    remedy: 'Rewrite it by hand, and please report it with the query.',
  },
  RQB_VERIFY_QUERY: {
    level: 'error',
    title: 'The rewritten query did not compile and was left alone: {reason}',
    why: `Left as it is, ${leftWhere}.`,
    remedy: 'Rewrite it by hand, or run without `--verify` and fix what the compiler says.',
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
    why: `The columns of the table are needed to rewrite the query; left as it is, ${leftWhere}.`,
    remedy: 'Check the key against the object given to `drizzle()`, then rewrite `where` and `orderBy` as objects.',
  },
  RQB_NESTED_FORM: {
    level: 'info',
    title: 'Nested values of {columns} of `{table}` look as at the root now',
    why: 'v1 read relations through JSON: text timestamps had a `T` in them, numeric lost trailing zeros, large bigint lost digits.',
    remedy: 'Check snapshots and code that takes these texts apart.',
  },
  RQB_DYNAMIC_TABLE: {
    level: 'error',
    title: 'The table of this query is chosen at run time',
    why: `Which columns its filters mean cannot be told from the source; ${leftWhere}.`,
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
    why: `What is given to it there cannot be found from here; ${leftWhere}.`,
    remedy: 'Call `findMany` or `findFirst` in place, or check that what is given to it there is in v2 form.',
  },
  RQB_QUERY_UNSEEN: {
    level: 'error',
    title: 'This looks like a relational query, but what it is called on could not be followed to `db.query`',
    why: `If it is one, ${leftWhere}.`,
    remedy: 'Call it on `db.query.<table>` in place and run again, or write its `where` and `orderBy` for v2 by hand.',
  },
  RQB_QUERY_PERHAPS: {
    level: 'review',
    title: 'This may be a relational query: neither what it is called on nor what it is given could be followed',
    why: `If it is one, ${leftWhere}.`,
    remedy: 'If it is one, check what it is given, or call it on `db.query.<table>` and run again.',
  },
  RQB_CONFIG_OPAQUE: {
    level: 'error',
    title: 'The {part} of this query is a value that is built elsewhere',
    why: `If there is one inside, ${leftWhere}.`,
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
  RQB_COMPARED_WITH_NULL: {
    level: 'review',
    title: '`{column}` is compared with null or undefined, which matches no row',
    why: 'An object filter would throw or drop the condition; it was kept as SQL so that the same rows come back.',
    remedy: 'If `IS NULL` was meant, write `{ {column}: { isNull: true } }`.',
  },
  RQB_FALSY_TEST: {
    level: 'review',
    title: 'A condition is left out when the value before its `&&` is false, null, 0 or empty text',
    why: 'v1 left it out for undefined only; any other such value became part of the SQL, which then matched no row.',
    remedy:
      'Nothing to do when it is meant to be left out; otherwise return no rows for such a value before the query.',
  },
  RQB_FALSY_CONDITION: {
    level: 'review',
    title: 'A condition that may be {value} is left out then',
    why: 'v1 left it out for undefined only; null, false, 0 and empty text became part of the SQL, which then matched no row.',
    remedy: 'Nothing to do when it is meant to be left out; otherwise return no rows in that case before the query.',
  },
  RQB_MISSING_THROWS: {
    level: 'review',
    title: '`{column}` is compared with a value that may be undefined',
    why: 'v1 found no rows then; for dates as text and for bigint, drizzle-orm 1.0 throws when the query runs.',
    remedy: 'Write `value ?? null` to find no rows as before, or handle its absence before the query.',
  },
  RQB_VALUE_MAY_BE_NULLISH: {
    level: 'info',
    title: 'A value compared with `{column}` may be null or undefined at run time{passed}',
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
  RQB_JSON_TEXT: {
    level: 'info',
    title: 'Text that is given for JSON is said to be text',
    why: 'drizzle-orm 1.0.0-rc.5 lets postgres-js make JSON of what it sends for `::json` and `::jsonb`, text included.',
    remedy: 'Nothing to do.',
  },
  RQB_JSON_UNTYPED: {
    level: 'review',
    title: 'Text that is given for JSON would arrive as a JSON string',
    why: 'PostgreSQL takes it for json here, and drizzle-orm 1.0.0-rc.5 lets postgres-js make JSON of what it sends for that.',
    remedy: 'Write `${JSON.stringify(value)}::text::jsonb`.',
  },
  RQB_RAW_TABLE_NAME: {
    level: 'error',
    title: 'Raw SQL names the table `{table}` in its text',
    why: 'The table has another alias under v2, so the database refuses the query.',
    remedy:
      'Write a column instead of the name, `${t.column}` in a callback and `${table.column}` elsewhere, and run again.',
  },
  RQB_OUTER_TABLE: {
    level: 'error',
    title: 'SQL names `{table}`, which v1 called a table of the query',
    why: 'v2 calls it otherwise: the database refuses the query, or takes a column of another table.',
    remedy:
      'Write the name that v2 gives it, as `sql.identifier("d0")` for the root of the query, `d1` for its relations and so on; or ask in a query of its own.',
  },
  RQB_AWAIT_IN_SQL: {
    level: 'error',
    title: 'An `await` stands inside SQL that has to become a callback',
    why: 'v2 takes a function there that is not async and runs later.',
    remedy: 'Await the value in a constant before the query and run again.',
  },
  RQB_VALUE_PASSED: {
    level: 'review',
    title: 'A caller may pass null or undefined to be compared with `{column}`, whatever the types say ({place})',
    why: 'v1 then matched no row. So does v2 for null, but for undefined it throws when the query runs.',
    remedy:
      'When it is always set there, write `{ {column}: value }`. To match no row as before, write `{ RAW: (t, { {operator} }) => {operator}(t.{column}, value) }`.',
  },
  RQB_VALUE_AWAITED: {
    level: 'review',
    title: 'The awaited value compared with `{column}` may be null or undefined',
    why: 'v1 then matched no row; the object filter throws.',
    remedy: 'Make sure that it is set, or handle its absence before the query.',
  },
  RQB_LATE_VALUE: {
    level: 'error',
    title: '`{name}`, which the query reads, is written again before it may run',
    why: 'v1 read it {before}, v2 reads it {after}: both call a callback when the query runs, and read all else in place.',
    remedy: 'Copy the wanted value to a constant before the query (`const value = {name};`), use that and run again.',
  },
  RQB_CORRELATED_SUBQUERY: {
    level: 'error',
    title: 'A condition built elsewhere holds a subquery that refers to the queried table',
    why: 'The columns in it keep the table’s own name, which the query does not know under v2.',
    remedy: 'Write it in place: `where: { RAW: (t) => exists(… t.id …) }`.',
  },
  RQB_RESULT_REST: {
    level: 'review',
    title: 'This rest of a row holds the column `{relation}` now',
    why: 'v1 put the relation in the place of the column. v2 returns both; the relation, `{renamed}`, is taken out of the row here, and the column is left.',
    remedy: 'Take `{relation}` out as well where the rest is handed on, or leave it out with `columns`.',
  },
  RQB_RESULT_KEY_RENAMED: {
    level: 'review',
    title:
      'The result of this query holds `{renamed}` where it held `{relation}`; all its readers in sight were changed',
    why: 'v2 refuses a relation that is named like a column of its table, so it was renamed.',
    remedy: 'Look through the readers; `{relation}` is the column now.',
  },
  RQB_WINDOW_NAN: {
    level: 'review',
    title: 'This `{name}` is NaN when there is no number to read',
    why: 'v1 then left it out; v2 hands it to the database, which refuses the query.',
    remedy:
      'Write `Number.isNaN(value) ? undefined : value`, which leaves it out as v1 did, or check the value before the query.',
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
  RQB_V2_UNKNOWN_KEY: {
    level: 'error',
    title: 'The table `{table}` has no column `{key}`',
    why: 'v2 throws for a key that is neither a column nor a relation of the table, and makes broken SQL of a missing one.',
    remedy: 'Name a column of `{table}`; give a table with other keys a configuration of its own.',
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
  RQB_MOCK: {
    level: 'review',
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
  RQB_V1_QUERY: {
    level: 'error',
    title: 'A relational query in the form of v1',
    why: `It is not what v2 takes: ${leftWhere}.`,
    remedy: 'Run `npx drizzle-rqb-migrate`.',
  },
} satisfies Record<FindingCode, Entry>;
