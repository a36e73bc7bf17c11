import { desc, eq } from 'drizzle-orm';
import type { Db } from '../db.js';
import { users } from '../schema.js';

export const queries = {
  whole: async (db: Db) => {
    const rows = await db.query.users.findMany({ with: { memberships: { columns: {}, with: { group: true } } } });
    return rows.map(({ memberships, ...user }) => ({ ...user, groups: memberships.map((m) => m.group) }));
  },
  'one-column': async (db: Db) => {
    const rows = await db.query.users.findMany({
      with: { memberships: { columns: {}, with: { group: { columns: { name: true } } } } },
    });
    return rows.map((row) => ({ id: row.id, groups: row.memberships.map(({ group }) => group) }));
  },
  'columns-unread': async (db: Db) => {
    const rows = await db.query.users.findMany({
      with: { memberships: { columns: { role: true }, with: { group: true } } },
    });
    return rows.map((row) => ({ id: row.id, groups: row.memberships.map((m) => ({ name: m.group.name })) }));
  },
  first: async (db: Db) => {
    const user = await db.query.users.findFirst({
      where: eq(users.id, 2),
      with: { memberships: { with: { group: true } } },
    });
    return user?.memberships.map((m) => m.group);
  },
  'first-of-none': async (db: Db) => {
    const user = await db.query.users.findFirst({
      where: eq(users.id, 4),
      with: { memberships: { with: { group: true } } },
    });
    return { groups: user?.memberships.map((m) => m.group), length: user?.memberships.length };
  },
  'other-side': async (db: Db) => {
    const rows = await db.query.groups.findMany({ with: { memberships: { with: { user: true } } } });
    return rows.map((row) => ({ id: row.id, users: row.memberships.map(({ user }) => user) }));
  },
  duplicates: async (db: Db) => {
    const rows = await db.query.users.findMany({ with: { visits: { with: { group: true } } } });
    return rows.map((row) => ({ id: row.id, count: row.visits.length, groups: row.visits.map((visit) => visit.group) }));
  },
  'duplicates-other-side': async (db: Db) => {
    const rows = await db.query.groups.findMany({ with: { visits: { with: { user: { columns: { id: true } } } } } });
    return rows.map((row) => ({ id: row.id, users: row.visits.map((visit) => visit.user) }));
  },
  self: async (db: Db) => {
    const rows = await db.query.users.findMany({
      with: { followed: { with: { followed: true } }, followers: { with: { follower: true } } },
    });
    return rows.map((row) => ({
      id: row.id,
      followed: row.followed.map((follow) => follow.followed),
      followers: row.followers.map(({ follower }) => ({ id: follower.id })),
    }));
  },
  composite: async (db: Db) => {
    const rows = await db.query.groups.findMany({ with: { meetings: { columns: {}, with: { room: true } } } });
    return rows.map((row) => ({ id: row.id, rooms: row.meetings.map((meeting) => meeting.room) }));
  },
  'composite-other-side': async (db: Db) => {
    const rows = await db.query.rooms.findMany({ with: { meetings: { columns: {}, with: { group: true } } } });
    return rows.map(({ meetings, ...room }) => ({ ...room, groups: meetings.map(({ group }) => group) }));
  },
  'for-of': async (db: Db) => {
    const found: { user: number; group: number }[] = [];
    for (const user of await db.query.users.findMany({ with: { memberships: { with: { group: true } } } }))
      for (const { group } of user.memberships) found.push({ user: user.id, group: group.id });
    return found;
  },
  filtered: async (db: Db) => {
    const rows = await db.query.users.findMany({ with: { memberships: { with: { group: true } } } });
    return rows
      .filter((row) => row.memberships.some((m) => m.group.open))
      .map((row) => ({ id: row.id, closed: row.memberships.filter(({ group }) => !group.open).map((m) => m.group) }));
  },
};

export const ordered = {
  sorted: async (db: Db) => {
    const rows = await db.query.users.findMany({
      with: { memberships: { with: { group: true } } },
      orderBy: desc(users.id),
    });
    return rows.map((row) => ({
      byId: row.memberships.sort((a, b) => a.group.id - b.group.id).map((m) => m.group.id),
      names: row.memberships.map((m) => m.group.name).sort(),
      reversed: row.memberships
        .map((m) => m.group)
        .sort((a, b) => b.id - a.id)
        .map(({ id }) => id),
      again: row.memberships.map((m) => m.group.id),
      fees: row.memberships.reduce((sum, m) => sum + Number(m.group.fee), 0),
      pairs: row.memberships.flatMap((m) => row.memberships.map((n) => m.group.id * 10 + n.group.id)),
    }));
  },
};
