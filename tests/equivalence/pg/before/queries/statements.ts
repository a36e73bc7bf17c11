// Conditions whose meaning depends on the statements around them.
import { asc, desc, eq, gt, ilike, inArray, or, sql } from 'drizzle-orm';
import type { Db } from '../db.js';
import { users } from '../schema.js';

export const queries = {
  'list-emptied-after-its-test': (db: Db) => {
    const ids = [1, 2];
    if (!ids.length) return [];
    ids.length = 0;
    return db.query.users.findMany({ where: or(...ids.map((id) => eq(users.id, id))) });
  },
  'list-replaced-after-its-test': (db: Db) => {
    let ids = [1, 2];
    if (ids.length === 0) return [];
    ids = ids.filter((id) => id > 5);
    return db.query.users.findMany({ where: or(...ids.map((id) => eq(users.id, id))) });
  },
  'list-shortened-in-a-loop': async (db: Db) => {
    const ids = [1, 2];
    if (ids.length === 0) return [];
    const found = [];
    for (let round = 0; round < 3; round++) {
      found.push(await db.query.users.findMany({ where: or(...ids.map((id) => eq(users.id, id))) }));
      ids.pop();
    }
    return found;
  },
  'list-kept-since-its-test': (db: Db) => {
    let ids: number[] = [];
    ids = [3, 5];
    if (ids.length === 0) return [];
    return db.query.users.findMany({ where: or(...ids.map((id) => eq(users.id, id))) });
  },
  'callback-that-may-end-without-return': (db: Db) => {
    const isLimited = [true, false];
    return Promise.all(
      isLimited.map((limited) =>
        db.query.users.findMany({
          where: (user, { eq }) => {
            if (limited) return eq(user.id, 1);
          },
        }),
      ),
    );
  },
  'callback-that-may-end-without-return-on-one-line': (db: Db) => {
    const limited = users.id.name === 'id';
    // prettier-ignore
    return db.query.users.findMany({ where: (user, { gt }) => { if (limited) return gt(user.id, 8); } });
  },
  'tested-shorthand': (db: Db) => {
    let id = [4].at(0);
    if (id === 5) id = 6;
    return db.query.users.findMany({
      where: id ? sql`${users.id} = (${JSON.stringify({ id })}::json->>'id')::int` : undefined,
    });
  },
  'and-then-or': (db: Db) =>
    Promise.all(
      ['', 'a%'].map((name) =>
        db.query.users.findMany({ where: (name !== '' && ilike(users.name, name)) || undefined }),
      ),
    ),
  'comma': (db: Db) => {
    let count = 0;
    return db.query.users.findMany({ where: (count++, eq(users.id, 2)) });
  },
  'choice-by-a-parameter': (db: Db) => {
    const hasName = (table: object) => 'name' in table;
    return db.query.users.findMany({ where: (user, { eq }) => (hasName(user) ? eq(user.id, 1) : undefined) });
  },
};

export const ordered = {
  'order-or-nothing': (db: Db) =>
    Promise.all(
      [3, 2].map((count) => {
        const order = count > 2 ? desc(users.name) : undefined;
        return db.query.users.findMany({ where: inArray(users.id, [1, count]), orderBy: order || undefined });
      }),
    ),
  'order-or-another': (db: Db) => {
    const order = users.id.name === 'id' ? desc(users.name) : undefined;
    return db.query.users.findMany({ where: gt(users.id, 7), orderBy: order ?? asc(users.id) });
  },
};
