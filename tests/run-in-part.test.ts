// Runs that do not see or may not change all of what belongs together.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkFindings } from '../src/left-overs.ts';
import { migrate } from '../src/migrate.ts';
import { git, gitDir, tempDir } from './temp-dir.ts';

const manifest = (name: string, dependencies: object) => JSON.stringify({ name, dependencies });
const drizzle = { 'drizzle-orm': '0.45.4' };
const database = {
  'src/schema.ts': `import { relations } from 'drizzle-orm';
import { integer, pgTable } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: integer('id').primaryKey(), inviterId: integer('inviter_id').notNull() });
export const usersRelations = relations(users, ({ one }) => ({
  inviter: one(users, { fields: [users.inviterId], references: [users.id] }),
}));\n`,
  'src/db.ts': `import { drizzle } from 'drizzle-orm/pglite';
import * as schema from './schema';
export const db = drizzle({ schema });\n`,
  'src/queries/user.ts': `import { db } from '../db';
export const user = db.query.users.findFirst({ where: (users, { eq }) => eq(users.id, 1) });\n`,
};
const project = { 'package.json': manifest('app', drizzle), ...database };

/** The findings of a run as `level code file`. */
async function told(cwd: string, paths?: string[]) {
  const { findings } = await migrate({ cwd, paths });
  return findings.map(({ level, code, file }) => `${level} ${code} ${file.slice(cwd.length + 1)}`);
}

describe('a run that is restricted to paths', () => {
  test('names the files that stay in v1 form although their database changes', async () => {
    const cwd = gitDir(project);
    expect(await told(cwd)).toEqual([]);
    expect(await told(cwd, ['src'])).toEqual([]);
    expect(await told(cwd, ['src/schema.ts', 'src/db.ts'])).toEqual(['error RQB_OUTSIDE_PATHS src/queries/user.ts']);
    expect(await told(cwd, ['src/queries'])).toEqual([
      'error RQB_OUTSIDE_PATHS src/db.ts',
      'error RQB_OUTSIDE_PATHS src/schema.ts',
    ]);
  });

  test('says nothing of them in a check, nor of other databases', async () => {
    const files = Object.entries(project).map(([path, text]) => [`other/${path}`, text]);
    const cwd = gitDir({ ...project, ...Object.fromEntries(files) });
    expect(await told(cwd, ['other'])).toEqual([]);
    const result = await migrate({ cwd, paths: ['src/queries'], placesOnly: true });
    expect(checkFindings(result).map(({ code }) => code)).not.toContain('RQB_OUTSIDE_PATHS');
  });
});

describe('a run in a folder around which there is more', () => {
  test('of the same package', async () => {
    const cwd = join(gitDir(project), 'src');
    expect(await told(cwd)).toEqual(['review RQB_RUN_IN_PART schema.ts']);
  });

  test('of a workspace with packages that depend on it', async () => {
    const own = Object.entries(project).map(([path, text]) => [`packages/db/${path}`, text]);
    const root = gitDir({
      'package.json': '{ "workspaces": ["packages/*"] }',
      ...Object.fromEntries(own),
      'packages/api/package.json': manifest('api', { app: '*' }),
      'packages/web/package.json': manifest('web', {}),
    });
    const cwd = join(root, 'packages/db');
    const { findings } = await migrate({ cwd });
    expect(findings.map(({ code, message, remedy }) => [code, message, remedy])).toEqual([
      [
        'RQB_RUN_IN_PART',
        'Code outside of this folder was not looked at, and `api` depends on this package',
        'Run in `../..` instead.',
      ],
    ]);
    const inside = await migrate({ cwd: join(cwd, 'src') });
    expect(inside.findings.map(({ remedy }) => remedy)).toEqual(['Run in `../../..` instead.']);
    git(root, 'rm', '-q', '-r', 'packages/api');
    expect(await told(cwd)).toEqual([]);
    expect(await told(root)).toEqual([]);
  });

  test('without a repository, when the package around it uses Drizzle', async () => {
    const cwd = tempDir(project);
    expect(await told(join(cwd, 'src'))).toEqual(['review RQB_RUN_IN_PART schema.ts']);
    const stray = tempDir({ ...database, 'package.json': manifest('home', {}) });
    expect(await told(join(stray, 'src'))).toEqual([]);
  });

  test('of a workspace of Deno', async () => {
    const own = Object.entries(database).map(([path, text]) => [`db/${path}`, text]);
    const root = tempDir({
      'deno.jsonc': '{ "workspace": ["./db", "./api", "./jobs", "./web"] } // all of it',
      ...Object.fromEntries(own),
      'db/deno.json': '{ "name": "@app/db", "imports": { "drizzle-orm": "npm:drizzle-orm@0.45.4" } }',
      'api/deno.json': '{ "name": "@app/api" }',
      'api/main.ts': "import { db } from '@app/db/client';",
      'jobs/deno.json': '{ "name": "@app/jobs", "imports": { "@app/db": "jsr:@app/db@1" } }',
      'web/deno.json': '{ "name": "@app/web" }',
      'web/main.ts': "import '@app/db-tools';",
    });
    const { findings } = await migrate({ cwd: join(root, 'db') });
    expect(findings.map(({ message, remedy }) => [message, remedy])).toEqual([
      [
        'Code outside of this folder was not looked at, and `@app/api` and `@app/jobs` depend on this package',
        'Run in `..` instead.',
      ],
    ]);
  });
});
