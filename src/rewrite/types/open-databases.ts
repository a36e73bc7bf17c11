import { ts } from '../../ts.cts';
import type { QuerySite } from '../../facts.ts';
import type { Project } from '../project.ts';
import { queriesOutOfReach } from './queried-databases.ts';
import type { Slot } from './type-slots.ts';

/**
 * Reports queries on a database of any schema whose type stays open, because its package does not know the database that
 * is queried: v2's types take conditions and orders only for tables that they know.
 */
export function reportOpen(slots: readonly Slot[], project: Project): void {
  const sites = new Map<QuerySite, Slot>();
  for (const slot of slots) {
    if (!slot.isOpen || slot.meaning.kind === 'database') continue;
    for (const site of queriesOutOfReach(slot.reference.node, project)) sites.set(site, slot);
  }
  for (const [{ query, config, key }, { reference }] of sites) {
    const detail = { type: reference.node.getText().replaceAll(/\s+/g, ' '), table: key ?? 'tables' };
    // A configuration out of sight, for a table that is chosen at run time, is refused anyway.
    const isRefused = key === undefined && config !== undefined && !ts.isObjectLiteralExpression(config);
    if (!isRefused && namesColumns(config)) project.changes.report('RQB_TYPE_OPEN', query, detail);
  }
}

/** Whether a configuration may have members that v2 checks against the columns of the table. */
function namesColumns(config: ts.Expression | undefined): boolean {
  return (
    config !== undefined &&
    (!ts.isObjectLiteralExpression(config) || /\b(?:where|orderBy|extras)\b/.test(config.getText()))
  );
}
