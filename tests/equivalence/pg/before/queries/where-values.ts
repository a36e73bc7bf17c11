import { and, eq, gt, gte, isNull, lt, ne, or } from 'drizzle-orm';
import type { Db } from '../db.js';
import { accounts, auditLogs, comments, memberships, metrics, orgs, posts, samples, session, users } from '../schema.js';
import * as schema from '../schema.js';

const ORG = 'org_acme';
const defaults = { role: 'editor', minScore: 40, orgs: ['org_acme', 'org_bolt'] } as const;

function currentUserId(): number {
  return 4;
}

function orgFromUrl(url: string): string | undefined {
  return /^\/org\/(.*)$/.exec(url)?.[1];
}

function byEmail(db: Db, email: string) {
  return db.query.users.findFirst({
    where: eq(users.email, email),
  });
}

async function stringWithQuotes(db: Db) {
  return db.query.users.findMany({ where: eq(users['display-name'], "O'Brien") });
}

async function templateString(db: Db) {
  const prefix = 'ada';
  return db.query.users.findMany({ where: eq(users.email, `${prefix}@acme.test`) });
}

async function propertyAccess(db: Db) {
  return await db.query.users.findMany({ where: eq(users.role, defaults.role) });
}

async function elementAccess(db: Db) {
  return await db.query.users.findMany({ where: eq(users.orgId, defaults.orgs[1]) });
}

async function destructuredInput(db: Db, input: { orgId: string; score: number }) {
  const { orgId, score } = input;
  return db.query.users.findMany({ where: and(eq(users.orgId, orgId), gte(users.score, score)) });
}

async function shorthandWhere(db: Db) {
  const where = eq(posts.status, 'published');
  return db.query.posts.findMany({ where });
}

async function promiseAll(db: Db) {
  const [first, second] = await Promise.all([
    db.query.users.findFirst({ where: eq(users.id, 10) }),
    db.query.posts.findMany({ where: eq(posts.authorId, 2) }),
  ]);
  return { first, second };
}

async function thenChain(db: Db) {
  return db.query.users.findMany({ where: eq(users.age, 25) }).then((rows) => rows.map((row) => row.email).sort());
}

async function commented(db: Db) {
  return db.query.posts.findMany({
    // only what visitors may see
    where: and(
      eq(posts.status, 'published'), // published
      isNull(posts.deletedAt) /* not removed */,
    ),
  });
}

async function inLoop(db: Db) {
  const found: unknown[] = [];
  for (const id of [3, 1, 8]) {
    const row = await db.query.users.findFirst({ where: and(eq(users.id, id), eq(users.isActive, true)) });
    if (row) found.push(row.name);
  }
  return found;
}

async function nestedCall(db: Db) {
  // the first query's row feeds the second one
  const post = await db.query.posts.findFirst({ where: eq(posts.slug, 'waves') });
  if (!post) return null;
  return db.query.users.findFirst({ where: eq(users.id, post.authorId) });
}

async function parenthesised(db: Db) {
  return db.query.users.findMany({ where: (and((eq(users.role, 'viewer')), (gt(users.score, 0)))) });
}

async function asserted(db: Db) {
  const value: unknown = 'admin';
  return db.query.users.findMany({ where: eq(users.role, value as 'admin') });
}

async function satisfiesConfig(db: Db) {
  return db.query.users.findMany({
    where: eq(users.role, 'viewer' satisfies string),
    columns: { id: true } satisfies Record<string, boolean>,
  });
}

async function quotedKeys(db: Db) {
  return db.query.users.findMany({ 'where': eq(users.role, 'editor'), 'columns': { 'id': true } });
}

async function optionalResult(db: Db) {
  return (await db.query.users.findFirst({ where: eq(users.email, 'nobody@acme.test') }))?.name ?? 'missing';
}

async function bySettings(db: Db, id: number, settings?: { theme: string }) {
  return db.query.samples.findMany({ where: or(eq(samples.open, settings), eq(samples.id, id)), columns: { id: true } });
}

