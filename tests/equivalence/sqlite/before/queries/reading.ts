import { and, asc, desc, eq, gt, isNull, lt, ne, sql } from "drizzle-orm";
import type { BetterSQLite3Database } from "drizzle-orm/better-sqlite3";
import type { Db } from "../db";
import * as schema from "../schema";
import { members, notes, projects, tasks } from "../schema";

function sorted(db: Db, direction: "asc" | "desc") {
  return db.query.tasks.findMany({
    orderBy: [direction === "desc" ? desc(tasks.priority) : asc(tasks.priority), desc(tasks.id)],
    columns: { id: true },
  });
}

class Repository {
  constructor(private readonly db: BetterSQLite3Database<typeof schema>) {}

  open(projectId: string) {
    return this.db.query.tasks.findMany({ where: and(eq(tasks.projectId, projectId), eq(tasks.done, false)) }).sync();
  }

  first() {
    return this.db.query.members.findFirst({ where: eq(members.email, "dee@y.test") }).sync()?.name;
  }
}

function transaction(db: Db) {
  return db.transaction((tx) => {
    const member = tx.query.members.findFirst({ where: eq(members.name, "Dee") }).sync();
    return tx.query.tasks.findMany({ where: eq(tasks.assigneeId, member!.id) }).sync();
  });
}

function prepared(db: Db) {
  const statement = db.query.tasks
    .findMany({ where: eq(tasks.projectId, sql.placeholder("project")), orderBy: desc(tasks.id), limit: sql.placeholder("limit") })
    .prepare();
  return [statement.execute({ project: "p1", limit: 2 }).sync(), statement.execute({ project: "p3", limit: 5 }).sync()];
}

async function preparedAll(db: Db) {
  const statement = db.query.members
    .findFirst({ where: (t, { eq }) => eq(t.id, sql.placeholder("id")), with: { reports: { orderBy: desc(members.id) } } })
    .prepare();
  return [await statement.all({ id: 1 }), await statement.all({ id: 2 })];
}

function preparedGet(db: Db) {
  const statement = db.query.members.findFirst({ where: eq(members.id, sql.placeholder("id")), with: { reports: true } }).prepare();
  return [statement.get({ id: 1 }), statement.get({ id: 2 })];
}

// v1 left out an offset of 0.
const page = (db: Db, { skip, take }: { skip: number; take?: number }) =>
  db.query.tasks.findMany({ orderBy: desc(tasks.id), limit: take, offset: skip, columns: { id: true } });

const paged = (db: Db, limit: number | undefined, offset: number) =>
  db.query.tasks.findMany({ orderBy: desc(tasks.id), limit, offset, columns: { id: true } });

const perhapsPaged = (db: Db, skip?: number) =>
  db.query.tasks.findMany({ orderBy: desc(tasks.id), offset: skip ?? undefined, columns: { id: true } });

const chosenSubtasks = (db: Db, names: "subtasks"[], offset: number) =>
  db.query.tasks.findMany({
    columns: { id: true },
    with: Object.fromEntries(names.map((name) => [name, { columns: { id: true }, offset }])),
  });

