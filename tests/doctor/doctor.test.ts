import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { run } from '../../src/cli.ts';
import { packages } from '../../src/cli/host.ts';
import { diagnose } from '../../src/doctor/diagnose.ts';
import { migrate } from '../../src/migrate.ts';
import { survey } from '../../src/run.ts';
import { readTree, repository } from '../fixture-runner/fixtures.ts';
import { gitDir, tempDir } from '../temp-dir.ts';

const files = {
  'package.json': `{
  "scripts": { "db": "drizzle-kit introspect:pg && drizzle-kit generate", "undo": "drizzle-kit drop" },
  "dependencies": {
    "drizzle-orm": "0.45.4",
    "better-auth": "^1.3.0",
    "@pothos/plugin-drizzle": "0.20.1",
    "drizzle-graphql": "0.8.5"
  }
}`,
  'deploy.sh': 'npx drizzle-kit@0.20.4  push:mysql --config a.ts\n',
  'pnpm-lock.yaml': 'drizzle-kit drop\n',
  'drizzle/meta/_journal.json': '{ "version": "7", "dialect": "postgresql", "entries": [] }',
  'drizzle.config.ts': `import { defineConfig } from 'drizzle-kit';
export default defineConfig({ dialect: 'postgresql', schema: './src/tables', casing: 'snake_case', strict: true });
`,
  'src/tables/index.ts': `export * from './a';
`,
  'src/tables/a.ts': `import { customType, integer, pgEnum, pgTable, text } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { SIZE } from '../sizes';
const mood = pgEnum('mood', ['good', 'bad']);
const word = customType<{ data: string }>({ dataType: () => 'text' });
const shared = {
  twice: text().array().notNull().array(),
  sized: integer().array(SIZE),
};
const once = text().array();
export const a = pgTable('a', (t) => ({
  ...shared,
  again: once.array(),
  moods: mood().array().array(3).array(),
  words: word().array().array(),
  given: t.text().array().array(),
  right: t.text().array('[][]'),
}));
export const schema = z.object({ lists: z.date().array().array() });
`,
  'src/kinds.ts': `import type { Column } from 'drizzle-orm';
export function kindOf(column: Column, post: { type: string }): string {
  if (column.dataType === 'custom' || column.dataType === 'json') return 'other';
  if (['date', post.type].includes(column.dataType)) return 'date';
  switch (column.dataType) {
    case 'number':
    case 'boolean':
      return column.dataType;
  }
  return post.type === 'string' ? 'post' : 'text';
}
`,
  'src/rows.ts': `import { db, a } from './db';
export async function write(id: string) {
  await db.update(a).set({ id }).returning().get();
  const tested = await db.update(a).set({ id }).returning().get();
  if (!tested) throw new Error();
  const row = await db.update(a).set({ id }).where(id).returning({ id: a.id }).get();
  const made = db.insert(a).values({ id }).returning().get();
  const there = db.insert(a).values({ id }).onConflictDoNothing().returning().get();
  const again = (await db.update(a).set({ id }).returning().get())!;
  return [tested.id, row.id, made.id, there.id, again.id, (await db.update(a).set({ id }).returning().get()).id];
}
`,
  'src/repository.ts': `import type { PgTable } from 'drizzle-orm/pg-core';
import { db, a } from './db';
export async function rows<T extends PgTable>(table: T, one: typeof a) {
  await db.insert(table).values({}).returning();
  const [made] = await db.insert(table).values({}).returning();
  const gone = await db.delete(table).returning();
  const cast = (await db.insert(table).values({}).returning()) as unknown[];
  const [known] = await db.insert(one).values({}).returning();
  const [id] = await db.insert(table).values({}).returning({ id: one.id });
  const later = db.insert(table).values({}).returning().then(([row]) => row);
  return [made, gone.length, cast[0], known, id, later];
}
export class Repository<T extends PgTable> {
  constructor(private readonly table: T) {}
  add = async (): Promise<T['$inferSelect'][]> => db.insert(this.table).values({}).returning();
  all = async () => db.insert(this.table).values({}).returning();
}
export const one = async <T extends typeof a>(table: T) => (await db.delete(table).returning())[0];
`,
  'src/posts.ts': "export const isText = (post: { dataType: string }) => post.dataType === 'string';\n",
  'src/sizes.ts': 'export const SIZE = 3;\nexport type Mode = boolean;\n',
  'src/orm.ts': "export { getTableColumns } from 'drizzle-orm';\n",
  'src/factory.ts': `import { integer, type PgColumnBuilderBase as Base } from 'drizzle-orm/pg-core';
import type * as pg from 'drizzle-orm/pg-core';
import type { Mode } from './sizes';
export type { QueryWithTypings } from 'drizzle-orm';
import type { Result } from 'drizzle-orm/sqlite-core/session';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core/columns/common';
import { PrismaPgDatabase } from 'drizzle-orm/prisma/pg';
export type Columns = Record<string, Base | pg.PgIntegerBuilderInitial<''>>;
export const id = (mode: Mode) => (mode ? integer() : undefined);
`,
  'src/validators.ts': `import * as orm from 'drizzle-orm';
import { createInsertSchema } from "drizzle-zod";
import { getTableColumns } from './orm';
import { a } from './tables/a';
export type Valibot = typeof import('drizzle-valibot');
export const load = () => import('drizzle-arktype');
export const columns = [getTableColumns(a), orm.getTableColumns(a)];
export const insert = createInsertSchema(a);
`,
  'src/form.svelte': `<h1>drizzle-zod</h1>
<script lang="ts">
  import { createSelectSchema } from 'drizzle-zod';
  export const select = createSelectSchema;
</script>
`,
  'src/proxy.ts': `import { drizzle } from 'drizzle-orm/sqlite-proxy';
export const db = drizzle(async () => ({ rows: [] }));
`,
  'src/auth.ts': `import { DrizzleAdapter } from '@auth/drizzle-adapter';
export const make = DrizzleAdapter;
`,
};

