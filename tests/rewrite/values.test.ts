import { expect, test } from 'vitest';
import { run } from '../hostile/project.ts';

/** A project without relational queries, so that only its packages tell which version it is written for. */
const project = (version: string) => ({
  'package.json': JSON.stringify({ name: 'app', dependencies: { 'drizzle-orm': version } }),
  'src/schema.ts': `import { blob, sqliteTable } from 'drizzle-orm/sqlite-core';

export const files = sqliteTable('files', { data: blob('data') });
`,
  'src/db.ts': `import { drizzle } from 'drizzle-orm/better-sqlite3';

export const db = drizzle({ connection: 'app.db' });
`,
});

test.each([
  ['^0.45.4', "blob('data', { mode: 'buffer' })"],
  ['1.0.0-rc.5', "blob('data') }"],
])('columns of a project on %s are read as code of that version', async (version, expected) => {
  const outcome = await run(project(version));
  expect(outcome.text('src/schema.ts')).toContain(expected);
});
