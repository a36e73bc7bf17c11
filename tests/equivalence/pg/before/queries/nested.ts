import { and, asc, desc, eq, gt, gte, inArray, isNull, lt, ne, or, sql } from 'drizzle-orm';
import type { Db } from '../db.js';
import { comments, labels, memberships, orgs, posts, postsToLabels, shifts, users } from '../schema.js';
import { authorCard, postColumns, topComments, withComments } from './shared.js';

const userWithPosts = {
  columns: { id: true },
  with: { posts: { columns: postColumns } },
} as const;

const visibleComments = { where: eq(comments.hidden, false), columns: { id: true } };

function withOptional(db: Db, includeComments: boolean) {
  return db.query.posts.findMany({
    where: eq(posts.authorId, 1),
    columns: { id: true },
    with: { author: true, comments: includeComments ? { columns: { id: true } } : undefined },
  });
}

function nestedConditionalWhere(db: Db, onlyVisible: boolean) {
  return db.query.posts.findMany({
    columns: { id: true },
    with: { comments: { where: onlyVisible ? eq(comments.hidden, false) : undefined, columns: { id: true } } },
  });
}

function nestedConditionalMember(db: Db, since?: Date) {
  return db.query.posts.findMany({
    columns: { id: true },
    with: {
      comments: {
        where: and(eq(comments.hidden, false), since ? gte(comments.createdAt, since) : undefined),
        columns: { id: true },
      },
    },
  });
}

async function nestedHoisted(db: Db) {
  const popular = gt(comments.likes, 2);
  return db.query.posts.findMany({ columns: { id: true }, with: { comments: { where: popular, columns: { id: true } } } });
}

async function withFromVariable(db: Db) {
  const include = { author: authorCard, comments: { columns: { id: true } } } as const;
  return db.query.posts.findMany({ columns: { id: true }, with: include });
}

export const queries = {
  'one': (db: Db) => db.query.posts.findMany({ with: { author: true } }),
  'many': (db: Db) => db.query.users.findMany({ with: { posts: true } }),
  'bare-one': (db: Db) => db.query.users.findMany({ with: { profile: true }, columns: { id: true } }),
  'one-to-one-back': (db: Db) => db.query.profiles.findMany({ with: { user: { columns: { name: true } } } }),
  'nullable-one': (db: Db) => db.query.posts.findMany({ columns: { id: true }, with: { reviewer: { columns: { name: true } } } }),
  'two-relations-to-one-table': (db: Db) =>
    db.query.users.findMany({
      columns: { id: true },
      with: { posts: { columns: { id: true } }, reviews: { columns: { id: true } } },
    }),
  'self-one': (db: Db) => db.query.users.findMany({ columns: { id: true }, with: { inviter: { columns: { name: true } } } }),
  'self-many': (db: Db) => db.query.users.findMany({ columns: { id: true }, with: { invitees: { columns: { name: true } } } }),
  'self-both-three-deep': (db: Db) =>
    db.query.users.findMany({
      columns: { name: true },
      with: {
        inviter: { columns: { name: true }, with: { inviter: { columns: { name: true } } } },
        invitees: { columns: { name: true }, with: { invitees: { columns: { name: true } } } },
      },
    }),
  'composite-key': (db: Db) => db.query.memberships.findMany({ with: { shifts: true, covers: { columns: { id: true } } } }),
  'composite-key-one': (db: Db) => db.query.shifts.findMany({ with: { membership: true, cover: { columns: { title: true } } } }),
  'composite-key-where': (db: Db) =>
    db.query.memberships.findMany({
      where: and(eq(memberships.orgId, 'org_acme'), ne(memberships.userId, 10)),
      with: { shifts: { where: gt(shifts.hours, 4), columns: { hours: true } }, user: { columns: { name: true } } },
    }),
  'junction': (db: Db) =>
    db.query.posts.findMany({
      columns: { id: true },
      with: { postsToLabels: { columns: { position: true }, with: { label: { columns: { name: true } } } } },
    }),
  'junction-where': (db: Db) =>
    db.query.labels.findMany({
      where: or(eq(labels.name, 'bug'), isNull(labels.color)),
      with: {
        postsToLabels: {
          where: lt(postsToLabels.position, 2),
          columns: {},
          with: { post: { columns: { title: true } } },
        },
      },
    }),
  'pg-schema': (db: Db) => db.query.auditLogs.findMany({ with: { actor: { columns: { name: true } } } }),
  'pg-schema-many': (db: Db) => db.query.users.findMany({ columns: { id: true }, with: { logs: { columns: { action: true } } } }),
  'renamed-table': (db: Db) => db.query.accounts.findMany({ with: { owner: { columns: { email: true } } } }),
  'renamed-table-many': (db: Db) =>
    db.query.users.findMany({ columns: { id: true }, with: { accounts: { columns: { provider: true, tokenExpiry: true } } } }),
  'session-many': (db: Db) => db.query.users.findMany({ columns: { id: true }, with: { sessions: true } }),
  'where-root-and-nested': (db: Db) =>
    db.query.users.findMany({
      where: eq(users.isActive, true),
      columns: { id: true },
      with: { posts: { where: eq(posts.status, 'published'), columns: { id: true } } },
    }),
  'where-nested-callback': (db: Db) =>
    db.query.users.findMany({
      columns: { id: true },
      with: { posts: { where: (t, { and, gt, isNull }) => and(gt(t.views, 50), isNull(t.deletedAt)), columns: { id: true } } },
    }),
  'where-nested-sql': (db: Db) =>
    db.query.users.findMany({
      columns: { id: true },
      with: { posts: { where: sql`${posts.views} > ${posts.likes} * 10`, columns: { id: true } } },
    }),
  'where-nested-column-to-column': (db: Db) =>
    db.query.users.findMany({ columns: { id: true }, with: { posts: { where: gt(posts.likes, posts.views), columns: { id: true } } } }),
  'where-nested-or': (db: Db) =>
    db.query.orgs.findMany({
      columns: { id: true },
      with: { posts: { where: or(eq(posts.pinned, true), gte(posts.views, 100)), columns: { id: true } } },
    }),
  'where-on-three-levels': (db: Db) =>
    db.query.orgs.findMany({
      where: inArray(orgs.plan, ['team', 'enterprise']),
      columns: { id: true },
      with: {
        users: {
          where: ne(users.role, 'viewer'),
          columns: { id: true },
          with: {
            posts: {
              where: and(eq(posts.status, 'published'), isNull(posts.deletedAt)),
              columns: { id: true },
              with: { comments: { where: eq(comments.hidden, false), columns: { id: true } } },
            },
          },
        },
      },
    }),
  'three-deep-ones': (db: Db) =>
    db.query.comments.findMany({
      where: eq(comments.hidden, false),
      columns: { id: true },
      with: { post: { columns: { id: true }, with: { author: { columns: { name: true }, with: { org: { columns: { name: true } } } } } } },
    }),
  'one-then-many': (db: Db) =>
    db.query.comments.findMany({
      where: eq(comments.authorId, 1),
      columns: { id: true },
      with: { post: { columns: { id: true }, with: { comments: { columns: { id: true } } } } },
    }),
  'many-same-table-twice': (db: Db) =>
    db.query.users.findMany({
      columns: { id: true },
      with: {
        posts: { columns: { id: true }, with: { reviewer: { columns: { id: true }, with: { posts: { columns: { id: true } } } } } },
      },
    }),
  'thread': (db: Db) =>
    db.query.comments.findMany({
      where: isNull(comments.parentId),
      columns: { id: true },
      with: { replies: { columns: { id: true }, with: { replies: { columns: { id: true }, with: { replies: { columns: { id: true } } } } } } },
    }),
  'shared-constant': (db: Db) => db.query.users.findMany(userWithPosts),
  'shared-nested-constant': (db: Db) =>
    db.query.posts.findMany({ where: eq(posts.orgId, 'org_acme'), columns: { id: true }, with: { comments: visibleComments } }),
  'with-true-and-object': (db: Db) =>
    db.query.posts.findFirst({ where: eq(posts.id, 12), with: { org: true, author: authorCard, reviewer: true } }),
  'find-first-nested': (db: Db) =>
    db.query.users.findFirst({
      where: eq(users.email, 'dan@bolt.test'),
      with: { org: true, profile: true, posts: { where: ne(posts.status, 'archived') } },
    }),
  'with-optional-off': (db: Db) => withOptional(db, false),
  'with-optional-on': (db: Db) => withOptional(db, true),
  'nested-conditional-off': (db: Db) => nestedConditionalWhere(db, false),
  'nested-conditional-on': (db: Db) => nestedConditionalWhere(db, true),
  'nested-conditional-member-off': (db: Db) => nestedConditionalMember(db),
  'nested-conditional-member-on': (db: Db) => nestedConditionalMember(db, new Date('2024-01-05T00:00:00Z')),
  nestedHoisted,
  withFromVariable,
};

