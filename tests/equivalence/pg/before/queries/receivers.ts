import { and, eq, gt, type BuildQueryResult, type DBQueryConfig, type ExtractTablesWithRelations } from 'drizzle-orm';
import type { PgTransaction } from 'drizzle-orm/pg-core';
import type { PgliteDatabase, PgliteQueryResultHKT } from 'drizzle-orm/pglite';
import { schema, type Db, type Tx } from '../db.js';
import { comments, posts, users } from '../schema.js';

type FullTx = PgTransaction<PgliteQueryResultHKT, typeof schema, ExtractTablesWithRelations<typeof schema>>;
type Database = PgliteDatabase<typeof schema>;

type Schema = ExtractTablesWithRelations<typeof schema>;
type Include<Name extends keyof Schema> = DBQueryConfig<'one' | 'many', boolean, Schema, Schema[Name]>['with'];
type Result<Name extends keyof Schema, With extends Include<Name> | undefined = undefined> = BuildQueryResult<
  Schema,
  Schema[Name],
  { with: With }
>;

const titles = (row: Result<'users', { posts: true; org: true }>) => [row.org?.name, ...row.posts.map((post) => post.title).sort()];

class UserService {
  constructor(private readonly db: Db) {}

  async byRole(role: 'admin' | 'viewer') {
    return this.db.query.users.findMany({ where: eq(users.role, role) });
  }

  private get conn() {
    return this.db;
  }

  byOrg = (org: string) => this.conn.query.users.findMany({ where: eq(users.orgId, org), columns: { id: true } });
}

abstract class Repository {
  constructor(protected readonly db: Db) {}

  protected get q() {
    return this.db.query;
  }

  protected posts() {
    return this.db.query.posts;
  }
}

class PinnedPosts extends Repository {
  ofBase = (author: number) => this.q.posts.findMany({ where: and(eq(posts.authorId, author), eq(posts.pinned, true)) });

  ofMethod(author: number) {
    return this.posts().findMany({ where: (post, { eq }) => eq(post.authorId, author) });
  }
}

class Store {
  static instance: Db;
  static getDb() {
    return Store.instance;
  }
  #db: Database;
  constructor(db: Database) {
    this.#db = db;
  }
  posts() {
    return this.#db.query.posts.findMany({ where: eq(posts.pinned, true) });
  }
}

function typedDatabase(database: Database) {
  return database.query.users.findMany({ where: gt(users.score, 60) });
}

function inTransaction(tx: Tx, id: number) {
  return tx.query.posts.findMany({ where: eq(posts.authorId, id) });
}

function inFullTransaction(tx: FullTx, id: number) {
  return tx.query.comments.findMany({ where: and(eq(comments.authorId, id), eq(comments.hidden, false)) });
}

async function dbOrTx(conn: Db | Tx) {
  return conn.query.users.findFirst({ where: eq(users.id, 7) });
}

async function transaction(db: Db) {
  return db.transaction(async (tx) => {
    const user = await tx.query.users.findFirst({ where: eq(users.email, 'dan@bolt.test') });
    return tx.query.posts.findMany({ where: eq(posts.authorId, user!.id) });
  });
}

async function destructuredQuery(db: Db) {
  const { query } = db;
  return query.users.findMany({ where: eq(users.role, 'editor') });
}

async function builderInVariable(db: Db) {
  const q = db.query.users;
  return q.findMany({ where: eq(users.role, 'admin') });
}

async function context(ctx: { db: Db; var: { db: Db } }) {
  const one = await ctx.db.query.users.findFirst({ where: eq(users.id, 3) });
  const two = await ctx.var.db.query.users.findFirst({ where: eq(users.id, 4) });
  return [one, two];
}

type UserRow = Awaited<ReturnType<typeof firstUser>>;
function firstUser(db: Db) {
  return db.query.users.findFirst({ where: eq(users.id, 7), with: { org: true } });
}
const orgName = (row: UserRow) => row?.org?.name;

async function optionalDatabase(db: Db | undefined) {
  return db?.query.users.findMany({ where: eq(users.role, 'admin') });
}

async function lineBreaks(db: Db) {
  return db
    .query
    .posts
    .findMany({
      where: eq(posts.slug, 'hello'),
    });
}

async function stringKey(db: Db) {
  return db.query['posts'].findMany({ where: eq(posts.slug, 'hello') });
}

export const queries = {
  'service-field': (db: Db) => new UserService(db).byRole('viewer'),
  'service-getter': (db: Db) => new UserService(db).byOrg('org_acme'),
  'base-class-getter': (db: Db) => new PinnedPosts(db).ofBase(2),
  'base-class-method': (db: Db) => new PinnedPosts(db).ofMethod(2),
  'private-field': (db: Db) => new Store(db).posts(),
  'static-get-db': (db: Db) => {
    Store.instance = db;
    return Store.getDb().query.users.findMany({ where: eq(users.role, 'editor') });
  },
  'typed-database': (db: Db) => typedDatabase(db),
  'transaction-parameter': (db: Db) => db.transaction((tx) => inTransaction(tx, 2)),
  'transaction-generic': (db: Db) => db.transaction((trx) => inFullTransaction(trx, 2)),
  'nested-transaction': (db: Db) =>
    db.transaction(async (tx) => tx.transaction(async (inner) => inner.query.users.findFirst({ where: eq(users.id, 6) }))),
  'db-or-tx': (db: Db) => dbOrTx(db),
  'context': (db: Db) => context({ db, var: { db } }),
  'type-from-query': async (db: Db) => orgName(await firstUser(db)),
  'result-type': async (db: Db) => {
    const row = await db.query.users.findFirst({ where: eq(users.id, 4), with: { posts: true, org: true } });
    return row && titles(row);
  },
  'tx-or-db': (db: Db) => {
    const tx = undefined as Tx | undefined;
    return (tx ?? db).query.users.findMany({ where: eq(users.role, 'editor') });
  },
  'optional-database': (db: Db) => optionalDatabase(db),
  'cast': (db: Db) => (db as Db).query.users.findMany({ where: eq(users.role, 'viewer') }),
  'awaited-call': async (db: Db) => (await Promise.resolve(db)).query.users.findMany({ where: eq(users.role, 'viewer') }),
  'catch': (db: Db) => db.query.users.findMany({ where: eq(users.orgId, 'org_core') }).catch(() => null),
  transaction,
  destructuredQuery,
  builderInVariable,
  lineBreaks,
  stringKey,
};
