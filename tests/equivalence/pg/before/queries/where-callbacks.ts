import { and as every, eq, eq as equals, isNotNull, type SQL } from 'drizzle-orm';
import * as orm from 'drizzle-orm';
import type { Db } from '../db.js';
import { posts, users } from '../schema.js';

const admin = 'admin';

async function blockReturn(db: Db) {
  return db.query.users.findMany({
    where: (user, { eq }) => {
      return eq(user.role, 'viewer');
    },
  });
}

async function blockWithStatements(db: Db, minimum: number) {
  return db.query.users.findMany({
    where: (t, { and, eq, gte }) => {
      const active = eq(t.isActive, true);
      const good = gte(t.score, minimum);
      return and(active, good);
    },
  });
}

async function blockWithIf(db: Db, onlyAdmins: boolean) {
  return db.query.users.findMany({
    where: (t, { and, eq, gt }) => {
      if (onlyAdmins) {
        return eq(t.role, admin);
      }
      return and(gt(t.score, 10), eq(t.isActive, true));
    },
  });
}

async function blockWithPush(db: Db, search: string | undefined) {
  return db.query.posts.findMany({
    where: (t, { and, eq, ilike }) => {
      const list = [eq(t.status, 'published')];
      if (search) {
        list.push(ilike(t.title, `%${search}%`));
      }
      return and(...list);
    },
  });
}

function blockWithThreeReturns(db: Db, role: 'admin' | 'editor' | undefined) {
  return db.query.users.findMany({
    where: (t, { and, eq, gt }) => {
      if (role === undefined) return;
      const own = eq(t.role, role);
      if (role === 'editor') {
        return and(own, gt(t.score, 10));
      } else {
        return own;
      }
    },
  });
}

function blockThatMayEndInside(db: Db, isActive: boolean, isOld: boolean) {
  return db.query.users.findMany({
    where: (t, { eq, gt, lt }) => {
      if (isActive) {
        if (isOld) return gt(t.age, 40);
      } else return lt(t.age, 40);
      return eq(t.isActive, isActive);
    },
  });
}

function blockWithListBehindReturn(db: Db, search: string | undefined, status?: 'draft' | 'published') {
  return db.query.posts.findMany({
    where: (t, { and, eq, ilike }) => {
      if (search === 'none') return eq(t.id, 1);
      const list = [];
      if (search) list.push(ilike(t.title, `%${search}%`));
      if (status) list.push(eq(t.status, status));
      if (list.length === 0) return undefined;
      return list.length > 1 ? and(...list) : list[0];
    },
  });
}

async function method(db: Db) {
  return db.query.users.findMany({
    where(fields, operators) {
      return operators.eq(fields.id, 5);
    },
  });
}

async function functionExpression(db: Db) {
  return db.query.users.findMany({
    where: function (fields, { eq }) {
      return eq(fields.id, 6);
    },
  });
}

async function returnsUndefined(db: Db, role: 'admin' | undefined) {
  return db.query.users.findMany({
    where: (t, { eq }) => (role ? eq(t.role, role) : undefined),
  });
}

async function outerVariableOfSameName(db: Db) {
  // `posts` below is the callback's parameter, not the imported table
  return db.query.posts.findMany({ where: (posts, { eq }) => eq(posts.slug, 'waves') });
}

async function blockWithElse(db: Db, after: number | undefined, isStrict: boolean) {
  return db.query.users.findMany({
    where: (u, { and, eq, gt, isNotNull, lt }) => {
      const conditions = [isNotNull(u.name)];
      if (after !== undefined) {
        conditions.push(gt(u.id, after));
      }
      if (isStrict) {
        conditions.push(gt(u.id, 2), lt(u.id, 8));
      } else {
        conditions.push(eq(u.orgId, 'org_acme'));
      }
      return and(...conditions);
    },
  });
}

async function mixedTables(db: Db) {
  // the condition is built from the imported table although a parameter is there
  return db.query.posts.findMany({ where: (_, { eq }) => eq(posts.authorId, 1) });
}

const isAda: Parameters<typeof orm.eq>[1] = 'Ada';

