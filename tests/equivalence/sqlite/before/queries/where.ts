import {
  and,
  between,
  eq,
  exists,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  like,
  lt,
  lte,
  ne,
  not,
  notBetween,
  notExists,
  notInArray,
  notLike,
  or,
  sql,
  type SQL,
} from "drizzle-orm";
import type { Db } from "../db";
import * as schema from "../schema";
import { members, notes, projects, tags, tasks, taskTags } from "../schema";

const ids = [1, 4, 7] as const;

async function search(db: Db, q?: string, done?: boolean) {
  return db.query.tasks.findMany({
    where: and(
      q ? or(like(tasks.title, `%${q}%`), like(tasks.details, `%${q}%`)) : undefined,
      done !== undefined ? eq(tasks.done, done) : undefined,
    ),
  });
}

async function pushed(db: Db, project?: string, minimum?: number) {
  const filters: SQL[] = [];
  if (project) filters.push(eq(tasks.projectId, project));
  if (minimum) filters.push(gte(tasks.priority, minimum));
  return db.query.tasks.findMany({ where: filters.length ? and(...filters) : undefined });
}

async function hoisted(db: Db) {
  const open = and(eq(tasks.done, false), isNotNull(tasks.assigneeId));
  const rows = await db.query.tasks.findMany({ where: open });
  const total = db.select({ n: sql<number>`count(*)` }).from(tasks).where(open).get();
  return { rows, total };
}

async function conditional(db: Db, mine: boolean) {
  return db.query.tasks.findMany({ where: mine ? eq(tasks.assigneeId, 1) : undefined, columns: { id: true } });
}

async function letWhere(db: Db, kind: "open" | "done" | "any") {
  let where: SQL | undefined;
  if (kind === "open") where = eq(tasks.done, false);
  else if (kind === "done") where = eq(tasks.done, true);
  return db.query.tasks.findMany({ where, columns: { id: true } });
}

const ownedBy = (id: number) => eq(projects.ownerId, id);

async function localMember(db: Db) {
  const members = { id: 4 };
  return db.query.tasks.findMany({ where: eq(tasks.assigneeId, members.id) });
}

const t = tasks;

function returned(db: Db, role?: "owner" | "guest") {
  return db.query.members.findMany({
    where: (t, { and, eq, gt }) => {
      if (!role) return undefined;
      const own = eq(t.role, role);
      if (role === "owner") return own;
      return and(own, gt(t.points, 0));
    },
  });
}

