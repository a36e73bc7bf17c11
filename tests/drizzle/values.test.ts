// What 0.45.4 and the releases that are installed here send and return for the same code: the measurements that the
// rules in `src/rewrite/values` and their entries in the table of capabilities rest on.
import { PGlite } from '@electric-sql/pglite';
import { createClient } from '@libsql/client';
import Database from 'better-sqlite3';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { capabilitiesOf } from '../../src/drizzle/capabilities.ts';
import { folderOf } from '../equivalence/support/targets.ts';
import { repository } from '../fixture-runner/fixtures.ts';

const releases = ['1.0.0-beta.1', '1.0.0-beta.24', '1.0.0-rc.4', '1.0.0-rc.5'];
const sides = [
  { name: '0.45.4', folder: join(repository, 'node_modules/drizzle-orm-v0'), does: undefined },
  ...releases.map((name) => ({ name, folder: folderOf(name)!, does: capabilitiesOf(name) })),
];

// The modules of all releases have the same names and no common type.
/* eslint-disable @typescript-eslint/no-explicit-any */
type Module = any;

const load = (folder: string, name: string): Promise<Module> => import(join(folder, name));

const pgTables = `create table users (id int, name text); create table posts (id int, author_id int);
  create table notes (id int, data jsonb, price numeric)`;
const plain = await PGlite.create();
const parsing = await PGlite.create({ parsers: { 1700: Number } });
await Promise.all([plain.exec(pgTables), parsing.exec(pgTables)]);

describe.each(sides)('$name', ({ folder, does }) => {
  test('decides by the first column or by all members whether a joined object is null', async () => {
    const { db, eq, sql, posts, users } = await openPg(
      folder,
      `insert into users values (1, null), (2, 'b');
      insert into posts values (1, 1), (2, null)`,
    );
    const read = (author: object) =>
      db.select({ author }).from(posts).leftJoin(users, eq(posts.authorId, users.id)).orderBy(posts.id);
    const isNull = async (author: object) => (await read(author)).map((row: Module) => row.author === null);
    expect(await isNull({ id: users.id, name: users.name })).toEqual([false, true]);
    expect(await isNull({ name: users.name, id: users.id })).toEqual([!does?.nullsWholeJoins, true]);
    // So do joins that are added later, and columns that are spread.
    const named = { name: users.name };
    const query = db
      .select({ author: { ...named, id: users.id } })
      .from(posts)
      .orderBy(posts.id)
      .$dynamic();
    query.leftJoin(users, eq(posts.authorId, users.id));
    expect((await query).map((row: Module) => row.author === null)).toEqual([!does?.nullsWholeJoins, true]);
    const sum = sql`coalesce(${users.id}, 0)`;
    expect(await isNull({ id: users.id, sum })).toEqual([false, !does?.nullsWholeJoins]);
    expect(await isNull({ id: users.id, sum: sql`${users.id} + 1` })).toEqual([false, true]);
  });

  test('parses or keeps the text of a JSON string', async () => {
    const { db, notes } = await openPg(folder, `insert into notes values (1, '"{\\"a\\":1}"', 1.10)`);
    const [row] = await db.select().from(notes);
    expect(row.data).toEqual(does?.keepsJsonStrings ? '{"a":1}' : { a: 1 });
  });

  test('makes text of numbers that the client made', async () => {
    const { db, notes } = await openPg(folder, 'insert into notes values (1, null, 1.10)', parsing);
    const [row] = await db.select().from(notes);
    expect(row.price).toBe(does?.keepsClientNumbers.includes('pg') ? 1.1 : '1.1');
  });

  test('holds bytes or JSON in blob() without a mode', async () => {
    const { client, db, files } = await openSqlite(folder);
    db.insert(files)
      .values({ id: 1, data: Buffer.from([1, 2]), bytes: Buffer.from([1, 2]) })
      .run();
    const stored = client.prepare('select hex(data) as data, hex(bytes) as bytes from files').get() as Module;
    expect(stored.data === '0102').toBe(!does?.blobsAreJson);
    expect(stored.bytes).toBe('0102');
  });

  test('gives bytes of libsql to custom types as a Buffer or as they are', async () => {
    const { drizzle } = await load(folder, 'libsql/index.js');
    const { sql } = await load(folder, 'index.js');
    const { customType, sqliteTable } = await load(folder, 'sqlite-core/index.js');
    const client = createClient({ url: ':memory:' });
    const vector = customType({ dataType: () => 'F32_BLOB(2)', fromDriver: (value: Module) => value });
    const db = drizzle({ client });
    await db.run(sql`create table items (vector F32_BLOB(2))`);
    await db.run(sql`insert into items values (vector32('[1, 2]'))`);
    const [row] = await db.select().from(sqliteTable('items', { vector: vector('vector') }));
    client.close();
    expect(Buffer.isBuffer(row.vector)).toBe(!does?.keepsBytes);
    // What is written for 1.0.
    const bytes = does?.keepsBytes ? Buffer.from(row.vector) : row.vector;
    expect([...new Float32Array(bytes.buffer)]).toEqual([1, 2]);
  });

  test('keeps the texts of SQL as lists or strings', async () => {
    const { sql } = await load(folder, 'index.js');
    const [first] = sql`a ${1}`.queryChunks;
    expect(first.value).toEqual(does?.plainChunks ? 'a ' : ['a ']);
  });

  test('gives node-postgres the JSON of a date, or the date', async () => {
    const sent: unknown[] = [];
    const query = async (_: unknown, params: unknown[]) => (sent.push(...params), { rows: [] });
    const { drizzle } = await load(folder, 'node-postgres/index.js');
    const { jsonb, pgTable } = await load(folder, 'pg-core/index.js');
    const notes = pgTable('notes', { data: jsonb('data') });
    await drizzle({ client: { query } })
      .insert(notes)
      .values({ data: new Date(0) });
    expect(sent).toEqual([does?.keepsJsonStrings ? new Date(0) : '"1970-01-01T00:00:00.000Z"']);
  });

  test('wraps errors of a synchronous driver, or does not', async () => {
    const { db, files } = await openSqlite(folder);
    const insert = () => db.insert(files).values({ id: 1, data: null }).run();
    insert();
    const error = thrownBy(insert);
    expect((does?.wrapsSyncErrors ? error.cause : error).code).toBe('SQLITE_CONSTRAINT_PRIMARYKEY');
    expect(error.code === undefined).toBe(does?.wrapsSyncErrors ?? false);
  });

  test('reads a bigint as a boolean, or does not', async () => {
    const { client, db, files } = await openSqlite(folder);
    client.exec('insert into files (id, flag) values (1, 1)');
    client.defaultSafeIntegers();
    const [row] = db.select({ flag: files.flag }).from(files).all();
    expect(row.flag).toBe(!does?.strictBooleans);
  });

  test('sends the date or its day to MySQL', async () => {
    const sent: unknown[] = [];
    const query = async (_: unknown, params: unknown[]) => (sent.push(...params), [[], []]);
    // 1.0.0-rc.4 sets options of the connection.
    const client = { query, config: {} };
    const { drizzle } = await load(folder, 'mysql2/index.js');
    const { date, mysqlTable } = await load(folder, 'mysql-core/index.js');
    const moment = new Date('2024-01-02T23:00:00Z');
    await drizzle({ client })
      .insert(mysqlTable('events', { day: date('day') }))
      .values({ day: moment });
    expect(sent).toEqual([does?.sendsDays ? '2024-01-02' : moment]);
  });
});

