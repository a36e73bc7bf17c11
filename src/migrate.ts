import type { MigrateOptions } from './options.ts';
import type { MigrateResult } from './result.ts';
import { survey } from './run.ts';

/**
 * Plans the migration of a project from Relational Queries v1 to v2. Reads files but writes none; `writeChanges` writes
 * the result. Without `cwd` the project is the one in the working directory. A project without drizzle-orm is not an error: the result then has nothing to migrate.
 *
 * @throws UserError when there are no files, when the schema cannot be determined, or when a chosen name is not
 * possible
 */
export async function migrate(options: Partial<MigrateOptions> = {}): Promise<MigrateResult> {
  return survey({ ...options, cwd: options.cwd ?? process.cwd() }).result;
}
