import { resolve } from '../path.ts';
import { UserError } from '../user-error.ts';
import { runGit } from './git.ts';

/**
 * The absolute paths of the files below `root` that differ from the point where this branch left `ref`, including
 * uncommitted and untracked files.
 *
 * @throws {UserError} when git finds no common commit
 */
export function changedSince(root: string, ref: string): string[] {
  // git would take a ref that starts with `-` for an option.
  const base = ref.startsWith('-') ? undefined : runGit(root, ['merge-base', ref, 'HEAD'])?.trim();
  if (!base) {
    throw new UserError(
      `git finds no commit that ${ref} and HEAD in ${root} have in common. In CI, fetch the whole history.`,
    );
  }
  const changed = runGit(root, ['diff', '--name-only', '--relative', '-z', base, '--', '.']);
  const untracked = runGit(root, ['ls-files', '--others', '--exclude-standard', '-z', '--', '.']);
  if (changed === undefined || untracked === undefined)
    throw new UserError(`git cannot list what changed in ${root} since ${ref}. Try \`git diff ${ref}\` there.`);
  return [...new Set(`${changed}${untracked}`.split('\0'))]
    .filter((path) => path !== '')
    .map((path) => resolve(root, path));
}
