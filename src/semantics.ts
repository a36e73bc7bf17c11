import type { catalogue } from './findings.ts';

/** What a finding is about. */
export type Topic =
  'filter' | 'order' | 'extras' | 'relations' | 'through' | 'client' | 'casing' | 'type' | 'version' | 'file';

/**
 * What must hold after a place was finished by hand, per topic; measured with drizzle-orm 0.45.4 and 1.0.0-rc.5.
 * It is written so that whoever finishes an open place, a person or a coding agent, needs nothing else.
 */
export const semantics: Readonly<Record<Topic, string>> = {
  filter:
    'The query must return the rows it returned under drizzle-orm 0.x. v2 takes `where` as an object over the columns of the queried table: ' +
    '`{ column: value }` or `{ column: { operator: value } }`, with `AND`, `OR` (arrays), `NOT`, relation names, and `RAW: (table) => SQL`; the members of one object are joined by AND. ' +
    'A function or SQL as `where` is ignored without an error: every row comes back. ' +
    'Dates, arrays, JSON and class instances need `{ eq: value }`. v1 matched no row for a comparison with null and left out undefined members of `and()` and `or()`; ' +
    'in v2 a comparison with undefined throws (1.0.0-rc.5) or is dropped (before). ' +
    'Columns inside `RAW` come from the table of the callback, not from the schema, because the table has another alias.',
  order:
    'The rows must come in the same order. v2 takes `orderBy` as an object `{ column: "asc" | "desc" }`, in the order of its keys (integer-like keys come first), ' +
    'or as a callback `(table) => SQL | SQL[]` over the table of the callback. An array or SQL in place of them does not order.',
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
  version: 'drizzle-orm and drizzle-kit must resolve to the same 1.0 version everywhere in the program.',
  file: 'The file must be readable, and none of its code may stay in the form of v1.',
};

