import { realpathSync } from 'node:fs';
import native from 'node:path';

/**
 * The functions of `node:path`, with `/` between the parts of a path on Windows too: the parser, module specifiers and
 * reports only know `/`, and Windows accepts both. On other systems a backslash is part of a name and stays.
 */
const slashed: (path: string) => string = native.sep === '\\' ? (path) => path.replaceAll('\\', '/') : (path) => path;

export const { basename, extname, isAbsolute } = native;
export const dirname = (path: string): string => slashed(native.dirname(path));
export const join = (...parts: string[]): string => slashed(native.join(...parts));
export const relative = (from: string, to: string): string => slashed(native.relative(from, to));
/** The absolute path; without parts, the working directory. */
export const resolve = (...parts: string[]): string => slashed(native.resolve(...parts));
/**
 * The path with all symbolic links resolved.
 *
 * @throws Error of the file system when the path does not exist
 */
export const realPath = (path: string): string => slashed(realpathSync(path));

/** The number of leading items that two lists have in common. */
export function sharedLength(a: readonly string[], b: readonly string[]): number {
  const differing = a.findIndex((item, index) => item !== b[index]);
  return differing < 0 ? a.length : differing;
}

/** Whether a path is inside of a folder, at any depth. */
export function isBelow(path: string, folder: string): boolean {
  return path.startsWith(join(folder, '/'));
}
