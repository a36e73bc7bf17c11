import { and, desc, eq, inArray, ne, or } from "drizzle-orm";
import type { Db } from "../db";
import type * as schema from "../schema";
import { posts, users, votes } from "../schema";

type Tables = typeof schema;
type Queries = Db["query"];
type UserConfig = NonNullable<Parameters<Queries["users"]["findMany"]>[0]>;

class Repository {
  constructor(
    private readonly queries: Queries,
    private readonly tables: Tables,
  ) {}

  byName(name: string) {
    return this.queries.users.findFirst({ where: eq(this.tables.users.name, name), with: { posts: true } }).sync();
  }
}

const byId = (table: any, id: number) => table.findFirst({ where: eq(users.id, id) }).sync();

const list = (db: Db, config: UserConfig) => db.query.users.findMany(config).sync();

const dynamic = (db: Db, name: "users" | "posts", id: number) =>
  (db.query[name] as any).findFirst({ where: (table: any, { eq }: any) => eq(table.id, id) }).sync();

const someUsers = {
  where: inArray(users.id, [1, 2]),
  orderBy: desc(users.id),
  with: { posts: { where: or(eq(posts.title, "a"), inArray(posts.title, ["b", "x"])), orderBy: desc(posts.title) } },
} as const;

export const queries = {
  "factory/with": (db: Db) => db.query.users.findMany({ where: ne(users.id, 4), with: { posts: true } }).sync(),
  "factory/deep": (db: Db) =>
    db.query.votes
      .findMany({
        where: inArray(votes.id, [1, 3]),
        with: { post: { with: { author: { with: { inviter: true } } } }, user: { columns: { name: true } } },
      })
      .sync(),
  "factory/nested-where": (db: Db) =>
    db.query.users
      .findMany({
        where: eq(users.id, 1),
        with: { posts: { where: and(eq(posts.published, true), ne(posts.title, "d")) }, inviter: true },
      })
      .sync(),
  "held/repository": (db: Db, tables: Tables = { users, posts, votes } as Tables) =>
    new Repository(db.query, tables).byName("Bea"),
  "held/given": (db: Db) => byId(db.query.users, 3),
  "held/destructured": (db: Db) => {
    const { posts: table } = db.query;
    return table.findMany({ where: eq(posts.authorId, 1) }).sync();
  },
  "config/from-caller": (db: Db) => list(db, { where: eq(users.inviterId, 1), with: { posts: { columns: { id: true } } } }),
  "config/conditional-spread": (db: Db) => {
    const all = users.name.name.length > 0;
    return db.query.users
      .findMany({ where: eq(users.id, 1), ...(all ? { with: { posts: { where: eq(posts.title, "a") } } } : {}) })
      .sync();
  },
  "dynamic/users": (db: Db) => dynamic(db, "users", 2),
  "dynamic/posts": (db: Db) => dynamic(db, "posts", 4),
};

export const ordered = {
  "config/as-const-list": (db: Db) => db.query.users.findMany(someUsers).sync(),
};