export const queries = {
  'three-returns': (db: Db) =>
    Promise.all((['admin', 'editor', undefined] as const).map((role) => blockWithThreeReturns(db, role))),
  'may-end-inside': (db: Db) =>
    Promise.all([0, 1, 2, 3].map((bits) => blockThatMayEndInside(db, bits > 1, bits % 2 === 1))),
  'list-behind-return': (db: Db) =>
    Promise.all(['none', 'a', ''].map((search) => blockWithListBehindReturn(db, search))),
  'list-behind-return-of-status': (db: Db) =>
    Promise.all(['a', undefined].map((search) => blockWithListBehindReturn(db, search, 'draft'))),
  'destructured-operators': (db: Db) => db.query.users.findMany({ where: (users, { eq }) => eq(users.id, 2) }),
  'short-parameter': (db: Db) => db.query.users.findMany({ where: (u, { eq, and }) => and(eq(u.orgId, 'org_core'), eq(u.role, 'admin')) }),
  'operators-object': (db: Db) => db.query.users.findMany({ where: (t, op) => op.and(op.eq(t.age, 25), op.ne(t.id, 2)) }),
  'table-parameter-only': (db: Db) => db.query.users.findMany({ where: (t) => equals(t.role, 'editor') }),
  'no-parameter': (db: Db) => db.query.users.findMany({ where: () => equals(users.role, 'editor') }),
  'destructured-table': (db: Db) => db.query.users.findMany({ where: ({ id }, { gt }) => gt(id, 8) }),
  'destructured-table-renamed': (db: Db) =>
    db.query.users.findMany({ where: ({ orgId: org, isActive }, { eq, and }) => and(eq(org, 'org_bolt'), eq(isActive, true)) }),
  'operators-renamed-in-pattern': (db: Db) =>
    db.query.users.findMany({ where: (t, { eq: same, or: either }) => either(same(t.id, 1), same(t.id, 7)) }),
  'imported-renamed': (db: Db) => db.query.users.findMany({ where: every(equals(users.orgId, 'org_acme'), isNotNull(users.bio)) }),
  'namespaced-operators': (db: Db) =>
    db.query.users.findMany({ where: orm.and(orm.eq(users.orgId, 'org_acme'), orm.gt(users.score, 50)) }),
  'namespaced-in-callback': (db: Db) => db.query.users.findMany({ where: (t) => orm.or(orm.eq(t.id, 1), orm.lt(t.score, 0)) }),
  'sql-from-operators': (db: Db) =>
    db.query.users.findMany({ where: (t, { sql }) => sql`lower(${t.name}) = ${'ada'}` }),
  'async-arrow-in-map': (db: Db) =>
    Promise.all([1, 4].map(async (id) => (await db.query.users.findFirst({ where: (t, { eq }) => eq(t.id, id) }))?.name)),
  'operator-in-value': (db: Db) => db.query.users.findMany({ where: (t, { eq }) => eq(t.name, isAda as string) }),
  blockReturn,
  'block-with-statements': (db: Db) => blockWithStatements(db, 50),
  'block-with-if-true': (db: Db) => blockWithIf(db, true),
  'block-with-if-false': (db: Db) => blockWithIf(db, false),
  'block-with-push-none': (db: Db) => blockWithPush(db, undefined),
  'block-with-push': (db: Db) => blockWithPush(db, 'HELLO'),
  'block-with-else-strict': (db: Db) => blockWithElse(db, 1, true),
  'block-with-else': (db: Db) => blockWithElse(db, undefined, false),
  method,
  functionExpression,
  'block-with-outer-reduce': (db: Db) => {
    const list: SQL[] = ['Bob', 'Ada'].map((name) => eq(users.name, name));
    return db.query.users.findMany({
      where: (t, { or }) => {
        const any = list.reduce<SQL | undefined>((all, item) => or(all, item), undefined);
        return any;
      },
    });
  },
  'block-with-outer-member': (db: Db) => {
    const held = { admins: eq(users.role, 'admin') };
    return db.query.users.findMany({
      where: (t) => {
        return held.admins;
      },
    });
  },
  'returns-undefined': (db: Db) => returnsUndefined(db, undefined),
  'returns-defined': (db: Db) => returnsUndefined(db, 'admin'),
  outerVariableOfSameName,
  mixedTables,
};
