import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listFiles } from '../../src/workspace/list-files.ts';
import { nextCommands } from '../../src/workspace/next-commands.ts';
import { readText } from '../../src/workspace/read-file.ts';
import { tempDir } from '../temp-dir.ts';

const withKit = '{ "devDependencies": { "drizzle-kit": "^0.31.0" } }';

function commands(files: Record<string, string>, folder = ''): string[] {
  const root = join(tempDir({ '.git/HEAD': '', ...files }), folder);
  const paths = listFiles(root);
  const packageJsons = paths
    .filter((path) => path.endsWith('package.json'))
    .map((path) => ({ path, text: readText(path).text! }));
  return nextCommands(root, packageJsons, paths);
}

test.each([
  ['package-lock.json', 'npm install', 'npx drizzle-kit up'],
  ['pnpm-lock.yaml', 'pnpm install', 'pnpm exec drizzle-kit up'],
  ['yarn.lock', 'yarn install', 'yarn drizzle-kit up'],
  ['bun.lock', 'bun install', 'bunx drizzle-kit up'],
  ['bun.lockb', 'bun install', 'bunx drizzle-kit up'],
])('%s', (lockfile, install, up) => {
  expect(commands({ [lockfile]: '', 'package.json': withKit, 'drizzle/meta/_journal.json': '{}' })).toEqual([
    install,
    up,
  ]);
});

test('the packageManager field decides over a lockfile', () => {
  const manifest = '{ "packageManager": "pnpm@10.1.0", "dependencies": { "drizzle-orm": "0.44.2" } }';
  expect(commands({ 'package.json': manifest, 'package-lock.json': '' })).toEqual(['pnpm install']);
});

test('a package of a workspace takes the manager from the root', () => {
  expect(commands({ 'bun.lock': '', 'packages/db/package.json': withKit }, 'packages/db')).toEqual(['bun install']);
});

test('no drizzle-kit up without drizzle-kit or without old migrations', () => {
  const withoutKit = '{ "dependencies": { "drizzle-orm": "0.44.2" } }';
  expect(commands({ 'package.json': withoutKit, 'drizzle/meta/_journal.json': '{}' })).toEqual(['npm install']);
  expect(commands({ 'package.json': withKit, 'drizzle/20250101000000_init/migration.sql': '' })).toEqual([
    'npm install',
  ]);
});

test('runs in the package that declares drizzle-kit', () => {
  const files = {
    'pnpm-lock.yaml': '',
    'package.json': '{}',
    'packages/db/package.json': withKit,
    'packages/db/drizzle/meta/_journal.json': '{}',
    'apps/my app/package.json': withKit,
    'apps/my app/drizzle/meta/_journal.json': '{}',
  };
  expect(commands(files)).toEqual([
    'pnpm install',
    "(cd 'apps/my app' && pnpm exec drizzle-kit up)",
    '(cd packages/db && pnpm exec drizzle-kit up)',
  ]);
});

test('installs where the lockfile is', () => {
  const files = {
    'web/pnpm-lock.yaml': '',
    'web/package.json': '{}',
    'web/db/package.json': withKit,
    'web/db/drizzle/meta/_journal.json': '{}',
    'web/app/package.json': withKit.replace('{', '{ "packageManager": "pnpm@10.1.0",'),
    'tools/package.json': withKit,
  };
  expect(commands(files)).toEqual([
    '(cd tools && npm install)',
    '(cd web && pnpm install)',
    '(cd web/db && pnpm exec drizzle-kit up)',
  ]);
});

test('names configurations that drizzle-kit does not find by itself', () => {
  const files = {
    'package.json': withKit,
    'config/drizzle-prod.config.ts': '',
    'config/drizzle.config.test.ts': '',
    'drizzle/meta/_journal.json': '{}',
  };
  expect(commands(files)).toEqual([
    'npm install',
    'npx drizzle-kit up --config=config/drizzle-prod.config.ts',
    'npx drizzle-kit up --config=config/drizzle.config.test.ts',
  ]);
  expect(commands({ ...files, 'drizzle.config.ts': '' })).toEqual(['npm install', 'npx drizzle-kit up']);
});
