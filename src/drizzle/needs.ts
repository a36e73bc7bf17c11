/** What drizzle-orm 1.0 needs of a project besides Relational Queries v2, as data. */
export interface Need {
  /** The release it was seen with; releases before may need it too. */
  seenWith: string;
  title: string;
  why: string;
  remedy: string;
}

/** Measured with drizzle-orm 0.45.4, 1.0.0-rc.5 and the drizzle-kit of each. `{name}` and the like are filled in. */
export const needs = {
  'migrations-folder': {
    seenWith: '1.0.0-rc.5',
    title: 'Migrations in the folder format of 0.x',
    why: 'drizzle-kit 1.0 refuses to generate into it.',
    remedy: 'Run `drizzle-kit up` once; it turns every migration into a folder and removes the journal.',
  },
  'validator-import': {
    seenWith: '1.0.0-rc.5',
    title: '`{name}` is part of drizzle-orm now',
    why: 'The package of its own is made for 0.x.',
    remedy:
      'Import from `{successor}`, then remove `{name}` from package.json; `--fix validators` rewrites the imports.',
  },
  'chained-array': {
    seenWith: '1.0.0-rc.5',
    title: '`.array()` is called twice on one column',
    why: 'In 1.0 the second call replaces the first: the column has one dimension, without an error at run time.',
    remedy: "Write the dimensions out: `.array('[][]')`.",
  },
  'sized-array': {
    seenWith: '1.0.0-rc.5',
    title: '`.array({size})` with a size',
    why: 'In 1.0 the argument is the dimensions as text; a number gives a column without any.',
    remedy: 'Leave the size out; PostgreSQL never enforced it.',
  },
  'get-table-columns': {
    seenWith: '1.0.0-rc.5',
    title: '`getTableColumns` is deprecated',
    why: 'It still works in 1.0.0-rc.5; `getColumns` takes views and subqueries too.',
    remedy: 'Use `getColumns`.',
  },
  'kit-command': {
    seenWith: '1.0.0-rc.5',
    title: '`drizzle-kit {command}` does nothing any more',
    why: 'drizzle-kit takes the dialect from its configuration; the old command only says so.',
    remedy: 'Set `dialect` in drizzle.config and call `drizzle-kit {successor}`.',
  },
} as const satisfies Record<string, Need>;

export type NeedId = keyof typeof needs;

/** Packages that became part of drizzle-orm, with the module to import instead. */
export const validatorModules: Readonly<Record<string, string>> = {
  'drizzle-zod': 'drizzle-orm/zod',
  'drizzle-valibot': 'drizzle-orm/valibot',
  'drizzle-typebox': 'drizzle-orm/typebox-legacy',
  'drizzle-arktype': 'drizzle-orm/arktype',
};
