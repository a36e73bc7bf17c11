import { and, eq, gt, gte, ilike, inArray, isNotNull, isNull, like, lt, lte, ne, not, or, type SQL } from 'drizzle-orm';
import type { Db } from '../db.js';
import { comments, posts, users } from '../schema.js';

interface Filters {
  org?: string;
  role?: 'viewer' | 'editor' | 'admin';
  search?: string;
  minScore?: number;
  active?: boolean;
}

function list(db: Db, filters: Filters) {
  return db.query.users.findMany({
    where: and(
      filters.org ? eq(users.orgId, filters.org) : undefined,
      filters.role ? eq(users.role, filters.role) : undefined,
      filters.search ? or(ilike(users.name, `%${filters.search}%`), ilike(users.email, `%${filters.search}%`)) : undefined,
      filters.minScore !== undefined ? gte(users.score, filters.minScore) : undefined,
      filters.active === undefined ? undefined : eq(users.isActive, filters.active),
    ),
  });
}

function conditionalMember(db: Db, search?: string) {
  return db.query.posts.findMany({
    where: and(eq(posts.orgId, 'org_acme'), search ? ilike(posts.title, `%${search}%`) : undefined),
  });
}

function logicalAndMember(db: Db, search?: string) {
  return db.query.posts.findMany({
    where: and(eq(posts.orgId, 'org_acme'), search !== undefined && search !== '' ? like(posts.title, `${search}%`) : undefined),
  });
}

function eitherBranch(db: Db, mine: boolean) {
  return db.query.posts.findMany({
    where: and(isNull(posts.deletedAt), mine ? eq(posts.authorId, 1) : ne(posts.authorId, 1)),
  });
}

function sameColumnConditional(db: Db, after?: number) {
  return db.query.posts.findMany({
    where: and(lt(posts.id, 9), after ? gt(posts.id, after) : undefined),
  });
}

function conditionalClashing(db: Db, status?: 'draft' | 'published') {
  return db.query.posts.findMany({
    where: and(ne(posts.status, 'archived'), status ? eq(posts.status, status) : undefined),
  });
}

function conditionalSameOperator(db: Db, other?: number) {
  return db.query.posts.findMany({
    where: and(ne(posts.authorId, 1), other ? ne(posts.authorId, other) : undefined),
  });
}

function conditionalInOr(db: Db, name?: string) {
  return db.query.users.findMany({
    where: or(eq(users.id, 1), name ? eq(users.name, name) : undefined),
  });
}

function allUndefinedOr(db: Db) {
  const nothing = undefined as string | undefined;
  return db.query.users.findMany({
    where: or(nothing ? eq(users.name, nothing) : undefined, nothing ? eq(users.email, nothing) : undefined),
    orderBy: users.id,
    limit: 3,
  });
}

function undefinedOrInsideAnd(db: Db) {
  const nothing = undefined as string | undefined;
  return db.query.users.findMany({
    where: and(eq(users.role, 'admin'), or(nothing ? eq(users.name, nothing) : undefined, undefined)),
  });
}

function undefinedOrInsideOr(db: Db) {
  const nothing = undefined as string | undefined;
  return db.query.users.findMany({
    where: or(eq(users.role, 'admin'), and(nothing ? eq(users.name, nothing) : undefined)),
  });
}

function cursorPage(db: Db, cursor?: { score: number; id: number }) {
  return db.query.users.findMany({
    where: and(
      eq(users.isActive, true),
      cursor ? or(lt(users.score, cursor.score), and(eq(users.score, cursor.score), gt(users.id, cursor.id))) : undefined,
    ),
  });
}

function spreadConditional(db: Db, extra: boolean) {
  return db.query.posts.findMany({
    where: and(eq(posts.status, 'published'), ...(extra ? [gt(posts.views, 90)] : [])),
  });
}

function memberFromConst(db: Db) {
  const visible = and(eq(posts.status, 'published'), isNull(posts.deletedAt));
  return db.query.posts.findMany({ where: and(visible, eq(posts.pinned, true)) });
}

function memberFromMaybeConst(db: Db, on: boolean) {
  const pinned: SQL | undefined = on ? eq(posts.pinned, true) : undefined;
  return db.query.posts.findMany({ where: and(eq(posts.orgId, 'org_bolt'), pinned) });
}

