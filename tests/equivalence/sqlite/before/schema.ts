import { relations, sql } from "drizzle-orm";
import {
  type AnySQLiteColumn,
  blob,
  customType,
  index,
  integer,
  numeric,
  primaryKey,
  real,
  sqliteTable,
  sqliteTableCreator,
  text,
} from "drizzle-orm/sqlite-core";

const appTable = sqliteTableCreator((name) => `app_${name}`);

/** Days are stored as `YYYYMMDD` numbers. */
export class Day {
  constructor(readonly year: number, readonly month: number, readonly date: number) {}
}

const day = customType<{ data: Day; driverData: number }>({
  dataType: () => "integer",
  fromDriver: (value) => new Day(Math.floor(value / 10000), Math.floor(value / 100) % 100, value % 100),
  toDriver: (value) => value.year * 10000 + value.month * 100 + value.date,
});

export const members = sqliteTable("members", {
  id: integer("id").primaryKey({ autoIncrement: true }),
  email: text("email").notNull().unique(),
  name: text("name").notNull(),
  role: text("role", { enum: ["owner", "member", "guest"] })
    .notNull()
    .default("member"),
  active: integer("active", { mode: "boolean" }).notNull().default(true),
  verified: integer("verified", { mode: "boolean" }),
  managerId: integer("manager_id").references((): AnySQLiteColumn => members.id),
  rate: numeric("rate"),
  points: integer("points").notNull().default(0),
  prefs: text("prefs", { mode: "json" }).$type<{ theme: string; beta?: boolean }>(),
  joinedAt: integer("joined_at", { mode: "timestamp" }).notNull(),
  lastSeenAt: integer("last_seen_at", { mode: "timestamp_ms" }),
});

export const membersRelations = relations(members, ({ one, many }) => ({
  manager: one(members, { fields: [members.managerId], references: [members.id], relationName: "management" }),
  reports: many(members, { relationName: "management" }),
  projects: many(projects),
  assigned: many(tasks, { relationName: "assignee" }),
  reported: many(tasks, { relationName: "reporter" }),
  notes: many(notes),
}));

export const projects = sqliteTable("projects", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  ownerId: integer("owner_id")
    .notNull()
    .references(() => members.id),
  archived: integer("archived", { mode: "boolean" }).notNull().default(false),
  budget: real("budget"),
  settings: text("settings", { mode: "json" }).$type<{ color: string }>(),
  startsOn: day("starts_on"),
  createdAt: text("created_at")
    .notNull()
    .default(sql`CURRENT_TIMESTAMP`),
});

export const projectsRelations = relations(projects, ({ one, many }) => ({
  owner: one(members, { fields: [projects.ownerId], references: [members.id] }),
  tasks: many(tasks),
  setting: one(settings),
}));

/** One row per project; the project's side has no `fields`. */
export const settings = sqliteTable("project_settings", {
  project: text("project_id")
    .primaryKey()
    .references(() => projects.id),
  locale: text("locale").notNull(),
  notify: integer("notify", { mode: "boolean" }).notNull(),
});

export const settingsRelations = relations(settings, ({ one }) => ({
  of: one(projects, { fields: [settings.project], references: [projects.id] }),
}));

export const tasks = sqliteTable(
  "tasks",
  (t) => ({
    id: t.integer("id").primaryKey(),
    projectId: t.text("project_id").notNull(),
    assigneeId: t.integer("assignee_id"),
    reporterId: t.integer("reporter_id").notNull(),
    parentId: t.integer("parent_id"),
    title: t.text("title").notNull(),
    details: t.text("details"),
    done: t.integer("done", { mode: "boolean" }).notNull().default(false),
    priority: t.integer("priority").notNull().default(0),
    estimate: t.real("estimate"),
    labels: t.text("labels", { mode: "json" }).$type<string[]>().notNull(),
    dueAt: t.integer("due_at", { mode: "timestamp" }),
    completedAt: t.integer("completed_at", { mode: "timestamp_ms" }),
  }),
  (t) => [index("tasks_project_idx").on(t.projectId)],
);

export const tasksRelations = relations(tasks, ({ one, many }) => ({
  project: one(projects, { fields: [tasks.projectId], references: [projects.id] }),
  assignee: one(members, { fields: [tasks.assigneeId], references: [members.id], relationName: "assignee" }),
  reporter: one(members, { fields: [tasks.reporterId], references: [members.id], relationName: "reporter" }),
  parent: one(tasks, { fields: [tasks.parentId], references: [tasks.id], relationName: "subtasks" }),
  subtasks: many(tasks, { relationName: "subtasks" }),
  notes: many(notes),
  taskTags: many(taskTags),
}));

export const notes = sqliteTable("notes", {
  id: integer("id").primaryKey(),
  taskId: integer("task_id").notNull(),
  authorId: integer("author_id"),
  body: text("body").notNull(),
  pinned: integer("pinned", { mode: "boolean" }).notNull().default(false),
  createdAt: integer("created_at", { mode: "timestamp_ms" }).notNull(),
});

export const notesRelations = relations(notes, ({ one }) => ({
  task: one(tasks, { fields: [notes.taskId], references: [tasks.id] }),
  author: one(members, { fields: [notes.authorId], references: [members.id] }),
}));

export const tags = appTable("tag", {
  id: integer("id").primaryKey(),
  label: text("label").notNull(),
});

export const taskTags = appTable(
  "task_tag",
  {
    taskId: integer("task_id").notNull(),
    tagId: integer("tag_id").notNull(),
  },
  (t) => [primaryKey({ columns: [t.taskId, t.tagId] })],
);

export const tagsRelations = relations(tags, ({ many }) => ({ taskTags: many(taskTags) }));

export const taskTagsRelations = relations(taskTags, ({ one }) => ({
  task: one(tasks, { fields: [taskTags.taskId], references: [tasks.id] }),
  tag: one(tags, { fields: [taskTags.tagId], references: [tags.id] }),
}));

export const files = sqliteTable("files", {
  id: integer("id").primaryKey(),
  name: text("name").notNull(),
  content: blob("content", { mode: "buffer" }),
  size: blob("size", { mode: "bigint" }),
  meta: blob("meta", { mode: "json" }).$type<{ mime: string }>(),
  plain: integer("plain"),
});
