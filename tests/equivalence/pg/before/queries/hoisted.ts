import { and, count, desc, eq, gt, gte, ilike, inArray, isNull, lt, ne, or, sql, type SQL } from 'drizzle-orm';
import type { Db } from '../db.js';
import { comments, posts, users } from '../schema.js';
import { isPublished, notDeleted } from './shared.js';

// --- the whole `where` is conditional ---------------------------------------------------------------------------

function ternary(db: Db, cursor?: number) {
  return db.query.posts.findMany({
    where: cursor ? lt(posts.id, cursor) : undefined,
    orderBy: desc(posts.id),
    limit: 4,
  });
}

function ternaryBoth(db: Db, mine: boolean) {
  return db.query.posts.findMany({
    where: mine ? eq(posts.authorId, 1) : and(ne(posts.authorId, 1), eq(posts.status, 'published')),
  });
}

function ternaryChain(db: Db, scope: 'mine' | 'org' | 'all') {
  return db.query.posts.findMany({
    where: scope === 'mine' ? eq(posts.authorId, 4) : scope === 'org' ? eq(posts.orgId, 'org_core') : undefined,
    columns: { id: true },
  });
}

function ternaryOfAnd(db: Db, q: string) {
  return db.query.users.findMany({
    where: q.length > 0 ? or(ilike(users.name, `%${q}%`), ilike(users['display-name'], `%${q}%`)) : eq(users.role, 'admin'),
  });
}

function inConfigTernary(db: Db, all: boolean) {
  return db.query.users.findMany(all ? undefined : { where: eq(users.role, 'admin') });
}

function spreadConfig(db: Db, limit?: number) {
  return db.query.posts.findMany({
    where: eq(posts.status, 'published'),
    orderBy: posts.id,
    ...(limit ? { limit } : {}),
  });
}

function heldConfigOfList(db: Db, author?: number, status?: 'draft' | 'published') {
  const conditions: SQL[] = [];
  if (author) conditions.push(eq(posts.authorId, author));
  if (status) conditions.push(eq(posts.status, status));
  const options = { where: and(...conditions), orderBy: desc(posts.id), limit: 2 };
  return Promise.all([db.query.posts.findMany(options), db.query.posts.findMany({ ...options, offset: 1 })]);
}

function heldConfigOfRelation(db: Db, hidden?: boolean) {
  const shown = hidden === undefined ? undefined : eq(comments.hidden, hidden);
  const ofUser = { where: shown, orderBy: comments.id };
  return db.query.users.findMany({ orderBy: users.id, with: { comments: ofUser } });
}

// --- a const ----------------------------------------------------------------------------------------------------

async function hoistedConst(db: Db) {
  const where = and(eq(posts.orgId, 'org_acme'), eq(posts.pinned, false));
  return db.query.posts.findMany({ where });
}

async function hoistedConstOtherName(db: Db) {
  const visible = and(eq(posts.status, 'published'), isNull(posts.deletedAt));
  return db.query.posts.findMany({ where: visible });
}

async function hoistedTernary(db: Db, org: string | null) {
  const where = org ? eq(users.orgId, org) : isNull(users.orgId);
  return db.query.users.findMany({ where });
}

async function hoistedMaybe(db: Db, role: 'admin' | undefined) {
  const where = role ? eq(users.role, role) : undefined;
  return db.query.users.findMany({ where });
}

async function hoistedTwice(db: Db) {
  const where = eq(users.orgId, 'org_core');
  const many = await db.query.users.findMany({ where });
  const first = await db.query.users.findFirst({ where, orderBy: [desc(users.score)] });
  return { many, first };
}

async function hoistedTyped(db: Db) {
  const where: SQL | undefined = gt(users.score, 60);
  return db.query.users.findMany({ where });
}

async function hoistedInTwoTables(db: Db) {
  // the same condition object serves two queries on different tables with a column of that name
  const byOrg = eq(users.orgId, 'org_bolt');
  const people = await db.query.users.findMany({ where: byOrg });
  const texts = await db.query.posts.findMany({ where: byOrg });
  return { people, texts };
}

async function hoistedOrderBy(db: Db) {
  const orderBy = [desc(posts.views), posts.id];
  return db.query.posts.findMany({ where: isNull(posts.deletedAt), orderBy });
}

async function hoistedConfig(db: Db) {
  const config = { where: eq(posts.authorId, 4), columns: { id: true, title: true } } as const;
  return db.query.posts.findMany(config);
}

