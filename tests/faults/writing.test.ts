import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { FileChange } from '../../src/edits/edit.ts';
import { writeChanges } from '../../src/workspace/write-changes.ts';
import { tempDir, writeFiles } from '../temp-dir.ts';
import { transpiled } from './transpile.ts';

const script = fileURLToPath(new URL('kill-at.mjs', import.meta.url));
/** Text before and after; null where there is no file. */
const texts: Record<string, [string | null, string | null]> = {
  'a.ts': ['old a', 'new a'],
  'b.ts': ['old b'.repeat(50_000), 'new b'.repeat(50_000)],
  'gone.ts': ['old', null],
  'new/deep.ts': [null, 'new'],
};

function project(): string {
  const before = Object.entries(texts).flatMap(([name, [text]]) => (text === null ? [] : [[name, text] as const]));
  return tempDir({ ...Object.fromEntries(before), 'changes.json': JSON.stringify(texts) });
}

function stateOf(dir: string, name: string): string | null {
  return existsSync(join(dir, name)) ? readFileSync(join(dir, name), 'utf8') : null;
}

function temporaryFiles(dir: string): string[] {
  return (readdirSync(dir, { recursive: true }) as string[]).filter((name) => name.endsWith('tmp'));
}

const changesIn = (dir: string): FileChange[] =>
  Object.entries(texts).map(([name, [before, after]]) => ({
    path: join(dir, name),
    before: before ?? undefined,
    after: after ?? undefined,
  }));

/** That nothing was written and nothing was left behind. */
function expectUntouched(dir: string): void {
  for (const [name, [before]] of Object.entries(texts)) expect(stateOf(dir, name)).toBe(before);
  expect(temporaryFiles(dir)).toEqual([]);
}

describe('a run that is killed', () => {
  test(
    'at any step leaves every file wholly old or new, and a second run finishes the job',
    { timeout: 120_000 },
    () => {
      const module = join(transpiled('workspace/write-changes'), 'workspace/write-changes.js');
      let step = 1;
      for (; ; step++) {
        const dir = project();
        const { signal, status, stderr } = spawnSync(process.execPath, [script, module, dir, String(step), 'SIGKILL']);
        for (const [name, states] of Object.entries(texts)) expect(states).toContain(stateOf(dir, name));
        if (signal === null) {
          expect([status, String(stderr)]).toEqual([0, '']);
          break;
        }
        expect(signal).toBe('SIGKILL');
        execFileSync(process.execPath, [script, module, dir, '0', 'SIGKILL']);
        for (const [name, [, after]] of Object.entries(texts)) expect(stateOf(dir, name)).toBe(after);
        expect(temporaryFiles(dir)).toEqual([]);
      }
      // Each text takes an open, a write, an fsync, a close and a rename.
      expect(step).toBeGreaterThan(15);
    },
  );

  test.each(['SIGINT', 'SIGTERM'])('with %s in the middle finishes writing first', (signal) => {
    const modules = transpiled('workspace/write-changes', 'cli/uninterrupted');
    for (const step of [2, 5, 9, 12]) {
      const dir = project();
      const module = join(modules, 'workspace/write-changes.js');
      spawnSync(process.execPath, [script, module, dir, String(step), signal]);
      for (const [name, [, after]] of Object.entries(texts)) expect(stateOf(dir, name)).toBe(after);
      expect(temporaryFiles(dir)).toEqual([]);
    }
  });
});

