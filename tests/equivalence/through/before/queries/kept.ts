import { asc, desc, eq } from 'drizzle-orm';
import type { Db } from '../db.js';
import { memberships, users } from '../schema.js';

export const queries = {
  nullable: async (db: Db) => {
    const rows = await db.query.users.findMany({ with: { tips: { columns: {}, with: { group: true } } } });
    return rows.map((row) => ({ id: row.id, groups: row.tips.map((tip) => tip.group) }));
  },
  dangling: async (db: Db) => {
    const rows = await db.query.users.findMany({ with: { votes: { with: { group: true } } } });
    return rows.map((row) => ({ id: row.id, groups: row.votes.map((vote) => vote.group) }));
  },
  'out-of-sight': (db: Db) => db.query.users.findMany({ with: { memberships: { with: { group: true } } } }),
  spread: async (db: Db) => {
    const rows = await db.query.users.findMany({ with: { memberships: { with: { group: true } } } });
    return rows.map((row) => ({ ...row, groups: row.memberships.map((m) => m.group) }));
  },
  'where-of-the-junction': async (db: Db) => {
    const rows = await db.query.users.findMany({
      with: { memberships: { where: eq(memberships.role, 'admin'), with: { group: true } } },
    });
    return rows.map((row) => ({ id: row.id, groups: row.memberships.map((m) => m.group) }));
  },
};

export const ordered = {
  'order-of-the-junction': async (db: Db) => {
    const rows = await db.query.users.findMany({
      with: { memberships: { orderBy: [asc(memberships.role), asc(memberships.groupId)], limit: 1, with: { group: true } } },
      orderBy: desc(users.id),
    });
    return rows.map((row) => row.memberships.map((m) => m.group.id));
  },
};