async function hoistedNamedLikeProperty(db: Db, name?: string) {
  const query = name ? eq(users.name, name) : eq(users.orgId, 'org_acme');
  const where = eq(posts.status, 'published');
  return db.query.users.findMany({ where: query, columns: { id: true }, with: { posts: { where, columns: { id: true } } } });
}

async function hoistedNestedSubquery(db: Db, role?: 'admin' | 'editor') {
  const byRole = role
    ? inArray(comments.authorId, db.select({ id: users.id }).from(users).where(eq(users.role, role)))
    : gt(comments.likes, 2);
  return db.query.posts.findMany({ columns: { id: true }, with: { comments: { where: byRole, columns: { id: true } } } });
}

// --- let --------------------------------------------------------------------------------------------------------

async function letReassigned(db: Db, onlyPinned: boolean) {
  let where: SQL | undefined = eq(posts.status, 'published');
  if (onlyPinned) {
    where = and(where, eq(posts.pinned, true));
  }
  return db.query.posts.findMany({ where });
}

async function letGrown(db: Db, minimum?: number, term?: string) {
  let where = eq(posts.status, 'published');
  if (minimum !== undefined) where = and(where, gte(posts.views, minimum))!;
  if (term) where = or(where, sql`${posts.title} ilike ${term}`)!;
  return db.query.posts.findMany({ where });
}

async function letBranches(db: Db, mine: boolean) {
  let where;
  if (mine) {
    where = eq(posts.authorId, 4);
  } else {
    where = and(ne(posts.authorId, 4), isNull(posts.deletedAt));
  }
  return db.query.posts.findMany({ where });
}

async function letUnset(db: Db, id?: number) {
  let where;
  if (id !== undefined) {
    where = eq(users.id, id);
  }
  return db.query.users.findMany({ where });
}

async function letSwitch(db: Db, kind: string) {
  let where: SQL | undefined;
  switch (kind) {
    case 'draft':
      where = eq(posts.status, 'draft');
      break;
    case 'gone':
      where = sql`${posts.deletedAt} is not null`;
      break;
    default:
      where = undefined;
  }
  return db.query.posts.findMany({ where });
}

// --- shared with the core query builder -------------------------------------------------------------------------

async function sharedWithCount(db: Db, org: string) {
  const where = and(eq(posts.orgId, org), isNull(posts.deletedAt));
  const rows = await db.query.posts.findMany({ where, orderBy: [desc(posts.createdAt)], limit: 2 });
  const [total] = await db.select({ value: count() }).from(posts).where(where);
  return { rows, total };
}

async function sharedWithDollarCount(db: Db) {
  const where = gte(posts.likes, 9);
  return { rows: await db.query.posts.findMany({ where }), total: await db.$count(posts, where) };
}

async function sharedNothing(db: Db) {
  const where = undefined;
  return { rows: await db.query.posts.findMany({ where }), total: await db.$count(posts, where) };
}

async function sharedConditional(db: Db, q?: string) {
  const where = q ? ilike(posts.title, `%${q}%`) : undefined;
  const rows = await db.query.posts.findMany({ where, orderBy: [posts.id] });
  const [total] = await db.select({ value: count() }).from(posts).where(where);
  return { rows, total };
}

async function sharedArray(db: Db, status?: 'published', author?: number) {
  const conditions: SQL[] = [isNull(posts.deletedAt)];
  if (status) conditions.push(eq(posts.status, status));
  if (author) conditions.push(eq(posts.authorId, author));
  const rows = await db.query.posts.findMany({ where: and(...conditions), orderBy: [posts.id] });
  const [total] = await db
    .select({ value: count() })
    .from(posts)
    .where(and(...conditions));
  return { rows, total };
}

// --- arrays -----------------------------------------------------------------------------------------------------

async function arrayPush(db: Db, filters: { q?: string; org?: string; minimum?: number }) {
  const conditions = [];
  if (filters.q) {
    conditions.push(ilike(posts.title, `%${filters.q}%`));
  }
  if (filters.org) {
    conditions.push(eq(posts.orgId, filters.org));
  }
  if (filters.minimum !== undefined) {
    conditions.push(gte(posts.views, filters.minimum));
  }
  return db.query.posts.findMany({ where: conditions.length > 0 ? and(...conditions) : undefined });
}

