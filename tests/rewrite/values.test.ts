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

test('functions for JSON of other databases are left alone, casts and columns of PostgreSQL are not', async () => {
  const outcome = await run({
    'package.json': JSON.stringify({ name: 'app', dependencies: { 'drizzle-orm': '^0.45.4' } }),
    'src/db.ts': `import { drizzle } from 'drizzle-orm/postgres-js';
import { drizzle as sqlite } from 'drizzle-orm/better-sqlite3';
import { jsonb, pgTable } from 'drizzle-orm/pg-core';
import { sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const events = pgTable('events', { data: jsonb(), payload: jsonb() });
export const logs = sqliteTable('logs', { data: text() });
export const db = drizzle(process.env.DATABASE_URL!, { schema: { events } });
export const local = sqlite({ connection: 'app.db', schema: { logs } });
`,
    'src/queries.ts': `import { sql } from 'drizzle-orm';
import { db, events, local, logs } from './db';

export const each = (text: string) => local.all(sql\`select value from json_each(\${text})\`);
export const set = (text: string) => local.run(sql\`update \${logs} set data = \${text}\`);
export const cast = (text: string) => db.execute(sql\`select \${text}::jsonb\`);
export const has = (text: string) => db.select().from(events).where(sql\`\${events.data} @> \${text}\`);
export const store = (text: string) => db.execute(sql\`update events set payload = \${text}\`);
`,
  });
  const text = outcome.text('src/queries.ts');
  expect(text).toContain('json_each(${text})`');
  expect(text).toContain('set data = ${text}`');
  expect(text).toContain('${text}::text::jsonb`');
  expect(text).toContain('@> ${text}::text::jsonb`');
  expect(text).toContain('set payload = ${text}::text::jsonb`');
});

test('custom types for bytes of which a driver besides libsql gives others are told, not rewritten', async () => {
  const outcome = await run({
    'package.json': JSON.stringify({ name: 'app', dependencies: { 'drizzle-orm': '^0.45.4' } }),
    'src/db.ts': `import { drizzle } from 'drizzle-orm/libsql';
import { drizzle as d1 } from 'drizzle-orm/d1';
import { bytes } from './schema';

export const db = drizzle(process.env.DATABASE_URL!, { schema: { bytes } });
export const worker = (binding: D1Database) => d1(binding, { schema: { bytes } });
`,
    'src/schema.ts': `import { customType, sqliteTable } from 'drizzle-orm/sqlite-core';

const hash = customType<{ data: string; driverData: Buffer }>({
  dataType: () => 'blob',
  fromDriver: (value) => value.toString('hex'),
});
export const bytes = sqliteTable('bytes', { hash: hash('hash') });
`,
  });
  expect(outcome.text('src/schema.ts')).toContain('=> value.toString');
  expect(outcome.findings).toContain('RQB_BYTES_AS_ARRAY_BUFFER src/schema.ts');
});

test.each([
  ['new Date()', 'node-postgres', true],
  ['{ at: new Date() }', 'node-postgres', false],
  ['[true]', 'node-postgres', false],
  ['[true]', 'postgres-js', true],
  ['5', 'postgres-js', false],
  ['5', 'bun-sql', true],
])('%s for a JSON column with %s: refused by the database is %s', async (value, driver, isRefused) => {
  const outcome = await run({
    'package.json': JSON.stringify({ name: 'app', dependencies: { 'drizzle-orm': '^0.45.4' } }),
    'src/db.ts': `import { drizzle } from 'drizzle-orm/${driver}';
import { jsonb, pgTable } from 'drizzle-orm/pg-core';

export const events = pgTable('events', { data: jsonb() });
export const db = drizzle(process.env.DATABASE_URL!, { schema: { events } });
export const add = () => db.insert(events).values({ data: ${value} });
`,
  });
  expect(outcome.findings.includes('RQB_JSON_REFUSED src/db.ts')).toBe(isRefused);
});
