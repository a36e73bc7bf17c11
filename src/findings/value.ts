import type { Entry, FindingCode } from './entry.ts';

/** Findings about values that drivers and columns of 1.0 send or read in another way, in any query. */
export const valueFindings = {
  RQB_JOIN_NULL: {
    level: 'review',
    title:
      '`{key}` of a joined table may be an object now where it was null: its first column, `{column}`, may be null',
    why: 'drizzle-orm 0.x made the object null when its first column was null, also where there was a row; 1.0.0-rc.5 does when all of them are.',
    remedy:
      'Nothing to do where null was to say that there is no row. To have the same values as before, test the column where the row is read.',
  },
  RQB_JOIN_SQL: {
    level: 'review',
    title: '`{key}` of a joined table is an object now where it was null: `{sql}` may have a value without a row',
    why: 'drizzle-orm 0.x made the object null when its first column was null; 1.0.0-rc.5 does when all of its members are, SQL among them.',
    remedy:
      'Select the SQL beside the object, or make it null without a row: `case when … is not null then … end`. Else test a column of the object where the row is read.',
  },
  RQB_JSON_STRING: {
    level: 'review',
    title: 'Text is stored in the JSON column `{column}`, and is read as text now',
    why: 'The column makes JSON of the text, so a JSON string is stored. 0.x parsed such a string when it was read; since 1.0.0-beta.24 it stays one.',
    remedy:
      "Store the value itself, without `JSON.stringify`, and convert what there is: `update … set {column} = ({column} #>> '{}')::jsonb where jsonb_typeof({column}) = 'string'`.",
  },
  RQB_JSON_STORED: {
    level: 'review',
    title: 'With bun-sql, rows that 0.x stored in this {type} column are read as text now',
    why: 'drizzle-orm 0.x and Bun both made JSON of the value, so JSON strings are stored, which 0.x parsed when it read them. Since 1.0.0-beta.24 values are stored as they are, and strings are read as strings.',
    remedy:
      "When the new code goes live, convert what there is: `update … set x = (x #>> '{}')::{type} where {type}_typeof(x) = 'string'`.",
  },
  RQB_BIGINT_AS_TEXT: {
    level: 'review',
    title: 'With bun-sql and Bun 1.4, the column returns text instead of a bigint',
    why: 'The column returns what the client does. drizzle-orm 1.0 asks the client for bigint only after it was made, which Bun 1.4 does not heed.',
    remedy: 'Make the client with it: `drizzle({ client: new SQL({ url, bigint: true }), relations })`.',
  },
  RQB_JSON_REFUSED: {
    level: 'review',
    title: 'The database refuses `{value}` for the JSON column `{column}` now',
    why: 'The client is given the value, not its JSON, and takes the type of the parameter from it: postgres-js (since 1.0.0-rc.5) from a boolean or date, also from the first one of a list; bun-sql (since 1.0.0-beta.24) from a boolean or number, node-postgres and its relatives from a date.',
    remedy: 'Write `` sql`${JSON.stringify({value})}::text::{type}` ``.',
  },
  RQB_JSON_CUSTOM_TYPE: {
    level: 'review',
    title: '`toDriver` of a custom type for JSON gives SQL that says its text is text',
    why: 'drizzle-orm 1.0.0-rc.5 lets postgres-js make JSON of what it sends for json and jsonb; a mere text would be stored as a JSON string.',
    remedy:
      'Nothing to do, unless a prepared query has a placeholder for such a column: write `` sql`${sql.placeholder(…)}::text::jsonb` `` there and give it the text.',
  },
  RQB_BLOB_MODE: {
    level: 'info',
    title: 'The column is said to hold bytes',
    why: 'Without a mode `blob()` held bytes, although its type said JSON; since 1.0.0-rc.4 it holds JSON.',
    remedy: 'Nothing to do. Its type is Buffer now; `.$type<…>()` gives it another.',
  },
  RQB_BYTES_AS_BUFFER: {
    level: 'info',
    title: '`fromDriver` of a custom type is given a Buffer, as before',
    why: '0.x made a Buffer of what libsql and sql.js return; since 1.0.0-beta.24 it is an ArrayBuffer or Uint8Array. A vector would be read as an empty list: the `.buffer` of an ArrayBuffer is undefined.',
    remedy: 'Nothing to do.',
  },
  RQB_BYTES_AS_ARRAY_BUFFER: {
    level: 'review',
    title: 'A custom type for bytes is given an ArrayBuffer or Uint8Array now',
    why: '0.x made a Buffer of what libsql and sql.js return; since 1.0.0-beta.24 it stays as it is. A vector would be read as an empty list: the `.buffer` of an ArrayBuffer is undefined.',
    remedy: 'Begin `fromDriver` with `const bytes = value instanceof ArrayBuffer ? Buffer.from(value) : value;`.',
  },
  RQB_BLOB_CONFIG: {
    level: 'review',
    title: 'Whether `{config}` has a mode cannot be told',
    why: 'Without a mode `blob()` held bytes, although its type said JSON; since 1.0.0-rc.4 it holds JSON.',
    remedy: "Nothing to do where it has one. Else write `{ ...{config}, mode: 'buffer' }`.",
  },
  RQB_DAY_SENT: {
    level: 'review',
    title: 'For `{column}` only the day of UTC is sent',
    why: '0.x sent day and time in the time zone of the connection: another day may be stored now, and a comparison with a moment of today finds other rows.',
    remedy:
      'Give it days that are midnight in UTC; or compare in SQL: `` RAW: (t, { sql }) => sql`${t.column} < ${moment}` ``.',
  },
  RQB_ERROR_WRAPPED: {
    level: 'review',
    title: '`{error}` is a DrizzleQueryError now',
    why: 'drizzle-orm 0.x let the error of SQLite through; since 1.0.0-rc.4 it is the `cause` of the error that is thrown, so the test fails.',
    remedy: 'Test `{error}.cause`.',
  },
  RQB_CLIENT_VALUES: {
    level: 'review',
    title: 'The client makes another value of {what}, and columns return it now',
    why: 'Columns of 0.x made text of such numbers and values of such JSON; those of 1.0 return what the client gives them, whatever their type says.',
    remedy: "Leave the setting out, and give the column a mode: `numeric({ mode: 'number' })`.",
  },
  RQB_CLIENT_INTEGERS: {
    level: 'review',
    title: 'The client returns integers as bigint or text, so that booleans are always false',
    why: "Columns with `mode: 'boolean'` compare with the number 1 since 1.0.0-rc.5; 0.x made a number of the value first.",
    remedy: 'Leave the setting out, or read these columns as integers and compare them yourself.',
  },
  RQB_SQL_CHUNKS: {
    level: 'review',
    title: 'The texts of SQL that is taken apart here are strings now, no lists',
    why: 'The `value` of a text in `queryChunks` is a string since 1.0.0-rc.5, and empty texts are left out.',
    remedy: 'Read `chunk.value` itself: `chunk.value[0]` is its first character, `chunk.value.join` is not there.',
  },
} satisfies Record<FindingCode, Entry>;