async function doctor(cwd: string, ...argv: string[]): Promise<{ code: number; said: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const host = { cwd, env: {}, stdin: new PassThrough(), stdout, stderr, packages, loadMigrate: async () => migrate };
  const code = await run(['doctor', ...argv], host);
  stdout.end();
  return { code, said: await text(stdout) };
}

const needsOf = (dir: string, target?: string) =>
  diagnose(survey({ cwd: dir, target })).found.map(
    ({ need, file, line, column }) => `${need} ${file.slice(dir.length + 1)}:${line}:${column}`,
  );

test('finds each need in its place, and none where another library has the same names', () => {
  expect(needsOf(tempDir(files))).toEqual([
    'migrations-folder drizzle:1:1',
    'casing drizzle.config.ts:2:78',
    'kit-schema drizzle.config.ts:2:62',
    'kit-strict drizzle.config.ts:2:100',
    'kit-command deploy.sh:1:5',
    'kit-command package.json:2:23',
    'kit-drop package.json:2:84',
    'sqlite-proxy src/proxy.ts:2:19',
    'chained-array src/tables/a.ts:7:35',
    'chained-array src/tables/a.ts:13:15',
    'chained-array src/tables/a.ts:14:34',
    'chained-array src/tables/a.ts:15:25',
    'chained-array src/tables/a.ts:16:27',
    'sized-array src/tables/a.ts:8:20',
    'sized-array src/tables/a.ts:14:25',
    'column-data-type src/kinds.ts:3:59',
    'column-data-type src/kinds.ts:4:8',
    'column-data-type src/kinds.ts:6:10',
    'returned-row src/rows.ts:6:80',
    'returned-row src/rows.ts:8:79',
    'returned-row src/rows.ts:10:103',
    'generic-rows src/repository.ts:5:52',
    'generic-rows src/repository.ts:6:39',
    'generic-rows src/repository.ts:10:45',
    'generic-rows src/repository.ts:15:84',
    'gone-export src/factory.ts:1:19',
    'gone-export src/factory.ts:4:15',
    'gone-export src/factory.ts:5:15',
    'gone-export src/factory.ts:7:10',
    'gone-export src/factory.ts:8:45',
    'get-table-columns src/validators.ts:3:10',
    'get-table-columns src/validators.ts:7:49',
    'validator-import src/form.svelte:3:38',
    'validator-import src/validators.ts:2:36',
    'validator-import src/validators.ts:5:37',
    'validator-import src/validators.ts:6:34',
    'adapter src/auth.ts:1:1',
    'companion package.json:5:21',
    'companion package.json:7:25',
  ]);
});

