// Places where a rewrite that looks right is not.
import { and, desc, eq, exists, gt, gte, ilike, inArray, isNull, like, lt, ne, not, or, sql, type SQL } from 'drizzle-orm';
import type { Db } from '../db.js';
import { comments, metrics, posts, users } from '../schema.js';

enum Role {
  Admin = 'admin',
  Editor = 'editor',
}

const Status = { Published: 'published', Draft: 'draft' } as const;

type UserId = number & { readonly __brand: 'UserId' };

interface Filters {
  q?: string;
  org?: string | null;
  range?: { from?: number; to?: number };
}

// --- names the new callbacks might use ----------------------------------------------------------------------------

function nameT(db: Db, t: string) {
  return db.query.users.findMany({ where: sql`lower(${users.name}) = ${t}` });
}

function nameO(db: Db, o: number) {
  return db.query.posts.findMany({ where: gt(posts.views, sql`${posts.likes} * ${o}`) });
}

function nameTable(db: Db, table: string, t: number) {
  return db.query.users.findMany({ where: and(eq(sql`lower(${users.name})`, table), gt(users.score, t)) });
}

function nameWhere(db: Db, filters: { RAW: string }) {
  const { RAW } = filters;
  return db.query.users.findMany({ where: or(eq(users.name, RAW), sql`${users.name} = upper(${RAW})`) });
}

function nameOfCallbackParameter(db: Db, t: { id: number }[]) {
  return Promise.all(t.map((t) => db.query.posts.findMany({ where: and(eq(posts.authorId, t.id), sql`${posts.views} > ${t.id}`) })));
}

// --- moving an expression into a callback -------------------------------------------------------------------------

function narrowedProperty(db: Db, filters: Filters) {
  if (!filters.q) return null;
  return db.query.users.findMany({ where: eq(sql`lower(${users.name})`, filters.q.toLowerCase()) });
}

function narrowedMember(db: Db, filters: Filters) {
  return db.query.users.findMany({
    where: and(
      filters.q ? sql`lower(${users.name}) like ${`%${filters.q.toLowerCase()}%`}` : undefined,
      filters.org ? eq(users.orgId, filters.org) : undefined,
    ),
  });
}

function narrowedObjectMember(db: Db, filters: Filters) {
  return db.query.users.findMany({
    where: and(
      filters.q ? ilike(users.name, `%${filters.q.trim()}%`) : undefined,
      filters.range?.from !== undefined ? gte(users.score, filters.range.from) : undefined,
      filters.range?.to ? lt(users.score, filters.range.to) : undefined,
      filters.org === null ? isNull(users.orgId) : filters.org ? eq(users.orgId, filters.org) : undefined,
    ),
  });
}

async function mutatedBeforeAwait(db: Db) {
  const pending: Promise<unknown>[] = [];
  let minimum = 50;
  while (minimum < 200) {
    pending.push(db.query.posts.findMany({ where: sql`${posts.views} > ${minimum}`, columns: { id: true } }));
    minimum += 50;
  }
  return Promise.all(pending);
}

async function mutatedOrder(db: Db) {
  let center = 50;
  const query = db.query.posts.findMany({ orderBy: [sql`abs(${posts.views} - ${center})`, posts.id], columns: { id: true } });
  center = 400;
  return { center, posts: await query };
}

async function mutatedInCallbacks(db: Db) {
  let isUp = true;
  let center = 50;
  const query = db.query.posts.findMany({
    where: (t) => sql`${t.views} > ${center}`,
    orderBy: (t, { asc, desc }) => (isUp ? asc(t.id) : desc(t.id)),
    extras: (t) => ({ behind: sql<number>`${t.views} - ${center}`.as('behind') }),
    columns: { id: true },
  });
  [isUp, center] = [false, 100];
  return { isUp, center, posts: await query };
}

async function mutatedObjectBeforeAwait(db: Db) {
  const pending: Promise<unknown>[] = [];
  let author = 4;
  while (author < 8) {
    pending.push(db.query.posts.findMany({ where: eq(posts.authorId, author), columns: { id: true } }));
    author += 1;
  }
  return Promise.all(pending);
}

async function evaluatedOnce(db: Db) {
  let calls = 0;
  const build = (): SQL | undefined => {
    calls += 1;
    return eq(users.role, 'editor');
  };
  const rows = await db.query.users.findMany({ where: build() });
  return { rows, calls };
}

