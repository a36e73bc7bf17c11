// An `await` inside a condition cannot move into a callback that is not async.
import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '../db.js';
import { posts, users } from '../schema.js';

const later = <T>(value: T) => Promise.resolve(value);

async function inValue(db: Db) {
  return db.query.users.findMany({ where: eq(users.role, await later('editor' as const)) });
}

async function inRaw(db: Db) {
  return db.query.users.findMany({ where: eq(sql`lower(${users.name})`, await later('ada')) });
}

async function whole(db: Db) {
  const build = (role: 'admin' | 'viewer') => later(eq(users.role, role));
  return db.query.users.findMany({ where: await build('viewer') });
}

async function inMember(db: Db) {
  return db.query.posts.findMany({
    where: and(eq(posts.status, 'published'), (await later(true)) ? sql`${posts.views} > ${await later(60)}` : undefined),
  });
}

export const queries = { inValue, inRaw, whole, inMember };
