// The files with Drizzle of one domain of a generated project.
import { oneOf, times } from './random.mjs';

/** The tables of a domain, which belongs to another one. */
export function schemaFile({ name, type }, owner) {
  const imported = owner.name === name ? '' : `import { ${owner.name}s } from './${owner.file}';\n`;
  return `import { boolean, index, integer, jsonb, pgEnum, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
${imported}
export const ${name}Status = pgEnum('${name}_status', ['draft', 'active', 'archived']);

export const ${name}s = pgTable(
  '${name}s',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    name: text('name').notNull(),
    slug: text('slug').notNull().unique(),
    description: text('description'),
    status: ${name}Status('status').notNull().default('draft'),
    position: integer('position').notNull().default(0),
    isPublic: boolean('is_public').notNull().default(false),
    settings: jsonb('settings').$type<{ theme: string; limits: number[] }>(),
    ${owner.name === name ? 'ownerId' : `${owner.name}Id`}: uuid('owner_id')${owner.name === name ? '' : `\n      .notNull()\n      .references(() => ${owner.name}s.id, { onDelete: 'cascade' })`},
    createdAt: timestamp('created_at').notNull().defaultNow(),
    updatedAt: timestamp('updated_at'),
  },
  (table) => [index('${name}s_slug_idx').on(table.slug), index('${name}s_status_idx').on(table.status)],
);

export const ${name}Items = pgTable('${name}_items', {
  id: uuid('id').primaryKey().defaultRandom(),
  ${name}Id: uuid('${name}_id')
    .notNull()
    .references(() => ${name}s.id),
  title: text('title').notNull(),
  quantity: integer('quantity').notNull().default(1),
  done: boolean('done').notNull().default(false),
  createdAt: timestamp('created_at').notNull().defaultNow(),
});

export const ${name}Comments = pgTable('${name}_comments', {
  id: uuid('id').primaryKey().defaultRandom(),
  itemId: uuid('item_id')
    .notNull()
    .references(() => ${name}Items.id),
  author: text('author').notNull(),
  body: text('body').notNull(),
  createdAt: timestamp('created_at').notNull().defaultNow(),
});

export type ${type} = typeof ${name}s.$inferSelect;
export type New${type} = typeof ${name}s.$inferInsert;
export type ${type}Item = typeof ${name}Items.$inferSelect;
`;
}

/** The `relations()` blocks of a domain. */
export function relationsFile({ name, file }, owner) {
  const isOwn = owner.name === name;
  return `import { relations } from 'drizzle-orm';
import { ${name}Comments, ${name}Items, ${name}s } from '../schema/${file}';
${isOwn ? '' : `import { ${owner.name}s } from '../schema/${owner.file}';\n`}
export const ${name}sRelations = relations(${name}s, ({ ${isOwn ? '' : 'one, '}many }) => ({
${isOwn ? '' : `  ${owner.name}: one(${owner.name}s, {\n    fields: [${name}s.${owner.name}Id],\n    references: [${owner.name}s.id],\n  }),\n`}  items: many(${name}Items),
}));

export const ${name}ItemsRelations = relations(${name}Items, ({ one, many }) => ({
  ${name}: one(${name}s, {
    fields: [${name}Items.${name}Id],
    references: [${name}s.id],
  }),
  comments: many(${name}Comments),
}));

export const ${name}CommentsRelations = relations(${name}Comments, ({ one }) => ({
  item: one(${name}Items, {
    fields: [${name}Comments.itemId],
    references: [${name}Items.id],
  }),
}));
`;
}

