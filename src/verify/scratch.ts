import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, realPath } from '../path.ts';
import { isRunning } from '../workspace/is-running.ts';

/** How long a folder must have been left alone: in another container its process would be out of sight. */
const graceMs = 60 * 60_000;

/** Makes a temporary folder whose name says which process it belongs to. */
export function scratchFolder(kind: 'verify' | 'target'): string {
  return realPath(mkdtempSync(join(tmpdir(), `drizzle-rqb-${kind}-${process.pid}-`)));
}

/** Removes the temporary folders of runs that were killed: their process is gone, and they have not changed for an hour. */
export function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = /^drizzle-rqb-(?:verify|target)-(\d+)-\w+$/.exec(name) ?? [];
    if (pid === undefined || isRunning(Number(pid))) continue;
    const path = join(tmpdir(), name);
    try {
      if (Date.now() - statSync(path).mtimeMs > graceMs) rmSync(path, { recursive: true, force: true });
    } catch {
      // It belongs to somebody else, or another run has removed it.
    }
  }
}
