import { legacyRelations } from '../../drizzle/moved-exports.ts';
import { survives } from '../../edits/apply.ts';
import { restoreImports } from '../imports/moved-imports.ts';
import type { Project } from '../project.ts';
import { queryNames } from './query-names.ts';

/** Takes back the names under which v1 was kept in a project that was bridged, where its databases are on v2 now. */
export function unbridge(project: Project): void {
  const { changes, databases, kept, placements, scan } = project;
  if (kept.size > 0) return;
  if (databases.some((database) => !database.migrated && !placements.get(database))) return;
  for (const file of project.mentioning('_query')) {
    const edits = changes.edits(file.path);
    for (const { node, start, end, text } of queryNames(file, '_query', 'query', project)) {
      // A query is renamed when it is rewritten.
      const isSite = scan.sites.some(({ query }) => query === node.parent);
      if (!isSite && survives(start, edits)) changes.replace(file.path, start, end, text);
    }
  }
  for (const file of project.mentioning(legacyRelations)) restoreImports(file, project);
}
