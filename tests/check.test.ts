// `--check` in CI, with the real core: what it says and how it exits.
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from '../src/cli.ts';
import { migrate } from '../src/run.ts';
import { readTree, repository } from './fixture-runner/fixtures.ts';
import { tempDir } from './temp-dir.ts';

async function check(files: Record<string, string>, ...argv: string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const cwd = tempDir(files);
  const code = await run(['--check', ...argv], {
    cwd,
    env: {},
    stdin: new PassThrough(),
    stdout,
    stderr,
    loadMigrate: async () => migrate,
  });
  stderr.end();
  return { code, said: (await text(stderr)).replaceAll(cwd, '.') };
}

const fixture = (name: string, side: 'before' | 'after') => readTree(join(repository, 'fixtures', name, side));

const schema = `import { relations } from 'drizzle-orm';
import { integer, pgTable } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: integer('id') });
export const posts = pgTable('posts', { id: integer('id'), authorId: integer('author_id') });
export const postsRelations = relations(posts, ({ one }) => ({
  author: one(users, { fields: [posts.authorId], references: [users.id] }),
}));\n`;
const query = `import { eq } from 'drizzle-orm';
import { db } from 'framework';
import { users } from './schema';
export const user = db.query.users.findFirst({ where: eq(users.id, 1) });\n`;
const manifest = '{ "name": "app", "dependencies": { "drizzle-orm": "^0.45.4" } }';

describe('exit codes', () => {
  test('1 where something is to be migrated, 0 when it is', async () => {
    expect((await check(fixture('where-value-eq', 'before'))).code).toBe(1);
    expect(await check(fixture('where-value-eq', 'after'))).toEqual({
      code: 0,
      said: 'drizzle-orm 1.0.0-rc.5 in where-value-eq, on Relational Queries v2 already\n3 query sites\n\nNothing to migrate.\n',
    });
  });

  test('1 for a hazard in a project on v2', async () => {
    const { code, said } = await check(fixture('v2-hazards', 'before'));
    expect(code).toBe(1);
    expect(said).toContain('RQB_V2_DATE_SHORTHAND');
    expect(said).toContain('0 files to change');
  });

  test('1 for a project in the middle of its migration', async () => {
    expect((await check(fixture('half-migrated-queries', 'before'))).code).toBe(1);
    expect((await check(fixture('half-migrated-queries', 'after'))).code).toBe(0);
  });

  test('a project on an older prerelease is left on it', async () => {
    const files = { ...fixture('where-value-eq', 'after'), 'package.json': manifest.replace('^0.45.4', '1.0.0-rc.4') };
    const { code, said } = await check(files);
    expect(said).toContain('drizzle-orm 1.0.0-rc.4 in app, on Relational Queries v2 already');
    expect(code).toBe(0);
    expect((await check(files, '--target', '1.0.0-rc.5')).said).toContain('1 file to change');
  });
});

describe('bad input gets one message', () => {
  test('no drizzle-orm', async () => {
    expect(await check({ 'package.json': '{}', 'a.ts': 'export {};\n' })).toEqual({
      code: 0,
      said: 'No package that declares drizzle-orm was found: nothing to migrate.\n',
    });
  });

  test('a schema file that is not there, or has no tables', async () => {
    const files = { 'package.json': manifest, 'a.ts': 'export {};\n' };
    expect(await check(files, '--schema', 'b.ts')).toEqual({ code: 2, said: 'b.ts does not exist in ..\n' });
    const { code, said } = await check(files, '--schema', 'a.ts');
    expect([code, said]).toEqual([2, 'No tables were found in the schema module ./a.ts.\n']);
  });

  test('two modules that could be the schema', async () => {
    const files = {
      'package.json': manifest,
      'a/schema.ts': schema,
      'a/query.ts': query,
      'b/schema.ts': schema,
      'b/query.ts': query,
    };
    const { code, said } = await check(files);
    expect(code).toBe(2);
    expect(said).toBe(
      'No drizzle() call in sight says which of these modules is the schema: ./a/schema.ts, ./b/schema.ts.\n' +
        'Nothing was written. Name one with --schema <file>, or run in the folder of one package.\n',
    );
  });

  test('a file that does not parse', async () => {
    const files = { ...fixture('where-value-eq', 'before'), 'src/broken.ts': "import 'drizzle-orm'; const x = {\n" };
    const { code, said } = await check(files);
    expect(code).toBe(1);
    expect(said).toContain('src/broken.ts:2:1  File has syntax errors and was left alone');
  });
});
