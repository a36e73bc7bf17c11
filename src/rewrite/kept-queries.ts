import { ts } from '../ts.cts';
import { hasLegacyQuery } from '../drizzle/drivers.ts';
import type { Database, QuerySite } from '../facts.ts';
import type { Project } from './project.ts';
import { queryId } from './units.ts';
import { usedBy } from './used-by.ts';

/** Whether a database has v1 beside v2, for queries that could not be converted (`--leave-hard-queries`). */
export function keepsV1(database: Database, { kept, scan, databaseOf }: Project): boolean {
  return kept.size > 0 && scan.sites.some((site) => kept.has(queryId(site)) && databaseOf(site) === database);
}

/**
 * Leaves a query as it is but renames `db.query` to `db._query`, which is v1's name in early 1.0 releases. Reported
 * with the reason.
 */
export function keepQuery(site: QuerySite, project: Project): void {
  const { changes, kept } = project;
  changes.report('RQB_QUERY_KEPT', site.node, { reason: kept.get(queryId(site))! });
  const name = nameOf(site)!;
  if (!name.getText().includes('_query'))
    changes.replace(site.path, name.getStart(), name.end, name.getText().replace('query', '_query'));
}

/**
 * Whether v1 can run a query in the target: the database has `db._query` there, and the query names `db.query` itself.
 */
export function canKeep(site: QuerySite, project: Project): boolean {
  const database = project.databaseOf(site);
  if (!database || !nameOf(site) || project.shared.uses.has(database)) return false;
  const { clients, migrated } = database;
  const isThere = clients.length > 0 && clients.every(({ driver }) => hasLegacyQuery(driver, project.capabilities));
  // A database on v2 can only keep queries if an earlier run left it the `schema` that v1 needs.
  return isThere && (!migrated || clients.some(({ schemaProperty }) => schemaProperty));
}

/** The name `query` in `db.query.users`, or the index in `db['query'].users`. */
function nameOf({ query }: QuerySite): ts.Node | undefined {
  if (ts.isPropertyAccessExpression(query)) return query.name;
  return ts.isElementAccessExpression(query) ? query.argumentExpression : undefined;
}

/**
 * The queries that use rewritten code (a constant, function or list) together with a query that stays on v1. They must
 * stay on v1 too, because that code is either in the form of v1 or in that of v2.
 *
 * @returns the reason for each query, by its id
 */
export function sharingWithKept(project: Project): Map<string, string> {
  const { kept, scan, changes } = project;
  const found = new Map<string, string>();
  if (kept.size === 0) return found;
  const isRewritten = (node: ts.Node) =>
    changes
      .edits(node.getSourceFile().fileName)
      .some(({ rule, start, end }) => rule === 'query' && start < node.end && end > node.getStart());
  const isKept = (site: QuerySite) => kept.has(queryId(site));
  const shared = new Set(scan.sites.filter(isKept).flatMap((site) => [...usedBy(site, project)].filter(isRewritten)));
  if (shared.size === 0) return found;
  for (const site of scan.sites) {
    const common = isKept(site) ? undefined : [...usedBy(site, project)].find((declaration) => shared.has(declaration));
    if (common) found.set(queryId(site), `it shares \`${nameOfDeclaration(common)}\` with a query that stays on v1`);
  }
  return found;
}

/** The name of a declaration, for the reason in a finding. */
function nameOfDeclaration(node: ts.Node): string {
  return (node as ts.NamedDeclaration).name?.getText() ?? 'code';
}
