import type { MigrateOptions } from './options.ts';
import type { MigrateResult } from './result.ts';
import { survey } from './run.ts';

/**
 * Plans the migration of a project from Relational Queries v1 to v2. Reads files, writes none.
 *
 * A project without drizzle-orm is no error: the result says that there is nothing to migrate.
 *
 * @throws UserError when there are no files, when it cannot be told what the schema is, or when a chosen name is refused
 */
export async function migrate(options: MigrateOptions): Promise<MigrateResult> {
  return survey(options).result;
}