async function valueEvaluatedOnce(db: Db) {
  let calls = 0;
  const next = () => {
    calls += 1;
    return calls;
  };
  const rows = await db.query.users.findMany({ where: or(eq(users.id, next()), eq(users.id, next())), columns: { id: true } });
  return { rows, calls };
}

// --- conditions in other clothes ----------------------------------------------------------------------------------

function columnByKey(db: Db, key: 'name' | 'email', value: string) {
  return db.query.users.findMany({ where: eq(users[key], value) });
}

function conditionalColumn(db: Db, byEmail: boolean, value: string) {
  return db.query.users.findMany({ where: eq(byEmail ? users.email : users.name, value) });
}

function nullish(db: Db, given?: SQL) {
  return db.query.users.findMany({ where: given ?? eq(users.role, 'admin') });
}

function immediately(db: Db, flag: boolean) {
  return db.query.users.findMany({
    where: (() => {
      if (flag) return eq(users.role, 'viewer');
      return undefined;
    })(),
  });
}

function cast(db: Db) {
  return db.query.users.findMany({ where: eq(users.role, 'editor') as SQL });
}

function castAny(db: Db) {
  return db.query.users.findMany({ where: and(eq(users.role, 'editor'), gt(users.score, 30)) as any });
}

function nonNull(db: Db) {
  return db.query.users.findMany({ where: and(eq(users.role, 'editor'), gt(users.score, 30))! });
}

function satisfiesSql(db: Db) {
  return db.query.users.findMany({ where: eq(users.role, 'admin') satisfies SQL });
}

const byRole = (role: Role) => ({ where: eq(users.role, role), columns: { id: true } as const });

function typedConfig(db: Db) {
  const config: NonNullable<Parameters<Db['query']['users']['findMany']>[0]> = { where: eq(users.role, Role.Admin) };
  return db.query.users.findMany(config);
}

function configAssigned(db: Db, role?: Role) {
  const config: { where?: SQL; limit?: number } = {};
  if (role) config.where = eq(users.role, role);
  return db.query.users.findMany(config);
}

async function rootAndNested(db: Db) {
  const shown = eq(comments.hidden, false);
  const all = await db.query.comments.findMany({ where: shown, columns: { id: true } });
  const nested = await db.query.posts.findMany({ columns: { id: true }, with: { comments: { where: shown, columns: { id: true } } } });
  return { all, nested };
}

function branded(db: Db, id: UserId) {
  return db.query.users.findFirst({ where: eq(users.id, id) });
}

function numberOrUndefined(db: Db, id: number | undefined) {
  if (id === undefined) return [];
  return db.query.users.findMany({ where: or(eq(users.id, id), eq(users.invitedById, id)) });
}

