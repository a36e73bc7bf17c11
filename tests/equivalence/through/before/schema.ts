import { relations } from 'drizzle-orm';
import {
  boolean,
  date,
  foreignKey,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
} from 'drizzle-orm/pg-core';

export const users = pgTable('users', {
  id: integer('id').primaryKey(),
  name: text('name').notNull(),
  born: date('born', { mode: 'date' }),
});

export const groups = pgTable('groups', {
  id: integer('id').primaryKey(),
  name: text('name').notNull(),
  fee: integer('fee'),
  open: boolean('open').notNull(),
});

const userId = () =>
  integer('user_id')
    .notNull()
    .references(() => users.id);

export const memberships = pgTable(
  'memberships',
  {
    userId: userId(),
    groupId: integer('group_id')
      .notNull()
      .references(() => groups.id),
    role: text('role').notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.groupId] })],
);

/** A user may visit a group many times. */
export const visits = pgTable('visits', {
  userId: userId(),
  groupId: integer('group_id')
    .notNull()
    .references(() => groups.id),
  visitedAt: timestamp('visited_at').notNull(),
});

/** The group may be unknown. */
export const tips = pgTable('tips', {
  id: integer('id').primaryKey(),
  userId: userId(),
  groupId: integer('group_id').references(() => groups.id),
});

/** Nothing keeps the group from going away. */
export const votes = pgTable(
  'votes',
  { userId: integer('user_id').notNull(), groupId: integer('group_id').notNull() },
  (t) => [primaryKey({ columns: [t.userId, t.groupId] })],
);

export const follows = pgTable(
  'follows',
  {
    followerId: integer('follower_id')
      .notNull()
      .references(() => users.id),
    followedId: integer('followed_id')
      .notNull()
      .references(() => users.id),
  },
  (t) => [unique().on(t.followerId, t.followedId)],
);

export const rooms = pgTable(
  'rooms',
  { house: text('house').notNull(), number: integer('number').notNull(), seats: integer('seats').notNull() },
  (t) => [primaryKey({ columns: [t.house, t.number] })],
);

export const meetings = pgTable(
  'meetings',
  {
    groupId: integer('group_id')
      .notNull()
      .references(() => groups.id),
    house: text('house').notNull(),
    room: integer('room').notNull(),
    weekday: text('weekday'),
  },
  (t) => [
    primaryKey({ columns: [t.groupId, t.house, t.room] }),
    foreignKey({ columns: [t.house, t.room], foreignColumns: [rooms.house, rooms.number] }),
  ],
);

export const usersRelations = relations(users, ({ many }) => ({
  memberships: many(memberships),
  visits: many(visits),
  tips: many(tips),
  votes: many(votes),
  followed: many(follows, { relationName: 'follower' }),
  followers: many(follows, { relationName: 'followed' }),
}));

export const groupsRelations = relations(groups, ({ many }) => ({
  memberships: many(memberships),
  visits: many(visits),
  tips: many(tips),
  votes: many(votes),
  meetings: many(meetings),
}));

export const membershipsRelations = relations(memberships, ({ one }) => ({
  user: one(users, { fields: [memberships.userId], references: [users.id] }),
  group: one(groups, { fields: [memberships.groupId], references: [groups.id] }),
}));

export const visitsRelations = relations(visits, ({ one }) => ({
  user: one(users, { fields: [visits.userId], references: [users.id] }),
  group: one(groups, { fields: [visits.groupId], references: [groups.id] }),
}));

export const tipsRelations = relations(tips, ({ one }) => ({
  user: one(users, { fields: [tips.userId], references: [users.id] }),
  group: one(groups, { fields: [tips.groupId], references: [groups.id] }),
}));

export const votesRelations = relations(votes, ({ one }) => ({
  user: one(users, { fields: [votes.userId], references: [users.id] }),
  group: one(groups, { fields: [votes.groupId], references: [groups.id] }),
}));

export const followsRelations = relations(follows, ({ one }) => ({
  follower: one(users, { fields: [follows.followerId], references: [users.id], relationName: 'follower' }),
  followed: one(users, { fields: [follows.followedId], references: [users.id], relationName: 'followed' }),
}));

export const roomsRelations = relations(rooms, ({ many }) => ({ meetings: many(meetings) }));

export const meetingsRelations = relations(meetings, ({ one }) => ({
  group: one(groups, { fields: [meetings.groupId], references: [groups.id] }),
  room: one(rooms, { fields: [meetings.house, meetings.room], references: [rooms.house, rooms.number] }),
}));
