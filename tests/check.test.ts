// `--check` in CI, with the real core: what it says and how it exits.
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { run } from '../src/cli.ts';
import { packages } from '../src/cli/host.ts';
import { migrate } from '../src/migrate.ts';
import { readTree, repository } from './fixture-runner/fixtures.ts';
import { git, gitDir, tempDir, writeFiles } from './temp-dir.ts';

async function check(files: Record<string, string>, ...argv: string[]) {
  return checkIn(tempDir(files), ...argv);
}

async function checkIn(cwd: string, ...argv: string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const code = await run(['--check', ...argv], {
    cwd,
    env: {},
    stdin: new PassThrough(),
    stdout,
    stderr,
    packages,
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

test('the library reads the working directory unless it is told another', async () => {
  const cwd = tempDir({ 'package.json': manifest, 'schema.ts': schema });
  const working = vi.spyOn(process, 'cwd').mockReturnValue(cwd);
  const [own, told] = [await migrate(), await migrate({ cwd })];
  working.mockRestore();
  expect(own.findings).toEqual(told.findings);
  expect(own.root).toBe(told.root);
});

describe('exit codes', () => {
  test('1 where something is to be migrated, 0 when it is', async () => {
    expect((await check(fixture('where-value-eq', 'before'))).code).toBe(1);
    expect(await check(fixture('where-value-eq', 'after'))).toEqual({
      code: 0,
      said: 'drizzle-orm 1.0.0-rc.5 in where-value-eq, on Relational Queries v2 already\npg (node-postgres): 1 table in src/schema.ts\n3 query sites\n\nNothing to migrate.\n',
    });
  });

  test('counts a query once after `--mode bridge`, although it changes on two lines', async () => {
    const files = {
      'package.json': manifest.replace('^0.45.4', '1.0.0-beta.1'),
      'schema.ts': schema.replace("'drizzle-orm'", "'drizzle-orm/_relations'"),
      'db.ts': `import { drizzle } from 'drizzle-orm/node-postgres';
import * as schema from './schema';
export const db = drizzle(process.env.DATABASE_URL!, { schema });\n`,
      'query.ts': `import { eq } from 'drizzle-orm';
import { db } from './db';
import { users } from './schema';
export const user = () =>
  db._query.users.findFirst({
    where: eq(users.id, 1),
  });
export const all = () => db._query.users.findMany();\n`,
    };
    const { said } = await check(files, '--target', '1.0.0-rc.5');
    expect(said).toContain('A relational query in the form of v1 (2)');
  });

  test('1 for a project on v2 whose framework makes clients without relations', async () => {
    const { code, said } = await check(fixture('client-made-by-nuxthub', 'after'));
    expect(code).toBe(1);
    expect(said).toContain('error RQB_CLIENT_OF_FRAMEWORK');
    expect(said).toContain('0 files to change');
  });

  test('the place is the property that goes, not the comma in front of it', async () => {
    const files = fixture('casing-namespace-import', 'before');
    const [name, text] = Object.entries(files).find(([, it]) => /^\s+casing:/m.test(it))!;
    const line = text.split('\n').findIndex((it) => /^\s+casing:/.test(it)) + 1;
    expect((await check(files)).said).toContain(`  ${name}:${line}:`);
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

describe('what is known', () => {
  const queryAt = (line: string) => `${'\n'.repeat(3)}${line}`;

  test('a baseline lets old code pass and fails for new code, also when lines have moved', async () => {
    const dir = tempDir(fixture('where-value-eq', 'before'));
    expect((await checkIn(dir)).code).toBe(1);
    const update = await checkIn(dir, '--baseline', 'known.json', '--update-baseline');
    expect(update.code).toBe(0);
    expect((await checkIn(dir, '--baseline', 'known.json')).code).toBe(0);

    const [name, text] = Object.entries(readTree(dir)).find(([, it]) => it.includes('.query.'))!;
    writeFiles(dir, { [name]: queryAt(text) });
    const moved = await checkIn(dir, '--baseline', 'known.json');
    expect(moved).toMatchObject({ code: 0, said: expect.stringMatching(/\d+ known from the baseline/) });

    writeFiles(dir, {
      [name]: `${text}\nexport const more = db.query.users.findMany({ where: eq(users.id, 1234) });\n`,
    });
    const grown = await checkIn(dir, '--baseline', 'known.json');
    expect(grown.code).toBe(1);
    expect(grown.said.match(/RQB_V1_\w+/g)).toEqual(['RQB_V1_QUERY']);
  });

  test('something else than a baseline is told', async () => {
    const files = { 'package.json': manifest, 'a.ts': query, 'known.json': '{ "version": 7 }' };
    const { code, said } = await check(files, '--baseline', 'known.json');
    expect({ code, said }).toEqual({
      code: 2,
      said: expect.stringMatching(/known\.json is no baseline .*version is 7/),
    });
  });

  test('--since looks at what this branch changed only', async () => {
    const dir = gitDir(fixture('where-value-eq', 'before'));
    const base = git(dir, 'rev-parse', 'HEAD').trim();
    expect((await checkIn(dir, '--since', base)).code).toBe(0);
    writeFiles(dir, { 'src/new.ts': query.replace("'framework'", "'./db'") });
    expect(await checkIn(dir, '--since', base)).toMatchObject({
      code: 1,
      said: expect.stringContaining('src/new.ts:4'),
    });
    git(dir, 'add', '-A');
    git(dir, 'commit', '-q', '-m', 'more');
    const { code, said } = await checkIn(dir, '--since', base);
    expect(code).toBe(1);
    expect(said).not.toContain('schema.ts:');
    expect((await checkIn(dir, '--since', 'HEAD')).code).toBe(0);
  });
});

describe('suppressions', () => {
  const files = fixture('v2-hazards', 'before');
  const [name, text] = Object.entries(files).find(([, it]) => it.includes('createdAt'))!;
  const codes = async (source: string) => {
    const { said } = await check({ ...files, [name]: source });
    return said;
  };
  const bare = async () => (await codes(text)).match(/^error (RQB_\w+)/gm)!;

  test('with a reason are heeded and counted', async () => {
    const all = [...new Set((await bare()).map((line) => line.replace('error ', '')))].join(', ');
    const said = await codes(`// drizzle-rqb-migrate-ignore-file ${all}: looked at one by one\n${text}`);
    expect(said).not.toMatch(/^error/m);
    expect(said).toMatch(/\d+ suppressed\./);
  });

  test('without a reason, or without effect, are findings', async () => {
    expect(await codes(`// drizzle-rqb-migrate-ignore-file RQB_V2_BETWEEN\n${text}`)).toContain(
      'RQB_SUPPRESSION_INVALID',
    );
    expect(await codes(`/* drizzle-rqb-migrate-ignore-next-line RQB_NO_DATABASE: no */\n${text}`)).toMatch(
      /^info RQB_SUPPRESSION_UNUSED/m,
    );
  });

  test('of one line are about that line', async () => {
    const { said } = await check({
      'package.json': manifest,
      'schema.ts': schema,
      'query.ts': `${query.replace('export', '// drizzle-rqb-migrate-ignore-next-line RQB_V1_QUERY: next week\nexport')}${query.split('\n')[3]!.replace('user ', 'other ')}\n`,
    });
    const [errors] = said.split(/^review/m);
    expect(errors!.match(/query\.ts:\d+/g)).toEqual(['query.ts:1', 'query.ts:3', 'query.ts:6']);
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
    expect(said).toContain("src/broken.ts:2:1  File has syntax errors and was left alone: '}' expected\n");
  });
});
