import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, unlinkSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { MigrateOptions } from '../../src/options.ts';
import type { MigrateResult } from '../../src/result.ts';
import { migrate } from '../../src/migrate.ts';
import { unpackCached } from '../../src/verify/find-drizzle.ts';
import { removeAbandoned } from '../../src/verify/scratch.ts';
import { verify } from '../../src/verify/verify.ts';
import { repository } from '../fixture-runner/fixtures.ts';
import { installPackages } from '../fixture-runner/stage.ts';
import { healthy } from '../hostile/project.ts';
import { tempDir, writeFiles } from '../temp-dir.ts';

const target = join(repository, 'node_modules/drizzle-orm');
const tsconfig = JSON.stringify({
  compilerOptions: {
    strict: true,
    skipLibCheck: true,
    module: 'esnext',
    moduleResolution: 'bundler',
    target: 'es2023',
    types: [],
    lib: ['es2023'],
  },
  include: ['src'],
});
/** With a driver that needs no types of its own, so that a check takes little time. */
const project: Record<string, string> = {
  ...healthy,
  'tsconfig.json': tsconfig,
  'src/db.ts': healthy['src/db.ts']!.replace('node-postgres', 'pg-proxy').replace(
    'process.env.DATABASE_URL!',
    'async () => ({ rows: [] })',
  ),
};

/** A project with drizzle-orm 0.45.4 and TypeScript installed. */
function installed(files: Record<string, string>): string {
  const dir = tempDir(files);
  installPackages(dir, 'drizzle-orm-v0');
  return dir;
}

/** The copies that runs of this process have made; others may run at the same time. */
const leftovers = (): string[] =>
  readdirSync(tmpdir()).filter(
    (name) => /^drizzle-rqb-(?:verify|target)-(\d+)-/.exec(name)?.[1] === String(process.pid),
  );
/** Without what is said of every proxy driver. */
const told = ({ root, findings }: MigrateResult): string[] =>
  findings
    .filter(({ code }) => code !== 'RQB_PROXY_CODECS')
    .map(({ code, file, message }) => `${code} ${relative(root, file)}: ${message}`);

afterEach(() => expect(leftovers()).toEqual([]));

