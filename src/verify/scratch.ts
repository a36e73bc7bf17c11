import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, realPath } from '../path.ts';
import { isRunning } from '../workspace/is-running.ts';

/**
 * A folder is removed only if it has not changed for this long: its process may run in another container, out of sight.
 */
const graceMs = 60 * 60_000;

/**
 * Makes a temporary folder whose name has the id of this process in it, so that `removeAbandoned` knows whose it is.
 */
export function scratchFolder(kind: 'verify' | 'target'): string {
  return realPath(mkdtempSync(join(tmpdir(), `drizzle-rqb-${kind}-${process.pid}-`)));
}

const name = /^drizzle-rqb-(?:verify|target)-(\d+)-\w+$/;

/** Whether a folder of this name is a temporary one of this or another run. */
export function isScratch(folder: string): boolean {
  return name.test(folder);
}

/**
 * Removes temporary folders that killed runs left behind: their process is gone, and they have not changed for an hour.
 */
export function removeAbandoned(): void {
  for (const folder of readdirSync(tmpdir())) {
    const [, pid] = name.exec(folder) ?? [];
    if (pid === undefined || isRunning(Number(pid))) continue;
    const path = join(tmpdir(), folder);
    try {
      if (Date.now() - statSync(path).mtimeMs > graceMs) rmSync(path, { recursive: true, force: true });
    } catch {
      // It belongs to another user, or another run has removed it in the meantime.
    }
  }
}