/** A class with relational and core queries. */
export function serviceFile({ name, type, file }, next) {
  const guards = 3 + Math.floor(next() * 4);
  return `import { and, desc, eq, gt, inArray, isNull, like, or } from 'drizzle-orm';
import { db } from '@/db';
import { ${name}Items, ${name}s, type New${type}, type ${type} } from '@/db/schema/${file}';

export interface ${type}Filter {
  status?: ${type}['status'];
  search: string;
  since: Date;
  page: number;
  pageSize: number;
}

export class ${type}Service {
  async byId(id: string) {
    return db.query.${name}s.findFirst({ where: eq(${name}s.id, id) });
  }

  async bySlug(slug: string) {
    const found = await db.query.${name}s.findFirst({
      where: and(eq(${name}s.slug, slug), eq(${name}s.isPublic, true)),
      columns: { id: true, name: true, slug: true },
      with: { items: { orderBy: desc(${name}Items.createdAt), limit: ${5 + Math.floor(next() * 20)} } },
    });
    if (!found) throw new Error(\`No ${name} is called \${slug}\`);
    return found;
  }

  async list(filter: ${type}Filter) {
    return db.query.${name}s.findMany({
      where: (table, { and, eq, gt, or, ilike }) =>
        and(
          eq(table.status, filter.status ?? 'active'),
          gt(table.createdAt, filter.since),
          or(ilike(table.name, \`%\${filter.search}%\`), ilike(table.slug, \`\${filter.search}%\`)),
        ),
      orderBy: (table, { asc, desc }) => [desc(table.position), asc(table.name)],
      limit: filter.pageSize,
      offset: filter.page * filter.pageSize,
      with: { items: { with: { comments: true } } },
    });
  }

  async drafts(ids: string[]) {
    return db.query.${name}s.findMany({
      where: and(inArray(${name}s.id, ids), or(isNull(${name}s.description), like(${name}s.name, 'Draft%'))),
      orderBy: [desc(${name}s.createdAt)],
    });
  }

  async openItems(${name}Id: string, minimum: number) {
    return db.query.${name}Items.findMany({
      where: and(
        eq(${name}Items.${name}Id, ${name}Id),
        eq(${name}Items.done, false),
        gt(${name}Items.quantity, minimum),
      ),
      with: { ${name}: { columns: { name: true } } },
    });
  }

  async create(values: New${type}) {
    const [created] = await db.insert(${name}s).values(values).returning();
    return created;
  }

  async rename(id: string, name: string) {
    await db.update(${name}s).set({ name, updatedAt: new Date() }).where(eq(${name}s.id, id));
  }

  async remove(id: string) {
    await db.transaction(async (tx) => {
      const items = await tx.query.${name}Items.findMany({ where: eq(${name}Items.${name}Id, id) });
      if (items.some((item) => !item.done)) throw new Error('There are open items');
      await tx.delete(${name}Items).where(eq(${name}Items.${name}Id, id));
      await tx.delete(${name}s).where(eq(${name}s.id, id));
    });
  }
${times(
  guards,
  (index) => `
  check${index}(value: ${type}): string[] {
    const problems: string[] = [];
    if (value.name.length < ${index + 2}) problems.push('The name is too short');
    if (value.position < 0 || value.position > ${100 * (index + 1)}) problems.push('The position is out of range');
    if (value.settings && value.settings.limits.length > ${index + 4}) problems.push('There are too many limits');
    return problems;
  }
`,
)}}

export const ${name}Service = new ${type}Service();
`;
}

/** Functions with one query each. */
export function queriesFile({ name }, next) {
  const shapes = [
    (index) => `
export async function find${index}(id: string, limit: number) {
  return db.query.${name}s.findMany({
    where: and(eq(${name}s.status, '${oneOf(next, 'draft', 'active', 'archived')}'), ne(${name}s.id, id)),
    orderBy: asc(${name}s.name),
    limit,
  });
}
`,
    (index) => `
export async function find${index}(since: Date, until: Date) {
  const rows = await db.query.${name}s.findMany({
    where: (table, { and, gte, lt }) => and(gte(table.createdAt, since), lt(table.createdAt, until)),
    with: {
      items: {
        columns: { id: true, title: true, quantity: true },
        where: eq(${name}Items.done, ${oneOf(next, 'true', 'false')}),
        orderBy: (item, { desc }) => desc(item.quantity),
      },
    },
  });
  return rows.map((row) => ({ ...row, total: row.items.reduce((sum, item) => sum + item.quantity, 0) }));
}
`,
    (index) => `
export async function find${index}(names: string[]) {
  return db.query.${name}Items.findFirst({
    where: and(inArray(${name}Items.title, names), not(eq(${name}Items.done, true))),
    extras: { label: sql<string>\`lower(\${${name}Items.title})\`.as('label') },
  });
}
`,
    (index) => `
export async function find${index}(minimum: number) {
  return db
    .select({ id: ${name}s.id, name: ${name}s.name, items: count(${name}Items.id) })
    .from(${name}s)
    .leftJoin(${name}Items, eq(${name}Items.${name}Id, ${name}s.id))
    .where(gte(${name}s.position, minimum))
    .groupBy(${name}s.id, ${name}s.name);
}
`,
  ];
  return `import { and, asc, count, eq, gte, inArray, ne, not, sql } from 'drizzle-orm';
import { db } from '../../db';
import { ${name}Items, ${name}s } from '../../db/schema';
${times(6 + Math.floor(next() * 6), (index) => shapes[index % shapes.length](index))}`;
}

/** Functions that read, check and write. */
export function actionsFile({ name, type }, next) {
  return `import { eq } from 'drizzle-orm';
import { db } from '@/db';
import { ${name}Comments, ${name}s, type ${type} } from '@/db/schema';
import { ${name}Service } from './service';

type Result<T> = { ok: true; value: T } | { ok: false; error: string };

async function attempt<T>(run: () => Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, value: await run() };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}
${times(
  4 + Math.floor(next() * 5),
  (index) => `
export async function action${index}(id: string, form: Map<string, string>): Promise<Result<${type}>> {
  return attempt(async () => {
    const current = await db.query.${name}s.findFirst({ where: eq(${name}s.id, id) });
    if (!current) throw new Error('It is gone');
    const problems = ${name}Service.check${index % 3}(current);
    if (problems.length > 0) throw new Error(problems.join(', '));
    const name = form.get('name') ?? current.name;
    const position = Number(form.get('position') ?? current.position + ${index});
    await db.update(${name}s).set({ name, position }).where(eq(${name}s.id, id));
    return { ...current, name, position };
  });
}
`,
)}
export async function comment(itemId: string, author: string, body: string) {
  await db.insert(${name}Comments).values({ itemId, author, body });
  return db.query.${name}Comments.findMany({ where: eq(${name}Comments.itemId, itemId), limit: 50 });
}
`;
}
