import { relative, dirname } from '../../path.ts';
import type { Project } from '../project.ts';

/**
 * Reports a migrated database for which no `drizzle(…)` call is in sight, once, at its first query: whoever makes the
 * client (a framework, another package) has to pass the new relations.
 */
export function reportUnseenClients(project: Project): void {
  for (const [database, placement] of project.placements) {
    if (!placement || database.clients.length > 0) continue;
    const site = project.scan.sites.find((candidate) => project.databaseOf(candidate) === database);
    if (!site) continue;
    const file = relative(dirname(site.path), placement.path);
    project.changes.report('RQB_CLIENT_UNSEEN', site.query, { name: placement.name, file });
  }
}