async function arrayByLength(db: Db, q?: string, minimum?: number) {
  const conditions: SQL[] = [];
  if (q) conditions.push(ilike(posts.title, `%${q}%`));
  if (minimum !== undefined) conditions.push(gte(posts.views, minimum));
  return db.query.posts.findMany({ where: conditions.length > 1 ? and(...conditions) : conditions[0] });
}

async function anyByLength(db: Db, q?: string, minimum?: number) {
  const conditions: SQL[] = [];
  if (q) conditions.push(ilike(posts.title, `%${q}%`));
  if (minimum !== undefined) conditions.push(gte(posts.views, minimum));
  const where = !conditions.length ? undefined : conditions.length === 1 ? conditions[0] : or(...conditions);
  return db.query.posts.findMany({ where });
}

async function arrayFirstThenPush(db: Db, author?: number) {
  const conds: SQL[] = [eq(posts.orgId, 'org_acme')];
  if (author) conds.push(eq(posts.authorId, author));
  return db.query.posts.findMany({ where: and(...conds) });
}

async function arrayMaybeUndefined(db: Db, q: string | null) {
  const conds: (SQL | undefined)[] = [];
  conds.push(eq(posts.status, 'published'));
  conds.push(q ? or(ilike(posts.title, `%${q}%`), ilike(posts.content, `%${q}%`)) : undefined);
  return db.query.posts.findMany({ where: and(...conds) });
}

async function arrayStatic(db: Db) {
  const conds = [eq(users.role, 'viewer'), eq(users.isActive, true)];
  return db.query.users.findMany({ where: and(...conds) });
}

async function arrayStaticOr(db: Db) {
  const conds = [eq(users.role, 'admin'), eq(users.id, 5)];
  return db.query.users.findMany({ where: or(...conds) });
}

async function arrayFromMap(db: Db, words: string[]) {
  return db.query.posts.findMany({ where: or(...words.map((word) => ilike(posts.title, `%${word}%`))) });
}

async function arrayFromMapAnd(db: Db, words: string[]) {
  const parts = words.map((word) => ilike(posts.title, `%${word}%`));
  return db.query.posts.findMany({ where: and(eq(posts.status, 'published'), ...parts) });
}

async function arrayMappedHeld(db: Db, pairs: { org: string; author: number }[]) {
  const parts = pairs.map((pair) => and(eq(posts.orgId, pair.org), eq(posts.authorId, pair.author)));
  return db.query.posts.findMany({ where: or(...parts) });
}

async function arrayOfArrays(db: Db, org?: string, words: string[] = []) {
  const conds: SQL[] = [isNull(posts.deletedAt), ...(org ? [eq(posts.orgId, org)] : [])];
  const matches = words.map((word) => ilike(posts.title, `%${word}%`));
  const where = and(...conds, matches.length ? or(...matches) : undefined);
  return db.query.posts.findMany({ where });
}

async function arrayFilterBoolean(db: Db, org: string | undefined) {
  const parts = [org ? eq(posts.orgId, org) : undefined, eq(posts.pinned, true)].filter(Boolean) as SQL[];
  return db.query.posts.findMany({ where: and(...parts) });
}

async function arrayForOf(db: Db, terms: string[]) {
  const parts: SQL[] = [];
  for (const term of terms) {
    parts.push(or(ilike(posts.title, `%${term}%`), ilike(posts.content, `%${term}%`))!);
  }
  return db.query.posts.findMany({ where: and(...parts) });
}

async function arrayWithAnd(db: Db, q?: string) {
  const conds = [eq(posts.orgId, 'org_core')];
  if (q) conds.push(ilike(posts.title, q));
  return db.query.posts.findMany({ where: and(ne(posts.status, 'draft'), ...conds) });
}

// --- helpers that return SQL ------------------------------------------------------------------------------------

function inOrg(org: string) {
  return eq(users.orgId, org);
}

const scoreAtLeast = (minimum: number) => gte(users.score, minimum);

function search(term: string | undefined): SQL | undefined {
  if (!term) return undefined;
  return or(ilike(users.name, `%${term}%`), ilike(users.email, `%${term}%`));
}

class Policy {
  constructor(private readonly userId: number) {}
  own() {
    return eq(posts.authorId, this.userId);
  }
  static visible = () => and(eq(posts.status, 'published'), isNull(posts.deletedAt))!;
}

function generic<T extends typeof posts | typeof users>(table: T, org: string) {
  return eq(table.orgId, org);
}

