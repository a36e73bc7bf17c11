import { and, eq, gt, gte, inArray, isNull, lt, ne, or } from "drizzle-orm";
import type { Db } from "../db";
import { Day, files, members, notes, projects, tasks } from "../schema";

const february = new Date("2024-02-01T00:00:00Z");
const untyped: any = { done: true };
const maybe: { name?: string } = {};

export const queries = {
  "timestamp": (db: Db) => db.query.members.findMany({ where: eq(members.joinedAt, february) }),
  "timestamp-inline": (db: Db) => db.query.members.findMany({ where: gt(members.joinedAt, new Date(1706745600 * 1000)) }),
  "timestamp-range": (db: Db) =>
    db.query.tasks.findMany({ where: and(gte(tasks.dueAt, february), lt(tasks.dueAt, new Date("2024-03-01"))) }),
  "timestamp-in": (db: Db) => db.query.tasks.findMany({ where: inArray(tasks.dueAt, [february, new Date("2023-01-01")]) }),
  "timestamp-ms": (db: Db) => db.query.members.findMany({ where: eq(members.lastSeenAt, new Date(1709251200123)) }),
  "timestamp-ms-gt": (db: Db) => db.query.tasks.findMany({ where: gt(tasks.completedAt, new Date(1704067200000)) }),
  "timestamp-callback": (db: Db) => db.query.notes.findMany({ where: (t, { lt }) => lt(t.createdAt, february) }),
  "text-date": (db: Db) => db.query.projects.findMany({ where: gte(projects.createdAt, "2024-02-01 00:00:00") }),
  "boolean-true": (db: Db) => db.query.members.findMany({ where: eq(members.active, true) }),
  "boolean-false": (db: Db) => db.query.members.findMany({ where: eq(members.verified, false) }),
  "boolean-variable": (db: Db) => {
    const pinned = false;
    return db.query.notes.findMany({ where: eq(notes.pinned, pinned) });
  },
  "boolean-in": (db: Db) => db.query.members.findMany({ where: inArray(members.verified, [true]) }),
  "boolean-ne": (db: Db) => db.query.members.findMany({ where: ne(members.verified, true) }),
  "json-object": (db: Db) => db.query.members.findMany({ where: eq(members.prefs, { theme: "light" }) }),
  "json-object-variable": (db: Db) => {
    const settings = { color: "red" };
    return db.query.projects.findMany({ where: and(eq(projects.settings, settings), eq(projects.ownerId, 4)) });
  },
  "json-array": (db: Db) => db.query.tasks.findMany({ where: eq(tasks.labels, ["bug"]) }),
  "json-array-empty": (db: Db) => db.query.tasks.findMany({ where: eq(tasks.labels, []) }),
  "json-is-null": (db: Db) => db.query.members.findMany({ where: isNull(members.prefs) }),
  "custom": (db: Db) => db.query.projects.findMany({ where: eq(projects.startsOn, new Day(2024, 1, 1)) }),
  "custom-gt": (db: Db) => db.query.projects.findMany({ where: gt(projects.startsOn, new Day(2023, 12, 31)) }),
  "numeric": (db: Db) => db.query.members.findMany({ where: eq(members.rate, "12.5") }),
  "numeric-zero": (db: Db) => db.query.members.findMany({ where: eq(members.rate, "0") }),
  "real": (db: Db) => db.query.projects.findMany({ where: eq(projects.budget, 20.25) }),
  "real-zero": (db: Db) => db.query.projects.findMany({ where: eq(projects.budget, 0) }),
  "zero": (db: Db) => db.query.tasks.findMany({ where: eq(tasks.priority, 0) }),
  "negative": (db: Db) => db.query.members.findMany({ where: eq(members.points, -3) }),
  "empty-text": (db: Db) => db.query.notes.findMany({ where: eq(notes.body, "") }),
  "blob-buffer": (db: Db) => db.query.files.findMany({ where: eq(files.content, Buffer.from([0, 1, 255])) }),
  "blob-buffer-empty": (db: Db) => db.query.files.findMany({ where: eq(files.content, Buffer.alloc(0)) }),
  "blob-bigint": (db: Db) => db.query.files.findMany({ where: eq(files.size, 9007199254740993n) }),
  "blob-bigint-zero": (db: Db) => db.query.files.findMany({ where: eq(files.size, 0n) }),
  "blob-json": (db: Db) => db.query.files.findMany({ where: eq(files.meta, { mime: "a/b" }) }),
  "blob-null": (db: Db) => db.query.files.findMany({ where: isNull(files.content) }),
  "falsy-in-or": (db: Db) =>
    Promise.all(
      [null, 0, "", undefined].map((given: any) =>
        db.query.members.findMany({ where: or(eq(members.role, "guest"), given && eq(members.id, 1)) }),
      ),
    ),
  "member-of-cast": (db: Db) => {
    const input = (maybe as object) as { name: string };
    return db.query.members.findMany({ where: eq(members.name, input.name) });
  },
  "any": (db: Db) => db.query.tasks.findMany({ where: eq(tasks.done, untyped.done) }),
  "any-missing": (db: Db) => db.query.tasks.findMany({ where: eq(tasks.done, untyped.missing) }),
  "any-missing-in-and": (db: Db) => db.query.tasks.findMany({ where: and(eq(tasks.projectId, "p1"), eq(tasks.title, untyped.missing)) }),
  "null-as-any": (db: Db) => db.query.tasks.findMany({ where: eq(tasks.details, null as any) }),
  "optional-missing": (db: Db) => db.query.members.findMany({ where: eq(members.name, maybe.name!) }),
  "nested-kinds": (db: Db) =>
    db.query.projects.findMany({
      columns: { id: true },
      with: { owner: true, tasks: { with: { notes: true } }, setting: true },
    }),
  "nested-custom": (db: Db) => db.query.members.findMany({ columns: { id: true }, with: { projects: true } }),
  "nested-where-date": (db: Db) =>
    db.query.projects.findMany({
      columns: { id: true },
      with: { tasks: { where: eq(tasks.dueAt, february), columns: { id: true } } },
    }),
  "nested-where-json": (db: Db) =>
    db.query.projects.findMany({
      columns: { id: true },
      with: { tasks: { where: eq(tasks.labels, ["docs"]), columns: { id: true, labels: true } } },
    }),
};
