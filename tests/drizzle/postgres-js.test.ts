// What postgres-js sends and returns under 0.45.4 and 1.0.0-rc.5, over a socket with PGlite behind it: the measurements
// that `src/rewrite/values/json-text.ts` rests on.
import { PGlite } from '@electric-sql/pglite';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import postgres from 'postgres';
import { afterAll, describe, expect, test } from 'vitest';
import { repository } from '../fixture-runner/fixtures.ts';
import { join } from 'node:path';

// The modules of both versions have the same names and no common type.
/* eslint-disable @typescript-eslint/no-explicit-any */
type Module = any;

const server = new PGlite();
await server.exec(`create table t (id int, note text, data jsonb, plain json)`);
const socket = createServer((client) => answer(client)).listen(0, '127.0.0.1');
await once(socket, 'listening');
const { port } = socket.address() as AddressInfo;
const sides = { v1: await open('drizzle-orm-v0'), v2: await open('drizzle-orm') };

afterAll(async () => {
  for (const { client } of Object.values(sides)) await client.end();
  socket.close();
  await server.close();
});

/** Raw SQL with a text for JSON, and what is written for it in 1.0. */
const places: [name: string, before: (m: Side) => unknown, after: (m: Side) => unknown][] = [
  ['a cast', ({ sql }) => sql`${json}::jsonb`, ({ sql }) => sql`${json}::text::jsonb`],
  ['a cast to json', ({ sql }) => sql`${json}::json`, ({ sql }) => sql`${json}::text::json`],
  ['parentheses', ({ sql }) => sql`(${json})::jsonb`, ({ sql }) => sql`(${json}::text)::jsonb`],
  ['cast()', ({ sql }) => sql`cast(${json} as jsonb)`, ({ sql }) => sql`cast(${json}::text as jsonb)`],
  ['sql.param()', ({ sql }) => sql`${sql.param(json)}::jsonb`, ({ sql }) => sql`${sql.param(json)}::text::jsonb`],
  ['SQL that is a text', ({ sql }) => sql`${sql`${json}`}::jsonb`, ({ sql }) => sql`${sql`${json}`}::text::jsonb`],
  [
    'SQL that ends in a text',
    ({ sql, t }) => sql`${sql`${t.data} || ${json}`}::jsonb`,
    ({ sql, t }) => sql`${sql`${t.data} || ${json}`}::text::jsonb`,
  ],
  ['SQL in parentheses', ({ sql }) => sql`(${sql`${json}`})::jsonb`, ({ sql }) => sql`(${sql`${json}`})::text::jsonb`],
  ['@>', ({ sql, t }) => sql`${t.data} @> ${json}`, ({ sql, t }) => sql`${t.data} @> ${json}::text::jsonb`],
  ['<@', ({ sql, t }) => sql`${json} <@ ${t.data}`, ({ sql, t }) => sql`${json}::text::jsonb <@ ${t.data}`],
  ['||', ({ sql, t }) => sql`${t.data} || ${json}`, ({ sql, t }) => sql`${t.data} || ${json}::text::jsonb`],
  ['=', ({ sql, t }) => sql`${t.data} = ${json}`, ({ sql, t }) => sql`${t.data} = ${json}::text::jsonb`],
  ['in', ({ sql, t }) => sql`${t.data} in (${json})`, ({ sql, t }) => sql`${t.data} in (${json}::text::jsonb)`],
  [
    'jsonb_set',
    ({ sql, t }) => sql`jsonb_set(${t.data}, '{b}', ${json})`,
    ({ sql, t }) => sql`jsonb_set(${t.data}, '{b}', ${json}::text::jsonb)`,
  ],
];
const json = '{"a":1}';

describe('text for JSON', () => {
  test.each(places)('behind %s is encoded twice without a cast to text', async (_, before, after) => {
    await server.exec(`delete from t; insert into t (id, data) values (1, '{"a":1}')`);
    const value = await read('v1', before);
    expect(await read('v2', before)).not.toEqual(value);
    expect(await read('v2', after)).toEqual(value);
  });

  test.each(['->', '->>', '-', '?', '#>'])('on the right of %s is taken for text or a list', async (operator) => {
    const given = operator === '#>' ? '{a}' : 'a';
    const build = ({ sql, t }: Side) => sql`${t.data} ${sql.raw(operator)} ${given}`;
    expect(await read('v2', build)).toEqual(await read('v1', build));
  });

  test.each([
    ['null', ({ sql }: Side) => sql`null`],
    ['a literal', ({ sql }: Side) => sql`'{"a": 1}'`],
    ['a column', ({ t }: Side) => t.data],
    ['an expression', ({ sql, t }: Side) => sql`(${t.data} -> 'a')`],
    ['text', ({ sql }: Side) => sql`coalesce(${json}, '{}')`],
  ])('may be SQL for %s instead, which a cast to text leaves alone', async (_, build) => {
    await server.exec(`delete from t; insert into t (id, data) values (1, '{"a":1}')`);
    const value = await read('v1', (side) => side.sql`${build(side)}::jsonb`);
    expect(await read('v2', (side) => side.sql`${build(side)}::text::jsonb`)).toEqual(value);
  });

  test('in an encoder of a JSON column stays', async () => {
    const build = ({ sql, t }: Side) => sql`${sql.param({ a: 1 }, t.data)}::jsonb`;
    expect(await read('v2', build)).toEqual(await read('v1', build));
    await expect(read('v2', ({ sql, t }) => sql`${sql.param({ a: 1 }, t.data)}::text::jsonb`)).rejects.toThrow();
  });

  test.each(['data', 'plain'])('stored in %s by raw SQL is encoded twice', async (column) => {
    const store = ({ sql }: Side, cast: string) =>
      sql`insert into t (id, ${sql.raw(column)}) values (1, ${json}${sql.raw(cast)})`;
    const typeOf = async (side: keyof typeof sides, cast: string) => {
      await server.exec('delete from t');
      await sides[side].db.execute(store(sides[side], cast));
      return (await server.query<{ type: string }>(`select jsonb_typeof(${column}::jsonb) as type from t`)).rows[0]!
        .type;
    };
    expect(await typeOf('v1', '')).toBe('object');
    expect(await typeOf('v2', '')).toBe('string');
    expect(await typeOf('v2', column === 'data' ? '::text::jsonb' : '::text::json')).toBe('object');
  });
});

