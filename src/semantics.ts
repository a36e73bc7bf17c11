import type { Topic } from './findings.ts';

/**
 * What must hold after a place was finished by hand, per topic; measured with drizzle-orm 0.45.4 and 1.0.0-rc.5.
 * It is written so that whoever finishes an open place, a person or a coding agent, needs nothing else.
 */
export const semantics: Readonly<Record<Topic, string>> = {
  filter:
    'The query must return the rows it returned under drizzle-orm 0.x. v2 takes `where` as an object over the columns of the queried table: ' +
    '`{ column: value }` or `{ column: { operator: value } }`, with `AND`, `OR` (arrays), `NOT`, relation names, and `RAW: (table) => SQL`; the members of one object are joined by AND. ' +
    'A function as `where` is ignored without an error: every row comes back; SQL throws. ' +
    'Dates, arrays, JSON and class instances need `{ eq: value }`. v1 matched no row for a comparison with null and left out undefined members of `and()` and `or()`; ' +
    'in v2 a comparison with undefined throws (1.0.0-rc.5) or is dropped (before). ' +
    'Columns inside `RAW` come from the table of the callback, not from the schema, because the table has another alias.',
  order:
    'The rows must come in the same order. v2 takes `orderBy` as an object `{ column: "asc" | "desc" }`, in the order of its keys (integer-like keys come first), ' +
    'or as a callback `(table) => SQL | SQL[]` over the table of the callback. An array or SQL in place of them fails when the query runs.',
  extras:
    'The result must have the same extra fields. v2 takes `extras` as an object of callbacks `(table, { sql }) => SQL`, one per field, without `.as()`; one function for all of them is ignored.',
  relations:
    'Every relation must keep its name, its target, its columns, and whether its result may be null. v2 has one `defineRelations(schema, (r) => ({ tableKey: { name: r.one.target({ from: r.tableKey.column, to: r.target.column }) } }))`; ' +
    'keys are those of the schema object. `optional: false` stands exactly where the result of v1 could not be null. No relation may have the name of a column of its table.',
  through:
    'A relation through a junction table, `r.many.groups({ from: r.users.id.through(r.usersToGroups.userId), to: r.groups.id.through(r.usersToGroups.groupId) })`, gives the rows behind the junction themselves. ' +
    'It gives one row per row of the junction, twice for two equal ones, and leaves out those whose columns are null or name no row, where v1 gave null. ' +
    'Their order without `orderBy` is another one. What is said about the junction (its columns, `where`, `orderBy`, `limit`) has no place in it.',
  client:
    'The client must open the same database, and `db.query` must know all tables that are queried. v2 takes `drizzle({ client, relations })`; a client given first is taken for a connection or for options, `schema` and `mode` have no effect.',
  casing:
    'Every column must keep its name in the database. `casing` in `drizzle()` has no effect in 1.0; it belongs to the tables: `snakeCase.table`, `snakeCase.schema`, or `pgTableCreator(fn, "snake_case")`, and alike for the other dialects.',
  type: 'The code must compile against drizzle-orm 1.0 with the same types of rows. Database and transaction types take the type of the relations instead of that of the schema.',
  value:
    'Every query, core queries and raw SQL included, must return and store the values it did under drizzle-orm 0.x.',
  version: 'drizzle-orm and drizzle-kit must resolve to the same 1.0 version everywhere in the program.',
  file: 'The file must be readable, and none of its code may stay in the form of v1.',
};
