// What the doctor says of drizzle-orm 1.0.0-rc.5 and its drizzle-kit, held against them.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { extractExtendedColumnType, getColumns, getTableColumns } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { boolean, getTableConfig, integer, jsonb, pgTable, point, timestamp, uuid } from 'drizzle-orm/pg-core';
import { integer as number, sqliteTable } from 'drizzle-orm/sqlite-core';
import { drizzle } from 'drizzle-orm/sqlite-proxy';
import { expect, expectTypeOf, test } from 'vitest';
import { validatorModules } from '../../src/drizzle/needs.ts';
import { repository } from '../fixture-runner/fixtures.ts';
import { tempDir } from '../temp-dir.ts';

const kit = join(repository, 'node_modules/drizzle-kit/bin.cjs');

function runKit(cwd: string, ...argv: string[]): { said: string; status: number | null } {
  const { stdout, stderr, status } = spawnSync(process.execPath, [kit, ...argv], { cwd, encoding: 'utf8' });
  return { said: stdout + stderr, status };
}

test('a later .array() replaces the one before, and a number is no dimensions', () => {
  const column = (builder: unknown): number =>
    getTableConfig(pgTable('t', { it: builder as ReturnType<typeof integer> })).columns[0]!.dimensions;
  const chained = integer() as unknown as { array(size?: unknown): typeof chained };
  expect(column(chained.array().array())).toBe(1);
  expect(column(integer().array('[][]'))).toBe(2);
  expect(column((integer() as unknown as typeof chained).array(3))).toBeNaN();
});

test('data types have other names', () => {
  const dataTypes = [integer(), uuid(), timestamp(), jsonb(), boolean(), integer().array(), point()].map((builder) => {
    const column = pgTable('t', { it: builder as ReturnType<typeof integer> }).it;
    const { type, constraint } = extractExtendedColumnType(column) as { type: string; constraint?: string };
    return { dataType: column.dataType, type, constraint };
  });
  expect(dataTypes).toEqual([
    { dataType: 'number int32', type: 'number', constraint: 'int32' },
    { dataType: 'string uuid', type: 'string', constraint: 'uuid' },
    { dataType: 'object date', type: 'object', constraint: 'date' },
    { dataType: 'object json', type: 'object', constraint: 'json' },
    { dataType: 'boolean', type: 'boolean', constraint: undefined },
    { dataType: 'number int32', type: 'number', constraint: 'int32' },
    { dataType: 'array point', type: 'array', constraint: 'point' },
  ]);
});

test('getTableColumns is there, getColumns too', () => {
  const table = pgTable('t', { id: integer() });
  expect(Object.keys(getColumns(table))).toEqual(Object.keys(getTableColumns(table)));
});

test('the row of an update may be missing', async () => {
  const table = sqliteTable('t', { id: number() });
  const db = drizzle({ all: async () => [], get: async () => undefined, run: async () => ({}) });
  const updated = db.update(table).set({ id: 1 }).returning().get();
  expectTypeOf(updated).resolves.toEqualTypeOf<{ id: number | null } | undefined>();
  expectTypeOf(db.insert(table).values({ id: 1 }).returning().get()).resolves.toEqualTypeOf<{ id: number | null }>();
  expect(await updated).toBeUndefined();
});

test('sqlite-proxy needs executors', async () => {
  const table = sqliteTable('t', { id: number() });
  const callback = async () => ({ rows: [[1]] });
  const old = drizzle(callback as unknown as Parameters<typeof drizzle>[0]);
  await expect(async () => old.select().from(table)).rejects.toThrow('this.client.all is not a function');
  const db = drizzle({ all: async () => [[1]], get: async () => [1], run: async () => ({}) });
  expect(await db.select().from(table)).toEqual([{ id: 1 }]);
});

test('the validators are modules of drizzle-orm', () => {
  for (const module of Object.values(validatorModules)) expect(import.meta.resolve(module)).toContain('drizzle-orm');
});

test('a folder with a journal is refused until drizzle-kit up', () => {
  const journal = '{ "version": "7", "dialect": "postgresql", "entries": [] }';
  const dir = tempDir({
    'drizzle/meta/_journal.json': journal,
    'drizzle.config.ts': "export default { dialect: 'postgresql', schema: './schema.ts' };",
    'schema.ts': '',
  });
  expect(() => readMigrationFiles({ migrationsFolder: join(dir, 'drizzle') })).toThrow('drizzle-kit up');
  expect(runKit(dir, 'generate').said).toContain('please run drizzle-kit up');
});

test('a table that two schema files export stops drizzle-kit', () => {
  const dir = tempDir({
    'package.json': '{ "type": "module" }',
    'drizzle.config.ts': "export default { dialect: 'postgresql', schema: './schema/*' };",
    'schema/a.ts': `import { integer, pgTable } from '${join(repository, 'node_modules/drizzle-orm/pg-core/index.js')}';
export const a = pgTable('a', { id: integer() });`,
    'schema/index.ts': "export * from './a';",
  });
  const { said, status } = runKit(dir, 'generate');
  expect(said).toMatch(/duplicate table name/);
  expect(status).not.toBe(0);
});

test.each(['generate:pg', 'push:mysql', 'introspect:sqlite', 'drop'])('drizzle-kit %s does nothing', (command) => {
  const { said, status } = runKit(tempDir({ 'package.json': '{}' }), command);
  expect(said).toContain('This command is deprecated');
  expect(status).toBe(0);
});
