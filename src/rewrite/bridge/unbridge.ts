import { legacyRelations } from '../../drizzle/moved-exports.ts';
import { survives } from '../../edits/apply.ts';
import { restoreImports } from '../imports/moved-imports.ts';
import type { Project } from '../project.ts';
import { queryNames } from './query-names.ts';

/**
 * The way back from a bridge run: `db._query` becomes `db.query` again, and imports come from `drizzle-orm` instead of
 * `drizzle-orm/_relations`. Only when all databases are on v2 and no query stays on v1.
 */
export function unbridge(project: Project): void {
  const { changes, databases, kept, placements, scan } = project;
  if (kept.size > 0) return;
  if (databases.some((database) => !database.migrated && !placements.get(database))) return;
  changes.rule = 'query';
  for (const file of project.mentioning('_query')) {
    const edits = changes.edits(file.path);
    for (const { node, start, end, text } of queryNames(file, '_query', 'query', project)) {
      // The name in a query itself is replaced by the rules that rewrite the query.
      const isSite = scan.sites.some(({ query }) => query === node.parent);
      if (!isSite && survives(start, edits)) changes.replace(file.path, start, end, text);
    }
  }
  changes.rule = 'import';
  for (const file of project.mentioning(legacyRelations)) restoreImports(file, project);
}