/** A PGlite with some rows, and what queries need of a release. */
async function openPg(folder: string, rows: string, client: PGlite = plain): Promise<Module> {
  await client.exec(`truncate users, posts, notes; ${rows}`);
  const { drizzle } = await load(folder, 'pglite/index.js');
  const { eq, sql } = await load(folder, 'index.js');
  const { integer, jsonb, numeric, pgTable, text } = await load(folder, 'pg-core/index.js');
  return {
    db: drizzle({ client }),
    eq,
    sql,
    users: pgTable('users', { id: integer('id'), name: text('name') }),
    posts: pgTable('posts', { id: integer('id'), authorId: integer('author_id') }),
    notes: pgTable('notes', { id: integer('id'), data: jsonb('data'), price: numeric('price') }),
  };
}

/** A better-sqlite3 with a table, and what queries need of a release. */
async function openSqlite(folder: string): Promise<Module> {
  const client = new Database(':memory:');
  client.exec('create table files (id integer primary key, data blob, bytes blob, flag integer)');
  const { drizzle } = await load(folder, 'better-sqlite3/index.js');
  const { blob, integer, sqliteTable } = await load(folder, 'sqlite-core/index.js');
  const files = sqliteTable('files', {
    id: integer('id').primaryKey(),
    data: blob('data'),
    bytes: blob('bytes', { mode: 'buffer' }),
    flag: integer('flag', { mode: 'boolean' }),
  });
  return { client, db: drizzle({ client }), files };
}

function thrownBy(run: () => void): Module {
  try {
    run();
  } catch (error) {
    return error;
  }
}
