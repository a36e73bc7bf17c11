import { asc, desc, eq, type AnyColumn } from 'drizzle-orm';
import type { Db } from '../db.js';
import { posts, users } from '../schema.js';

// Functions that return one of several columns, directions, conditions or configurations.

function sortColumn(sort: string): AnyColumn {
  switch (sort) {
    case 'name':
      return users.name;
    case 'score':
      return users.score;
  }
  return users.id;
}

function keyColumn(byAuthor: boolean) {
  if (byAuthor) return posts.authorId;
  return posts.id;
}

const direction = (isDown: boolean) => {
  if (isDown) return desc;
  return asc;
};

function ofAuthor(id?: number) {
  if (id === undefined) return undefined;
  return eq(posts.authorId, id);
}

const order = (isDown?: boolean) => {
  if (isDown === undefined) return undefined;
  return isDown ? desc(users.id) : asc(users.name);
};

function configFor(isAuthor: boolean, id: number) {
  if (isAuthor) return { where: eq(posts.authorId, id), orderBy: desc(posts.id) };
  return { where: eq(posts.authorId, id + 1), orderBy: desc(posts.id) };
}

function inOrder(column: AnyColumn, isByName: boolean) {
  if (isByName) column = users.name;
  return desc(column);
}

function counted(db: Db, id?: number) {
  const where = ofAuthor(id);
  return Promise.all([db.query.posts.findMany({ where }), db.$count(posts, where)]);
}

function withHeldKey(db: Db, byAuthor: boolean, key: number) {
  const column = keyColumn(byAuthor);
  return db.query.posts.findMany({ where: (_, { eq }) => eq(column, key), orderBy: [column, desc(posts.id)] });
}

export const queries = {
  'key-first': (db: Db) => db.query.posts.findMany({ where: eq(keyColumn(true), 1) }),
  'key-last': (db: Db) => db.query.posts.findMany({ where: eq(keyColumn(false), 1) }),
  'condition-none': (db: Db) => counted(db),
  condition: (db: Db) => counted(db, 1),
  'order-none': (db: Db) => db.query.users.findMany({ columns: { id: true }, orderBy: order() }),
};

export const ordered = {
  'sorted-first': (db: Db) => db.query.users.findMany({ orderBy: [desc(sortColumn('name')), asc(users.id)] }),
  'sorted-second': (db: Db) => db.query.users.findMany({ orderBy: [sortColumn('score'), asc(users.id)] }),
  'sorted-last': (db: Db) => db.query.users.findMany({ orderBy: desc(sortColumn('')) }),
  'held-key-first': (db: Db) => withHeldKey(db, true, 2),
  'directed-down': (db: Db) => db.query.users.findMany({ orderBy: direction(true)(users.id) }),
  'directed-name': (db: Db) => db.query.users.findMany({ orderBy: direction(false)(users.name) }),
  'order-down': (db: Db) => db.query.users.findMany({ orderBy: order(true) }),
  'config-first': (db: Db) => db.query.posts.findMany(configFor(true, 1)),
  'config-last': (db: Db) => db.query.posts.findMany(configFor(false, 1)),
  'parameter-kept': (db: Db) => db.query.users.findMany({ orderBy: inOrder(users.id, false) }),
  'parameter-replaced': (db: Db) => db.query.users.findMany({ orderBy: [inOrder(users.id, true), users.id] }),
};