function named(name: string | undefined): SQL | undefined {
  return name === undefined ? undefined : eq(users.name, name);
}

function scored(from: number | undefined): SQL | undefined {
  return from === undefined ? undefined : gte(users.score, from);
}

const orBothHelpers = (db: Db, name?: string, from?: number) =>
  db.query.users.findMany({ where: or(eq(users.id, 1), and(named(name), scored(from))) });

const orOnlyHelpers = (db: Db, name?: string, from?: number) =>
  db.query.users.findMany({ where: and(or(name ? eq(users.name, name) : undefined, scored(from)), gt(users.id, 1)) });

const orBranchOfHelpers = (db: Db, on: boolean, name?: string) =>
  db.query.users.findMany({
    where: (t, { eq, or, and }) => or(eq(t.id, 2), on ? and(named(name), scored(undefined)) : undefined),
  });

const listed = (db: Db, where: SQL) => db.query.users.findMany({ where });
const listedActive = (db: Db, where: SQL) => db.query.users.findMany({ where: and(eq(users.isActive, true), where) });
const allOf = (names: string[]) => and(...names.map((name) => eq(users.name, name)))!;
const richer = (score: number | null): SQL | null => (score === null ? null : gt(users.score, score));
const orNothing = (db: Db, score: number | null, where: SQL | null) =>
  db.query.users.findMany({ where: and(richer(score) ?? undefined, where ?? (undefined)) });
/** The second condition comes from elsewhere and may be missing, so the group stays SQL, with what it holds. */
async function heldInOr(db: Db, name: string | undefined, other: () => SQL | undefined) {
  const named = name ? eq(users.name, name) : undefined;
  const alone = await db.query.users.findMany({ where: and(named, eq(users.isActive, true)) });
  return [...alone, ...(await db.query.users.findMany({ where: and(or(named, other()), gt(users.score, 10)) }))];
}

async function listInOr(db: Db, name: string | undefined, other: () => SQL | undefined) {
  const conditions: SQL[] = [];
  if (name) conditions.push(eq(users.name, name));
  const alone = await db.query.users.findMany({ where: and(...conditions, eq(users.isActive, true)) });
  return [...alone, ...(await db.query.users.findMany({ where: and(or(and(...conditions), other()), gt(users.score, 10)) }))];
}

const eitherOrNothing = (db: Db, score: number | null) =>
  db.query.users.findMany({ where: or(eq(users.role, 'admin'), richer(score) ?? undefined) });

