import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { diffReport } from '../../src/report/diff.ts';
import { type Paint, plain } from '../../src/report/paint.ts';
import { git, gitDir, tempDir, writeFiles } from '../temp-dir.ts';

const files: [name: string, before: string | undefined, after: string | undefined][] = [
  ['src/a.ts', 'one\ntwo\nthree\nfour\nfive\n', 'one\nTWO\nthree\nfour\nfive\nsix\n'],
  ['src/no-newline.ts', 'a\nb', 'a\nB'],
  ['src/crlf.ts', '\uFEFFa\r\nb\r\n', '\uFEFFa\r\nB\r\n'],
  ['app/[id]/(group)/my page.tsx', 'a\n', 'b\n'],
  ['src/relations.ts', undefined, 'new\nfile\n'],
  ['src/old folder/old.ts', '--- a\n', undefined],
];
const patchOf = (root: string): string =>
  diffReport(
    files.map(([name, before, after]) => ({ path: join(root, name), before, after })),
    root,
  );

test('no changes, no text', () => {
  expect(diffReport([], '/project')).toBe('');
});

test('is a unified diff', () => {
  expect(diffReport([{ path: '/project/src/a.ts', before: 'a\nb\n', after: 'a\nc\n' }], '/project')).toBe(
    '--- a/src/a.ts\n+++ b/src/a.ts\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n',
  );
});

test.each(['', 'packages/p'])('is taken by git apply in the root (%j of the repository)', (folder) => {
  const existing = files.flatMap(([name, before]) => (before === undefined ? [] : [[join(folder, name), before]]));
  const repository = gitDir(Object.fromEntries(existing));
  const root = join(repository, folder);
  writeFiles(repository, { '.git/v2.patch': patchOf(root) });
  git(root, 'apply', join(repository, '.git/v2.patch'));
  for (const [name, , after] of files) {
    const path = join(root, name);
    expect(existsSync(path) ? readFileSync(path, 'utf8') : undefined, name).toBe(after);
  }
});

test('is taken by git apply outside a repository', () => {
  const root = tempDir({ 'a.ts': 'a\n' });
  writeFiles(root, { 'x.patch': diffReport([{ path: join(root, 'a.ts'), before: 'a\n', after: 'b\n' }], root) });
  git(root, 'apply', 'x.patch');
  expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe('b\n');
});

test('colours lines by what they are', () => {
  const paint: Paint = { ...plain, red: (text) => `<${text}>`, bold: (text) => `*${text}*` };
  const diff = diffReport([{ path: '/p/a.ts', before: '-- a\n', after: '' }], '/p', paint);
  expect(diff).toBe('*--- a/a.ts*\n*+++ b/a.ts*\n@@ -1,1 +0,0 @@\n<--- a>\n');
});
