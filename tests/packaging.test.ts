import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateProject } from '../scripts/bench/generate.mjs';
import { migrate } from '../src/migrate.ts';
import { requireBuild } from './built.ts';
import { gitDir } from './temp-dir.ts';

/** The package as it would be published, put beside its dependencies as an installation would. */
const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
};
let temp: string;
let published: string[];
let tarball: string;
let bin: string;

beforeAll(() => {
  requireBuild();
  temp = mkdtempSync(join(tmpdir(), 'drizzle-rqb-migrate-pack-'));
  // `prepack` would build once more.
  const pack = ['pack', '--ignore-scripts', '--json', '--loglevel=error', `--pack-destination=${temp}`];
  const output = execFileSync('npm', pack, { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' });
  const [packed] = JSON.parse(output) as [{ filename: string; files: { path: string }[] }];
  published = packed.files.map((file) => file.path).sort();
  tarball = join(temp, packed.filename);

  const modules = join(temp, 'node_modules');
  const target = join(modules, 'drizzle-rqb-migrate');
  mkdirSync(target, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', target]);
  for (const name of Object.keys(manifest.dependencies)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(modules, name), 'junction');
  }
  bin = join(target, 'bin/drizzle-rqb-migrate.js');
}, 120_000);

afterAll(() => rmSync(temp, { recursive: true, force: true }));

function readPublished(path: string): string {
  return readFileSync(join(dirname(bin), '..', path), 'utf8');
}

function start(args: string[], cwd = temp): { status: number | null; stdout: string; stderr: string } {
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
  return spawnSync(process.execPath, [bin, ...args], { cwd, env, encoding: 'utf8' });
}

describe('output that cannot be written', () => {
  const streams = ['stdout', 'stderr'] as const;

  test.each(streams)('into a closed pipe, %s, changes no exit code', async (closed) => {
    const child = spawn(process.execPath, [bin, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
    const other = spawn(process.execPath, [bin, '--nonsense'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child[closed].destroy();
    other[closed].destroy();
    const codes = [child, other].map((it) => new Promise((resolve) => it.on('close', resolve)));
    expect(await Promise.all(codes)).toEqual([0, 2]);
  });

  test.runIf(existsSync('/dev/full')).each(streams)('to a full disk, %s, is a failure and one message', (full) => {
    const disk = openSync('/dev/full', 'w');
    const args = full === 'stdout' ? ['--help'] : ['--dry-run', '--cwd', gitDir({ 'a.ts': '' })];
    const stdio = streams.map((stream) => (stream === full ? disk : 'pipe'));
    const { status, stderr } = spawnSync(process.execPath, [bin, ...args], {
      stdio: ['ignore', ...stdio],
      encoding: 'utf8',
    });
    closeSync(disk);
    expect(status).toBe(2);
    if (full === 'stdout') expect(stderr).toMatch(/^Could not write the output: ENOSPC[^\n]*\n$/);
  });
});

test('publishes what was built, and nothing else', () => {
  const outside = published.filter((path) => !/^(?:docs\/.+|dist\/.+\.(?:c?js|d\.ts))$/.test(path));
  expect(outside).toEqual(['LICENSE', 'README.md', 'bin/drizzle-rqb-migrate.js', 'package.json']);
  for (const path of ['dist/cli.js', 'dist/main.cjs', 'dist/index.js', 'dist/index.d.ts']) {
    expect(published).toContain(path);
  }
});

test('imports nothing that it does not declare', () => {
  const allowed = new Set(Object.keys(manifest.dependencies));
  const found = new Set<string>();
  for (const path of published.filter((it) => /\.(?:c?js|d\.ts)$/.test(it))) {
    const text = readPublished(path);
    for (const [, from, imported] of text.matchAll(
      /^(?:import|export)\b[^'"]*?from ['"]([^'".][^'"]*)['"]|(?:=>? |await |\()(?:require|import)\("([^".][^"]*)"\)/gm,
    )) {
      const name = (from ?? imported)!;
      if (isBuiltin(name)) continue;
      found.add(name);
      expect(allowed, `${path} imports ${name}`).toContain(name);
    }
  }
  // `ignore` is loaded by another name of `require`.
  expect([...found, 'ignore'].sort()).toEqual([...allowed].sort());
});

test('holds what reads syntax of TypeScript, with its licence, and loads no more of it', () => {
  const texts = published.filter((path) => /\.c?js$/.test(path)).map((path) => readPublished(path));
  const bytes = texts.reduce((sum, { length }) => sum + length, 0);
  expect(bytes).toBeGreaterThan(1_500_000);
  expect(bytes).toBeLessThan(3_000_000);
  expect(
    texts.filter((text) => /(?:\bfrom|\bimport\(|\brequire\() ?['"](?:ts-morph|typescript)['"]/.test(text)),
  ).toEqual([]);
  expect(texts.filter((text) => text.includes('Apache License'))).toHaveLength(1);
});

test.each(['pg', 'mysql', 'sqlite', 'factories', 'through'])('plans what its sources plan (%s)', async (project) => {
  const cwd = join(root, 'tests/equivalence', project, 'before');
  const { migrate: migrateAsPublished } = (await import(
    join(dirname(bin), '../dist/index.js')
  )) as typeof import('../src/index.ts');
  const [ours, theirs] = [await migrate({ cwd }), await migrateAsPublished({ cwd })];
  expect(theirs.changes).toEqual(ours.changes);
  expect(theirs.findings).toEqual(ours.findings);
  expect(theirs.changes.length).toBeGreaterThan(2);
});

test('has entry points that Node and bundlers find (publint)', async () => {
  const { messages } = await publint({ pkgDir: dirname(dirname(bin)), pack: false, strict: true });
  expect(messages).toEqual([]);
});

test('has types that agree with its code (Are the types wrong?)', () => {
  const attw = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js');
  // It is ESM only; `require` of it works where Node has that, and is not promised.
  const args = [attw, tarball, '--profile', 'esm-only', '--format', 'json'];
  const { stdout, status } = spawnSync(process.execPath, args, { cwd: temp, encoding: 'utf8' });
  const { analysis } = JSON.parse(stdout) as { analysis: { problems: { kind: string }[] } };
  expect(status).toBe(0);
  expect(analysis.problems.map(({ kind }) => kind).filter((kind) => kind !== 'CJSResolvesToESM')).toEqual([]);
});

describe('the installed command', () => {
  test('--version', () => {
    const { status, stdout, stderr } = start(['--version']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(
      `drizzle-rqb-migrate ${manifest.version}\nts-morph ${manifest.devDependencies['ts-morph']}\n`,
    );
  });

  test('--help, without loading the parser', () => {
    const { status, stdout, stderr } = start(['--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: drizzle-rqb-migrate /);
    const loader = `data:text/javascript,${encodeURIComponent(
      "export async function resolve(name, context, next) { if (/^(?:ts-morph|chalk|diff)$|\\/main\\.c?js$/.test(name)) throw new Error(name + ' was loaded'); return next(name, context); }",
    )}`;
    const hook = `data:text/javascript,${encodeURIComponent(
      `import { register } from 'node:module'; register(${JSON.stringify(loader)});`,
    )}`;
    const watched = spawnSync(process.execPath, ['--import', hook, bin, '--help'], { cwd: temp, encoding: 'utf8' });
    expect({ status: watched.status, stderr: watched.stderr }).toEqual({ status: 0, stderr: '' });
  });

  const shop = {
    'package.json': '{\n  "name": "shop",\n  "dependencies": { "drizzle-orm": "^0.44.2" }\n}\n',
    'src/schema.ts': `import { relations } from 'drizzle-orm';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';

export const users = pgTable('users', { id: integer('id').primaryKey(), name: text('name').notNull() });

export const posts = pgTable('posts', {
  id: integer('id').primaryKey(),
  authorId: integer('author_id').notNull().references(() => users.id),
});

export const usersRelations = relations(users, ({ many }) => ({ posts: many(posts) }));

export const postsRelations = relations(posts, ({ one }) => ({
  author: one(users, { fields: [posts.authorId], references: [users.id] }),
}));
`,
    'src/db.ts': `import { drizzle } from 'drizzle-orm/node-postgres';
import * as schema from './schema';

export const db = drizzle(process.env.DATABASE_URL!, { schema });
`,
    'src/user.ts': `import { eq } from 'drizzle-orm';
import { db } from './db';
import { users } from './schema';

export function findUser(id: number) {
  return db.query.users.findFirst({ where: eq(users.id, id), with: { posts: true } });
}
`,
  };

  test('--dry-run on a small project', () => {
    const dir = gitDir(shop);
    const { status, stdout, stderr } = start(['--dry-run'], dir);
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringMatching(/^drizzle-orm \^0\.44\.2 in shop/) });
    expect(stdout).toContain('+  "dependencies": { "drizzle-orm": "1.0.0-rc.5" }');
    expect(stdout).toContain('defineRelations');
    expect(stdout).toMatch(/^\+.*where: \{ id(?:: id)? \}/m);
  });

  test('keeps its compiled code beside it, unless told not to, and does the same with it', () => {
    const dir = gitDir(shop);
    const cache = join(temp, 'node_modules/.cache/drizzle-rqb-migrate');
    rmSync(cache, { recursive: true, force: true });
    const runs = ['1', undefined, undefined].map((disabled) => {
      const env = { ...process.env, NO_COLOR: undefined, FORCE_COLOR: '1', NODE_DISABLE_COMPILE_CACHE: disabled };
      const { status, stdout, stderr } = spawnSync(process.execPath, [bin, '--dry-run'], {
        cwd: dir,
        env,
        encoding: 'utf8',
      });
      return { status, stdout, stderr, caches: existsSync(cache) ? readdirSync(cache).length : 0 };
    });
    const [without, first, second] = runs;
    expect(runs.map(({ caches }) => caches)).toEqual([0, 1, 1]);
    expect(first).toEqual({ ...without, caches: 1 });
    expect(second).toEqual(first);
    // In colour, by a package that is an ES module only.
    expect(first!.stdout).toContain('\u001B[32m+');
    expect(first!.stderr).not.toContain('Warning');
    expect(readPublished('dist/main.cjs')).not.toMatch(/(?:=>? |await |\()import\(/);
  });

  test('a dry run of 1,000 files stays within 250 MB', () => {
    const project = join(temp, 'project');
    generateProject(project, 1000);
    // Kilobytes on every system.
    const hook = "process.on('exit', () => console.error('peak ' + process.resourceUsage().maxRSS))";
    const args = ['--import', `data:text/javascript,${encodeURIComponent(hook)}`, bin, '--dry-run', '--cwd', project];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
    expect(status).toBe(0);
    const [, peak] = /^peak (\d+)$/m.exec(stderr) ?? [];
    expect(Number(peak) / 1024).toBeGreaterThan(50);
    expect(Number(peak) / 1024).toBeLessThan(250);
  }, 120_000);
});
