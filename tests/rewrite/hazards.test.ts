// What the findings say about v2, seen on 1.0.0-rc.5; and which code gets which finding.
import Database from 'better-sqlite3';
import { defineRelations, eq, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { afterAll, describe, expect, test } from 'vitest';
import { catalogue } from '../../src/findings.ts';
import { leftWhere } from '../../src/findings/entry.ts';
import { migrate } from '../../src/migrate.ts';
import { tempDir } from '../temp-dir.ts';

const users = sqliteTable('users', {
  id: integer().primaryKey(),
  name: text(),
  settings: text({ mode: 'json' }),
  createdAt: integer('created_at', { mode: 'timestamp' }),
});
const client = new Database(':memory:');
client.exec(`create table users (id integer primary key, name text, settings text, created_at integer);
  insert into users values (1, 'a', '{"theme":"dark"}', 1000), (2, null, null, 2000), (3, 'c', null, 3000);`);
const db = drizzle({ client, relations: defineRelations({ users }) });

afterAll(() => client.close());

interface Hazard {
  code: keyof typeof catalogue;
  /** The configuration, as written in a query. */
  config: string;
  /** How many rows v2 finds, or what it says. */
  result: number | RegExp;
}

const undefinedOrNull = /undefined|null|Symbol|filter/i;
const hazards: Hazard[] = [
  { code: 'RQB_V2_DATE_SHORTHAND', config: '{ where: { createdAt: new Date(1_000_000) } }', result: 3 },
  { code: 'RQB_V2_OBJECT_SHORTHAND', config: "{ where: { settings: { theme: 'dark' } } }", result: /not a function/ },
  { code: 'RQB_V2_OBJECT_SHORTHAND', config: '{ where: { settings: [1] } }', result: /not a function/ },
  {
    code: 'RQB_V2_LOWERCASE_LOGIC',
    config: '{ where: { and: [{ id: 1 }] } }',
    result: /Unknown relational filter field/,
  },
  { code: 'RQB_V2_LOWERCASE_LOGIC', config: '{ where: { id: { or: [{ lt: 2 }] } } }', result: /Failed query/ },
  { code: 'RQB_V2_IS_NULL_FALSE', config: '{ where: { name: { isNull: false } } }', result: 3 },
  { code: 'RQB_V2_IS_NULL_FALSE', config: '{ where: { name: { isNotNull: false } } }', result: 3 },
  { code: 'RQB_V2_BETWEEN', config: '{ where: { id: { between: [1, 2] } } }', result: /Failed query/ },
  { code: 'RQB_V2_UNDEFINED', config: '{ where: nothing }', result: undefinedOrNull },
  { code: 'RQB_V2_UNDEFINED', config: '{ where: { name: undefined } }', result: undefinedOrNull },
  { code: 'RQB_V2_UNDEFINED', config: '{ where: { name: { eq: undefined } } }', result: undefinedOrNull },
  { code: 'RQB_V2_UNDEFINED', config: '{ where: { AND: [{ id: 1 }, undefined] } }', result: undefinedOrNull },
  { code: 'RQB_V2_UNDEFINED', config: '{ where: null }', result: undefinedOrNull },
  { code: 'RQB_V2_EMPTY_GROUP', config: '{ where: { AND: [] } }', result: /empty array/ },
  { code: 'RQB_V2_MAY_BE_EMPTY', config: '{ where: { OR: ids.map((id) => ({ id })) } }', result: /empty array/ },
  { code: 'RQB_V2_MAY_BE_EMPTY', config: '{ where: { AND: [...ids.map((id) => ({ id }))] } }', result: /empty array/ },
  { code: 'RQB_V2_UNDEFINED', config: '{ where: { RAW: nothing } }', result: undefinedOrNull },
  { code: 'RQB_V2_MAY_BE_UNDEFINED', config: '{ where: { name: body.name } }', result: undefinedOrNull },
  { code: 'RQB_V2_OFFSET', config: '{ offset: 0 }', result: /Failed query/ },
  { code: 'RQB_V2_OFFSET', config: '{ orderBy: { id: "asc" }, offset: 2 }', result: /Failed query/ },
  { code: 'RQB_V2_RAW_COLUMN', config: '{ where: { RAW: eq(users.id, 1) } }', result: /Failed query/ },
  { code: 'RQB_V2_RAW_COLUMN', config: '{ where: { RAW: () => sql`${users.id} = 1` } }', result: /Failed query/ },
  { code: 'RQB_V2_ORDER_ARRAY', config: "{ orderBy: [{ id: 'desc' }] }", result: /Unknown relational order field/ },
  { code: 'RQB_V2_ORDER_DIRECTION', config: "{ orderBy: { id: 'DESC' } }", result: /direction/ },
  { code: 'RQB_V2_EXTRAS_FUNCTION', config: '{ extras: both }', result: 3 },
];

const before =
  'const nothing = undefined;\nconst ids = JSON.parse("[]");\nconst body = JSON.parse("{}");\nconst both = () => ({ one: sql`1` });\n';

describe('what 1.0.0-rc.5 does', () => {
  test('a v1 `where` that is left: a callback returns every row, SQL throws', () => {
    const find = (where: unknown) => db.query.users.findMany({ where } as never).sync();
    expect(find((t: typeof users) => eq(t.id, 1))).toHaveLength(3);
    expect(() => find(eq(users.id, 1))).toThrow(/Unknown relational filter field/);
    expect(() => find(sql`id = 1`)).toThrow(/Unknown relational filter field/);
    expect(catalogue.RQB_DYNAMIC_TABLE.why).toContain(leftWhere);
  });

  test.each(hazards)('$config', ({ config, result }) => {
    const query = new Function(
      'db',
      'sql',
      'eq',
      'users',
      `${before}return db.query.users.findMany(${config}).sync();`,
    ) as (...world: unknown[]) => Record<string, unknown>[];
    if (typeof result === 'number') {
      const rows = query(db, sql, eq, users);
      expect(rows).toHaveLength(result);
      expect(rows[0]).not.toHaveProperty('one');
    } else expect(() => query(db, sql, eq, users)).toThrow(result);
  });
});

const project = (config: string, client = "drizzle({ connection: ':memory:', relations })", schema = '') => ({
  'package.json': '{ "name": "app", "dependencies": { "drizzle-orm": "1.0.0-rc.5" } }',
  'schema.ts': `import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
export const users = sqliteTable('users', {
  id: integer().primaryKey(),
  name: text(),
  settings: text({ mode: 'json' }),
  createdAt: integer('created_at', { mode: 'timestamp' }),
});\n${schema}`,
  'relations.ts': `import { defineRelations } from 'drizzle-orm';
import * as schema from './schema';
export const relations = defineRelations(schema);\n`,
  'db.ts': `import { drizzle } from 'drizzle-orm/better-sqlite3';
import { relations } from './relations';
import * as schema from './schema';
export const db = ${client};\n`,
  'queries.ts': `import { eq, getTableName, mapColumnsInSQLToAlias, sql } from 'drizzle-orm';
import { db } from './db';
import { users } from './schema';
${before}export const rows = db.query.users.findMany(${config});\n`,
});

const check = async (files: Record<string, string>) => {
  const { changes, findings, onV2 } = await migrate({ cwd: tempDir(files) });
  return { changes: changes.length, codes: findings.map(({ code }) => code), onV2 };
};

describe('what is reported in a project on v2', () => {
  test.each(hazards)('$code for $config', async ({ code, config }) => {
    const { changes, codes } = await check(project(config));
    // Some of it is put right at once.
    if (changes > 0) expect(config).toBe('{ where: null }');
    else expect(codes).toEqual([code]);
  });

  test.each([
    "{ where: { name: 'a', createdAt: { gte: new Date(0) } }, orderBy: { id: 'desc' } }",
    '{ where: { OR: [{ id: 1 }, { NOT: { name: { isNull: true } } }] } }',
    '{ where: { RAW: (t, { eq }) => eq(t.id, 1) }, orderBy: (t, { desc }) => [desc(t.id)] }',
    '{ where: { RAW: (t) => mapColumnsInSQLToAlias(eq(users.id, 1), getTableName(t)) } }',
    '{ where: { RAW: (t: typeof users) => eq(t.id, 1) } }',
    '{ where: { RAW: (t, { inArray }) => inArray(t.id, db.select({ id: users.id }).from(users)) } }',
    '{ where: { RAW: (t) => sql`${t.id} in (select ${users.id} from ${users})` } }',
    '{ extras: { lower: (t, { sql }) => sql`lower(${t.name})` } }',
    '{}',
    '',
  ])('nothing for %s', async (config) => {
    expect(await check(project(config))).toEqual({ changes: 0, codes: [], onV2: true });
  });

  test('`schema` beside `relations` is taken out', async () => {
    const { changes, codes } = await check(project('{}', "drizzle({ connection: ':memory:', schema, relations })"));
    expect([changes, codes]).toEqual([1, []]);
  });

  test('`schema` that leads nowhere', async () => {
    const { codes } = await check(project('{}', "drizzle({ connection: ':memory:', schema: globalThis.schema })"));
    expect(codes).toEqual(['RQB_V2_SCHEMA_OPTION']);
  });
});
