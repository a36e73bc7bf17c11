#!/usr/bin/env node
// Makes the skeleton of a fixture: `npm run fixture -- where-my-construct`.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const name = process.argv[2];
if (!name || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
  console.error('Name the construct, such as `npm run fixture -- where-my-construct`.');
  process.exit(2);
}
const fixtures = process.env.FIXTURES_HOME ?? fileURLToPath(new URL('../fixtures', import.meta.url));
const dir = join(fixtures, name);
if (existsSync(dir)) {
  console.error(`${dir} exists already.`);
  process.exit(2);
}

const files = {
  'before/package.json': `${JSON.stringify({ name, dependencies: { 'drizzle-orm': '^0.45.4' } }, null, 2)}\n`,
  'before/src/schema.ts': `import { integer, pgTable, text } from 'drizzle-orm/pg-core';

export const users = pgTable('users', { id: integer().primaryKey(), name: text() });
`,
  'before/src/db.ts': `import { drizzle } from 'drizzle-orm/node-postgres';
import * as schema from './schema';

export const db = drizzle(process.env.DATABASE_URL!, { schema });
`,
  'before/src/queries.ts': `import { eq } from 'drizzle-orm';
import { db } from './db';
import { users } from './schema';

// The smallest code that shows the construct.
export const byId = (id: number) => db.query.users.findFirst({ where: eq(users.id, id) });
`,
  'report.json': `${JSON.stringify({ findings: [] }, null, 2)}\n`,
};
for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), text);
}
console.log(`Change ${dir}/before to show the construct, then write and read what comes out:

  UPDATE_FIXTURES=1 FIXTURES='^${name}$' npx vitest run tests/fixtures.test.ts`);
