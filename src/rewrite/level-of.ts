import { ts } from '../ts.cts';
import type { Database, Table } from '../facts.ts';
import { nameText, unwrap } from '../read/syntax/syntax.ts';
import type { Project } from './project.ts';
import { queryId } from './units.ts';

/**
 * The table that an inline configuration object is about: that of its query, or the target of the relation under `with`
 * that it belongs to. Undefined when that is not known, or when the query stays on v1.
 */
export function levelOf(
  config: ts.Node,
  project: Project,
): { database: Database; tableKey: string; table: Table } | undefined {
  const site = project.scan.sites.find((candidate) => candidate.config && unwrap(candidate.config) === config);
  if (site) {
    // A query that stays on v1 takes SQL and no filter object.
    if (project.kept.has(queryId(site))) return undefined;
    const database = site.key === undefined ? undefined : project.databaseOf(site);
    const table = database?.tables.get(site.key!);
    return database && table && { database, tableKey: site.key!, table };
  }
  const relation = config.parent;
  const property = relation?.parent?.parent;
  if (!property || !ts.isPropertyAssignment(relation) || !ts.isPropertyAssignment(property)) return undefined;
  if (nameText(property.name) !== 'with') return undefined;
  const outer = levelOf(property.parent, project);
  const found = outer?.database.relations.get(outer.tableKey)?.find(({ key }) => key === nameText(relation.name));
  return outer && found && { database: outer.database, tableKey: found.targetKey, table: found.target };
}
