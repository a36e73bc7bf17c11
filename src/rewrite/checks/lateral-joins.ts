import type { ClientCall, QuerySite } from '../../facts.ts';
import { unwrap, valueNamed } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';

/**
 * Reports clients of PlanetScale whose queries ask for relations. For them (`mode: 'planetscale'`, and always in the
 * serverless driver) v1 wrote such queries without lateral joins, which Vitess refuses; v2 has no other form.
 */
export function reportLateralJoins(project: Project): void {
  const migrated = [...project.placements].filter(
    ([{ clients }, placement]) => placement && clients.some(avoidedLateralJoins),
  );
  if (migrated.length === 0) return;
  const asking = new Set(project.scan.sites.filter(mayAskForRelations).map((site) => project.databaseOf(site)));
  for (const [database] of migrated) {
    if (!asking.has(database)) continue;
    for (const { node } of database.clients.filter(avoidedLateralJoins))
      project.changes.report('RQB_LATERAL_JOIN', node);
  }
}

/** Whether v1 avoided lateral joins in the queries of a client. */
function avoidedLateralJoins({ driver, options }: ClientCall): boolean {
  const mode = options && valueNamed(options, 'mode');
  const name = mode && unwrap(mode);
  return (
    driver === 'planetscale-serverless' ||
    (name !== undefined && ts.isStringLiteralLike(name) && name.text === 'planetscale')
  );
}

/** Whether a query has a `with`, or a configuration that is written elsewhere and may have one. */
function mayAskForRelations({ config }: QuerySite): boolean {
  if (!config) return false;
  const inner = unwrap(config);
  if (!ts.isObjectLiteralExpression(inner)) return true;
  return inner.properties.some(ts.isSpreadAssignment) || valueNamed(inner, 'with') !== undefined;
}
