import { ts } from '../../ts.cts';
import { dynamicKey, type QuerySite } from '../../facts.ts';
import { nameText, propertyValue, unwrap } from '../../read/syntax/syntax.ts';
import { noEnv } from '../../read/values/value.ts';
import { withDynamicTable } from './dynamic-table.ts';
import { isWrittenLater, laterWritesOf } from './later-writes.ts';
import { checkLateReads } from './late-reads.ts';
import { legacyName } from './legacy-name.ts';
import type { SiteUse } from '../level.ts';
import { isSameLimit } from './limit.ts';
import type { Project } from '../project.ts';
import { hasV1Syntax } from './v1-form.ts';
import { rewriteConfig } from './query-config.ts';

/**
 * Rewrites one `findMany` or `findFirst` call with all its nested relations, and counts it. A query is rewritten whole
 * or not at all: when a part of it fails, its edits are taken back and the `error` findings that say why remain.
 */
export function rewriteQuery(site: QuerySite, project: Project): void {
  const { changes, counts } = project;
  const { config } = site;
  const database = project.databaseOf(site);
  counts.total++;
  const isMigrated = database
    ? database.migrated
    : project.databases.length > 0 && project.databases.every(({ migrated }) => migrated);
  const isV2 = isMigrated && !legacyName(site);
  const isFine = () =>
    !needsWork(config!, project) || (isV2 && (!database || site.key === undefined) && !hasV1Syntax(config!));
  if (!config || isEmptyObject(config) || isFine()) {
    renameQuery(site, project);
    counts.converted++;
    return;
  }
  if (!database && site.key !== undefined) {
    const code = project.databases.length === 0 ? 'RQB_NO_DATABASE' : 'RQB_UNKNOWN_TABLE';
    return changes.report(code, site.node, { key: site.key });
  }
  const whole = site.key === undefined ? database && withDynamicTable(database, site) : database;
  if (!whole) return changes.report('RQB_DYNAMIC_TABLE', site.node);
  const use: SiteUse = { forms: new Set(), held: new Set(), failed: false };
  const mark = changes.mark();
  changes.clashes = false;
  const tableKey = site.key ?? dynamicKey;
  const table = whole.tables.get(tableKey)!;
  const steps = site.method === 'findMany' ? ['[]'] : [];
  rewriteConfig(
    config,
    { database: whole, table, tableKey, env: noEnv, isRoot: true, isHoisted: false, site, steps },
    use,
    project,
  );
  // One finding says what all the others would: the table is unknown.
  if (use.failed && site.key === undefined) {
    changes.restore(mark);
    return changes.report('RQB_DYNAMIC_TABLE', site.node);
  }
  if (!use.failed) checkLateReads(site, config, use, project);
  if (changes.clashes) {
    changes.report('RQB_SHARED_CODE', site.node);
    use.failed = true;
  }
  if (use.failed) {
    // Half rewritten it would be neither v1 nor v2. Findings about what was done are taken back with the edits.
    const errors = changes
      .findings()
      .slice(mark.findings)
      .filter(({ level }) => level === 'error');
    changes.restore(mark);
    changes.findings().push(...errors);
    return;
  }
  renameQuery(site, project);
  counts.converted++;
  if (use.forms.has('fallback')) counts.fallback++;
  else if (use.forms.has('raw')) counts.raw++;
  else counts.object++;
}

/** Renames `db._query` to `db.query`. */
function renameQuery(site: QuerySite, { changes }: Project): void {
  const name = legacyName(site);
  if (!name) return;
  changes.replace(name.getSourceFile().fileName, name.getStart(), name.end, name.getText().replace('_', ''));
}

function isEmptyObject(node: ts.Expression): boolean {
  const inner = unwrap(node);
  return ts.isObjectLiteralExpression(inner) && inner.properties.length === 0;
}

/**
 * Whether a configuration may hold something that v2 reads differently. `columns` never is, and a `limit` only when it
 * may be negative or NaN.
 */
function needsWork(node: ts.Expression, project: Project): boolean {
  const value = project.evaluator.evaluate(node);
  if (value.kind !== 'expression' || !ts.isObjectLiteralExpression(value.node) || isWrittenLater(node)) return true;
  if (laterWritesOf(value.node).length > 0) return true;
  return value.node.properties.some((property) => {
    const name = property.name && nameText(property.name);
    if (name !== 'limit') return name !== 'columns';
    const limit = propertyValue(property);
    return limit !== undefined && !isSameLimit(limit, undefined, project);
  });
}
