import { relative, dirname } from '../../path.ts';
import type { Project } from '../project.ts';

/**
 * Tells, once per database, at its first query, that nobody in sight makes the client: a framework or another package that
 * does has to give it the new relations.
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
