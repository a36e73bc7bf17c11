import { eq } from 'drizzle-orm';
import type { Db } from '../db.js';
import { meetings, memberships } from '../schema.js';

export const queries = {
  nested: async (db: Db) => {
    const rows = await db.query.users.findMany({
      with: {
        memberships: {
          columns: {},
          with: {
            group: {
              with: {
                meetings: { columns: {}, with: { room: true } },
              },
            },
          },
        },
      },
    });
    return rows.map((row) => ({
      id: row.id,
      rooms: row.memberships.flatMap((m) => m.group.meetings.map((meeting) => ({ ...meeting.room, group: m.group.id }))),
    }));
  },
  'nested-with-conditions': async (db: Db) => {
    const rows = await db.query.users.findMany({
      with: {
        memberships: {
          columns: {},
          with: {
            group: {
              columns: { name: true },
              with: {
                memberships: {
                  where: eq(memberships.role, 'admin'),
                  columns: { userId: true },
                },
                meetings: {
                  where: eq(meetings.house, 'south'),
                  orderBy: (t, { desc }) => desc(t.room),
                  limit: 1,
                },
              },
            },
          },
        },
      },
    });
    return rows.map((row) => ({ id: row.id, groups: row.memberships.map((m) => m.group) }));
  },
  'below-one': async (db: Db) => {
    const rows = await db.query.tips.findMany({ with: { user: { with: { visits: { with: { group: true } } } } } });
    return rows.map((tip) => ({ id: tip.id, groups: tip.user.visits.map((visit) => visit.group) }));
  },
  twice: async (db: Db) => {
    const rows = await db.query.users.findMany({
      with: { memberships: { with: { group: true } }, visits: { with: { group: { columns: { id: true } } } } },
    });
    return rows.map((row) => ({
      member: row.memberships.map((m) => m.group),
      visitor: row.visits.map((m) => m.group),
    }));
  },
  extras: async (db: Db) => {
    const rows = await db.query.users.findMany({
      with: {
        memberships: {
          with: {
            group: {
              columns: { id: true },
              extras: (t, { sql }) => ({ loud: sql<string>`upper(${t.name})`.as('loud') }),
            },
          },
        },
      },
    });
    return rows.map((row) => row.memberships.map(({ group }) => group));
  },
};