export const queries = {
  'or-both-helpers-absent': (db: Db) => orBothHelpers(db),
  'or-both-helpers-one': (db: Db) => orBothHelpers(db, 'Eve'),
  'or-both-helpers-all': (db: Db) => orBothHelpers(db, 'Eve', 0),
  'or-only-helpers-absent': (db: Db) => orOnlyHelpers(db),
  'or-only-helpers-one': (db: Db) => orOnlyHelpers(db, undefined, 50),
  'or-only-helpers-all': (db: Db) => orOnlyHelpers(db, 'Eve', 50),
  'or-branch-of-helpers-off': (db: Db) => orBranchOfHelpers(db, false),
  'or-branch-of-helpers-absent': (db: Db) => orBranchOfHelpers(db, true),
  'or-branch-of-helpers-one': (db: Db) => orBranchOfHelpers(db, true, 'Eve'),

  'or-two': (db: Db) => db.query.users.findMany({ where: or(eq(users.role, 'admin'), lt(users.score, 0)) }),
  'or-same-column': (db: Db) => db.query.users.findMany({ where: or(eq(users.name, 'Ada'), eq(users.name, 'ada')) }),
  'or-single': (db: Db) => db.query.users.findMany({ where: or(eq(users.role, 'admin')) }),
  'or-three-columns': (db: Db) =>
    db.query.posts.findMany({ where: or(eq(posts.slug, 'hello'), eq(posts.pinned, true), gt(posts.likes, 20)) }),
  'or-inside-and': (db: Db) =>
    db.query.users.findMany({
      where: and(eq(users.orgId, 'org_acme'), or(eq(users.role, 'admin'), lt(users.score, 10))),
    }),
  'and-inside-or': (db: Db) =>
    db.query.users.findMany({
      where: or(and(eq(users.orgId, 'org_acme'), eq(users.role, 'editor')), and(eq(users.orgId, 'org_core'), eq(users.role, 'admin'))),
    }),
  'and-inside-or-one-plain': (db: Db) =>
    db.query.posts.findMany({
      where: or(isNotNull(posts.deletedAt), and(eq(posts.status, 'draft'), eq(posts.views, 0))),
    }),
  'two-ors-in-and': (db: Db) =>
    db.query.posts.findMany({
      where: and(
        or(eq(posts.authorId, 1), eq(posts.reviewerId, 1)),
        or(isNull(posts.publishedAt), gt(posts.publishedAt, new Date('2024-02-01T00:00:00Z'))),
      ),
    }),
  'three-ors-and-plain': (db: Db) =>
    db.query.posts.findMany({
      where: and(
        isNull(posts.deletedAt),
        or(eq(posts.orgId, 'org_acme'), eq(posts.orgId, 'org_core')),
        or(gte(posts.likes, 8), isNull(posts.rating)),
        or(ne(posts.slug, 'waves'), eq(posts.status, 'review')),
      ),
    }),
  'two-nots-in-and': (db: Db) =>
    db.query.users.findMany({ where: and(not(eq(users.role, 'viewer')), not(eq(users.orgId, 'org_acme'))) }),
  'not-and-plain': (db: Db) =>
    db.query.users.findMany({ where: and(eq(users.isActive, true), not(inArray(users.role, ['admin', 'editor']))) }),
  'nested-and': (db: Db) =>
    db.query.posts.findMany({
      where: and(eq(posts.orgId, 'org_acme'), and(eq(posts.authorId, 1), and(eq(posts.status, 'published')))),
    }),
  'nested-or': (db: Db) =>
    db.query.posts.findMany({ where: or(eq(posts.id, 1), or(eq(posts.id, 2), or(eq(posts.id, 3), eq(posts.id, 4)))) }),
  'and-or-and-or': (db: Db) =>
    db.query.posts.findMany({
      where: and(
        isNull(posts.deletedAt),
        or(
          eq(posts.pinned, true),
          and(eq(posts.status, 'published'), or(gt(posts.views, 60), eq(posts.slug, 'hello-again'))),
        ),
      ),
    }),
  'range': (db: Db) => db.query.posts.findMany({ where: and(gte(posts.views, 7), lt(posts.views, 80)) }),
  'range-open': (db: Db) => db.query.posts.findMany({ where: and(gt(posts.id, 3), lte(posts.id, 6)) }),
  'range-date': (db: Db) =>
    db.query.posts.findMany({
      where: and(gte(posts.createdAt, new Date('2024-01-01')), lte(posts.createdAt, new Date('2024-02-01T00:00:00.000Z'))),
    }),
  'range-and-equal': (db: Db) =>
    db.query.users.findMany({ where: and(gt(users.age, 20), lt(users.age, 40), ne(users.age, 25), eq(users.isActive, true)) }),
  'same-operator-twice': (db: Db) => db.query.posts.findMany({ where: and(ne(posts.authorId, 1), ne(posts.authorId, 2)) }),
  'same-operator-thrice': (db: Db) =>
    db.query.posts.findMany({
      where: and(ne(posts.status, 'draft'), ne(posts.status, 'archived'), eq(posts.orgId, 'org_core'), ne(posts.status, 'review')),
    }),
  'like-twice': (db: Db) => db.query.users.findMany({ where: and(like(users.email, '%a%'), like(users.email, '%test')) }),
  'like-twice-discriminating': (db: Db) =>
    db.query.users.findMany({ where: and(like(users.email, '%acme%'), like(users.email, 'a%')) }),
  'contradiction': (db: Db) => db.query.users.findMany({ where: and(eq(users.id, 1), eq(users.id, 2)) }),
  'not-null-and-ne': (db: Db) => db.query.users.findMany({ where: and(isNotNull(users.bio), ne(users.bio, '')) }),
  'null-or-empty': (db: Db) => db.query.users.findMany({ where: or(isNull(users.bio), eq(users.bio, '')) }),
  'null-or-less': (db: Db) =>
    db.query.comments.findMany({ where: and(or(isNull(comments.authorId), lt(comments.authorId, 3)), eq(comments.hidden, false)) }),
  'empty-and': (db: Db) => db.query.orgs.findMany({ where: and() }),
  'empty-or': (db: Db) => db.query.orgs.findMany({ where: or() }),
  'and-undefined-literal': (db: Db) => db.query.users.findMany({ where: and(undefined, eq(users.role, 'admin'), undefined) }),
  'and-only-undefined': (db: Db) => db.query.orgs.findMany({ where: and(undefined, undefined) }),
  'where-undefined': (db: Db) => db.query.orgs.findMany({ where: undefined }),
  'list-none': (db: Db) => list(db, {}),
  'list-org': (db: Db) => list(db, { org: 'org_acme' }),
  'list-role-search': (db: Db) => list(db, { role: 'viewer', search: 'A' }),
  'list-search-empty-string': (db: Db) => list(db, { search: '', org: '' }),
  'list-zero-and-false': (db: Db) => list(db, { minScore: 0, active: false }),
  'list-all': (db: Db) => list(db, { org: 'org_acme', role: 'editor', search: 'o', minScore: 41, active: true }),
  'conditional-member-off': (db: Db) => conditionalMember(db),
  'conditional-member-on': (db: Db) => conditionalMember(db, 'HELLO'),
  'guarded-member-off': (db: Db) => logicalAndMember(db, ''),
  'guarded-member-on': (db: Db) => logicalAndMember(db, 'Hello'),
  'either-branch-true': (db: Db) => eitherBranch(db, true),
  'either-branch-false': (db: Db) => eitherBranch(db, false),
  'same-column-conditional-off': (db: Db) => sameColumnConditional(db),
  'same-column-conditional-on': (db: Db) => sameColumnConditional(db, 5),
  'conditional-clashing-off': (db: Db) => conditionalClashing(db),
  'conditional-clashing-on': (db: Db) => conditionalClashing(db, 'draft'),
  'conditional-same-operator-off': (db: Db) => conditionalSameOperator(db),
  'conditional-same-operator-on': (db: Db) => conditionalSameOperator(db, 7),
  'conditional-in-or-off': (db: Db) => conditionalInOr(db),
  'conditional-in-or-on': (db: Db) => conditionalInOr(db, 'Eve'),
  'forced-nothing': (db: Db) => listed(db, and(...[].map((name) => eq(users.name, name)))!),
  'forced': (db: Db) => listed(db, allOf(['Ada'])),
  'forced-nothing-in-and': (db: Db) => listedActive(db, and()!),
  'or-nothing': (db: Db) => orNothing(db, 40, eq(users.isActive, true)),
  'or-nothing-missing': (db: Db) => orNothing(db, null, null),
  'either-or-nothing': (db: Db) => eitherOrNothing(db, 40),
  'either-or-nothing-missing': (db: Db) => eitherOrNothing(db, null),
  'held-in-or': (db: Db) => heldInOr(db, 'Ada', () => eq(users.role, 'viewer')),
  'held-in-or-missing': (db: Db) => heldInOr(db, undefined, () => undefined),
  'list-in-or': (db: Db) => listInOr(db, 'Ada', () => eq(users.role, 'viewer')),
  'list-in-or-missing': (db: Db) => listInOr(db, undefined, () => undefined),
  'undefined-or-inside-and': undefinedOrInsideAnd,
  'undefined-or-inside-or': undefinedOrInsideOr,
  'cursor-none': (db: Db) => cursorPage(db),
  'cursor': (db: Db) => cursorPage(db, { score: 40, id: 2 }),
  'spread-conditional-off': (db: Db) => spreadConditional(db, false),
  'spread-conditional-on': (db: Db) => spreadConditional(db, true),
  'member-from-const': memberFromConst,
  'member-from-maybe-const-off': (db: Db) => memberFromMaybeConst(db, false),
  'member-from-maybe-const-on': (db: Db) => memberFromMaybeConst(db, true),
};

export const ordered = {
  'all-undefined-or': allUndefinedOr,
};
