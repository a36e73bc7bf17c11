import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listFiles } from '../../src/workspace/list-files.ts';
import { git, gitDir, tempDir, writeFiles } from '../temp-dir.ts';

const list = (root: string): string[] => listFiles(root).map((path) => relative(root, path));

const project = {
  '.gitignore': 'dist/\n*.gen.ts\n',
  'package.json': '{}',
  'pnpm-workspace.yaml': '',
  'tsconfig.base.json': '{}',
  'biome.jsonc': '{}',
  '.prettierrc': '{}',
  'drizzle/meta/_journal.json': '{}',
  'drizzle/0000_init.sql': '',
  'README.md': '',
  'src/a.ts': '',
  'src/b.tsx': '',
  'src/c.mjs': '',
  'src/d.cts': '',
  'src/page.vue': '',
  'src/env.d.ts': '',
  'src/env.d.mts': '',
  'src/schema.gen.ts': '',
  'src/kept/.gitignore': '!keep.gen.ts\nlocal.ts\n',
  'src/kept/keep.gen.ts': '',
  'src/kept/local.ts': '',
  'dist/a.js': '',
  'node_modules/x/index.js': '',
  'packages/p/node_modules/y/index.ts': '',
  'app/[id]/(group)/page with space.tsx': '',
};
const expected = [
  '.prettierrc',
  'app/[id]/(group)/page with space.tsx',
  'biome.jsonc',
  'drizzle/meta/_journal.json',
  'package.json',
  'pnpm-workspace.yaml',
  'src/a.ts',
  'src/b.tsx',
  'src/c.mjs',
  'src/d.cts',
  'src/env.d.mts',
  'src/env.d.ts',
  'src/kept/keep.gen.ts',
  'src/page.vue',
  'tsconfig.base.json',
];

describe('in a repository', () => {
  test('lists sources and configuration, not what is ignored', () => {
    expect(list(gitDir(project))).toEqual(expected);
  });

  test('lists untracked files, leaves out deleted ones', () => {
    const dir = gitDir({ 'a.ts': '', 'b.ts': '' });
    writeFiles(dir, { 'c.ts': '' });
    rmSync(join(dir, 'a.ts'));
    expect(list(dir)).toEqual(['b.ts', 'c.ts']);
  });

  test('lists a subfolder only', () => {
    const dir = gitDir({ 'a.ts': '', 'packages/p/b.ts': '' });
    expect(list(join(dir, 'packages/p'))).toEqual(['b.ts']);
  });

  test('lists an ignored folder when asked for it', () => {
    const dir = gitDir({ '.gitignore': 'scratch/', 'scratch/a.ts': '' });
    expect(list(join(dir, 'scratch'))).toEqual(['a.ts']);
  });

  test('lists a file in conflict once', () => {
    const dir = gitDir({ 'a.ts': '1' });
    git(dir, 'checkout', '-q', '-b', 'other');
    writeFiles(dir, { 'a.ts': '2' });
    git(dir, 'commit', '-qam', '2');
    git(dir, 'checkout', '-q', '-');
    writeFiles(dir, { 'a.ts': '3' });
    git(dir, 'commit', '-qam', '3');
    expect(() => git(dir, 'merge', 'other')).toThrow();
    expect(list(dir)).toEqual(['a.ts']);
  });
});

test('without a repository honours every .gitignore itself', () => {
  expect(list(tempDir(project))).toEqual(expected);
});

test('leaves out symbolic links', () => {
  for (const dir of [gitDir({ 'real/a.ts': '' }), tempDir({ 'real/a.ts': '' })]) {
    symlinkSync(join(dir, 'real/a.ts'), join(dir, 'b.ts'));
    mkdirSync(join(dir, 'sub'));
    symlinkSync(join(dir, 'real'), join(dir, 'sub/linked'));
    expect(list(dir)).toEqual(['real/a.ts']);
  }
});