export const ordered = {
  'shared-with-order': (db: Db) =>
    db.query.posts.findMany({ orderBy: asc(posts.id), columns: { id: true }, ...withComments }),
  'shared-with-inside': (db: Db) =>
    db.query.users.findMany({
      orderBy: desc(users.id),
      columns: { id: true },
      with: { posts: { ...withComments, columns: { id: true }, orderBy: desc(posts.id) } },
    }),
  'shared-with-as-entry': (db: Db) =>
    db.query.posts.findMany({ where: isNull(posts.deletedAt), orderBy: posts.id, columns: { id: true }, with: withComments.with }),
  'shared-with-array-order': (db: Db) =>
    db.query.posts.findMany({ orderBy: desc(posts.id), columns: { id: true }, with: topComments }),
  'shared-with-spread-entry': (db: Db) =>
    db.query.posts.findMany({
      orderBy: desc(posts.id),
      columns: { id: true },
      with: { ...topComments, author: { columns: { name: true } } },
    }),
  'everything': (db: Db) =>
    db.query.orgs.findMany({
      where: ne(orgs.plan, 'free'),
      orderBy: [orgs.id],
      columns: { id: true, name: true },
      with: {
        posts: {
          where: and(isNull(posts.deletedAt), or(eq(posts.status, 'published'), eq(posts.status, 'review'))),
          orderBy: (t, { desc, asc }) => [desc(t.views), asc(t.id)],
          limit: 3,
          columns: { id: true, title: true },
          extras: { heat: sql<number>`${posts.views} + ${posts.likes}`.as('heat') },
          with: {
            author: { columns: { name: true }, with: { profile: { columns: { headline: true } } } },
            comments: {
              where: (t, { eq }) => eq(t.hidden, false),
              orderBy: [desc(comments.createdAt)],
              limit: 2,
              columns: { body: true },
              with: { author: { columns: { name: true } } },
            },
          },
        },
      },
    }),
};
