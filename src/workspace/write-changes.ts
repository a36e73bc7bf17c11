import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { basename, dirname, isAbsolute, join, realPath, relative, resolve } from '../path.ts';
import type { FileChange } from '../edits/edit.ts';
import { UserError } from '../user-error.ts';
import { readText } from './read-file.ts';
import { isRunning } from './is-running.ts';

/** Changes could not be written. The message says which file was the cause and what state the files are in. */
export class WriteError extends UserError {
  override name = 'WriteError';
}

/** A change that has passed all checks. */
interface Target {
  /** The path as given, for messages. */
  path: string;
  /** The real path. A symbolic link stays a link, and the file that it leads to is written. */
  file: string;
  before: string | undefined;
  after: string | undefined;
  /** Of the file that is there; undefined for a new one. */
  rights: Rights | undefined;
}

/** The mode and the owner of a file. */
type Rights = Pick<Stats, 'mode' | 'uid' | 'gid'>;

/**
 * Writes all changes, or none. Everything is checked first, then all new texts are written to temporary files, and only
 * then are the files replaced, each in one step, so that nobody ever reads half a file. If that fails, replaced files
 * are restored.
 *
 * @throws {WriteError} when a file has changed since it was read, is outside of `root`, or cannot be written
 */
export function writeChanges(root: string, changes: readonly FileChange[]): void {
  const realRoot = realPath(resolve(root));
  const targets = changes.filter((change) => change.before !== change.after).map((change) => check(realRoot, change));
  refuseDuplicates(targets);

  const staged = new Map<Target, string>();
  const done: Target[] = [];
  try {
    for (const target of targets) {
      if (target.after !== undefined) staged.set(target, stage(target.file, target.after, target.rights));
    }
    for (const target of targets) {
      // Another program may have saved the file in the meantime.
      requireUnchanged(target);
      const temporary = staged.get(target);
      if (temporary === undefined) unlinkSync(target.file);
      else renameSync(temporary, target.file);
      staged.delete(target);
      done.push(target);
    }
  } catch (error) {
    for (const temporary of staged.values()) tryTo(() => unlinkSync(temporary));
    const stuck = done.filter((target) => !tryTo(() => restore(target)));
    const state =
      stuck.length === 0
        ? 'No file was changed.'
        : `Already changed and not restored: ${stuck.map((target) => target.path).join(', ')}.`;
    throw new WriteError(`Could not write the changes: ${(error as Error).message}. ${state}`, { cause: error });
  }
}

/**
 * Checks one change before anything is written.
 *
 * @throws {WriteError} when it cannot be carried out
 */
function check(realRoot: string, change: FileChange): Target {
  const { path, before, after } = change;
  const file = resolveLinks(path);
  const inside = relative(realRoot, file);
  if (inside === '' || inside === '..' || inside.startsWith('../') || isAbsolute(inside)) {
    throw new WriteError(`${path} is outside ${realRoot}. No file was changed.`);
  }
  if (before === undefined) {
    if (existsSync(file)) throw new WriteError(`${path} exists already and was to be created. No file was changed.`);
    return { path, file, before, after, rights: undefined };
  }
  const { text, reason } = readText(file);
  if (text === undefined) throw new WriteError(`${path} ${reason}. No file was changed.`);
  if (text !== before) {
    throw new WriteError(`${path} has changed since it was read; run again. No file was changed.`);
  }
  // A rename would replace even a read-only file.
  if (!tryTo(() => closeSync(openSync(file, 'r+')))) {
    throw new WriteError(`${path} is read-only. No file was changed.`);
  }
  return { path, file, before, after, rights: statSync(file) };
}

/** Throws when a file differs from the text that the change was made from. */
function requireUnchanged({ path, file, before }: Target): void {
  const isSame = before === undefined ? !existsSync(file) : readText(file).text === before;
  if (!isSame) throw new Error(`${path} has changed since it was read`);
}

/** The real path of a file that may not exist yet: links in the existing part of the path are resolved. */
function resolveLinks(path: string): string {
  let folder = resolve(path);
  const missing: string[] = [];
  for (;;) {
    try {
      return join(realPath(folder), ...missing);
    } catch {
      const parent = dirname(folder);
      if (parent === folder) return join(folder, ...missing);
      missing.unshift(basename(folder));
      folder = parent;
    }
  }
}

/** Throws when two changes lead to the same file. */
function refuseDuplicates(targets: readonly Target[]): void {
  const seen = new Set<string>();
  for (const { file, path } of targets) {
    if (seen.has(file)) throw new WriteError(`${path} would be written twice. No file was changed.`);
    seen.add(file);
  }
}

/** Writes a text to a temporary file in the same folder, so that renaming it stays within one file system. */
function stage(file: string, text: string, rights: Rights | undefined): string {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = join(dirname(file), temporaryName(basename(file)));
  const descriptor = openSync(temporary, 'wx', rights ? rights.mode & 0o7777 : 0o666);
  try {
    writeFileSync(descriptor, text, 'utf8');
    fsyncSync(descriptor);
  } catch (error) {
    closeSync(descriptor);
    tryTo(() => unlinkSync(temporary));
    throw error;
  }
  closeSync(descriptor);
  if (rights) {
    // Only the superuser may give a file to its owner; in a container, that is who runs this.
    tryTo(() => chownSync(temporary, rights.uid, rights.gid));
    // The mode given to `openSync` is reduced by the umask.
    chmodSync(temporary, rights.mode & 0o7777);
  }
  return temporary;
}

/**
 * The name of a temporary file. It has the id of the process, by which `removeLeftOvers` recognizes those of killed
 * runs.
 */
function temporaryName(name: string): string {
  return `.${name}.${process.pid}-${randomBytes(6).toString('hex')}.rqb-tmp`;
}

/** Removes temporary files that a killed run left beside the files to be changed. */
export function removeLeftOvers(changes: readonly FileChange[]): void {
  for (const folder of new Set(changes.map(({ path }) => dirname(path)))) {
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder)) {
      const [, pid] = /^\..+\.(\d+)-[0-9a-f]{12}\.rqb-tmp$/.exec(name) ?? [];
      if (pid !== undefined && !isRunning(Number(pid))) tryTo(() => unlinkSync(join(folder, name)));
    }
  }
}

/** Brings back the state of a file before its change. */
function restore({ file, before, rights }: Target): void {
  if (before === undefined) unlinkSync(file);
  else renameSync(stage(file, before, rights), file);
}

/** Runs an action and says whether it succeeded. */
function tryTo(action: () => void): boolean {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}
