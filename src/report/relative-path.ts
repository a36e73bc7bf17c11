import { relative } from '../path.ts';

/** A path below `root` as reports show it: relative and with `/`; `.` for the root itself. */
export function relativePath(root: string, path: string): string {
  return relative(root, path) || '.';
}
