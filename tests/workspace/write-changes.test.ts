import { chmodSync, chownSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WriteError, writeChanges } from '../../src/workspace/write-changes.ts';
import { tempDir } from '../temp-dir.ts';

const read = (dir: string, name: string): string => readFileSync(join(dir, name), 'utf8');

test('changes, creates and deletes, and leaves nothing else behind', () => {
  const dir = tempDir({ 'a.ts': '\uFEFFa\r\n', 'gone.ts': 'x' });
  writeChanges(dir, [
    { path: join(dir, 'a.ts'), before: '\uFEFFa\r\n', after: '\uFEFFb\r\n' },
    { path: join(dir, 'gone.ts'), before: 'x', after: undefined },
    { path: join(dir, 'new/deep/c.ts'), before: undefined, after: 'c' },
  ]);
  expect(readdirSync(dir, { recursive: true }).sort()).toEqual(['a.ts', 'new', 'new/deep', 'new/deep/c.ts']);
  expect(read(dir, 'a.ts')).toBe('\uFEFFb\r\n');
  expect(read(dir, 'new/deep/c.ts')).toBe('c');
});

test('keeps the mode', () => {
  const dir = tempDir({ 'a.ts': 'a' });
  chmodSync(join(dir, 'a.ts'), 0o777);
  writeChanges(dir, [{ path: join(dir, 'a.ts'), before: 'a', after: 'b' }]);
  expect(statSync(join(dir, 'a.ts')).mode & 0o777).toBe(0o777);
});

test.runIf(process.getuid?.() === 0)('keeps the owner, which matters to who runs this in a container', () => {
  const dir = tempDir({ 'a.ts': 'a' });
  chownSync(join(dir, 'a.ts'), 1234, 1235);
  chmodSync(join(dir, 'a.ts'), 0o2755);
  writeChanges(dir, [{ path: join(dir, 'a.ts'), before: 'a', after: 'b' }]);
  const { uid, gid, mode } = statSync(join(dir, 'a.ts'));
  expect([uid, gid, mode & 0o7777]).toEqual([1234, 1235, 0o2755]);
});

test('writes nothing when one file has changed in the meantime', () => {
  const dir = tempDir({ 'a.ts': 'a', 'b.ts': 'edited' });
  const changes = [
    { path: join(dir, 'a.ts'), before: 'a', after: 'A' },
    { path: join(dir, 'b.ts'), before: 'b', after: 'B' },
  ];
  expect(() => writeChanges(dir, changes)).toThrow(WriteError);
  expect(() => writeChanges(dir, changes)).toThrow(/b\.ts has changed since it was read/);
  expect(read(dir, 'a.ts')).toBe('a');
  expect(readdirSync(dir)).toEqual(['a.ts', 'b.ts']);
});

test('does not create over an existing file, nor change a missing one', () => {
  const dir = tempDir({ 'a.ts': 'a' });
  const create = { path: join(dir, 'a.ts'), before: undefined, after: 'A' };
  expect(() => writeChanges(dir, [create])).toThrow(/exists already/);
  const change = { path: join(dir, 'b.ts'), before: 'b', after: 'B' };
  expect(() => writeChanges(dir, [change])).toThrow(/does not exist/);
});

test('refuses what leads outside the root, also through a link', () => {
  const outside = tempDir({ 'a.ts': 'a' });
  const dir = tempDir();
  symlinkSync(outside, join(dir, 'linked'));
  symlinkSync(join(outside, 'a.ts'), join(dir, 'a.ts'));
  for (const path of [join(outside, 'a.ts'), join(dir, 'linked/a.ts'), join(dir, 'a.ts'), join(dir, '../a.ts')]) {
    expect(() => writeChanges(dir, [{ path, before: 'a', after: 'b' }])).toThrow(/is outside/);
  }
  const created = { path: join(dir, 'linked/new/b.ts'), before: undefined, after: 'b' };
  expect(() => writeChanges(dir, [created])).toThrow(/is outside/);
  expect(read(outside, 'a.ts')).toBe('a');
  expect(readdirSync(outside)).toEqual(['a.ts']);
});

test('writes through a link inside the root, and through a linked root', () => {
  const dir = tempDir({ 'real/a.ts': 'a' });
  symlinkSync('real/a.ts', join(dir, 'b.ts'));
  symlinkSync(dir, join(dir, 'root'));
  writeChanges(join(dir, 'root'), [{ path: join(dir, 'root/b.ts'), before: 'a', after: 'b' }]);
  expect(lstatSync(join(dir, 'b.ts')).isSymbolicLink()).toBe(true);
  expect(read(dir, 'real/a.ts')).toBe('b');
});

test('refuses to write one file twice', () => {
  const dir = tempDir({ 'a.ts': 'a' });
  const change = { path: join(dir, 'a.ts'), before: 'a', after: 'b' };
  expect(() => writeChanges(dir, [change, change])).toThrow(/twice/);
});

test('writes nothing when a folder cannot be made', () => {
  const dir = tempDir({ 'a.ts': 'a', file: '' });
  const changes = [
    { path: join(dir, 'a.ts'), before: 'a', after: 'A' },
    { path: join(dir, 'file/c.ts'), before: undefined, after: 'c' },
  ];
  expect(() => writeChanges(dir, changes)).toThrow(/No file was changed/);
  expect(read(dir, 'a.ts')).toBe('a');
  expect(readdirSync(dir).sort()).toEqual(['a.ts', 'file']);
});

test('takes back what it wrote when a later file cannot be replaced', () => {
  const dir = tempDir({ 'a.ts': 'a', 'b.ts': 'b' });
  const changes = [
    { path: join(dir, 'a.ts'), before: 'a', after: 'A' },
    { path: join(dir, 'b.ts'), before: 'b', after: undefined },
    { path: join(dir, 'c.ts'), before: undefined, after: 'c' },
    // By the time `d` is put in place there is a folder of that name.
    { path: join(dir, 'd'), before: undefined, after: '' },
    { path: join(dir, 'd/e.ts'), before: undefined, after: 'e' },
  ];
  expect(() => writeChanges(dir, changes)).toThrow(/No file was changed/);
  expect(read(dir, 'a.ts') + read(dir, 'b.ts')).toBe('ab');
  expect(readdirSync(dir, { recursive: true }).sort()).toEqual(['a.ts', 'b.ts', 'd']);
});
