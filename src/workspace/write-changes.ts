import { randomBytes } from 'node:crypto';
import {
  chmodSync,
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
} from 'node:fs';
import { basename, dirname, isAbsolute, join, realPath, relative, resolve } from '../path.ts';
import type { FileChange } from '../edits/edit.ts';
import { UserError } from '../user-error.ts';
import { readText } from './read-file.ts';
import { isRunning } from './is-running.ts';

/** Changes were not written; the message says which file stood in the way and what state the files are in. */
export class WriteError extends UserError {
  override name = 'WriteError';
}

/** A change that passed every check. */
interface Target {
  /** Path as given, for messages. */
  path: string;
  /** The file itself: symbolic links resolved, so a link stays a link. */
  file: string;
  before: string | undefined;
  after: string | undefined;
  mode: number | undefined;
}

/**
 * Writes all changes, or none: everything is checked first, then every new text is written beside its file, and only
 * then are the files replaced. Each file is replaced in one step, so nobody ever reads half a file.
 *
 * @throws {WriteError} when a file is no longer what the change was computed from, lies outside `root`, or cannot be written
 */
export function writeChanges(root: string, changes: readonly FileChange[]): void {
  const realRoot = realPath(resolve(root));
  const targets = changes.filter((change) => change.before !== change.after).map((change) => check(realRoot, change));
  refuseDuplicates(targets);

  const staged = new Map<Target, string>();
  const done: Target[] = [];
  try {
    for (const target of targets) {
      if (target.after !== undefined) staged.set(target, stage(target.file, target.after, target.mode));
    }
    for (const target of targets) {
      // Somebody may have saved it while the others were written.
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

function check(realRoot: string, change: FileChange): Target {
  const { path, before, after } = change;
  const file = resolveLinks(path);
  const inside = relative(realRoot, file);
  if (inside === '' || inside === '..' || inside.startsWith('../') || isAbsolute(inside)) {
    throw new WriteError(`${path} is outside ${realRoot}. No file was changed.`);
  }
  if (before === undefined) {
    if (existsSync(file)) throw new WriteError(`${path} exists already and was to be created. No file was changed.`);
    return { path, file, before, after, mode: undefined };
  }
  const { text, reason } = readText(file);
  if (text === undefined) throw new WriteError(`${path} ${reason}. No file was changed.`);
  if (text !== before) {
    throw new WriteError(`${path} has changed since it was read; run again. No file was changed.`);
  }
  // A rename would put a new file in its place all the same.
  if (!tryTo(() => closeSync(openSync(file, 'r+')))) {
    throw new WriteError(`${path} is read-only. No file was changed.`);
  }
  return { path, file, before, after, mode: statSync(file).mode & 0o7777 };
}

function requireUnchanged({ path, file, before }: Target): void {
  const isSame = before === undefined ? !existsSync(file) : readText(file).text === before;
  if (!isSame) throw new Error(`${path} has changed since it was read`);
}

/** The real path of a file that may not exist yet: links in the part that does exist are followed. */
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

function refuseDuplicates(targets: readonly Target[]): void {
  const seen = new Set<string>();
  for (const { file, path } of targets) {
    if (seen.has(file)) throw new WriteError(`${path} would be written twice. No file was changed.`);
    seen.add(file);
  }
}

/** Writes the text to a new file in the same folder, so that the final rename stays on one file system. */
function stage(file: string, text: string, mode: number | undefined): string {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = join(dirname(file), temporaryName(basename(file)));
  const descriptor = openSync(temporary, 'wx', mode ?? 0o666);
  try {
    writeFileSync(descriptor, text, 'utf8');
    fsyncSync(descriptor);
  } catch (error) {
    closeSync(descriptor);
    tryTo(() => unlinkSync(temporary));
    throw error;
  }
  closeSync(descriptor);
  // The mode given to open is narrowed by the umask.
  if (mode !== undefined) chmodSync(temporary, mode);
  return temporary;
}

function temporaryName(name: string): string {
  return `.${name}.${process.pid}-${randomBytes(6).toString('hex')}.rqb-tmp`;
}

/** Removes the temporary files beside these files that a run left there which was killed. */
export function removeLeftOvers(changes: readonly FileChange[]): void {
  for (const folder of new Set(changes.map(({ path }) => dirname(path)))) {
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder)) {
      const [, pid] = /^\..+\.(\d+)-[0-9a-f]{12}\.rqb-tmp$/.exec(name) ?? [];
      if (pid !== undefined && !isRunning(Number(pid))) tryTo(() => unlinkSync(join(folder, name)));
    }
  }
}

function restore({ file, before, mode }: Target): void {
  if (before === undefined) unlinkSync(file);
  else renameSync(stage(file, before, mode), file);
}

function tryTo(action: () => void): boolean {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}
