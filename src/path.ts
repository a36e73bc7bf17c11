import { realpathSync } from 'node:fs';
import native from 'node:path';

/**
 * The functions of `node:path` that write `/` between the parts of a path on Windows, too: the parser, module specifiers
 * and reports know no other, Windows itself takes both. Elsewhere a backslash belongs to a name and stays.
 */
const slashed: (path: string) => string = native.sep === '\\' ? (path) => path.replaceAll('\\', '/') : (path) => path;

export const { basename, extname, isAbsolute } = native;
export const dirname = (path: string): string => slashed(native.dirname(path));
export const join = (...parts: string[]): string => slashed(native.join(...parts));
export const relative = (from: string, to: string): string => slashed(native.relative(from, to));
/** An absolute path; without parts, the working directory. */
export const resolve = (...parts: string[]): string => slashed(native.resolve(...parts));
/**
 * Where the links of a path lead.
 *
 * @throws Error of the file system when there is nothing
 */
export const realPath = (path: string): string => slashed(realpathSync(path));

/** How many items two lists begin with in common. */
export function sharedLength(a: readonly string[], b: readonly string[]): number {
  const differing = a.findIndex((item, index) => item !== b[index]);
  return differing < 0 ? a.length : differing;
}

/** Whether a path is inside of a folder, at any depth. */
export function isBelow(path: string, folder: string): boolean {
  return path.startsWith(join(folder, '/'));
}
