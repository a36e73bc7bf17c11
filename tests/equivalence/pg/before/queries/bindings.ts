// Names are not bindings: what a name means is decided where it is declared.
import { and, eq, eq as equals, gt, isNull } from 'drizzle-orm';
import type { Db } from '../db.js';
import * as schema from '../schema.js';
import { accounts, comments, comments as commentTable, posts, session as sessionTable, users } from '../schema.js';
import { session } from '../schema.js';
import { and as both, eq as same, users as people } from './barrel.js';

const u = users;
const { posts: texts } = schema;
const tables = { article: posts, person: users };

interface LocalUser {
  id: number;
  orgId: string;
  name: string;
}

async function localNamedLikeTable(db: Db) {
  const users = { id: 5 }; // not the table
  return db.query.posts.findMany({ where: eq(posts.authorId, users.id) });
}

async function localSession(db: Db) {
  const row = { session: { userId: 1 } };
  const { session } = row;
  return db.query.session.findMany({ where: eq(sessionTable.userId, session.userId) });
}

async function localUserObject(db: Db, user: LocalUser) {
  return db.query.users.findMany({ where: and(eq(users.orgId, user.orgId), eq(users.name, user.name)) });
}

async function sameColumnName(db: Db, post: { id: number }) {
  // `post.id` is a value, `comments.id` a column
  return db.query.comments.findMany({ where: and(eq(comments.postId, post.id), gt(comments.id, post.id)) });
}

async function valueFromRowOfTable(db: Db) {
  const user = await db.query.users.findFirst({ where: eq(users.name, 'Dan') });
  if (!user) throw new Error('no user');
  const posts = await db.query.posts.findMany({ where: eq(schema.posts.authorId, user.id) });
  return posts.map((post) => post.title).sort();
}

async function resultShadowsTable(db: Db) {
  const session = await db.query.session.findFirst({ where: eq(sessionTable.id, 's4') });
  return db.query.users.findFirst({ where: eq(users.id, session!.userId) });
}

async function callbackParameterShadows(db: Db) {
  const ids = [{ id: 1 }, { id: 4 }];
  return Promise.all(ids.map((users) => db.query.posts.findMany({ where: eq(posts.authorId, users.id) })));
}

async function localOperatorName(db: Db) {
  const lt = 3; // an operator's name for a number
  return db.query.comments.findMany({ where: equals(comments.likes, lt) });
}

function byTable(db: Db, table: typeof users) {
  return db.query.users.findMany({ where: eq(table.role, 'editor') });
}

class Repository {
  private readonly table = posts;
  private readonly tables = { users };

  constructor(private readonly db: Db) {}

  byAuthor(id: number) {
    return this.db.query.posts.findMany({ where: eq(this.table.authorId, id) });
  }

  byRole() {
    return this.db.query.users.findMany({ where: and(eq(this.tables.users.role, 'viewer'), eq(this.tables.users.isActive, true)) });
  }
}

async function dynamicImport(db: Db) {
  const { and, eq } = await import('drizzle-orm');
  const { posts } = await import('../schema.js');
  return db.query.posts.findMany({ where: and(eq(posts.authorId, 1), eq(posts.orgId, 'org_acme')) });
}

async function dynamicImportsTogether(db: Db) {
  const [{ gt }, tables] = await Promise.all([import('drizzle-orm'), import('../schema.js')]);
  return db.query.users.findMany({ where: gt(tables.users.id, 2) });
}

export const queries = {
  'table-alias': (db: Db) => db.query.users.findMany({ where: eq(u.role, 'admin') }),
  'destructured-schema': (db: Db) => db.query.posts.findMany({ where: eq(texts.orgId, 'org_bolt') }),
  'tables-object': (db: Db) => db.query.posts.findMany({ where: and(eq(tables.article.authorId, 1), isNull(tables.article.deletedAt)) }),
  'import-alias': (db: Db) => db.query.comments.findMany({ where: eq(commentTable.likes, 0) }),
  'barrel-operators': (db: Db) => db.query.users.findMany({ where: both(same(people.role, 'viewer'), same(people.isActive, true)) }),
  'namespace-session': (db: Db) => db.query.session.findMany({ where: equals(schema.session.revoked, true) }),
  'direct-session': (db: Db) => db.query.session.findMany({ where: eq(session.userId, 1) }),
  'exported-under-other-name': (db: Db) => db.query.accounts.findMany({ where: and(eq(accounts.provider, 'google'), eq(schema.accounts.ownerId, 7)) }),
  'column-const': (db: Db) => {
    const column = users.orgId;
    return db.query.users.findMany({ where: eq(column, 'org_core') });
  },
  'destructured-columns': (db: Db) => {
    const { role, isActive } = users;
    return db.query.users.findMany({ where: and(eq(role, 'viewer'), eq(isActive, false)) });
  },
  'foreign-column': (db: Db) => db.query.posts.findMany({ where: eq(users.orgId, 'org_bolt') }),
  'local-user-object': (db: Db) => localUserObject(db, { id: 9, orgId: 'org_acme', name: 'Ada' }),
  'same-column-name': (db: Db) => sameColumnName(db, { id: 1 }),
  'table-parameter': (db: Db) => byTable(db, users),
  'repository-table-field': (db: Db) => new Repository(db).byAuthor(7),
  'repository-tables-object': (db: Db) => new Repository(db).byRole(),
  localNamedLikeTable,
  localSession,
  valueFromRowOfTable,
  resultShadowsTable,
  callbackParameterShadows,
  localOperatorName,
  dynamicImport,
  dynamicImportsTogether,
};