export const queries = {
  'json-of-any-type': (db: Db) => bySettings(db, 3, { theme: 'dark' }),
  'json-of-any-type-missing': (db: Db) => bySettings(db, 3),
  'eq-literal': (db: Db) => db.query.users.findMany({ where: eq(users.id, 1) }),
  'eq-string': (db: Db) => db.query.users.findMany({ where: eq(users.name, 'Ada') }),
  'eq-const': (db: Db) => db.query.users.findMany({ where: eq(users.orgId, ORG) }),
  'eq-argument': (db: Db) => byEmail(db, 'gus@core.test'),
  'eq-call': (db: Db) => db.query.users.findFirst({ where: eq(users.id, currentUserId()) }),
  'eq-arithmetic': (db: Db) => db.query.users.findFirst({ where: eq(users.id, currentUserId() + 1) }),
  'eq-ternary': (db: Db) => db.query.users.findMany({ where: eq(users.role, ORG.length > 3 ? 'admin' : 'viewer') }),
  'eq-nullish-default': (db: Db) =>
    db.query.users.findMany({ where: eq(users.orgId, orgFromUrl('/users') ?? 'org_core') }),
  'eq-or-default': (db: Db) => db.query.users.findMany({ where: eq(users.orgId, orgFromUrl('/org/') || 'org_bolt') }),
  'eq-negative': (db: Db) => db.query.users.findMany({ where: eq(users.score, -5) }),
  'schema-namespace': (db: Db) => db.query.posts.findMany({ where: eq(schema.posts.authorId, 1) }),
  'schema-namespace-and': (db: Db) =>
    db.query.posts.findMany({ where: and(eq(schema.posts.authorId, 1), isNull(schema.posts.deletedAt)) }),
  'renamed-column': (db: Db) => db.query.accounts.findMany({ where: eq(accounts.ownerId, 1) }),
  'renamed-column-text': (db: Db) => db.query.accounts.findMany({ where: eq(accounts.provider, 'github') }),
  'pg-schema-table': (db: Db) => db.query.auditLogs.findMany({ where: eq(auditLogs.action, 'login') }),
  'quoted-column-key': (db: Db) => db.query.users.findMany({ where: ne(users['display-name'], 'Ada L.') }),
  'column-key-order': (db: Db) => db.query.metrics.findMany({ where: gt(metrics.order, 2) }),
  'column-key-numeric': (db: Db) => db.query.metrics.findMany({ where: and(eq(metrics['1'], 1), ne(metrics['2'], 1)) }),
  'column-key-number': (db: Db) => db.query.metrics.findMany({ where: eq(metrics[2], 3) }),
  'column-key-OR': (db: Db) => db.query.metrics.findMany({ where: eq(metrics.OR, true) }),
  'column-key-NOT': (db: Db) => db.query.metrics.findMany({ where: and(eq(metrics.NOT, 'a'), lt(metrics.order, 5)) }),
  'find-first-by-text-key': (db: Db) => db.query.orgs.findFirst({ where: eq(orgs.id, 'org_core') }),
  'session-text-id': (db: Db) => db.query.session.findFirst({ where: eq(session.id, 's4') }),
  'and-two': (db: Db) => db.query.users.findMany({ where: and(eq(users.orgId, ORG), eq(users.role, 'editor')) }),
  'and-three': (db: Db) =>
    db.query.posts.findMany({
      where: and(eq(posts.orgId, 'org_acme'), eq(posts.status, 'published'), isNull(posts.deletedAt)),
    }),
  'and-single': (db: Db) => db.query.users.findMany({ where: and(eq(users.role, 'admin')) }),
  'composite-key': (db: Db) =>
    db.query.memberships.findFirst({ where: and(eq(memberships.orgId, 'org_core'), eq(memberships.userId, 10)) }),
  'class-0-comment': (db: Db) => db.query.comments.findMany({ where: eq(comments.body, '') }),
  'non-null-assertion': (db: Db) => {
    const maybe: string | undefined = ['org_dust', 'org_bolt'].at(1);
    return db.query.users.findMany({ where: eq(users.orgId, maybe!) });
  },
  'destructured-input': (db: Db) => destructuredInput(db, { orgId: 'org_acme', score: 40 }),
  'sample-label': (db: Db) => db.query.samples.findFirst({ where: eq(samples.label, 'twin') }),
  stringWithQuotes,
  templateString,
  propertyAccess,
  elementAccess,
  shorthandWhere,
  promiseAll,
  thenChain,
  commented,
  inLoop,
  nestedCall,
  parenthesised,
  asserted,
  satisfiesConfig,
  quotedKeys,
  optionalResult,
};
