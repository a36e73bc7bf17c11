import type { Entry, FindingCode } from './entry.ts';

/** Findings about the `casing` option. */
export const casingFindings = {
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
  RQB_V1_CASING: {
    level: 'error',
    title: 'Column names that depend on `casing`',
    why: 'v2 ignores `casing` in `drizzle()`, so the columns get other names.',
    remedy: 'Run `npx drizzle-rqb-migrate`, which moves it to the tables.',
  },
} satisfies Record<FindingCode, Entry>;