export const queries = {
  preparedGet,
  "sync": (db: Db) => db.query.tasks.findMany({ where: eq(tasks.done, true) }).sync(),
  "sync-first": (db: Db) => db.query.projects.findFirst({ where: eq(projects.name, "Gemini") }).sync(),
  "sync-no-match": (db: Db) => db.query.projects.findFirst({ where: eq(projects.name, "Nothing") }).sync(),
  "execute": (db: Db) => db.query.members.findMany({ where: eq(members.role, "owner") }).execute(),
  "repository": (db: Db) => new Repository(db).open("p1"),
  "repository-first": (db: Db) => new Repository(db).first(),
  "one": (db: Db) => db.query.tasks.findMany({ with: { project: true, assignee: { columns: { name: true } } } }),
  "two-relations": (db: Db) =>
    db.query.members.findMany({ columns: { id: true }, with: { assigned: { columns: { id: true } }, reported: { columns: { id: true } } } }),
  "self": (db: Db) =>
    db.query.members.findMany({ columns: { id: true }, with: { manager: { columns: { name: true } }, reports: { columns: { name: true } } } }),
  "subtasks": (db: Db) =>
    db.query.tasks.findMany({
      where: isNull(tasks.parentId),
      columns: { id: true },
      with: { subtasks: { columns: { id: true }, with: { subtasks: { columns: { id: true } } } } },
    }),
  "bare-one": (db: Db) => db.query.projects.findMany({ columns: { id: true }, with: { setting: true } }),
  "junction": (db: Db) =>
    db.query.tasks.findMany({ columns: { id: true }, with: { taskTags: { columns: {}, with: { tag: true } } } }),
  "junction-back": (db: Db) =>
    db.query.tags.findMany({ where: ne(schema.tags.label, "unused"), with: { taskTags: { with: { task: { columns: { title: true } } } } } }),
  "nested-where": (db: Db) =>
    db.query.projects.findMany({
      where: eq(projects.archived, false),
      columns: { name: true },
      with: { tasks: { where: and(eq(tasks.done, false), gt(tasks.priority, 1)), columns: { title: true } } },
    }),
  "nested-where-callback": (db: Db) =>
    db.query.projects.findMany({
      columns: { name: true },
      with: { tasks: { where: (t, { or, eq, lt }) => or(eq(t.done, true), lt(t.estimate, 1)), columns: { title: true } } },
    }),
  "three-deep": (db: Db) =>
    db.query.members.findMany({
      where: eq(members.active, true),
      columns: { id: true },
      with: {
        projects: {
          where: eq(projects.archived, false),
          columns: { id: true },
          with: { tasks: { where: ne(tasks.priority, 1), columns: { id: true }, with: { notes: { where: eq(notes.pinned, true) } } } },
        },
      },
    }),
  "extras": (db: Db) =>
    db.query.tasks.findMany({ columns: { id: true }, extras: { upper: sql<string>`upper(${tasks.title})`.as("upper_title") } }),
  "extras-callback": (db: Db) =>
    db.query.tasks.findMany({
      columns: { id: true },
      extras: (t, { sql }) => ({ double: sql<number>`${t.priority} * 2`.as("double") }),
    }),
  "extras-nested": (db: Db) =>
    db.query.projects.findMany({
      columns: { id: true },
      with: { tasks: { columns: { id: true }, extras: { size: sql<number>`length(${tasks.title})`.as("size") } } },
    }),
  "columns-exclude": (db: Db) => db.query.members.findMany({ columns: { prefs: false, rate: false } }),
  transaction,
};

export const ordered = {
  "desc": (db: Db) => db.query.tasks.findMany({ orderBy: desc(tasks.id), columns: { id: true } }),
  "extra-by-name": (db: Db) =>
    db.query.tasks.findMany({
      columns: { id: true },
      extras: { size: sql<number>`${tasks.priority} + 1`.as("the_size") },
      orderBy: [sql`the_size * 2 desc`, tasks.id],
    }),
  "two": (db: Db) => db.query.tasks.findMany({ orderBy: [desc(tasks.priority), asc(tasks.id)], columns: { id: true } }),
  "bare": (db: Db) => db.query.tasks.findMany({ orderBy: [tasks.title, tasks.id], columns: { id: true } }),
  "callback": (db: Db) => db.query.tasks.findMany({ orderBy: (t, { desc }) => [desc(t.projectId), t.id], columns: { id: true } }),
  "nulls": (db: Db) =>
    db.query.tasks.findMany({ orderBy: [sql`${tasks.dueAt} desc nulls last`, desc(tasks.id)], columns: { id: true } }),
  "direction-asc": (db: Db) => sorted(db, "asc"),
  "direction-desc": (db: Db) => sorted(db, "desc"),
  "paging": (db: Db) => db.query.tasks.findMany({ orderBy: desc(tasks.id), limit: 3, offset: 2, columns: { id: true } }),
  "paging-from-the-start": (db: Db) => page(db, { skip: 0 }),
  "paging-shorthand": (db: Db) => paged(db, undefined, 0),
  "paging-perhaps": (db: Db) => perhapsPaged(db, 0),
  "paging-chosen-relations": (db: Db) => chosenSubtasks(db, ["subtasks"], 0),
  "paging-behind-a-limit": (db: Db) => page(db, { skip: 4, take: 2 }),
  "paging-sync": (db: Db) => db.query.tasks.findMany({ where: lt(tasks.id, 9), orderBy: desc(tasks.id), limit: 2 }).sync(),
  "nested-order-limit": (db: Db) =>
    db.query.projects.findMany({
      orderBy: [desc(projects.id)],
      columns: { id: true },
      with: {
        tasks: {
          orderBy: (t, { desc, asc }) => [desc(t.priority), asc(t.id)],
          limit: 2,
          columns: { id: true },
          with: { notes: { orderBy: desc(notes.createdAt), limit: 1, columns: { body: true } } },
        },
      },
    }),
  prepared,
  preparedAll,
};
