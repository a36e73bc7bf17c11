import { newestTarget } from './drizzle/capabilities.ts';
import { UserError } from './user-error.ts';

/**
 * Checks and normalizes the version given as target: a complete version from 1.0 on, `v` in front is dropped.
 *
 * @throws UserError for anything else
 */
export function parseTarget(text: string): string {
  const version = text.trim().replace(/^v/, '');
  if (!/^\d+\.\d+\.\d+(?:-[\w.-]+)?$/.test(version))
    throw new UserError(
      `${text.trim() || 'Nothing'} is no version of drizzle-orm. Write it in full, such as ${newestTarget}.`,
    );
  if (version.startsWith('0.'))
    throw new UserError(
      `drizzle-orm ${version} has no Relational Queries v2: they came with 1.0. Choose a version from 1.0 on, such as ${newestTarget}.`,
    );
  return version;
}
