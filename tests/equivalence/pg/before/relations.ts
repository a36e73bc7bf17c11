import { relations } from 'drizzle-orm';
import {
  accounts,
  auditLogs,
  comments,
  labels,
  memberships,
  orgs,
  posts,
  postsToLabels,
  profiles,
  samples,
  sampleParts,
  session,
  shifts,
  users,
} from './schema.js';

export const orgsRelations = relations(orgs, ({ many }) => ({
  users: many(users),
  posts: many(posts),
  memberships: many(memberships),
}));

export const usersRelations = relations(users, ({ one, many }) => ({
  org: one(orgs, { fields: [users.orgId], references: [orgs.id] }),
  // the self relation
  inviter: one(users, { fields: [users.invitedById], references: [users.id], relationName: 'invitation' }),
  invitees: many(users, { relationName: 'invitation' }),
  profile: one(profiles),
  posts: many(posts, { relationName: 'author' }),
  reviews: many(posts, { relationName: 'reviewer' }),
  comments: many(comments),
  memberships: many(memberships),
  accounts: many(accounts),
  sessions: many(session),
  logs: many(auditLogs),
}));

export const profilesRelations = relations(profiles, ({ one }) => ({
  user: one(users, { fields: [profiles.userId], references: [users.id] }),
}));

export const postsRelations = relations(posts, ({ one, many }) => ({
  author: one(users, { fields: [posts.authorId], references: [users.id], relationName: 'author' }),
  reviewer: one(users, { fields: [posts.reviewerId], references: [users.id], relationName: 'reviewer' }),
  org: one(orgs, { fields: [posts.orgId], references: [orgs.id] }),
  comments: many(comments),
  postsToLabels: many(postsToLabels),
}));

export const commentsRelations = relations(comments, ({ one, many }) => ({
  post: one(posts, { fields: [comments.postId], references: [posts.id] }),
  author: one(users, { fields: [comments.authorId], references: [users.id] }),
  parent: one(comments, { fields: [comments.parentId], references: [comments.id], relationName: 'thread' }),
  replies: many(comments, { relationName: 'thread' }),
}));

export const labelsRelations = relations(labels, ({ many }) => ({
  postsToLabels: many(postsToLabels),
}));

export const postsToLabelsRelations = relations(postsToLabels, ({ one }) => ({
  post: one(posts, { fields: [postsToLabels.postId], references: [posts.id] }),
  label: one(labels, { fields: [postsToLabels.labelId], references: [labels.id] }),
}));

export const membershipsRelations = relations(memberships, ({ one, many }) => ({
  org: one(orgs, { fields: [memberships.orgId], references: [orgs.id] }),
  user: one(users, { fields: [memberships.userId], references: [users.id] }),
  shifts: many(shifts, { relationName: 'worker' }),
  covers: many(shifts, { relationName: 'cover' }),
}));

export const shiftsRelations = relations(shifts, ({ one }) => ({
  membership: one(memberships, {
    fields: [shifts.orgId, shifts.userId],
    references: [memberships.orgId, memberships.userId],
    relationName: 'worker',
  }),
  cover: one(memberships, {
    fields: [shifts.orgId, shifts.coverUserId],
    references: [memberships.orgId, memberships.userId],
    relationName: 'cover',
  }),
}));

export const accountsRelations = relations(accounts, ({ one }) => ({
  owner: one(users, { fields: [accounts.ownerId], references: [users.id] }),
}));

export const sessionRelations = relations(session, ({ one }) => ({
  user: one(users, { fields: [session.userId], references: [users.id] }),
}));

export const auditLogsRelations = relations(auditLogs, ({ one }) => ({
  actor: one(users, { fields: [auditLogs.actorId], references: [users.id] }),
}));

export const samplesRelations = relations(samples, ({ many }) => ({
  children: many(sampleParts),
}));

export const samplePartsRelations = relations(sampleParts, ({ one }) => ({
  sample: one(samples, { fields: [sampleParts.sampleId], references: [samples.id] }),
}));
