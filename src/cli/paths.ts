import { existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, isBelow, join, realPath, relative, resolve } from '../path.ts';
import { UserError } from '../user-error.ts';
import { changedSince } from '../workspace/changed-since.ts';

/**
 * Throws a `UserError` for a folder or file that does not exist.
 *
 * @param paths what stands among the arguments, where the name of a command might have been meant
 * @param named the values of options
 */
export function requireInput(cwd: string, paths: readonly string[], named: readonly (string | undefined)[]): void {
  if (!isFolder(cwd)) throw new UserError(`${cwd} is not a folder.`);
  const isThere = (path: string | undefined) => path === undefined || existsSync(resolve(cwd, path));
  const typo = paths.find((path) => !isThere(path));
  if (typo !== undefined) {
    const isWord = /^[a-z]+$/.test(typo) ? ', and no command of that name (doctor, explain)' : '';
    throw new UserError(`There is no ${typo} in ${cwd}${isWord}.`);
  }
  const missing = named.find((path) => !isThere(path));
  if (missing !== undefined) throw new UserError(`${missing} does not exist in ${cwd}.`);
}

/** Throws a `UserError` for a file that would be written outside of the folder of the run, where git does not guard it. */
export function requireInside(cwd: string, path: string): void {
  if (!isBelow(resolve(cwd, path), cwd)) throw new UserError(`--relations ${path} is outside of ${cwd}.`);
}

/** Throws a `UserError` when no file can be written to a path, because of what is there already. */
export function requirePlace(path: string): void {
  const why = isFolder(path) ? 'it is a folder' : isFolder(dirname(path)) ? undefined : 'its folder does not exist';
  if (why !== undefined) throw new UserError(`Could not write the report to ${path}: ${why}.`);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Writes the report to the file of `--output`, or the baseline. */
export function writeOutput(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new UserError(`Could not write the report to ${path}: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * The files and folders that edits are restricted to; undefined for all.
 *
 * @throws {UserError} for a path outside of `cwd`, where nothing is looked at
 */
export function wantedPaths(cwd: string, paths: readonly string[], since: string | undefined): string[] | undefined {
  const named = paths.map((path) => placeIn(cwd, path));
  if (since === undefined) return named.length > 0 ? named : undefined;
  const changed = changedSince(cwd, since);
  if (named.length === 0) return changed;
  return changed.filter((path) => named.some((root) => path === root || isBelow(path, root)));
}

/** The path by which a file or folder is listed: below `cwd`, and with no symbolic links behind that. */
function placeIn(cwd: string, path: string): string {
  const inside = relative(realPath(cwd), realPath(resolve(cwd, path)));
  const place = join(cwd, inside);
  if (place !== cwd && !isBelow(place, cwd)) throw new UserError(`${path} is outside of ${cwd}.`);
  return place;
}
