// drizzle-kit is asked what the columns are called: 0.31 with `casing` before, 1.0 without it after.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
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

test('a cased table reads and writes the same rows', async () => {
  const client = new Database(':memory:');
  client.exec(
    'create table users (id integer primary key, full_name text); create table posts (id integer, author_id integer);',
  );
  const v0 = await import('drizzle-orm-v0/sqlite-core');
  const [orm, v1] = await Promise.all([import('drizzle-orm'), import('drizzle-orm/sqlite-core')]);
  const { relations } = await import('drizzle-orm-v0');

  const before = {
    users: v0.sqliteTable('users', { id: v0.integer().primaryKey(), fullName: v0.text() }),
    posts: v0.sqliteTable('posts', { id: v0.integer(), authorId: v0.integer() }),
  };
  const usersRelations = relations(before.users, ({ many }) => ({ posts: many(before.posts) }));
  const postsRelations = relations(before.posts, ({ one }) => ({
    author: one(before.users, { fields: [before.posts.authorId], references: [before.users.id] }),
  }));
  const schema = { ...before, usersRelations, postsRelations };
  const old = (await import('drizzle-orm-v0/better-sqlite3')).drizzle(client, { schema, casing: 'snake_case' });

  const after = {
    users: v1.snakeCase.table('users', { id: v1.integer().primaryKey(), fullName: v1.text() }),
    posts: v1.snakeCase.table('posts', { id: v1.integer(), authorId: v1.integer() }),
  };
  const db = (await import('drizzle-orm/better-sqlite3')).drizzle({
    client,
    relations: orm.defineRelations(after, (r) => ({
      users: { posts: r.many.posts({ from: r.users.id, to: r.posts.authorId }) },
    })),
  });

  old.insert(before.users).values({ id: 1, fullName: 'Ada' }).run();
  db.insert(after.users).values({ id: 2, fullName: 'Bob' }).run();
  old
    .insert(before.posts)
    .values([
      { id: 1, authorId: 1 },
      { id: 2, authorId: 2 },
    ])
    .run();
  expect(db.select().from(after.users).all()).toEqual(old.select().from(before.users).all());
  const rows = old.query.users.findMany({ where: (t, { eq }) => eq(t.fullName, 'Bob'), with: { posts: true } }).sync();
  expect(rows).toEqual([{ id: 2, fullName: 'Bob', posts: [{ id: 2, authorId: 2 }] }]);
  expect(db.query.users.findMany({ where: { fullName: 'Bob' }, with: { posts: true } }).sync()).toEqual(rows);
  client.close();
});
