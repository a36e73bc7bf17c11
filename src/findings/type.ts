import type { Entry, FindingCode } from './entry.ts';

/** Findings about types, and imports of names that are gone. */
export const typeFindings = {
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
    title: '`{what}` was not type-checked: {reason}',
    why: '`--verify` finds no errors in what the compiler does not check.',
    remedy: '{remedy}',
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
  RQB_TYPE_OF_SEVERAL: {
    level: 'error',
    title: '`{type}` is queried for tables of several databases',
    why: 'v2’s types take filters only for tables that they know, and a type knows the tables of one database.',
    remedy: 'Write a type with the relations of its database (`typeof relations`) at each place that queries.',
  },
  RQB_TYPE_OPEN: {
    level: 'error',
    title: '`{type}` says nothing about `{table}`, and its package does not know the database that is queried here',
    why: 'v2’s types take conditions and orders only for tables that they know; those of v1 took them for any.',
    remedy:
      'Declare relations of the tables that the package queries, `const relations = defineRelations({ {table} })`, and name them in the type (`typeof relations`): databases with more tables fit it, too.',
  },
  RQB_TYPE_TESTED: {
    level: 'error',
    title:
      'The test of the class of `{name}` says nothing about its relations, which the function it is given to names',
    why: 'v2’s types take filters only for tables that they know, so what queries a database names its relations.',
    remedy: 'Give it the type of that parameter: `{name} as PgAsyncDatabase<any, typeof relations>`, by its dialect.',
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
  RQB_OWN_QUERY_TYPE: {
    level: 'error',
    title: 'The type of `{part}` that this `{method}` takes is that of v1',
    why: 'A table of `db.query` is held as this type, and v2 takes objects there.',
    remedy: 'Take the type from the query: `NonNullable<Parameters<typeof db.query.<table>.{method}>[0]>`.',
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
  RQB_V1_TYPE: {
    level: 'error',
    title: 'A type of v1',
    why: 'It has another name or other parameters in v2.',
    remedy: 'Run `npx drizzle-rqb-migrate`.',
  },
  RQB_ITEM_TYPE: {
    level: 'info',
    title: '`$type` behind `array()` names the type of an item now',
    why: 'In 0.x it named the type of the list; since 1.0.0-beta.21 rows would have a list of such lists.',
    remedy: 'Nothing to do.',
  },
  RQB_ITEM_TYPE_OPEN: {
    level: 'review',
    title: '`$type` behind `array()` names a type of which no item is known',
    why: 'In 0.x it named the type of the list; since 1.0.0-beta.21 it names that of an item, and rows have a list of these.',
    remedy: 'Write the type of an item: `.array().$type<Item>()`.',
  },
} satisfies Record<FindingCode, Entry>;
