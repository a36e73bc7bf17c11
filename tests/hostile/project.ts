import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect } from 'vitest';
import type { MigrateOptions } from '../../src/options.ts';
import type { MigrateResult } from '../../src/result.ts';
import { migrate } from '../../src/migrate.ts';
import { writeChanges } from '../../src/workspace/write-changes.ts';
import { tempDir } from '../temp-dir.ts';

/** Texts by path below the folder of the project. */
export type Files = Record<string, string | Uint8Array>;

/** A small project on v1 that migrates whole: one relation, one client, one query. */
export const healthy: Record<string, string> = {
  'package.json': '{\n  "name": "app",\n  "dependencies": { "drizzle-orm": "0.45.4" }\n}\n',
  'src/schema.ts': `import { relations } from 'drizzle-orm';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';

export const users = pgTable('users', { id: integer().primaryKey(), name: text().notNull() });
export const posts = pgTable('posts', { id: integer().primaryKey(), authorId: integer().notNull() });

export const usersRelations = relations(users, ({ many }) => ({ posts: many(posts) }));
export const postsRelations = relations(posts, ({ one }) => ({
  author: one(users, { fields: [posts.authorId], references: [users.id] }),
}));
`,
  'src/db.ts': `import { drizzle } from 'drizzle-orm/node-postgres';
import * as schema from './schema';

export const db = drizzle(process.env.DATABASE_URL!, { schema });
`,
  'src/queries.ts': `import { eq } from 'drizzle-orm';
import { db } from './db';
import { users } from './schema';

export const find = (id: number) => db.query.users.findMany({ where: eq(users.id, id), with: { posts: true } });
`,
};

/** What a run did to a project, and what it left on the disk. */
export interface Outcome {
  dir: string;
  result: MigrateResult;
  /** `CODE path` of every finding, sorted. */
  findings: string[];
  /** Paths of changed files, sorted. */
  changed: string[];
  text(path: string): string;
}

/** Migrates a project as the command line does, and checks what must hold for any project whatsoever. */
export async function run(files: Files, options: Partial<MigrateOptions> = {}): Promise<Outcome> {
  return runIn(tempDir(files), files, options);
}

/** As `run`, in a folder that is there already and holds these files. */
export async function runIn(dir: string, files: Files, options: Partial<MigrateOptions> = {}): Promise<Outcome> {
  const result = await migrate({ ...options, cwd: dir });
  const named = (path: string): string => relative(dir, path);
  const changed = result.changes.map(({ path }) => named(path)).sort();
  const findings = result.findings.map(({ code, file }) => `${code} ${named(file)}`).sort();
  expect(findings.filter((it) => it.startsWith('RQB_INTERNAL'))).toEqual([]);
  writeChanges(dir, result.changes);
  for (const [path, content] of Object.entries(files)) {
    if (!changed.includes(path)) expect(readFileSync(join(dir, path)).equals(Buffer.from(content))).toBe(true);
  }
  return { dir, result, findings, changed, text: (path) => readFileSync(join(dir, path), 'utf8') };
}

/** That the healthy part of a project was migrated in spite of the rest. */
export function expectMigrated({ result, text }: Outcome): void {
  expect(result.relations).toEqual({ blocks: 2, converted: 2 });
  expect(text('src/queries.ts')).toContain('db.query.users.findMany({ where: { id }, with: { posts: true } })');
  expect(text('src/db.ts')).toContain('drizzle(process.env.DATABASE_URL!, { relations })');
}
