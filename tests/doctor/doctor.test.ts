import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { run } from '../../src/cli.ts';
import { diagnose } from '../../src/doctor/diagnose.ts';
import { migrate } from '../../src/run.ts';
import { readTree, repository } from '../fixture-runner/fixtures.ts';
import { gitDir, tempDir } from '../temp-dir.ts';

const files = {
  'package.json': `{
  "scripts": { "db": "drizzle-kit introspect:pg && drizzle-kit generate" },
  "dependencies": { "drizzle-orm": "1.0.0-rc.5" }
}`,
  'drizzle/meta/_journal.json': '{ "version": "7", "dialect": "postgresql", "entries": [] }',
  'src/schema.ts': `import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { getTableColumns } from 'drizzle-orm';
import { createInsertSchema } from "drizzle-zod";
import { z } from 'zod';
export const a = pgTable('a', { one: integer().array(), two: text().array().notNull().array(), sized: integer().array(3) });
export const schema = z.object({ lists: z.string().array().array() });
export const columns = getTableColumns(a);
export const insert = createInsertSchema(a);
`,
};

async function doctor(cwd: string, ...argv: string[]): Promise<{ code: number; said: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const host = { cwd, env: {}, stdin: new PassThrough(), stdout, stderr, loadMigrate: async () => migrate };
  const code = await run(['doctor', ...argv], host);
  stdout.end();
  return { code, said: await text(stdout) };
}

test('finds each need in its place, and none where another library has the same names', () => {
  const dir = tempDir(files);
  const { found } = diagnose(dir);
  expect(found.map(({ need, file, line }) => `${need} ${file.slice(dir.length + 1)}:${line}`)).toEqual([
    'migrations-folder drizzle:1',
    'kit-command package.json:2',
    'get-table-columns src/schema.ts:2',
    'chained-array src/schema.ts:5',
    'sized-array src/schema.ts:5',
    'validator-import src/schema.ts:3',
  ]);
  expect(found[1]).toMatchObject({
    message: '`drizzle-kit introspect:pg` does nothing any more',
    remedy: 'Set `dialect` in drizzle.config and call `drizzle-kit pull`.',
  });
});

test('prints them with the remedy and fails', async () => {
  const { code, said } = await doctor(tempDir(files));
  expect(code).toBe(1);
  expect(said).toContain('src/schema.ts:5:87  `.array()` is called twice on one column');
  expect(said).toContain("Do:  Write the dimensions out: `.array('[][]')`.");
});

test('--fix validators rewrites the imports in a clean tree only', async () => {
  const dir = gitDir(files);
  expect((await doctor(dir, '--fix', 'validators')).said).not.toContain('drizzle-zod');
  const after = readFileSync(join(dir, 'src/schema.ts'), 'utf8');
  expect(after).toBe(files['src/schema.ts'].replace('"drizzle-zod"', '"drizzle-orm/zod"'));
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