describe('a project that can be checked', { timeout: 180_000 }, () => {
  test('full of old errors, without the target installed', async () => {
    const old =
      "export const wrong: number = 'text';\nexport const missing = nowhere;\nimport { gone } from './nowhere';\n";
    const cwd = installed({
      ...project,
      'src/old.ts': old.repeat(20),
      'src/queries.ts': `${project['src/queries.ts']}export const wrong: number = find(1);\n`,
    });
    const result = await verify({ cwd }, migrate, target);
    expect(told(result)).toEqual([]);
    expect(result.verification).toMatchObject({ expected: 0, left: 0 });
    expect(result.verification!.before).toBeGreaterThan(40);
    expect(result.changes).toEqual((await migrate({ cwd })).changes);
  });

  test('a workspace with project references, of which one package alone has drizzle-orm installed', async () => {
    const config = (more: object) => JSON.stringify({ ...JSON.parse(tsconfig), ...more });
    const cwd = tempDir({
      'tsconfig.json': '{ "files": [], "references": [{ "path": "./packages/api" }, { "path": "./packages/db" }] }',
      'packages/api/tsconfig.json': config({ references: [{ path: '../db' }] }),
      'packages/api/src/queries.ts': `import { db } from '../../db/src/db';
export const find = (id: number) => db.query.users.findFirst({ where: (user, { eq }) => eq(user.id, id) });
export const wrong: number = find(1);
export const wronger: string = find(2);
`,
      'packages/db/tsconfig.json': tsconfig,
      'packages/db/package.json': project['package.json']!,
      'packages/db/src/schema.ts': project['src/schema.ts']!,
      'packages/db/src/db.ts': project['src/db.ts']!,
      'package.json': '{ "name": "workspace", "private": true }',
    });
    installPackages(join(cwd, 'packages/db'), 'drizzle-orm-v0');
    const result = await verify({ cwd }, migrate, target);
    expect(told(result)).toEqual([]);
    // The types of the other package are seen; with its references, the compiler wanted it built and saw none.
    expect(result.verification).toMatchObject({ before: 2, left: 0 });
  });

  test('a workspace with a package that is not installed', async () => {
    const cwd = tempDir({
      'package.json': '{ "name": "workspace", "private": true }',
      'packages/db/tsconfig.json': tsconfig,
      'packages/db/package.json': project['package.json']!,
      'packages/db/src/schema.ts': project['src/schema.ts']!,
      'packages/db/src/db.ts': project['src/db.ts']!,
      'packages/web/tsconfig.json': tsconfig,
      'packages/web/package.json': '{ "dependencies": { "left": "1", "middle": "1", "right": "1" } }',
      'packages/web/src/queries.ts': `import { db } from '../../db/src/db';
import { label } from 'left';
export const find = (id: number) =>
  db.query.users.findFirst({ where: (user, { eq }) => eq(user.id, id) }).then((it) => label(it));
`,
    });
    installPackages(join(cwd, 'packages/db'), 'drizzle-orm-v0');
    const result = await verify({ cwd }, migrate, target);
    expect(told(result)).toEqual([
      'RQB_VERIFY_PARTLY packages/web/tsconfig.json: `packages/web` was not type-checked: its dependencies are not installed',
    ]);
    expect(result.verification).toMatchObject({ before: 0, left: 0 });
    expect(result.changes).toEqual((await migrate({ cwd })).changes);
  });

  test('with sources outside of the package, odd folders and a script that no configuration includes', async () => {
    const { compilerOptions } = JSON.parse(tsconfig) as { compilerOptions: object };
    const below = (files: Record<string, string>) =>
      Object.fromEntries(Object.entries(files).map(([name, text]) => [`packages/api/${name}`, text]));
    const base = tempDir({
      '.git/HEAD': '',
      'tsconfig.base.json': JSON.stringify({ compilerOptions }),
      'shared/names.ts': "export const defaultName = 'x';\n",
      ...below({
        ...project,
        'tsconfig.json': '{ "extends": "../../tsconfig.base", "include": ["src"] }',
        'src/coverage/rates.ts': 'export const rate = 1;\n',
        'src/named.ts': `import { rate } from './coverage/rates';
import { defaultName } from './shared/names';
export const used: [number, string] = [rate, defaultName];
`,
        'scripts/seed.ts': `import { db } from '../src/db';
export const seeded = db.query.users.findFirst({ where: (user, { eq }) => eq(user.id, 1) });
`,
      }),
    });
    const cwd = join(base, 'packages/api');
    symlinkSync(join(base, 'shared'), join(cwd, 'src/shared'));
    installPackages(cwd, 'drizzle-orm-v0');
    const result = await verify({ cwd }, migrate, target);
    expect(told(result)).toEqual([
      'RQB_VERIFY_PARTLY scripts/seed.ts: `scripts/seed.ts` was not type-checked: no tsconfig.json includes it',
    ]);
    expect(result.verification).toMatchObject({ before: 0, left: 0 });
  });

  test('with queries that the tool cannot convert', async () => {
    const cwd = installed({
      ...project,
      'src/opaque.ts': `import { db } from './db';
declare const config: NonNullable<Parameters<typeof db.query.users.findMany>[0]>;
export const all = db.query.users.findMany({ ...config, where: (users, { eq }) => eq(users.id, 1) });
`,
    });
    const result = await verify({ cwd }, migrate, target);
    const planned = await migrate({ cwd });
    expect(planned.findings.length).toBeGreaterThan(0);
    expect(told(result)).toEqual(told(planned));
    expect(result.verification).toMatchObject({ before: 0, left: 0 });
  });
});

