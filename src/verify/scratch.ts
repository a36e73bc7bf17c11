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

/**
 * Removes temporary folders that killed runs left behind: their process is gone, and they have not changed for an hour.
 */
export function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = /^drizzle-rqb-(?:verify|target)-(\d+)-\w+$/.exec(name) ?? [];
    if (pid === undefined || isRunning(Number(pid))) continue;
    const path = join(tmpdir(), name);
    try {
      if (Date.now() - statSync(path).mtimeMs > graceMs) rmSync(path, { recursive: true, force: true });
    } catch {
      // It belongs to another user, or another run has removed it in the meantime.
    }
  }
}
