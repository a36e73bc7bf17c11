import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { migrate } from '../../src/migrate.ts';
import { writeChanges } from '../../src/workspace/write-changes.ts';
import { listFixtures, readTree } from '../fixture-runner/fixtures.ts';
import { tempDir } from '../temp-dir.ts';

const { dir } = listFixtures().find(({ name }) => name === 'leave-hard-queries')!;
const options = () =>
  ({ cwd: tempDir(readTree(join(dir, 'before'))), target: '1.0.0-beta.1', mode: 'bridge' }) as const;

test('a query that is left keeps its name, and is told', async () => {
  const wanted = options();
  const { units } = await migrate(wanted);
  const [query] = units().filter(({ kind }) => kind === 'query');
  const { changes, findings } = await migrate({ ...wanted, leave: [{ id: query!.id, reason: 'TS2339' }] });
  const queries = changes.find(({ path }) => path.endsWith('queries.ts'))!.after!;
  expect(queries.match(/\.query\./g)).toHaveLength(1);
  expect(queries.match(/\._query\./g)).toHaveLength(4);
  expect(findings.map(({ code }) => code)).toEqual(['RQB_VERIFY_QUERY']);
});

test('a database that is left keeps its clients, relations, types and queries', async () => {
  const wanted = options();
  const { changes, findings, root } = await migrate({ ...wanted, leave: [{ id: 'database:0', reason: 'TS2339' }] });
  expect(changes.map(({ path }) => relative(root, path))).toEqual(['package.json']);
  expect(findings.map(({ code }) => code)).toEqual(['RQB_VERIFY_DATABASE']);
});

const shapes = {
  'package.json': '{ "dependencies": { "drizzle-orm": "0.45.4" } }',
  'orm.ts': `import type { Relation } from 'drizzle-orm';
export { relations, sql } from 'drizzle-orm';
export const nameOf = (relation: Relation) => relation.referencedTableName;
`,
  'schema.ts': `import { integer, pgTable } from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/node-postgres';
import { relations } from './orm';
export const users = pgTable('users', { id: integer('id') });
export const usersRelations = relations(users, () => ({}));
export const db = drizzle('', { schema: { users, usersRelations } });
`,
  'tables.ts': `import { pgTable } from './core';
import { relations, sql } from './sql';
export const posts = pgTable('posts', { id: sql\`1\` });
export const postsRelations = relations(posts, () => ({}));
`,
  'sql.ts': "export * from 'drizzle-orm';\n",
  'core.ts': "export * from 'drizzle-orm/pg-core';\n",
};

test('what is imported now stands among the imports', async () => {
  const { changes } = await migrate({ cwd: tempDir(shapes), target: '1.0.0-beta.1', mode: 'bridge' });
  const tables = changes.find(({ path }) => path.endsWith('tables.ts'))!.after!;
  expect(tables.split('\n').slice(0, 4)).toEqual([
    "import { relations } from 'drizzle-orm/_relations';",
    "import { pgTable } from './core';",
    "import { sql } from './sql';",
    "export const posts = pgTable('posts', { id: sql`1` });",
  ]);
});

test('a type of v1 that has another shape in v2 is told after the bridge too', async () => {
  const cwd = tempDir(shapes);
  const direct = await migrate({ cwd, target: '1.0.0-beta.1' });
  const bridge = await migrate({ cwd, target: '1.0.0-beta.1', mode: 'bridge' });
  writeChanges(bridge.root, bridge.changes);
  const later = await migrate({ cwd, target: '1.0.0-beta.1' });
  const told = ({ findings }: typeof later) =>
    findings.map(({ code, file, line }) => `${code} ${relative(cwd, file)}:${line}`);
  expect(told(direct)).toContain('RQB_EXPORT_CHANGED orm.ts:1');
  expect(told(later)).toEqual(told(direct));
});

test('what cannot be loaded in the target is told, whatever its queries are', async () => {
  const cwd = tempDir({
    ...shapes,
    'package.json': '{ "scripts": { "db": "drizzle-kit push --casing=snake_case" } }',
    'auth.ts': "export { DrizzleAdapter } from './adapter';\n",
    'adapter.ts': "import { DrizzleAdapter } from '@auth/drizzle-adapter';\nexport { DrizzleAdapter };\n",
  });
  const codesFor = async (target: string, mode: 'bridge' | 'full') =>
    (await migrate({ cwd, target, mode })).findings.map(({ code }) => code).sort();
  expect(await codesFor('1.0.0-beta.1', 'bridge')).toEqual([]);
  expect(await codesFor('1.0.0-beta.21', 'bridge')).toEqual(['RQB_ADAPTER_FAILS']);
  expect(await codesFor('1.0.0-beta.24', 'full')).toContain('RQB_KIT_CASING_FLAG');
});

test('a database is known by its type, too; what has a `query` of its own keeps it', async () => {
  const files = {
    ...shapes,
    'main.ts': `import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { db } from './schema';
type Db = NodePgDatabase<any>;
class Users {
  constructor(private readonly conn: Db) {}
  get query() {
    return this.conn.query;
  }
  all = () => this.query.users.findMany();
}
export const users = new Users(db);
export const first = (some: Pick<Db, 'query' | 'select'>) => some.query.users.findFirst();
const page = { query: { users: 'all', posts: ['a'] } };
export const { query: shown } = page;
export const asked = (req: any) => req.query.users + page.query.users;
export const mock = { query: { users: { findFirst: () => undefined } } };
`,
  };
  const { changes } = await migrate({ cwd: tempDir(files), target: '1.0.0-beta.1', mode: 'bridge' });
  const main = changes.find(({ path }) => path.endsWith('main.ts'))!.after!;
  expect(main.split('\n').filter((line) => line.includes('_query'))).toEqual([
    '    return this.conn._query;',
    "export const first = (some: Pick<Db, '_query' | 'select'>) => some._query.users.findFirst();",
    'export const mock = { _query: { users: { findFirst: () => undefined } } };',
  ]);
});