export const queries = {
  'ternary-both-true': (db: Db) => ternaryBoth(db, true),
  'ternary-both-false': (db: Db) => ternaryBoth(db, false),
  'ternary-chain-mine': (db: Db) => ternaryChain(db, 'mine'),
  'ternary-chain-org': (db: Db) => ternaryChain(db, 'org'),
  'ternary-chain-all': (db: Db) => ternaryChain(db, 'all'),
  'ternary-of-or': (db: Db) => ternaryOfAnd(db, 'FAY'),
  'ternary-of-or-empty': (db: Db) => ternaryOfAnd(db, ''),
  'config-ternary-all': (db: Db) => inConfigTernary(db, true),
  'config-ternary-where': (db: Db) => inConfigTernary(db, false),
  hoistedConst,
  hoistedConstOtherName,
  'hoisted-ternary-set': (db: Db) => hoistedTernary(db, 'org_bolt'),
  'hoisted-ternary-null': (db: Db) => hoistedTernary(db, null),
  'hoisted-maybe-set': (db: Db) => hoistedMaybe(db, 'admin'),
  'hoisted-maybe-unset': (db: Db) => hoistedMaybe(db, undefined),
  hoistedTwice,
  hoistedTyped,
  hoistedInTwoTables,
  hoistedConfig,
  'hoisted-named-like-property': (db: Db) => hoistedNamedLikeProperty(db),
  'hoisted-named-like-property-set': (db: Db) => hoistedNamedLikeProperty(db, 'Ada'),
  'hoisted-nested-subquery': (db: Db) => hoistedNestedSubquery(db),
  'hoisted-nested-subquery-set': (db: Db) => hoistedNestedSubquery(db, 'editor'),
  'let-grown': (db: Db) => letGrown(db),
  'let-grown-once': (db: Db) => letGrown(db, 60),
  'let-grown-twice': (db: Db) => letGrown(db, 60, 'hello%'),
  'let-branches-mine': (db: Db) => letBranches(db, true),
  'let-branches-others': (db: Db) => letBranches(db, false),
  'array-mapped-held': (db: Db) =>
    arrayMappedHeld(db, [
      { org: 'org_acme', author: 1 },
      { org: 'org_core', author: 10 },
    ]),
  'array-mapped-held-empty': (db: Db) => arrayMappedHeld(db, []),
  'array-of-arrays': (db: Db) => arrayOfArrays(db),
  'array-of-arrays-org': (db: Db) => arrayOfArrays(db, 'org_acme'),
  'array-of-arrays-words': (db: Db) => arrayOfArrays(db, 'org_acme', ['hello', 'waves']),
  'let-reassigned-off': (db: Db) => letReassigned(db, false),
  'let-reassigned-on': (db: Db) => letReassigned(db, true),
  'let-unset': (db: Db) => letUnset(db),
  'let-set': (db: Db) => letUnset(db, 0),
  'let-set-3': (db: Db) => letUnset(db, 3),
  'let-switch-draft': (db: Db) => letSwitch(db, 'draft'),
  'let-switch-gone': (db: Db) => letSwitch(db, 'gone'),
  'let-switch-default': (db: Db) => letSwitch(db, 'x'),
  sharedWithDollarCount,
  sharedNothing,
  'array-push-none': (db: Db) => arrayPush(db, {}),
  'array-push-one': (db: Db) => arrayPush(db, { q: 'hello' }),
  'array-push-all': (db: Db) => arrayPush(db, { q: 'hello', org: 'org_acme', minimum: 60 }),
  'array-push-zero': (db: Db) => arrayPush(db, { org: 'org_bolt', minimum: 0 }),
  'array-by-length-none': (db: Db) => arrayByLength(db),
  'array-by-length-one': (db: Db) => arrayByLength(db, 'hello'),
  'array-by-length-two': (db: Db) => arrayByLength(db, 'hello', 60),
  'array-any-by-length-none': (db: Db) => anyByLength(db),
  'array-any-by-length-one': (db: Db) => anyByLength(db, 'hello'),
  'array-any-by-length-two': (db: Db) => anyByLength(db, 'hello', 60),
  'array-first-only': (db: Db) => arrayFirstThenPush(db),
  'array-first-then-push': (db: Db) => arrayFirstThenPush(db, 10),
  'array-maybe-undefined': (db: Db) => arrayMaybeUndefined(db, null),
  'array-maybe-defined': (db: Db) => arrayMaybeUndefined(db, 'sea'),
  arrayStatic,
  arrayStaticOr,
  'array-from-map': (db: Db) => arrayFromMap(db, ['waves', 'sure']),
  'array-from-map-empty': (db: Db) => arrayFromMap(db, []),
  'array-from-map-and': (db: Db) => arrayFromMapAnd(db, ['h', 'world']),
  'array-filter-boolean': (db: Db) => arrayFilterBoolean(db, 'org_bolt'),
  'array-filter-boolean-off': (db: Db) => arrayFilterBoolean(db, undefined),
  'array-for-of': (db: Db) => arrayForOf(db, ['hello', 'more']),
  'array-with-and': (db: Db) => arrayWithAnd(db),
  'array-with-and-push': (db: Db) => arrayWithAnd(db, 'HELLO WORLD'),
  'helper-whole': (db: Db) => db.query.users.findMany({ where: inOrg('org_core') }),
  'helper-arrow': (db: Db) => db.query.users.findMany({ where: scoreAtLeast(70) }),
  'helper-as-member': (db: Db) => db.query.users.findMany({ where: and(inOrg('org_acme'), eq(users.role, 'editor')) }),
  'helper-two-members': (db: Db) => db.query.users.findMany({ where: and(inOrg('org_acme'), scoreAtLeast(50)) }),
  'helper-maybe-undefined': (db: Db) => db.query.users.findMany({ where: search(undefined) }),
  'helper-maybe-defined': (db: Db) => db.query.users.findMany({ where: search('bolt') }),
  'helper-maybe-member-off': (db: Db) => db.query.users.findMany({ where: and(eq(users.role, 'admin'), search('')) }),
  'helper-maybe-member-on': (db: Db) => db.query.users.findMany({ where: and(eq(users.role, 'editor'), search('ob')) }),
  'helper-in-or': (db: Db) => db.query.users.findMany({ where: or(inOrg('org_bolt'), eq(users.id, 1)) }),
  'helper-in-not-in': (db: Db) =>
    db.query.users.findMany({ where: and(inArray(users.role, ['admin', 'editor']), inOrg('org_acme')) }),
  'helper-imported-const': (db: Db) => db.query.posts.findMany({ where: isPublished }),
  'helper-imported-function': (db: Db) => db.query.posts.findMany({ where: and(notDeleted(), isPublished, eq(posts.pinned, true)) }),
  'helper-method': (db: Db) => db.query.posts.findMany({ where: new Policy(4).own() }),
  'helper-method-member': (db: Db) => {
    const policy = new Policy(1);
    return db.query.posts.findMany({ where: and(policy.own(), Policy.visible()) });
  },
  'helper-generic-table': (db: Db) => db.query.posts.findMany({ where: generic(posts, 'org_core') }),
  'helper-nested': (db: Db) =>
    db.query.users.findMany({
      where: inOrg('org_acme'),
      columns: { id: true },
      with: { comments: { where: and(eq(comments.hidden, false), gt(comments.likes, 2)) } },
    }),
  'helper-nested-opaque': (db: Db) => {
    const popular = () => gt(comments.likes, 2);
    return db.query.users.findMany({ columns: { id: true }, with: { comments: { where: popular() } } });
  },
  'helper-nested-two-deep': (db: Db) => {
    const own = new Policy(1);
    return db.query.orgs.findMany({
      columns: { id: true },
      with: { users: { where: search('a'), columns: { id: true }, with: { posts: { where: own.own(), columns: { id: true } } } } },
    });
  },
};

export const ordered = {
  'ternary-cursor-off': (db: Db) => ternary(db),
  'ternary-cursor-on': (db: Db) => ternary(db, 10),
  'spread-config-off': (db: Db) => spreadConfig(db),
  'spread-config-on': (db: Db) => spreadConfig(db, 3),
  'held-config-of-no-list': (db: Db) => heldConfigOfList(db),
  'held-config-of-list': (db: Db) => heldConfigOfList(db, undefined, 'published'),
  'held-config-of-relation': (db: Db) => heldConfigOfRelation(db),
  'held-config-of-relation-on': (db: Db) => heldConfigOfRelation(db, false),
  hoistedOrderBy,
  'shared-with-count': (db: Db) => sharedWithCount(db, 'org_acme'),
  'shared-conditional-off': (db: Db) => sharedConditional(db),
  'shared-conditional-on': (db: Db) => sharedConditional(db, 'hello'),
  'shared-array-one': (db: Db) => sharedArray(db),
  'shared-array-three': (db: Db) => sharedArray(db, 'published', 1),
};