test('knows what each release needs', () => {
  const early = needsOf(tempDir(files), '1.0.0-beta.1').map((it) => it.replace(/ .*/, ''));
  expect([...new Set(early)]).toEqual(['kit-command', 'column-data-type', 'generic-rows', 'gone-export', 'companion']);
  expect(needsOf(tempDir(files), '1.0.0-rc.4').join()).not.toContain('sqlite-proxy');
});

test('says of a framework that makes the client what the migration says', async () => {
  const tree = readTree(join(repository, 'fixtures/client-made-by-nuxthub/before'));
  const named = '{ "name": "app", "dependencies": { "drizzle-orm": "^0.45.4", "@nuxthub/core": "^0.10.8" } }';
  const cwd = tempDir({ ...tree, 'package.json': named });
  const found = (await migrate({ cwd })).findings.find(({ code }) => code === 'RQB_CLIENT_OF_FRAMEWORK')!;
  const { said } = await doctor(cwd);
  expect(found.message).toBe('NuxtHub gives no relations to the client that it makes (as of 0.10.8)');
  expect(said).toContain(found.message.replace('NuxtHub ', ''));
  expect(said).toContain(found.remedy.replace(/ The relations are .*/, ''));
});

test('its own --cwd and --target count', async () => {
  const { said } = await doctor(tempDir(), '--cwd', tempDir(files), '--target', '1.0.0-beta.1');
  expect(said).toContain('drizzle-kit introspect:pg');
  expect(said).not.toContain('drizzle-orm/valibot');
});

test('prints each with its own remedy and fails', async () => {
  const { code, said } = await doctor(tempDir(files));
  expect(code).toBe(1);
  expect(said).toContain('src/tables/a.ts:14:34  `.array()` is called 3 times on one column');
  expect(said).toContain("Do:  Write the dimensions out: `.array('[][][]')`.");
  expect(said).toContain("Do:  Write the dimensions out: `.array('[][]')`.");
  expect(said).toContain('`drizzle-kit introspect:pg` does nothing any more');
  expect(said).toContain('Do:  Set `dialect` in drizzle.config and call `drizzle-kit pull`.');
  expect(said).toContain('Do:  Import from `drizzle-orm/valibot`');
});

test('--fix validators rewrites the imports in a clean tree only', async () => {
  const dir = gitDir(files);
  expect((await doctor(dir, '--fix', 'validators')).said).not.toContain('drizzle-orm/zod');
  const after = (name: keyof typeof files) => readFileSync(join(dir, name), 'utf8');
  expect(after('src/validators.ts')).toBe(
    files['src/validators.ts']
      .replace('"drizzle-zod"', '"drizzle-orm/zod"')
      .replace("'drizzle-valibot'", "'drizzle-orm/valibot'")
      .replace("'drizzle-arktype'", "'drizzle-orm/arktype'"),
  );
  expect(after('src/form.svelte')).toBe(files['src/form.svelte'].replace("'drizzle-zod'", "'drizzle-orm/zod'"));
  expect((await doctor(tempDir(files), '--fix', 'validators')).code).toBe(2);
});

test('counts what the migration would do, and is content with what it has done', async () => {
  const fixture = (side: string) => tempDir(readTree(join(repository, 'fixtures/where-value-eq', side)));
  const before = await doctor(fixture('before'));
  expect(before).toMatchObject({ code: 1, said: expect.stringMatching(/: \d+ places to rewrite\./) });
  expect(await doctor(fixture('after'))).toEqual({
    code: 0,
    said: 'Nothing was found that stands between this project and drizzle-orm 1.0.\n',
  });
});