describe('a tool that is broken on purpose', { timeout: 180_000 }, () => {
  /** The tool with a fault: what it writes into these files is changed, unless the unit is left alone. */
  const faulty =
    (fault: (text: string) => string) =>
    async (options: MigrateOptions): Promise<MigrateResult> => {
      const result = await migrate(options);
      return { ...result, changes: result.changes.map((it) => ({ ...it, after: it.after && fault(it.after) })) };
    };
  const two = `${project['src/queries.ts']}export const byName = () => db.query.users.findMany({ where: eq(users.name, 'x') });\n`;

  test('a query that did not compile before either is left alone only for what it gets on top', async () => {
    const wrong = (name: string): string =>
      `export const ${name} = (id: string) => db.query.users.findMany({ where: eq(users.id, id) });\n`;
    const cwd = installed({ ...project, 'src/queries.ts': project['src/queries.ts']! + wrong('one') + wrong('two') });
    const fault = (text: string): string =>
      text.replace(/(two = .*)findMany\(\{ where: \{ id \} \}\)/, '$1findMany(nowhere, { id })');
    const result = await verify({ cwd }, faulty(fault), target);
    expect(told(result)).toEqual([expect.stringMatching(/^RQB_VERIFY_QUERY src\/queries\.ts:/)]);
    expect(result.findings.find(({ code }) => code === 'RQB_VERIFY_QUERY')).toMatchObject({ line: 7 });
    expect(result.verification).toMatchObject({ before: 2, expected: 0, left: 1 });
  });

  test('a query is left alone, an error that belongs to nothing is only reported', async () => {
    const cwd = installed({ ...project, 'src/queries.ts': two });
    const fault = (text: string): string =>
      text.includes('byName')
        ? `${text.replace("{ name: 'x' }", "{ nome: 'x' }")}export const other: string = 1;\n`
        : text;
    const result = await verify({ cwd }, faulty(fault), target);
    const after = result.changes.find(({ path }) => path.endsWith('queries.ts'))!.after!;
    expect(after).toContain("findMany({ where: eq(users.name, 'x') })");
    expect(after).toContain('where: { id }');
    expect(told(result)).toEqual([
      expect.stringMatching(/^RQB_VERIFY_QUERY src\/queries\.ts: .*TS2353.*'nome'/),
      expect.stringMatching(/^RQB_VERIFY_ERROR src\/queries\.ts: .*TS2322 Type 'number'/),
    ]);
    const left = result.findings.find(({ code }) => code === 'RQB_VERIFY_QUERY');
    expect(left).toMatchObject({ line: 6, level: 'error' });
    expect(result.verification).toMatchObject({ left: 1 });
  });

  test('a helper is left alone with all queries that use it, one in another file and one by another variable', async () => {
    const cwd = installed({
      ...project,
      'src/filters.ts': `import { and, eq, type SQL } from 'drizzle-orm';
import { users } from './schema';
export function mine(id: number): SQL | undefined {
  return and(eq(users.id, id), eq(users.name, 'x'));
}
`,
      'src/queries.ts': `import { eq } from 'drizzle-orm';
import { db } from './db';
import { mine } from './filters';
import { users } from './schema';
export const one = (id: number) => db.query.users.findFirst({ where: mine(id) });
export const all = () => db.query.users.findMany({ where: mine(1) });
export const other = () => db.query.users.findMany({ where: eq(users.name, 'y') });
`,
      'src/more.ts': `import { db } from './db';
import { mine } from './filters';
export function more(id: number) {
  const where = mine(id);
  return db.query.users.findMany({ where });
}
`,
    });
    const fault = (text: string): string => text.replace("name: 'x'", "nome: 'x'");
    const { changes } = await migrate({ cwd });
    expect(changes.find(({ path }) => path.endsWith('filters.ts'))!.after).toContain("{ id, name: 'x' }");
    const result = await verify({ cwd }, faulty(fault), target);
    const after = (name: string) => result.changes.find(({ path }) => path.endsWith(name))?.after;
    expect(after('filters.ts')).toBeUndefined();
    expect(after('more.ts')).toBeUndefined();
    expect(after('queries.ts')).toContain("where: { name: 'y' }");
    expect(told(result).map((it) => it.replace(/:.*/, ''))).toEqual([
      'RQB_VERIFY_QUERY src/more.ts',
      'RQB_VERIFY_QUERY src/queries.ts',
      'RQB_VERIFY_QUERY src/queries.ts',
    ]);
    expect(result.verification).toMatchObject({ left: 3 });
  });

  test('the database is left alone with everything that belongs to it', async () => {
    const cwd = installed({ ...project, 'src/queries.ts': two });
    const fault = (text: string): string => text.replace('r.one.users', 'r.one.uzers');
    const result = await verify({ cwd }, faulty(fault), target);
    expect(result.changes.filter(({ path }) => !path.endsWith('package.json'))).toEqual([]);
    const messages = told(result);
    expect(messages).toContainEqual(expect.stringMatching(/^RQB_VERIFY_DATABASE src\/db\.ts: .*TS2\d+.*uzers/));
    expect(messages.filter((it) => it.startsWith('RQB_VERIFY_ERROR'))).toEqual([]);
  });
});

test('folders of runs that were killed are removed, those of others are not', () => {
  const old = new Date(Date.now() - 2 * 60 * 60_000);
  const make = (name: string, at?: Date): string => {
    const path = join(tmpdir(), name);
    mkdirSync(join(path, 'src'), { recursive: true });
    if (at) utimesSync(path, at, at);
    return path;
  };
  const { pid } = spawnSync(process.execPath, ['--version']);
  const killed = make(`drizzle-rqb-verify-${pid}-abc123`, old);
  const others = [
    make(`drizzle-rqb-target-${pid}-abc123`),
    make(`drizzle-rqb-verify-${process.pid}-abc123`, old),
    make(`drizzle-rqb-verify-${pid}-abc123.txt`, old),
  ];
  removeAbandoned();
  expect([killed, ...others].map((path) => existsSync(path))).toEqual([false, true, true, true]);
  for (const path of others) rmSync(path, { recursive: true });
});