describe('a disk that does not take it', () => {
  /** Runs as somebody whom permissions bind. */
  function unprivileged(dir: string, action: () => void): void {
    const isRoot = process.geteuid?.() === 0;
    if (!isRoot) return action();
    for (const name of ['', ...(readdirSync(dir, { recursive: true }) as string[])])
      chownSync(join(dir, name), 65534, 65534);
    process.seteuid!(65534);
    try {
      action();
    } finally {
      process.seteuid!(0);
    }
  }

  test.skipIf(process.platform === 'win32')('a read-only folder', () => {
    const dir = project();
    mkdirSync(join(dir, 'new'));
    unprivileged(dir, () => {
      chmodSync(join(dir, 'new'), 0o555);
      expect(() => writeChanges(dir, changesIn(dir))).toThrow(
        /Could not write the changes: EACCES.*No file was changed/,
      );
      chmodSync(join(dir, 'new'), 0o755);
    });
    expectUntouched(dir);
  });

  test.skipIf(process.platform === 'win32')('a read-only file', () => {
    const dir = project();
    unprivileged(dir, () => {
      chmodSync(join(dir, 'b.ts'), 0o444);
      expect(() => writeChanges(dir, changesIn(dir))).toThrow(/b\.ts is read-only\. No file was changed/);
    });
    expectUntouched(dir);
    expect(statSync(join(dir, 'b.ts')).mode & 0o777).toBe(0o444);
  });

  /** Only root may mount; elsewhere the test is left out. */
  function smallDisk(kilobytes: number): string | undefined {
    const dir = tempDir();
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', dir]);
    if (mounted.status !== 0) return undefined;
    onTestFinished(() => void spawnSync('umount', [dir]));
    return dir;
  }

  test('a full disk', (context) => {
    // The old texts fit on it, the old and the new ones do not.
    const dir = smallDisk(400);
    if (dir === undefined) return context.skip('needs the right to mount a small disk');
    for (const [name, [text]] of Object.entries(texts)) if (text !== null) writeFiles(dir, { [name]: text });
    expect(() => writeChanges(dir, changesIn(dir))).toThrow(/ENOSPC.*No file was changed/);
    expectUntouched(dir);
  });

  test('a file size limit', () => {
    const dir = project();
    const module = join(transpiled('workspace/write-changes'), 'workspace/write-changes.js');
    const command = `ulimit -f 100; exec "$0" "$@"`;
    const { status, stderr } = spawnSync('bash', [
      '-c',
      command,
      process.execPath,
      script,
      module,
      dir,
      '0',
      'SIGKILL',
    ]);
    expect(status).not.toBe(0);
    expect(String(stderr)).toMatch(/EFBIG.*No file was changed/);
    expectUntouched(dir);
  });

  test('a file that must not be replaced', (context) => {
    const dir = project();
    if (spawnSync('chattr', ['+i', join(dir, 'b.ts')]).status !== 0) return context.skip('needs chattr');
    onTestFinished(() => void spawnSync('chattr', ['-i', join(dir, 'b.ts')]));
    expect(() => writeChanges(dir, changesIn(dir))).toThrow(/No file was changed/);
    expectUntouched(dir);
  });
});

describe('somebody else at the same time', () => {
  test('saving a file after it was checked', () => {
    const dir = project();
    writeFileSync(join(dir, 'z.ts'), 'old z');
    const last: FileChange = {
      path: join(dir, 'z.ts'),
      before: 'old z',
      // Asked for when the other files are checked already.
      get after() {
        writeFileSync(join(dir, 'gone.ts'), 'saved');
        return 'new z';
      },
    };
    const changes = [...changesIn(dir), last];
    expect(() => writeChanges(dir, changes)).toThrow(/gone\.ts has changed since it was read.*No file was changed/);
    expect([stateOf(dir, 'gone.ts'), stateOf(dir, 'z.ts')]).toEqual(['saved', 'old z']);
    writeFileSync(join(dir, 'gone.ts'), 'old');
    expectUntouched(dir);
  });

  test('two runs: one of them writes, or both the same', () => {
    const module = join(transpiled('workspace/write-changes'), 'workspace/write-changes.js');
    for (let round = 0; round < 5; round++) {
      const dir = project();
      const command = '"$0" "$@" & "$0" "$@" & wait';
      spawnSync('bash', ['-c', command, process.execPath, script, module, dir, '0', 'SIGKILL']);
      for (const [name, states] of Object.entries(texts)) expect(states).toContain(stateOf(dir, name));
      execFileSync(process.execPath, [script, module, dir, '0', 'SIGKILL']);
      for (const [name, [, after]] of Object.entries(texts)) expect(stateOf(dir, name)).toBe(after);
      expect(temporaryFiles(dir)).toEqual([]);
    }
  });
});
