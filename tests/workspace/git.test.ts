import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { changedSince } from '../../src/workspace/changed-since.ts';
import { gitState } from '../../src/workspace/git.ts';
import { git, gitDir, tempDir, writeFiles } from '../temp-dir.ts';

test('clean when everything is committed', () => {
  expect(gitState(gitDir({ 'a.ts': '' }))).toEqual({ kind: 'clean', files: [] });
});

test('dirty with changed, staged, untracked and renamed files', () => {
  const dir = gitDir({ 'a.ts': 'a', 'b.ts': 'b', 'c c.ts': 'a longer text to be recognised' });
  writeFiles(dir, { 'a.ts': 'changed', 'new.ts': '' });
  git(dir, 'mv', 'c c.ts', 'moved.ts');
  const state = gitState(dir);
  expect(state.kind).toBe('dirty');
  expect(state.files.sort()).toEqual(['a.ts', 'moved.ts', 'new.ts']);
});

test('looks below the given folder only, and names files relative to it', () => {
  const dir = gitDir({ 'a.ts': '', 'packages/p/b.ts': '' });
  writeFiles(dir, { 'a.ts': 'changed' });
  expect(gitState(join(dir, 'packages/p')).kind).toBe('clean');
  writeFiles(dir, { 'packages/p/b.ts': 'changed' });
  expect(gitState(join(dir, 'packages/p'))).toEqual({ kind: 'dirty', files: ['b.ts'] });
});

test('finds the repository that a link leads to, and the one that the environment names', () => {
  const dir = gitDir({ 'packages/p/b.ts': '' });
  const outside = tempDir();
  symlinkSync(join(dir, 'packages/p'), join(outside, 'p'), 'junction');
  expect(gitState(join(outside, 'p')).kind).toBe('clean');
  vi.stubEnv('GIT_DIR', join(dir, '.git'));
  vi.stubEnv('GIT_WORK_TREE', outside);
  expect(gitState(outside).kind).toBe('dirty');
  vi.unstubAllEnvs();
});

test('is told the same in a hook, which has the repository in its environment', () => {
  const dir = gitDir({ 'packages/p/b.ts': '' });
  vi.stubEnv('GIT_DIR', join(dir, '.git'));
  vi.stubEnv('GIT_INDEX_FILE', join(dir, '.git/index'));
  const state = gitState(join(dir, 'packages/p'));
  const changed = changedSince(join(dir, 'packages/p'), 'HEAD');
  vi.unstubAllEnvs();
  expect(state).toEqual({ kind: 'clean', files: [] });
  expect(changed).toEqual([]);
});

test('what changed is an error when git cannot tell, as in a clone without all objects', () => {
  const dir = gitDir({ 'a.ts': '' });
  const tree = git(dir, 'rev-parse', 'HEAD^{tree}').trim();
  rmSync(join(dir, '.git/objects', tree.slice(0, 2), tree.slice(2)));
  expect(() => changedSince(dir, 'HEAD')).toThrow(/git cannot list what changed in .* since HEAD/);
});

test('none outside a repository, in an ignored folder and without git', () => {
  expect(gitState(tempDir()).kind).toBe('none');
  const dir = gitDir({ '.gitignore': 'scratch/', 'scratch/a.ts': '' });
  expect(gitState(join(dir, 'scratch')).kind).toBe('none');
  vi.stubEnv('PATH', '');
  try {
    expect(gitState(dir).kind).toBe('none');
  } finally {
    vi.unstubAllEnvs();
  }
});
