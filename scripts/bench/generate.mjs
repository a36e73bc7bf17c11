import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Files with Drizzle per domain, and all files per domain: 20 %. */
const drizzleFiles = 5;
const domainFiles = 25;

/**
 * Writes a project of `count` files, one fifth of them with Drizzle, and puts it under git. The same count gives the
 * same files.
 *
 * @param {string} root a folder that does not exist yet
 * @param {number} count
 * @param {string} [modules] a `node_modules` with drizzle-orm 0.x as `drizzle-orm-v0`, to make the project type-check
 */
export function generateProject(root, count, modules) {
  const domains = Array.from({ length: Math.round(count / domainFiles) }, (_, index) => domainOf(index));
  const write = (path, text) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const next = randomNumbers(count);
  write('package.json', packageJson);
  write('tsconfig.json', tsconfig);
  write('.gitignore', 'node_modules\n');
  write('types/react.d.ts', reactTypes);
  write('src/db/index.ts', client);
  write('src/db/schema/index.ts', domains.map(({ file }) => `export * from './${file}';\n`).join(''));
  write('src/db/schema/relations.ts', domains.map(({ file }) => `export * from '../relations/${file}';\n`).join(''));
  for (const domain of domains) {
    // Every domain belongs to an earlier one, the first to itself.
    const owner = domains[Math.floor(next() * domain.index)] ?? domain;
    write(`src/db/schema/${domain.file}.ts`, schemaFile(domain, owner));
    write(`src/db/relations/${domain.file}.ts`, relationsFile(domain, owner));
    write(`src/server/${domain.file}/service.ts`, serviceFile(domain, next));
    write(`src/server/${domain.file}/queries.ts`, queriesFile(domain, next));
    write(`src/server/${domain.file}/actions.ts`, actionsFile(domain, next));
    for (let index = 0; index < domainFiles - drizzleFiles; index++) {
      const [path, text] = plainFile(domain, index, next);
      write(path, text);
    }
  }
  if (modules) {
    mkdirSync(join(root, 'node_modules/@types'), { recursive: true });
    for (const [name, target] of Object.entries({ 'drizzle-orm': 'drizzle-orm-v0', '@types/pg': '@types/pg' }))
      symlinkSync(join(modules, target), join(root, 'node_modules', name));
  }
  execFileSync('git', ['init', '-q'], { cwd: root });
  execFileSync('git', ['add', '.'], { cwd: root });
}

/** Numbers in [0, 1) that only depend on the seed. */
function randomNumbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const nouns =
  'account booking channel device event folder group habit invoice journal kiosk lesson market note order project quote report session ticket'.split(
    ' ',
  );

function domainOf(index) {
  const round = Math.floor(index / nouns.length);
  const name = nouns[index % nouns.length] + (round === 0 ? '' : round + 1);
  return { index, file: name, name, type: name[0].toUpperCase() + name.slice(1) };
}

const times = (count, write) => Array.from({ length: count }, (_, index) => write(index)).join('');
const oneOf = (next, ...values) => values[Math.floor(next() * values.length)];

const packageJson = `${JSON.stringify(
  { name: 'bench', private: true, type: 'module', dependencies: { 'drizzle-orm': '0.45.4', pg: '^8.16.0' } },
  null,
  2,
)}\n`;

const tsconfig = `${JSON.stringify(
  {
    compilerOptions: {
      target: 'ES2022',
      lib: ['ES2023', 'DOM', 'DOM.Iterable'],
      module: 'ESNext',
      moduleResolution: 'Bundler',
      jsx: 'react-jsx',
      strict: true,
      skipLibCheck: true,
      noEmit: true,
      types: [],
      paths: { '@/*': ['./src/*'] },
    },
    include: ['src', 'types'],
  },
  null,
  2,
)}\n`;

const reactTypes = `declare module 'react' {
  export type ReactNode = unknown;
  export function useState<T>(initial: T | (() => T)): [T, (value: T | ((before: T) => T)) => void];
  export function useEffect(effect: () => void | (() => void), inputs: readonly unknown[]): void;
  export function useMemo<T>(compute: () => T, inputs: readonly unknown[]): T;
  export function useCallback<T>(callback: T, inputs: readonly unknown[]): T;
}
declare module 'react/jsx-runtime' {
  export namespace JSX {
    type Element = object;
    interface ElementChildrenAttribute {
      children: object;
    }
    interface IntrinsicElements {
      [name: string]: any;
    }
  }
}
`;

const client = `import { drizzle } from 'drizzle-orm/node-postgres';
import { Pool } from 'pg';
import * as relations from './schema/relations';
import * as schema from './schema';

const pool = new Pool({ connectionString: 'postgres://localhost/bench' });

export const db = drizzle(pool, { schema: { ...schema, ...relations } });
export type Database = typeof db;
`;

