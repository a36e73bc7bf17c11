import { expect, test } from 'vitest';
import { migrate } from '../../src/migrate.ts';
import { tempDir } from '../temp-dir.ts';

const project = {
  'package.json': '{ "dependencies": { "drizzle-orm": "^0.45.4" } }',
  'schema.ts': `import { pgTable, serial } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: serial('id').primaryKey() });
`,
  'db.ts': `import { drizzle } from 'drizzle-orm/node-postgres';
import * as schema from './schema';
export const db = drizzle(process.env.DATABASE_URL!, { schema });
`,
};

/** The remedies of the queries that are left because their configuration is out of sight. */
async function remediesFor(files: Record<string, string>): Promise<string[]> {
  const { findings } = await migrate({ cwd: tempDir({ ...project, ...files }) });
  return findings.filter(({ code }) => code === 'RQB_CONFIG_OPAQUE').map(({ remedy }) => remedy);
}

test('the calls that pass a configuration are named', async () => {
  const [remedy] = await remediesFor({
    'lists.ts': `import { db } from './db';
type Config = Parameters<typeof db.query.users.findMany>[0];
export const list = (page: number, { config }: { config: Config }) => db.query.users.findMany(config);
declare const saved: { config: Config };
list(1, saved);
`,
    'app/first.ts': `import { list } from '../lists';
export const run = (given: any) =>
  list(2, given);
`,
  });
  expect(remedy).toContain('convert the place that builds it (line 5, app/first.ts:3): `where`');
});

test('no more than four places are named', async () => {
  const [remedy] = await remediesFor({
    'lists.ts': `import { db } from './db';
export const list = (config: any) => db.query.users.findMany(config);
declare const saved: any;
${'list(saved);\n'.repeat(6)}`,
  });
  expect(remedy).toContain('(line 4, line 5, line 6, line 7, and 2 more)');
});

test('the function that builds a configuration is named', async () => {
  const [remedy] = await remediesFor({
    'build.ts': `declare const parts: any[];

export function build() {
  return parts.reduce((all, part) => ({ ...all, ...part }), {});
}
`,
    'lists.ts': `import { db } from './db';
import { build } from './build';
const config = build();
export const list = () => db.query.users.findMany(config);
`,
  });
  expect(remedy).toContain('(build.ts:3)');
});

test('nothing is named for what comes from outside of the project', async () => {
  const [remedy] = await remediesFor({
    'lists.ts': `import { db } from './db';
import { config } from 'elsewhere';
export const list = () => db.query.users.findMany(config);
`,
  });
  expect(remedy).toContain('convert the place that builds it: `where`');
});
