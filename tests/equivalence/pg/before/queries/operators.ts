import {
  and,
  arrayContained,
  arrayContains,
  arrayOverlaps,
  between,
  eq,
  exists,
  gt,
  gte,
  ilike,
  inArray,
  isNotNull,
  isNull,
  like,
  lt,
  lte,
  ne,
  not,
  notBetween,
  notExists,
  notIlike,
  notInArray,
  notLike,
  or,
} from 'drizzle-orm';
import type { Db } from '../db.js';
import { comments, posts, samples, users } from '../schema.js';

const ids: number[] = [2, 4, 99];
const fixedRoles = ['admin', 'editor'] as const;
const readonlyIds: readonly number[] = [1, 3];
const noIds: number[] = [];

async function fromSet(db: Db) {
  const wanted = new Set(['org_acme', 'org_core']);
  return db.query.users.findMany({ where: inArray(users.orgId, [...wanted]) });
}

async function fromMap(db: Db) {
  const some = await db.query.posts.findMany({ where: gte(posts.views, 80) });
  return db.query.users.findMany({
    where: inArray(
      users.id,
      some.map((post) => post.authorId),
    ),
  });
}

export const queries = {
  'eq': (db: Db) => db.query.posts.findMany({ where: eq(posts.views, 55) }),
  'ne': (db: Db) => db.query.posts.findMany({ where: ne(posts.status, 'published') }),
  'gt': (db: Db) => db.query.posts.findMany({ where: gt(posts.views, 80) }),
  'gte': (db: Db) => db.query.posts.findMany({ where: gte(posts.views, 80) }),
  'lt': (db: Db) => db.query.posts.findMany({ where: lt(posts.views, 7) }),
  'lte': (db: Db) => db.query.posts.findMany({ where: lte(posts.views, 7) }),
  'bare-column': (db: Db) => db.query.posts.findMany({ where: and(posts.pinned, eq(posts.authorId, 2)) }),
  'bare-column-not': (db: Db) => db.query.comments.findMany({ where: not(comments.hidden) }),
  'is-null': (db: Db) => db.query.posts.findMany({ where: isNull(posts.content) }),
  'is-not-null': (db: Db) => db.query.posts.findMany({ where: isNotNull(posts.deletedAt) }),
  'in-array-literal': (db: Db) => db.query.users.findMany({ where: inArray(users.id, [1, 5, 7]) }),
  'in-array-variable': (db: Db) => db.query.users.findMany({ where: inArray(users.id, ids) }),
  'in-array-as-const': (db: Db) => db.query.users.findMany({ where: inArray(users.role, fixedRoles) }),
  'in-array-readonly': (db: Db) => db.query.users.findMany({ where: inArray(users.id, readonlyIds) }),
  'in-array-empty': (db: Db) => db.query.users.findMany({ where: inArray(users.id, noIds) }),
  'in-array-empty-literal': (db: Db) => db.query.users.findMany({ where: inArray(users.id, []) }),
  'in-array-filter-call': (db: Db) => db.query.users.findMany({ where: inArray(users.id, ids.filter((id) => id < 4)) }),
  'in-array-subquery': (db: Db) =>
    db.query.users.findMany({
      where: inArray(users.id, db.select({ id: posts.authorId }).from(posts).where(eq(posts.orgId, 'org_core'))),
    }),
  'not-in-array': (db: Db) => db.query.users.findMany({ where: notInArray(users.role, ['admin', 'viewer']) }),
  'not-in-array-empty': (db: Db) => db.query.users.findMany({ where: and(notInArray(users.id, noIds), eq(users.age, 25)) }),
  'not-in-array-subquery': (db: Db) =>
    db.query.users.findMany({ where: notInArray(users.id, db.select({ id: posts.authorId }).from(posts)) }),
  'between': (db: Db) => db.query.users.findMany({ where: between(users.age, 25, 36) }),
  'between-text': (db: Db) => db.query.users.findMany({ where: between(users.name, 'B', 'E') }),
  'not-between': (db: Db) => db.query.users.findMany({ where: notBetween(users.age, 25, 36) }),
  'between-and-other': (db: Db) =>
    db.query.users.findMany({ where: and(between(users.score, 0, 40), eq(users.isActive, true)) }),
  'between-callback': (db: Db) => db.query.users.findMany({ where: (t, { between }) => between(t.score, 10, 70) }),
  'not-between-callback': (db: Db) =>
    db.query.users.findMany({ where: (t, { notBetween }) => notBetween(t.score, 10, 70) }),
  'like': (db: Db) => db.query.users.findMany({ where: like(users.bio, 'Likes%') }),
  'like-escaped': (db: Db) => db.query.users.findMany({ where: like(users['display-name'], 'fay\\_x') }),
  'ilike': (db: Db) => db.query.users.findMany({ where: ilike(users.bio, 'likes%') }),
  'not-like': (db: Db) => db.query.users.findMany({ where: notLike(users.bio, 'Likes%') }),
  'not-ilike': (db: Db) => db.query.users.findMany({ where: notIlike(users.bio, 'likes%') }),
  'array-contains': (db: Db) => db.query.posts.findMany({ where: arrayContains(posts.tags, ['news']) }),
  'array-contains-two': (db: Db) => db.query.posts.findMany({ where: arrayContains(posts.tags, ['news', 'intro']) }),
  'array-contained': (db: Db) => db.query.posts.findMany({ where: arrayContained(posts.tags, ['intro', 'news', 'sea']) }),
  'array-overlaps': (db: Db) => db.query.posts.findMany({ where: arrayOverlaps(posts.tags, ['talk', 'sale']) }),
  'array-contains-variable': (db: Db) => {
    const tag = 'sea';
    return db.query.posts.findMany({ where: and(arrayContains(posts.tags, [tag]), isNull(posts.deletedAt)) });
  },
  'array-contains-in-callback': (db: Db) =>
    db.query.posts.findMany({ where: (t) => arrayContains(t.tags, ['old']) }),
  'array-contains-numbers': (db: Db) => db.query.samples.findMany({ where: arrayContains(samples.numbers, [3]) }),
  'array-overlaps-subquery': (db: Db) =>
    db.query.posts.findMany({
      where: arrayOverlaps(posts.tags, db.select({ tags: posts.tags }).from(posts).where(eq(posts.id, 4))),
    }),
  'not-eq': (db: Db) => db.query.users.findMany({ where: not(eq(users.role, 'viewer')) }),
  'not-eq-nullable': (db: Db) => db.query.users.findMany({ where: not(eq(users.age, 25)) }),
  'not-in': (db: Db) => db.query.users.findMany({ where: not(inArray(users.id, [1, 2, 3])) }),
  'not-is-null': (db: Db) => db.query.users.findMany({ where: not(isNull(users.bio)) }),
  'not-and': (db: Db) => db.query.users.findMany({ where: not(and(eq(users.role, 'viewer'), eq(users.isActive, true))!) }),
  'not-or': (db: Db) => db.query.users.findMany({ where: not(or(eq(users.role, 'viewer'), gt(users.score, 80))!) }),
  'not-not': (db: Db) => db.query.users.findMany({ where: not(not(eq(users.role, 'admin'))) }),
  'not-in-callback': (db: Db) => db.query.users.findMany({ where: (t, { not, like }) => not(like(t.email, '%acme.test')) }),
  'not-between-nullable-not': (db: Db) => db.query.users.findMany({ where: not(between(users.age, 20, 40)) }),
  'exists': (db: Db) =>
    db.query.users.findMany({
      where: (t, { exists, eq }) => exists(db.select().from(posts).where(eq(posts.authorId, t.id))),
    }),
  'not-exists': (db: Db) =>
    db.query.users.findMany({
      where: (t, { notExists, eq }) => notExists(db.select().from(posts).where(eq(posts.authorId, t.id))),
    }),
  'exists-value': (db: Db) =>
    db.query.users.findMany({
      where: and(exists(db.select().from(comments).where(eq(comments.authorId, users.id))), eq(users.role, 'viewer')),
    }),
  'not-exists-value': (db: Db) =>
    db.query.posts.findMany({ where: notExists(db.select().from(comments).where(eq(comments.postId, posts.id))) }),
  'column-to-column': (db: Db) => db.query.posts.findMany({ where: gt(posts.likes, posts.views) }),
  'column-to-column-callback': (db: Db) => db.query.posts.findMany({ where: (t, { eq }) => eq(t.authorId, t.reviewerId) }),
  'column-to-column-and': (db: Db) =>
    db.query.posts.findMany({ where: and(lt(posts.createdAt, posts.publishedAt), eq(posts.orgId, 'org_acme')) }),
  fromSet,
  fromMap,
};