function schemaFile({ name, type }, owner) {
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

function relationsFile({ name, file }, owner) {
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

function serviceFile({ name, type, file }, next) {
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

function queriesFile({ name }, next) {
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

function actionsFile({ name, type }, next) {
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

/** A file without Drizzle: a component, a hook, helpers or a client of an HTTP API. */
function plainFile(domain, index, next) {
  switch (index % 5) {
    case 0:
    case 1:
      return [`src/components/${domain.file}/${domain.type}View${index}.tsx`, component(domain, index, next)];
    case 2:
      return [`src/hooks/use${domain.type}${index}.ts`, hook(domain, index, next)];
    case 3:
      return [`src/lib/${domain.file}/helpers${index}.ts`, helpers(domain, index, next)];
    default:
      return [`src/api/${domain.file}/client${index}.ts`, httpClient(domain, index, next)];
  }
}

function component({ name, type }, index, next) {
  return `import { useCallback, useEffect, useMemo, useState } from 'react';

export interface ${type}Row {
  id: string;
  name: string;
  amount: number;
  tags: string[];
}

interface Props {
  rows: ${type}Row[];
  title?: string;
  onSelect(row: ${type}Row): void;
}

function matches(row: ${type}Row, search: string): boolean {
  const text = search.trim().toLowerCase();
  return text === '' || row.name.toLowerCase().includes(text) || row.tags.some((tag) => tag.startsWith(text));
}

export function ${type}View${index}({ rows, title = '${type}', onSelect }: Props) {
  const [search, setSearch] = useState('');
  const [selected, setSelected] = useState<string | undefined>(undefined);
  const [page, setPage] = useState(0);
  const visible = useMemo(() => rows.filter((row) => matches(row, search)), [rows, search]);
  const total = useMemo(() => visible.reduce((sum, row) => sum + row.amount, 0), [visible]);

  useEffect(() => {
    const current = visible.find((row) => row.id === selected);
    if (!current && visible.length > 0) setSelected(visible[0]!.id);
  }, [visible, selected]);

  const select = useCallback(
    (row: ${type}Row) => {
      setSelected(row.id);
      onSelect(row);
    },
    [onSelect],
  );
${times(
  2 + Math.floor(next() * 6),
  (part) => `
  const part${part} = (
    <section className="part-${part} ${name}" data-page={page}>
      <header>
        <h${1 + (part % 4)}>{title}</h${1 + (part % 4)}>
        <button type="button" disabled={page === 0} onClick={() => setPage((before) => Math.max(0, before - 1))}>
          Back
        </button>
        <button type="button" onClick={() => setPage((before) => before + ${part + 1})}>
          Next
        </button>
      </header>
      <ul>
        {visible.slice(page * ${10 + part}, (page + 1) * ${10 + part}).map((row) => (
          <li key={row.id} className={row.id === selected ? 'selected' : undefined} onClick={() => select(row)}>
            <span>{row.name}</span>
            <em>{row.amount.toFixed(${part % 3})}</em>
            {row.tags.length > ${part} && <small>{row.tags.join(', ')}</small>}
          </li>
        ))}
      </ul>
    </section>
  );
`,
)}
  return (
    <div className="${name}-view">
      <input value={search} onChange={(event: { target: { value: string } }) => setSearch(event.target.value)} />
      <p>
        {visible.length} of {rows.length}, {total} in all
      </p>
      {part0}
      {part1}
    </div>
  );
}
`;
}

function hook({ name, type }, index, next) {
  return `import { useEffect, useState } from 'react';

interface State<T> {
  data: T | undefined;
  error: Error | undefined;
  isLoading: boolean;
}

const initial = { data: undefined, error: undefined, isLoading: true };
${times(
  3 + Math.floor(next() * 4),
  (part) => `
export function use${type}${index}Part${part}<T>(url: string, parse: (body: unknown) => T, enabled = true): State<T> {
  const [state, setState] = useState<State<T>>(initial);
  useEffect(() => {
    if (!enabled) return undefined;
    const controller = new AbortController();
    const run = async () => {
      try {
        const query = new URLSearchParams({ part: '${part}', of: '${name}' });
        const response = await fetch(\`\${url}?\${query.toString()}\`, { signal: controller.signal });
        if (!response.ok) throw new Error(\`\${response.status} \${response.statusText}\`);
        setState({ data: parse(await response.json()), error: undefined, isLoading: false });
      } catch (error) {
        if (controller.signal.aborted) return;
        setState({ data: undefined, error: error as Error, isLoading: false });
      }
    };
    void run();
    return () => controller.abort();
  }, [url, parse, enabled]);
  return state;
}
`,
)}`;
}

function helpers({ type }, index, next) {
  return `export interface ${type}Entry${index} {
  key: string;
  value: number;
  at: Date;
}
${times(
  5 + Math.floor(next() * 8),
  (part) => `
/** Groups entries by ${part + 1} leading characters of their key and sums them up. */
export function sumBy${part}(entries: readonly ${type}Entry${index}[], floor = ${Math.floor(next() * 100)}): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { key, value, at } of entries) {
    if (value < floor || Number.isNaN(at.getTime())) continue;
    const group = key.slice(0, ${part + 1}).toLowerCase();
    const before = sums.get(group) ?? 0;
    sums.set(group, before + value);
  }
  const largest = [...sums].sort(([, a], [, b]) => b - a).slice(0, ${5 + part});
  return new Map(largest.map(([group, sum]) => [group, Math.round(sum * 100) / 100]));
}
`,
)}`;
}

function httpClient({ name, type }, index, next) {
  return `const base = '/api/${name}s';

export type ${type}Payload${index} = Record<string, string | number | boolean | null>;

export class ${type}Error${index} extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

async function request<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await fetch(base + path, { headers: { 'content-type': 'application/json' }, ...init });
  if (!response.ok) throw new ${type}Error${index}(response.status, await response.text());
  return (await response.json()) as T;
}
${times(
  4 + Math.floor(next() * 5),
  (part) => `
export async function send${part}(id: string, payload: ${type}Payload${index}): Promise<${type}Payload${index}> {
  const entries = Object.entries(payload).filter(([, value]) => value !== null);
  const body = JSON.stringify(Object.fromEntries(entries));
  const answer = await request<${type}Payload${index}>(\`/\${encodeURIComponent(id)}/${part}\`, { method: 'POST', body });
  return { ...answer, sent: entries.length, part: ${part} };
}
`,
)}`;
}