test.each([[true], [[false]], [new Date(0)]])('%s for a JSON column is refused in 1.0', async (value) => {
  await server.exec('delete from t');
  const insert = ({ db, t }: Side, data: unknown) => db.insert(t).values({ data });
  await insert(sides.v1, value);
  await expect(insert(sides.v2, value)).rejects.toThrow('Failed query');
  await insert(sides.v2, sides.v2.sql`${JSON.stringify(value)}::text::jsonb`);
  const { rows } = await server.query('select distinct data from t');
  expect(rows).toHaveLength(1);
});

describe('a custom type for JSON', () => {
  test.each([
    ['text', 'string', () => (value: unknown) => JSON.stringify(value)],
    [
      'SQL',
      'object',
      ({ sql }: Side) =>
        (value: unknown) =>
          sql`${JSON.stringify(value)}::text::jsonb`,
    ],
  ])('that makes %s of a value stores it as a JSON %s in 1.0', async (_, type, toDriver) => {
    for (const [side, stored] of [
      ['v1', 'object'],
      ['v2', type],
    ] as const) {
      const { core, db } = sides[side];
      const custom = core.customType({ dataType: () => 'jsonb', toDriver: toDriver(sides[side]) });
      await server.exec('delete from t');
      await db.insert(core.pgTable('t', { data: custom('data') })).values({ data: { a: 1 } });
      const { rows } = await server.query('select jsonb_typeof(data) as type from t');
      expect(rows).toEqual([{ type: stored }]);
    }
  });
});

/** The messages that a client waits for an answer to: the first one, `Query`, `Sync`, `Flush` and a password. */
const answered = new Set(['start', 'Q', 'S', 'H', 'p']);

interface Side {
  core: Module;
  client: postgres.Sql;
  db: Module;
  sql: Module;
  t: Module;
}

/** A client of a version, with its `sql` and the table. */
async function open(folder: string): Promise<Side> {
  const load = (name: string): Promise<Module> => import(join(repository, 'node_modules', folder, name));
  const { drizzle } = await load('postgres-js/index.js');
  const { sql } = await load('index.js');
  const core = await load('pg-core/index.js');
  const { integer, json: plain, jsonb, pgTable, text } = core;
  const t = pgTable('t', { id: integer(), note: text(), data: jsonb(), plain: plain() });
  const client = postgres(`postgres://postgres@127.0.0.1:${port}/postgres`, { max: 1, fetch_types: false });
  return { client, core, db: drizzle({ client }), sql, t };
}

/** The value of an expression in the row of the table, or without one, as text. */
async function read(side: keyof typeof sides, build: (side: Side) => unknown): Promise<unknown> {
  const { db, sql, t } = sides[side];
  return (
    await db.execute(sql`select (${build(sides[side])})::text as it from (select 1) as one left join ${t} on true`)
  )[0].it;
}

/**
 * Passes the messages of one client on to PGlite. Messages up to one that asks for an answer run together, and their
 * replies go out together: an error that went out before its `Sync` has run would let the test go on in between.
 */
function answer(client: Socket): void {
  let rest = Buffer.alloc(0);
  let started = false;
  let waiting: Uint8Array[] = [];
  client.on('error', () => client.destroy());
  client.on('data', (data) => {
    rest = Buffer.concat([rest, data]);
    for (;;) {
      // The first message has no letter in front of its length.
      const start = started ? 1 : 0;
      if (rest.length < start + 4) return;
      const length = start + rest.readInt32BE(start);
      if (rest.length < length) return;
      const message = rest.subarray(0, length);
      const kind = started ? String.fromCharCode(message[0]!) : 'start';
      rest = rest.subarray(length);
      started = true;
      if (kind === 'X') return void client.end();
      waiting.push(new Uint8Array(message));
      if (!answered.has(kind)) continue;
      const messages = waiting;
      waiting = [];
      void server.runExclusive(async () => {
        const replies: Uint8Array[] = [];
        for (const each of messages) replies.push(await server.execProtocolRaw(each));
        client.write(Buffer.concat(replies));
      });
    }
  });
}
