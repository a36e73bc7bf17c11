import { UserError } from '../user-error.ts';
import { gitState } from '../workspace/git.ts';

/** How many uncommitted files are listed by name. */
const named = 3;

/**
 * Refuses to write where the changes could not be told apart from the user's own, or could not be taken back with git.
 *
 * @throws {UserError} which names the flag that allows it
 */
export function requireRestorable(root: string, allow: { dirty: boolean; noVcs: boolean }): void {
  const { kind, files } = gitState(root);
  if (kind === 'none' && !allow.noVcs) {
    throw new UserError(
      `${root} is not in a git repository (or git ignores it), so the changes could not be taken back.\n` +
        'Nothing was written. Commit it to git first, look at --dry-run, or pass --allow-no-vcs.',
    );
  }
  if (kind === 'dirty' && !allow.dirty) {
    const more = files.length > named ? ` and ${files.length - named} more` : '';
    throw new UserError(
      `There are uncommitted changes: ${files.slice(0, named).join(', ')}${more}.\n` +
        'Nothing was written. Commit or stash them first, look at --dry-run, or pass --allow-dirty.',
    );
  }
}
