// drizzle-kit is asked what the columns are called: 0.31 with `casing` before, 1.0 without it after.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { columnName, type Casing } from '../../src/drizzle/casing.ts';
import { listFixtures, readTree } from '../fixture-runner/fixtures.ts';
import { installPackages } from '../fixture-runner/stage.ts';

const run = promisify(execFile);
const fixtures = listFixtures().filter(
  ({ dir, report }) =>
    /casing-/.test(dir) &&
    'drizzle.config.ts' in readTree(join(dir, 'before')) &&
    report.findings.every(({ level }) => level !== 'error'),
);

let root: string;

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'drizzle-rqb-migrate-')));
  installPackages(join(root, 'before'), 'drizzle-orm-v0');
  installPackages(join(root, 'after'), 'drizzle-orm');
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Runs drizzle-kit in one side of a fixture; the folder it ran in and what it printed. */
async function kit(fixture: { name: string; dir: string }, side: 'before' | 'after', ...args: string[]) {
  const folder = join(root, side, fixture.name);
  for (const [path, text] of Object.entries(readTree(join(fixture.dir, side)))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  // The links lead out of the folder; drizzle-kit must find the drizzle-orm beside it.
  const flags = ['--preserve-symlinks', '--preserve-symlinks-main', '../node_modules/drizzle-kit/bin.cjs'];
  const { stdout } = await run(process.execPath, [...flags, ...args, '--config=drizzle.config.ts'], { cwd: folder });
  return { folder, stdout };
}

/** The columns of every table a DDL script creates. */
function columns(ddl: string): Record<string, string[]> {
  const tables = [...ddl.matchAll(/CREATE TABLE (\S+) \(([\s\S]*?)\n\)/g)].map(([, name = '', body = '']) => {
    const names = [...body.matchAll(/^\s*["`](\w+)["`]/gm)].map(([, column = '']) => column);
    return [name.replace(/["`]/g, ''), names] as const;
  });
  return Object.fromEntries(tables);
}

describe('drizzle-kit calls the columns the same', () => {
  test.each(fixtures)('$name', async (fixture) => {
    // `export` of 0.31 knows no casing, `generate` does.
    const [{ folder }, { stdout }] = await Promise.all([
      kit(fixture, 'before', 'generate', '--name=all'),
      kit(fixture, 'after', 'export'),
    ]);
    const [file] = readdirSync(join(folder, 'drizzle')).filter((name) => name.endsWith('.sql'));
    const before = columns(readFileSync(join(folder, 'drizzle', file!), 'utf8'));
    expect(Object.keys(before).length).toBeGreaterThan(0);
    expect(columns(stdout)).toEqual(before);
  });
});

describe('column names', () => {
  const keys = [
    'id',
    'fullName',
    'full_name',
    'avatarURL',
    'URLPath',
    'address2Line',
    'line2',
    'A',
    "o'Neill",
    '$x',
    'größe',
  ];

  test.each([
    ['v1', 'drizzle-orm-v0/casing'],
    ['v2', 'drizzle-orm/casing'],
  ] as const)('are those of %s', async (version, module) => {
    const { toSnakeCase, toCamelCase } = (await import(module)) as Record<string, (key: string) => string>;
    const own = (casing: Casing) => keys.map((key) => columnName(key, casing, version));
    expect(own('snake_case')).toEqual(keys.map((key) => toSnakeCase!(key)));
    expect(own('camelCase')).toEqual(keys.map((key) => toCamelCase!(key)));
  });

  test('are in `column.name` of a cased table, where v1 had the key', async () => {
    const v1 = await import('drizzle-orm-v0/pg-core');
    const v2 = await import('drizzle-orm/pg-core');
    expect(v1.pgTable('users', { fullName: v1.text() }).fullName.name).toBe('fullName');
    expect(v2.snakeCase.table('users', { fullName: v2.text() }).fullName.name).toBe('full_name');
  });
});
