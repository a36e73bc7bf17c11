// Reads columns of every kind through relational queries of 0.45.4 and of the releases that are installed here, and
// compares what `fromDriver` is given, or what comes out, with what the table of other readings says.
import { PGlite } from '@electric-sql/pglite';
import Database from 'better-sqlite3';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { capabilitiesOf } from '../../src/drizzle/capabilities.ts';
import { otherReading } from '../../src/drizzle/column-values.ts';
import { folderOf } from '../equivalence/support/targets.ts';
import { repository } from '../fixture-runner/fixtures.ts';

const releases = ['1.0.0-beta.1', '1.0.0-beta.24', '1.0.0-rc.4', '1.0.0-rc.5'];
const v1 = join(repository, 'node_modules/drizzle-orm-v0');

// The modules of a release have the same names in all of them, and no common type.
/* eslint-disable @typescript-eslint/no-explicit-any */
type Module = any;

/** What a column gave: a value and NULL, each outside of relations and in one. */
type Readings = Record<'value' | 'null' | 'nested value' | 'nested null', string>;

const pgTypes: Record<string, string> = {
  text: `'a'`,
  integer: '5',
  boolean: 'true',
  uuid: `'9d3f1a52-3a56-4f8e-8d9e-0a0d5a6f1c11'`,
  jsonb: `'{"a":1}'`,
  interval: `'1 day'`,
  bytea: `'\\x0001'`,
  numeric: `'1.10'`,
  bigint: '9007199254740993',
  timestamp: `'2024-01-02 03:04:05.678'`,
  timestamptz: `'2024-01-02 03:04:05+00'`,
  date: `'2024-01-02'`,
};

const sqliteTypes: Record<string, { make: (core: Module) => Module; type: string; value: string }> = {
  'custom text': { make: custom('text'), type: 'text', value: `'a'` },
  'custom integer': { make: custom('integer'), type: 'integer', value: '5' },
  'custom real': { make: custom('real'), type: 'real', value: '1.5' },
  'custom numeric': { make: custom('numeric'), type: 'numeric', value: '1.5' },
  'custom blob': { make: custom('blob'), type: 'blob', value: `x'0001'` },
  'blob buffer': { make: ({ blob }) => blob('it', { mode: 'buffer' }), type: 'blob', value: `x'0001'` },
  'blob json': { make: ({ blob }) => blob('it', { mode: 'json' }), type: 'blob', value: `'{"a":1}'` },
  'blob bigint': { make: ({ blob }) => blob('it', { mode: 'bigint' }), type: 'blob', value: `'123'` },
};

describe('pg', async () => {
  const client = new PGlite();
  const read = async (folder: string, type: string) => {
    await client.exec(`drop table if exists child, parent; create table parent (id int);
      create table child (id int, parent_id int, it ${type});
      insert into parent values (1), (2); insert into child values (1, 1, ${pgTypes[type]}), (2, 2, null)`);
    return readAll(folder, 'pg', 'pglite', client, custom(type));
  };
  test.each(cases(Object.keys(pgTypes)))('%s in %s', async (type, release) => {
    const [before, after] = [await read(v1, type), await read(folderOf(release)!, type)];
    expectAsToldBy('pg', `custom ${type}`, release, before, after);
  });
});

describe('sqlite', () => {
  const read = (folder: string, storage: string) => {
    const client = new Database(':memory:');
    const { make, type, value } = sqliteTypes[storage]!;
    client.exec(`create table parent (id integer); create table child (id integer, parent_id integer, it ${type});
      insert into parent values (1), (2); insert into child values (1, 1, ${value}), (2, 2, null)`);
    return readAll(folder, 'sqlite', 'better-sqlite3', client, make);
  };
  test.each(cases(Object.keys(sqliteTypes)))('%s in %s', async (storage, release) => {
    const [before, after] = [await read(v1, storage), await read(folderOf(release)!, storage)];
    expectAsToldBy('sqlite', storage, release, before, after);
  });
});

function cases(kinds: string[]): [kind: string, release: string][] {
  return releases.flatMap((release) => kinds.map((kind): [string, string] => [kind, release]));
}

function custom(type: string): (core: Module) => Module {
  return ({ customType }) => customType({ dataType: () => type, fromDriver: show })('it');
}

/** The class and the value; a Buffer is as good as other bytes. */
function show(value: unknown): string {
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`;
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return `${(value as object | null)?.constructor?.name} ${text}`;
}

async function readAll(
  folder: string,
  dialect: 'pg' | 'sqlite',
  driver: string,
  client: unknown,
  make: (core: Module) => Module,
): Promise<Readings> {
  const load = (path: string): Promise<Module> => import(join(folder, path, 'index.js'));
  const [root, core, { drizzle }] = await Promise.all(['.', `${dialect}-core`, driver].map(load));
  const table = core[`${dialect}Table`];
  const parent = table('parent', { id: core.integer('id') });
  const child = table('child', { id: core.integer('id'), parentId: core.integer('parent_id'), it: make(core) });
  const db = folder === v1 ? drizzle(client, { schema: v1Schema() }) : drizzle({ client, relations: relations() });
  const rows = async (run: () => Promise<Module[]>): Promise<Module> => (await run())[0];
  const read = async (find: () => Promise<Module>) => find().then(show, () => 'fails');
  const at = (id: number) => ({ where: folder === v1 ? (t: Module) => root.eq(t.id, id) : { id } });
  const own = (id: number) => read(async () => (await rows(() => db.query.child.findMany(at(id)))).it);
  const nested = (id: number) =>
    read(
      async () => (await rows(() => db.query.parent.findMany({ ...at(id), with: { children: true } }))).children[0].it,
    );
  return { value: await own(1), null: await own(2), 'nested value': await nested(1), 'nested null': await nested(2) };

  function v1Schema(): object {
    const parentRelations = root.relations(parent, ({ many }: Module) => ({ children: many(child) }));
    const ends = { fields: [child.parentId], references: [parent.id] };
    const childRelations = root.relations(child, ({ one }: Module) => ({ parent: one(parent, ends) }));
    return { parent, child, parentRelations, childRelations };
  }

  function relations(): unknown {
    return root.defineRelations({ parent, child }, (r: Module) => ({
      parent: { children: r.many.child({ from: r.parent.id, to: r.child.parentId }) },
    }));
  }
}

function expectAsToldBy(
  dialect: 'pg' | 'sqlite',
  storage: string,
  release: string,
  before: Readings,
  after: Readings,
): void {
  const told = (notNull: boolean) => otherReading(dialect, { storage, notNull }, capabilitiesOf(release));
  // Where v1 failed there was nothing to keep.
  const isOther = (key: keyof Readings) => before[key] !== 'fails' && before[key] !== after[key];
  const values = (['value', 'nested value'] as const).filter(isOther);
  const nulls = (['null', 'nested null'] as const).filter(isOther);
  const what = JSON.stringify({ before, after });
  expect(told(true) !== undefined, what).toBe(values.length > 0);
  expect(told(false) !== undefined, what).toBe(values.length + nulls.length > 0);
}