test('a release in the cache of npm is unpacked', () => {
  const cache = tempDir({ 'package/package.json': '{ "name": "drizzle-orm", "version": "1.0.0-rc.5" }' });
  const tarball = execFileSync('tar', ['-czf', '-', '-C', cache, 'package']);
  const hex = (algorithm: string, data: string | Buffer): string => createHash(algorithm).update(data).digest('hex');
  const spread = (hash: string): string => `${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash.slice(4)}`;
  const key = 'make-fetch-happen:request-cache:https://registry.npmjs.org/drizzle-orm/-/drizzle-orm-1.0.0-rc.5.tgz';
  const entry = JSON.stringify({
    key,
    integrity: `sha512-${Buffer.from(hex('sha512', tarball), 'hex').toString('base64')}`,
  });
  writeFiles(join(cache, '_cacache'), {
    [`index-v5/${spread(hex('sha256', key))}`]: `\n${hex('sha1', entry)}\t${entry}`,
    [`content-v2/sha512/${spread(hex('sha512', tarball))}`]: tarball,
  });
  const into = tempDir();
  expect(unpackCached('1.0.0-rc.5', into, cache)).toBe(join(into, 'package'));
  expect(unpackCached('1.0.0-rc.4', into, cache)).toBeUndefined();
});

describe('a project that cannot be checked', () => {
  const impossible = async (cwd: string, drizzlePath?: string): Promise<string> => {
    const result = await verify({ cwd }, migrate, drizzlePath);
    expect(result.changes).toEqual((await migrate({ cwd })).changes);
    expect(result.verification).toBeUndefined();
    const own = result.findings.filter(({ code }) => code === 'RQB_VERIFY_IMPOSSIBLE');
    expect(own.map(({ level }) => level)).toEqual(['error']);
    return `${own[0]!.message}. ${own[0]!.remedy}`;
  };

  test('nothing is installed', async () => {
    expect(await impossible(tempDir(project), target)).toContain('the dependencies are not installed');
  });

  test('TypeScript is not installed', async () => {
    const dir = tempDir(project);
    mkdirSync(join(dir, 'node_modules'));
    symlinkSync(join(repository, 'node_modules/drizzle-orm-v0'), join(dir, 'node_modules/drizzle-orm'));
    expect(await impossible(dir, target)).toContain('TypeScript is not installed');
  });

  test('there is no tsconfig', async () => {
    expect(await impossible(installed(healthy), target)).toContain('no tsconfig.json');
  });

  test('the target is not on the machine', async () => {
    vi.stubEnv('npm_config_cache', tempDir());
    const message = await impossible(installed(project));
    vi.unstubAllEnvs();
    expect(message).toContain('drizzle-orm 1.0.0-rc.5 is not on this machine');
    expect(message).toContain('--drizzle-path');
  });

  test('the folder that is named holds something else', async () => {
    const other = join(repository, 'node_modules/drizzle-orm-v0');
    expect(await impossible(installed(project), other)).toContain('holds drizzle-orm 0.45.4');
    expect(await impossible(installed(project), tmpdir())).toContain('holds no drizzle-orm');
  });

  test('the compiler stops before it checks code', async () => {
    const config = tsconfig.replace('{', '{ "references": [], ').replace('"strict"', '"declarationMap":true,"strict"');
    const message = await impossible(installed({ ...project, 'tsconfig.json': config }), target);
    expect(message).toMatch(/the compiler stops at TS5069 .*Mend that in `tsconfig.json`/);
  });

  test('there is no folder for temporary files', async () => {
    const dir = installed(project);
    vi.stubEnv('TMPDIR', join(dir, 'nowhere'));
    const { findings } = await verify({ cwd: dir }, migrate, target);
    vi.unstubAllEnvs();
    expect(findings.map(({ code }) => code)).toContain('RQB_VERIFY_IMPOSSIBLE');
  });

  test('the project cannot be copied', async () => {
    expect(await impossible(installed({ ...project, 'src/node_modules': '' }), target)).toContain('ENOTDIR');
  });

  test('temporary files are kept in the project', async () => {
    const dir = installed({ ...project, 'tmp/readme.txt': '' });
    vi.stubEnv('TMPDIR', join(dir, 'tmp'));
    const { findings } = await verify({ cwd: dir }, migrate, target);
    vi.unstubAllEnvs();
    expect(findings.map(({ code }) => code)).not.toContain('RQB_VERIFY_IMPOSSIBLE');
  });

  test('the compiler fails', async () => {
    const dir = installed(project);
    unlinkSync(join(dir, 'node_modules/typescript'));
    writeFiles(join(dir, 'node_modules/typescript'), {
      'package.json': '{ "version": "9.9.9", "bin": { "tsc": "./bin/tsc" } }',
      'bin/tsc': 'throw new Error("out of order");\n',
    });
    expect(await impossible(dir, target)).toContain('the compiler failed on tsconfig.json');
  });
});
