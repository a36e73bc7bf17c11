// An `await` inside a condition cannot move into a callback that is not async.
import { and, eq, or, sql, type SQL } from 'drizzle-orm';
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

async function ofRole(role: 'admin' | 'viewer'): Promise<SQL | undefined> {
  return (await later(true)) ? eq(users.role, role) : undefined;
}

async function nobody() {
  return (await later(false)) ? eq(users.id, 0) : undefined;
}

const scored = async (score: number) => {
  const least = await later(score);
  return and(await nobody(), sql`${users.score} > ${least}`);
};

class Policy {
  private async visible(): Promise<SQL> {
    return (await later(false)) ? eq(users.id, 0) : eq(users.isActive, true);
  }

  private async everybody(): Promise<SQL | undefined> {
    if (await later(true)) return undefined;
    return eq(users.isActive, true);
  }

  async list(db: Db) {
    const where = and(await this.everybody(), await ofRole('viewer'));
    return [await db.query.users.findMany({ where }), await db.query.users.findMany({ where: await this.visible() })];
  }
}

export const queries = {
  inValue,
  inRaw,
  whole,
  inMember,
  helper: async (db: Db) => db.query.users.findMany({ where: await ofRole('admin') }),
  'helper-nothing': async (db: Db) => db.query.users.findMany({ where: await nobody() }),
  'helper-in-and': async (db: Db) =>
    db.query.users.findMany({ where: and(await nobody(), await ofRole('viewer'), eq(users.isActive, true)) }),
  'helper-in-or': async (db: Db) =>
    db.query.users.findMany({ where: or(await nobody(), await ofRole('admin'), eq(users.id, 5)) }),
  'method-async': (db: Db) => new Policy().list(db),
  'helper-scored': async (db: Db) => db.query.users.findMany({ where: await scored(40) }),
};
