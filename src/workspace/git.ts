import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, realPath, resolve } from '../path.ts';

/** Whether changes below a folder can be told apart from the user's own and be taken back with git. */
export interface GitState {
  /** `none`: git is missing, there is no repository, or the repository ignores the folder. */
  kind: 'clean' | 'dirty' | 'none';
  /** The uncommitted files below the folder, relative to it. Empty unless `dirty`. */
  files: string[];
}

/** The state of `root` and what is below it; the rest of the repository does not matter. */
export function gitState(root: string): GitState {
  const prefix = runGit(root, ['rev-parse', '--show-prefix'])?.replace(/\n$/, '');
  // An ignored folder would seem clean, although nothing in it can be restored.
  if (prefix === undefined || (prefix !== '' && runGit(root, ['check-ignore', '-q', '.']) !== undefined)) {
    return { kind: 'none', files: [] };
  }
  const status = runGit(root, ['status', '--porcelain=v1', '-z', '--untracked-files=normal', '--', '.']);
  if (status === undefined) return { kind: 'none', files: [] };
  const files = parseStatus(status).map((path) => (path.startsWith(prefix) ? path.slice(prefix.length) : path));
  return { kind: files.length > 0 ? 'dirty' : 'clean', files };
}

/** The top folder of the repository that contains `root`; undefined without a repository. */
export function repositoryRoot(root: string): string | undefined {
  // Computed relative to `root`, so that symbolic links in its path do not matter.
  const up = runGit(root, ['rev-parse', '--show-cdup'])?.trim();
  return up === undefined ? undefined : resolve(root, up);
}

/**
 * The paths in the output of `git status --porcelain=v1 -z`, relative to the repository. Each record is `XY path\0`,
 * followed by `old path\0` for renames and copies.
 */
function parseStatus(status: string): string[] {
  const records = status.split('\0');
  const paths: string[] = [];
  for (let i = 0; i < records.length; i++) {
    const record = records[i]!;
    if (record === '') continue;
    paths.push(record.slice(3));
    if (/[RC]/.test(record.slice(0, 2))) i++;
  }
  return paths;
}

/** The standard output of a git command; undefined when git is missing, the command fails or there is no repository. */
export function runGit(cwd: string, args: readonly string[]): string | undefined {
  const isFound = hasRepository(cwd);
  if (!isFound && process.env['GIT_DIR'] === undefined) return undefined;
  const result = spawnSync('git', args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      ...process.env,
      // A read-only command should not lock the index, which the user's own git may need.
      GIT_OPTIONAL_LOCKS: '0',
      // In a hook these name the repository, and git would take any folder for the top of its work tree.
      ...(isFound && { GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_INDEX_FILE: undefined }),
    },
    windowsHide: true,
  });
  return result.status === 0 ? result.stdout : undefined;
}

/** Whether git would find a repository. Checking the folders above is much faster than starting git. */
function hasRepository(root: string): boolean {
  for (let folder = realPath(root); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return true;
    if (folder === dirname(folder)) return false;
  }
}
