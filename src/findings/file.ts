import { leftWhere, type Entry, type FindingCode } from './entry.ts';

/** Findings about files that could not be read or rewritten, and suppressions. */
export const fileFindings = {
  RQB_PARSE_ERROR: {
    level: 'error',
    title: 'File has syntax errors and was left alone: {says}',
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
  RQB_INTERNAL: {
    level: 'error',
    title: 'The changes to this file did not fit together, so it was left alone',
    why: 'This is a fault of drizzle-rqb-migrate; what other files expect of this one may be missing.',
    remedy: 'Migrate this file by hand, and please report it with the file.',
  },
  RQB_IN_TEMPLATE: {
    level: 'error',
    title: 'A relational query with a filter, an order or extras stands outside of the script of this component',
    why: `Templates and scripts in other languages are not rewritten; ${leftWhere}.`,
    remedy: 'Move the query into the script of the component (or into a module) and run again.',
  },
  RQB_UNREADABLE: {
    level: 'error',
    title: 'The file could not be read: it {reason}',
    why: 'What it holds is not known, so it was left alone.',
    remedy: 'Make it readable UTF-8 text and run again, or exclude it from the repository.',
  },
  RQB_FOREIGN_IMPORT: {
    level: 'error',
    title: '`{specifier}` is not followed: relations and clients that are made with it stay as they are',
    why: 'Modules of Drizzle are told by the name `drizzle-orm`, with neither an address nor a version before or behind it.',
    remedy:
      'Give the name `drizzle-orm` to it in the import map (`imports` of deno.json), import from `drizzle-orm` and its paths, and run again.',
  },
  RQB_UNIT_LEFT: {
    level: 'error',
    title: 'This {part} stays in v1 form, because its database could not be migrated',
    why: 'A database, its relations and its queries change together or not at all.',
    remedy: 'Solve what the other errors say about its schema and run again.',
  },
  RQB_OUTSIDE_PATHS: {
    level: 'error',
    title: 'This file is outside of the paths of this run and stays in v1 form',
    why: 'Other files of its database change: a v1 `where` that is a callback then returns every row, and one that is SQL throws.',
    remedy: 'Run without paths and `--since`, or name this file as well.',
  },
  RQB_RUN_IN_PART: {
    level: 'review',
    title: 'Code outside of this folder was not looked at, and {what}',
    why: 'A v1 `where` that is a callback returns every row under v2, and one that is SQL throws.',
    remedy: 'Run in `{folder}` instead.',
  },
  RQB_GENERATED_FILE: {
    level: 'review',
    title: 'This file says that a tool has written it; it was rewritten',
    why: 'The next run of that tool may write it for v1 again.',
    remedy:
      'Let the tool write it for drizzle-orm 1.0 (an update, an option, its template), or run this migration after it.',
  },
  RQB_JOURNAL: {
    level: 'review',
    title: '`drizzle-kit up` removes the journal of the migrations, which is named here',
    why: 'In 1.0 every migration is a folder, with `migration.sql` and `snapshot.json`, and its name begins with the time.',
    remedy:
      'List the folders instead. Give a migrator `{ migrations }` alone; what drizzle-kit writes for Expo and Durable Objects is written anew by `drizzle-kit generate`.',
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
  RQB_V1_IMPORT: {
    level: 'error',
    title: 'An import that v1 needs',
    why: 'The migrated file needs others.',
    remedy: 'Run `npx drizzle-rqb-migrate`.',
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
