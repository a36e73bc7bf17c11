import type { Entry, FindingCode } from './entry.ts';

/** Findings about `relations()` blocks and the relations that they become. */
export const relationsFindings = {
  RQB_VERIFY_DATABASE: {
    level: 'error',
    title: 'The migrated database did not compile and was left alone: {reason}',
    why: 'Its relations, clients and queries change together or not at all.',
    remedy: 'Run without `--verify` and fix what the compiler says.',
  },
  RQB_UNKNOWN_RELATION: {
    level: 'error',
    title: 'The table `{table}` has no relation `{relation}`',
    why: 'v2 throws for a relation that is not defined.',
    remedy: 'Define it in `defineRelations`, or remove it from `with`.',
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
    remedy: 'If it is needed, {first}add `r.{kind}.{target}({ from: r.{table}.…, to: r.{target}.… })`.',
  },
  RQB_RELATION_IGNORED: {
    level: 'info',
    title: 'Nothing read this, and it was removed: {reason}',
    why: 'v1 knew the relations of tables in the `schema` of a client, by the `relations()` calls that it held.',
    remedy: 'Nothing to do; if a query needs it after all, add it to `defineRelations`, with its table in the schema.',
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
  RQB_RELATION_RENAMED_IN_QUERY: {
    level: 'error',
    title: 'A query result that holds `{renamed}` where it held `{relation}` goes out of sight here',
    why: 'v2 refuses a relation that is named like a column of its table, so it was renamed; what reads it behind this place was not.',
    remedy: 'Read `{renamed}` instead of `{relation}` there.',
  },
  RQB_RELATION_RENAMED_IN_TYPE: {
    level: 'error',
    title: 'This type has the name of the relation `{relation}`, which is called `{renamed}` for `{table}` now',
    why: 'v2 refuses a relation that is named like a column of its table. Other tables may have a relation of the old name, and texts of this type may be anywhere, so they were not changed.',
    remedy: 'Write `{renamed}` where `{table}` is meant, with a type of its own if another table shares this one.',
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
} satisfies Record<FindingCode, Entry>;
