import { relative } from '../path.ts';

/** A path below `root` as reports show it: relative, with `/`; the root itself is `.`. */
export function relativePath(root: string, path: string): string {
  return relative(root, path) || '.';
}