/** The topic of every finding. */
export const topics: Readonly<Record<keyof typeof catalogue, Topic>> = {
  RQB_PARSE_ERROR: 'file',
  RQB_TOO_DEEP: 'file',
  RQB_TOO_SLOW: 'file',
  RQB_QUERY_TOO_DEEP: 'filter',
  RQB_QUERY_FAILED: 'filter',
  RQB_VERIFY_QUERY: 'filter',
  RQB_VERIFY_DATABASE: 'relations',
  RQB_VERIFY_ERROR: 'type',
  RQB_VERIFY_IMPOSSIBLE: 'type',
  RQB_VERIFY_PARTLY: 'type',
  RQB_INTERNAL: 'file',
  RQB_IN_TEMPLATE: 'file',
  RQB_KIT_SCHEMA: 'file',
  RQB_KIT_TWICE: 'file',
  RQB_KIT_STRICT: 'file',
  RQB_EXECUTE_TYPE: 'type',
  RQB_PREPARED_GET: 'filter',
  RQB_PREPARED_GET_MANY: 'filter',
  RQB_PREPARED_ESCAPES: 'filter',
  RQB_V2_PREPARED_GET: 'filter',
  RQB_UNREADABLE: 'file',
  RQB_TARGET_UNCHECKED: 'version',
  RQB_PACKAGE_VERSION_KEPT: 'version',
  RQB_PACKAGE_CATALOG_MISSING: 'version',
  RQB_PACKAGE_OVERRIDE_KEPT: 'version',
  RQB_PACKAGE_PEER_RAISED: 'version',
  RQB_PACKAGE_PATCHED: 'version',
  RQB_PACKAGE_UNDECLARED: 'version',
  RQB_PACKAGE_COMPANION: 'version',
  RQB_NO_DATABASE: 'filter',
  RQB_UNKNOWN_TABLE: 'filter',
  RQB_UNIT_LEFT: 'file',
  RQB_NOT_PICKED: 'version',
  RQB_NESTED_FORM: 'filter',
  RQB_COLUMN_READ: 'version',
  RQB_DYNAMIC_TABLE: 'filter',
  RQB_QUERY_KEPT: 'filter',
  RQB_SQL_TEXT: 'filter',
  RQB_QUERY_ESCAPES: 'filter',
  RQB_QUERY_UNSEEN: 'filter',
  RQB_CONFIG_OPAQUE: 'filter',
  RQB_UNKNOWN_RELATION: 'relations',
  RQB_FILTER_RAW: 'filter',
  RQB_FILTER_REALIASED: 'filter',
  RQB_ORDER_RAW: 'order',
  RQB_COMPARED_WITH_NULL: 'filter',
  RQB_MISSING_THROWS: 'filter',
  RQB_VALUE_MAY_BE_NULLISH: 'filter',
  RQB_FOREIGN_COLUMN: 'filter',
  RQB_RAW_PRECEDENCE: 'filter',
  RQB_RAW_TABLE_NAME: 'filter',
  RQB_AWAIT_IN_SQL: 'filter',
  RQB_VALUE_AWAITED: 'filter',
  RQB_LATE_VALUE: 'filter',
  RQB_CORRELATED_SUBQUERY: 'filter',
  RQB_EXTRAS_SUBQUERY: 'extras',
  RQB_EXTRAS_DECODER: 'extras',
  RQB_EXTRAS_NAME: 'extras',
  RQB_RELATION_UNREADABLE: 'relations',
  RQB_RELATION_DEAD: 'relations',
  RQB_RELATION_INFERRED: 'relations',
  RQB_RELATION_RENAMED: 'relations',
  RQB_RESULT_KEY_RENAMED: 'filter',
  RQB_RELATION_RENAMED_IN_QUERY: 'relations',
  RQB_RELATION_USED: 'relations',
  RQB_THROUGH_ADDED: 'through',
  RQB_THROUGH_USED: 'through',
  RQB_THROUGH_KEPT: 'through',
  RQB_RESERVED_TABLE_KEY: 'relations',
  RQB_SCHEMA_UNRESOLVED: 'client',
  RQB_CLIENT_OPTIONS_OPAQUE: 'client',
  RQB_CLIENT_UNCLEAR: 'client',
  RQB_CLIENT_UNSEEN: 'client',
  RQB_PROXY_EXECUTORS: 'client',
  RQB_PROXY_CODECS: 'client',
  RQB_PROXY_WRAPPED: 'client',
  RQB_CASING: 'casing',
  RQB_CASING_COLUMN_NAME: 'casing',
  RQB_CASING_IGNORED: 'casing',
  RQB_CASING_ASSUMED: 'casing',
  RQB_KIT_CASING_FLAG: 'casing',
  RQB_CASING_UNUSED: 'casing',
  RQB_V2_UNDEFINED: 'filter',
  RQB_V2_MAY_BE_UNDEFINED: 'filter',
  RQB_V2_MAY_BE_DROPPED: 'filter',
  RQB_V2_EMPTY_GROUP: 'filter',
  RQB_V2_DATE_SHORTHAND: 'filter',
  RQB_V2_OBJECT_SHORTHAND: 'filter',
  RQB_V2_LOWERCASE_LOGIC: 'filter',
  RQB_V2_BETWEEN: 'filter',
  RQB_V2_IS_NULL_FALSE: 'filter',
  RQB_V2_ORDER_ARRAY: 'order',
  RQB_V2_ORDER_DIRECTION: 'order',
  RQB_V2_EXTRAS_FUNCTION: 'extras',
  RQB_V2_SCHEMA_OPTION: 'client',
  RQB_V2_PROXY_CODECS: 'client',
  RQB_V2_RELATIONS_LEFT: 'relations',
  RQB_V2_RELATIONS_IMPORT: 'relations',
  RQB_TYPE_UNCLEAR: 'type',
  RQB_DOC_TYPE: 'type',
  RQB_TYPE_PARAMETER: 'type',
  RQB_QUERY_TYPE: 'type',
  RQB_CONFIG_TYPE: 'type',
  RQB_EXPORT_GONE: 'type',
  RQB_EXPORT_CHANGED: 'type',
  RQB_INTERNALS: 'client',
  RQB_FULL_SCHEMA: 'client',
  RQB_ADAPTER: 'client',
  RQB_ADAPTER_SCHEMA: 'client',
  RQB_ADAPTER_FAILS: 'client',
  RQB_MOCK: 'filter',
  RQB_BRIDGE_MOCK: 'filter',
  RQB_MODULE_CYCLE: 'relations',
  RQB_V1_RELATIONS: 'relations',
  RQB_V1_CLIENT: 'client',
  RQB_V1_QUERY: 'filter',
  RQB_V1_CASING: 'casing',
  RQB_V1_TYPE: 'type',
  RQB_V1_IMPORT: 'file',
  RQB_V1_VERSION: 'version',
  RQB_SUPPRESSION_INVALID: 'file',
  RQB_SUPPRESSION_UNUSED: 'file',
};