export const queries = {
  "bare-column": (db: Db) => db.query.members.findMany({ where: and(members.active, not(members.verified)) }),
  "eq": (db: Db) => db.query.members.findMany({ where: eq(members.id, 3) }),
  "eq-text-key": (db: Db) => db.query.projects.findFirst({ where: eq(projects.id, "p4") }),
  "eq-quote": (db: Db) => db.query.members.findMany({ where: eq(members.name, "O'Fox") }),
  "eq-enum": (db: Db) => db.query.members.findMany({ where: eq(members.role, "guest") }),
  "eq-other-key": (db: Db) => db.query.settings.findMany({ where: eq(schema.settings.project, "p2") }),
  "eq-creator-table": (db: Db) => db.query.tags.findMany({ where: eq(tags.label, "easy") }),
  "ne": (db: Db) => db.query.members.findMany({ where: ne(members.role, "member") }),
  "gt": (db: Db) => db.query.tasks.findMany({ where: gt(tasks.priority, 5) }),
  "gte": (db: Db) => db.query.tasks.findMany({ where: gte(tasks.priority, 5) }),
  "lt": (db: Db) => db.query.tasks.findMany({ where: lt(tasks.estimate, 1) }),
  "lte": (db: Db) => db.query.tasks.findMany({ where: lte(tasks.estimate, 1) }),
  "is-null": (db: Db) => db.query.tasks.findMany({ where: isNull(tasks.details) }),
  "is-not-null": (db: Db) => db.query.tasks.findMany({ where: isNotNull(tasks.parentId) }),
  "in-array": (db: Db) => db.query.members.findMany({ where: inArray(members.id, [2, 5]) }),
  "in-array-const": (db: Db) => db.query.members.findMany({ where: inArray(members.id, ids) }),
  "in-array-empty": (db: Db) => db.query.members.findMany({ where: inArray(members.id, []) }),
  "in-array-subquery": (db: Db) =>
    db.query.members.findMany({ where: inArray(members.id, db.select({ id: projects.ownerId }).from(projects)) }),
  "not-in-array": (db: Db) => db.query.members.findMany({ where: notInArray(members.role, ["owner", "guest"]) }),
  "between": (db: Db) => db.query.tasks.findMany({ where: between(tasks.priority, 2, 5) }),
  "not-between": (db: Db) => db.query.tasks.findMany({ where: notBetween(tasks.priority, 2, 5) }),
  "like": (db: Db) => db.query.tasks.findMany({ where: like(tasks.title, "fix%") }),
  "not-like": (db: Db) => db.query.tasks.findMany({ where: notLike(tasks.details, "%repro") }),
  "not": (db: Db) => db.query.members.findMany({ where: not(eq(members.role, "owner")) }),
  "not-nullable": (db: Db) => db.query.tasks.findMany({ where: not(eq(tasks.assigneeId, 2)) }),
  "and": (db: Db) => db.query.tasks.findMany({ where: and(eq(tasks.projectId, "p1"), eq(tasks.priority, 5)) }),
  "and-three": (db: Db) =>
    db.query.tasks.findMany({ where: and(eq(tasks.projectId, "p1"), eq(tasks.done, false), gt(tasks.priority, 0)) }),
  "or": (db: Db) => db.query.members.findMany({ where: or(eq(members.role, "guest"), eq(members.id, 1)) }),
  "or-in-and": (db: Db) =>
    db.query.tasks.findMany({ where: and(eq(tasks.projectId, "p1"), or(isNull(tasks.assigneeId), eq(tasks.priority, 5))) }),
  "and-in-or": (db: Db) =>
    db.query.tasks.findMany({ where: or(and(eq(tasks.projectId, "p3"), eq(tasks.done, true)), and(eq(tasks.projectId, "p1"), eq(tasks.done, true))) }),
  "two-ors": (db: Db) =>
    db.query.tasks.findMany({
      where: and(or(eq(tasks.assigneeId, 1), eq(tasks.assigneeId, 2)), or(eq(tasks.done, false), eq(tasks.priority, 5))),
    }),
  "range": (db: Db) => db.query.tasks.findMany({ where: and(gt(tasks.priority, 1), lt(tasks.priority, 9)) }),
  "same-operator-twice": (db: Db) => db.query.tasks.findMany({ where: and(ne(tasks.projectId, "p1"), ne(tasks.projectId, "p2")) }),
  "callback": (db: Db) => db.query.members.findMany({ where: (m, { eq }) => eq(m.role, "owner") }),
  "callback-and": (db: Db) =>
    db.query.tasks.findMany({ where: (t, { and, eq, isNull }) => and(eq(t.projectId, "p1"), isNull(t.parentId)) }),
  "callback-destructured": (db: Db) => db.query.tasks.findMany({ where: ({ done, priority }, { and, eq, gte }) => and(eq(done, true), gte(priority, 2)) }),
  "callback-block": (db: Db) =>
    db.query.tasks.findMany({
      where: (fields, { or, eq }) => {
        return or(eq(fields.id, 2), eq(fields.id, 9));
      },
    }),
  "callback-operators": (db: Db) => db.query.tasks.findMany({ where: (t, o) => o.and(o.eq(t.done, false), o.lte(t.priority, 1)) }),
  "callback-exists": (db: Db) =>
    db.query.tasks.findMany({ where: (t, { exists, eq }) => exists(db.select().from(notes).where(eq(notes.taskId, t.id))) }),
  "exists-globals": (db: Db) =>
    db.query.tasks.findMany({
      where: and(eq(tasks.done, true), exists(db.select().from(taskTags).where(eq(taskTags.taskId, tasks.id)))),
    }),
  "not-exists-globals": (db: Db) =>
    db.query.members.findMany({ where: notExists(db.select().from(notes).where(eq(notes.authorId, members.id))) }),
  "column-to-column": (db: Db) => db.query.tasks.findMany({ where: eq(tasks.assigneeId, tasks.reporterId) }),
  "table-alias": (db: Db) => db.query.tasks.findMany({ where: eq(t.projectId, "p3") }),
  "sql": (db: Db) => db.query.members.findMany({ where: sql`lower(${members.name}) = ${"ann"}` }),
  "sql-left": (db: Db) => db.query.members.findMany({ where: eq(sql`lower(${members.name})`, "ann") }),
  "sql-in-and": (db: Db) =>
    db.query.members.findMany({ where: and(sql`lower(${members.name}) = 'ann'`, eq(members.active, false)) }),
  "sql-json": (db: Db) => db.query.projects.findMany({ where: sql`json_extract(${projects.settings}, '$.color') = ${"red"}` }),
  "sql-json-each": (db: Db) =>
    db.query.tasks.findMany({ where: sql`exists (select 1 from json_each(${tasks.labels}) where value = ${"urgent"})` }),
  "sql-escape": (db: Db) => db.query.projects.findMany({ where: sql`${projects.name} like ${"50\\%%"} escape '\\'` }),
  "sql-unqualified": (db: Db) => db.query.tasks.findMany({ where: sql`priority > 5` }),
  "sql-callback": (db: Db) => db.query.tasks.findMany({ where: (t, { sql }) => sql`length(${t.title}) > 9` }),
  "returned-none": (db: Db) => returned(db),
  "returned-early": (db: Db) => returned(db, "owner"),
  "returned-last": (db: Db) => returned(db, "guest"),
  "search-none": (db: Db) => search(db),
  "search-text": (db: Db) => search(db, "repro"),
  "search-false": (db: Db) => search(db, undefined, false),
  "search-both": (db: Db) => search(db, "pricing", true),
  "pushed-none": (db: Db) => pushed(db),
  "pushed-one": (db: Db) => pushed(db, "p2"),
  "pushed-two": (db: Db) => pushed(db, "p1", 3),
  "conditional-on": (db: Db) => conditional(db, true),
  "conditional-off": (db: Db) => conditional(db, false),
  "let-open": (db: Db) => letWhere(db, "open"),
  "let-done": (db: Db) => letWhere(db, "done"),
  "let-any": (db: Db) => letWhere(db, "any"),
  "helper": (db: Db) => db.query.projects.findMany({ where: ownedBy(7) }),
  "helper-member": (db: Db) => db.query.projects.findMany({ where: and(ownedBy(7), eq(projects.archived, false)) }),
  "or-undefined": (db: Db) => db.query.projects.findMany({ where: or(undefined, undefined) }),
  "and-empty": (db: Db) => db.query.projects.findMany({ where: and() }),
  hoisted,
  localMember,
};