export const queries = {
  'name-t': (db: Db) => nameT(db, 'ada'),
  'name-o': (db: Db) => nameO(db, 9),
  'name-table': (db: Db) => nameTable(db, 'ada', 10),
  'name-raw': (db: Db) => nameWhere(db, { RAW: 'Ada' }),
  'name-of-callback-parameter': (db: Db) => nameOfCallbackParameter(db, [{ id: 1 }, { id: 7 }]),
  'narrowed-property': (db: Db) => narrowedProperty(db, { q: 'ADA' }),
  'narrowed-member': (db: Db) => narrowedMember(db, { q: 'A', org: 'org_core' }),
  'narrowed-member-off': (db: Db) => narrowedMember(db, { org: 'org_core' }),
  'narrowed-object-member': (db: Db) => narrowedObjectMember(db, { range: { from: 0, to: 50 }, org: 'org_bolt' }),
  'narrowed-object-member-null': (db: Db) => narrowedObjectMember(db, { q: ' a ', org: null }),
  'narrowed-object-member-off': (db: Db) => narrowedObjectMember(db, { range: {} }),
  'column-by-key': (db: Db) => columnByKey(db, 'name', 'Ada'),
  'column-by-other-key': (db: Db) => columnByKey(db, 'email', 'bob@acme.test'),
  'conditional-column': (db: Db) => conditionalColumn(db, true, 'fay@core.test'),
  'nullish': (db: Db) => nullish(db),
  'nullish-given': (db: Db) => nullish(db, gt(users.score, 75)),
  'immediately-on': (db: Db) => immediately(db, true),
  'immediately-off': (db: Db) => immediately(db, false),
  'config-from-function': (db: Db) => db.query.users.findMany(byRole(Role.Editor)),
  'config-assigned': (db: Db) => configAssigned(db, Role.Admin),
  'config-assigned-none': (db: Db) => configAssigned(db),
  'branded': (db: Db) => branded(db, 4 as UserId),
  'narrowed-argument': (db: Db) => numberOrUndefined(db, 2),
  'ts-enum': (db: Db) => db.query.users.findMany({ where: eq(users.role, Role.Admin) }),
  'const-object': (db: Db) => db.query.posts.findMany({ where: or(eq(posts.status, Status.Draft), eq(posts.pinned, true)) }),
  'table-in-sql': (db: Db) => db.query.users.findMany({ where: sql`${users}.score > 60` }),
  'table-name-in-text': (db: Db) => db.query.users.findMany({ where: sql`users.score > 60` }),
  'table-name-quoted-in-text': (db: Db) => db.query.users.findMany({ where: sql`"users"."score" > ${60}` }),
  'array-in-sql': (db: Db) => db.query.users.findMany({ where: sql`${users.id} in ${[1, 5]}` }),
  'or-text-in-and': (db: Db) =>
    db.query.users.findMany({ where: and(sql`(${users.role} = 'admin' or ${users.score} < 0)`, eq(users.isActive, true)) }),
  'bare-or-text-in-and': (db: Db) =>
    db.query.users.findMany({
      where: and(sql`${users.role} = 'viewer' or ${users.score} < 0`, eq(users.isActive, true)),
      columns: { id: true },
    }),
  'not-same-column': (db: Db) => db.query.users.findMany({ where: and(not(eq(users.role, 'viewer')), ne(users.role, 'admin')) }),
  'not-and-sql': (db: Db) => db.query.users.findMany({ where: not(and(sql`${users.score} > 10`, eq(users.isActive, true))!) }),
  'or-not-or': (db: Db) =>
    db.query.users.findMany({ where: or(eq(users.role, 'admin'), not(or(eq(users.isActive, true), gt(users.score, 30))!)) }),
  'not-exists': (db: Db) =>
    db.query.users.findMany({ where: not(exists(db.select().from(posts).where(eq(posts.authorId, users.id)))) }),
  'two-nots-one-column': (db: Db) => db.query.posts.findMany({ where: and(not(like(posts.title, 'H%')), not(like(posts.title, '%s%'))) }),
  'two-raws-and-or': (db: Db) =>
    db.query.posts.findMany({
      where: and(
        sql`${posts.views} > 5`,
        or(sql`${posts.likes} > 9`, eq(posts.pinned, true)),
        sql`length(${posts.title}) < 14`,
        or(eq(posts.orgId, 'org_acme'), eq(posts.orgId, 'org_bolt')),
        not(eq(posts.slug, 'removed')),
        not(eq(posts.slug, 'obrien')),
      ),
    }),
  'column-OR-beside-or': (db: Db) =>
    db.query.metrics.findMany({ where: and(eq(metrics.OR, true), or(eq(metrics[2], 3), eq(metrics.order, 3)), eq(metrics[1], 1)) }),
  'column-NOT-beside-not': (db: Db) => db.query.metrics.findMany({ where: and(eq(metrics.NOT, 'b'), not(eq(metrics.order, 1))) }),
  'exists-nested-callback': (db: Db) =>
    db.query.users.findMany({
      columns: { id: true },
      with: {
        posts: {
          where: (t, { exists, eq, and }) =>
            exists(db.select().from(comments).where(and(eq(comments.postId, t.id), eq(comments.hidden, false)))),
          columns: { id: true },
        },
      },
    }),
  'in-array-duplicates': (db: Db) => db.query.users.findMany({ where: inArray(users.id, [3, 3, 7]) }),
  'parameter-order': (db: Db) =>
    db.query.users.findMany({ where: and(sql`${users.score} + ${5} > ${20}`, lt(users.score, 80), sql`${'x'} = ${'x'}`) }),
  'names-outer-table': (db: Db) =>
    db.query.users.findMany({
      columns: { id: true },
      with: { posts: { where: sql`${posts.likes} > users.id`, columns: { id: true } } },
    }),
  mutatedBeforeAwait,
  mutatedObjectBeforeAwait,
  evaluatedOnce,
  valueEvaluatedOnce,
  cast,
  castAny,
  nonNull,
  satisfiesSql,
  typedConfig,
  rootAndNested,
};

export const ordered = {
  mutatedInCallbacks,
  mutatedOrder,
  'order-by-name-t': async (db: Db) => {
    const t = 3;
    return db.query.posts.findMany({ orderBy: [desc(sql`${posts.likes} % ${t}`), posts.id], columns: { id: true } });
  },
};
