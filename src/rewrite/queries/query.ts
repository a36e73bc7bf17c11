import { ts } from '../../ts.cts';
import { quoted } from '../../edits/style.ts';
import { dynamicKey, type QuerySite, type Relation } from '../../facts.ts';
import { nameText, propertyValue, unwrap } from '../../read/syntax.ts';
import { noEnv } from '../../read/value.ts';
import { withDynamicTable } from './dynamic-table.ts';
import { rewriteExtras } from './extras.ts';
import { noteConfig } from './held-config.ts';
import { isHoisted } from './hoisted-config.ts';
import { isWrittenLater, laterWritesOf, type LaterWrite } from './later-writes.ts';
import { mentionsRewritten } from '../conditions/late-values.ts';
import type { Level, SiteUse } from '../level.ts';
import { isSameLimit, rewriteLimit } from './limit.ts';
import { reportNaN } from './not-a-number.ts';
import { isSameOffset, rewriteOffset } from './offset.ts';
import { rewriteAssignedOrder, rewriteOrderBy } from './order-by.ts';
import { reportNestedForm } from './nested-form.ts';
import { isOfPlainEntries } from './plain-entries.ts';
import type { Project } from '../project.ts';
import { renameInResult } from '../results/renamed-results.ts';
import { isPlainValue, objectsOf } from './objects-of.ts';
import { makeQueryContext } from './query-context.ts';
import { rewriteThrough, type ThroughUse } from '../through/through-queries.ts';
import { hasV1Syntax, isV1Form } from './v1-form.ts';
import { rewriteAssignedWhere, rewriteWhere } from './where.ts';
import { isWindow, writtenConfig } from './written-config.ts';

/** Rewrites the configuration of one `findMany`/`findFirst` call, nested `with` included. */
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
  const use: SiteUse = { forms: new Set(), failed: false };
  const mark = changes.mark();
  const tableKey = site.key ?? dynamicKey;
  const table = whole.tables.get(tableKey)!;
  const steps = site.method === 'findMany' ? ['[]'] : [];
  rewriteConfig(
    config,
    { database: whole, table, tableKey, env: noEnv, isRoot: true, isHoisted: false, site, steps },
    use,
    project,
  );
  if (use.failed && site.key === undefined) {
    changes.restore(mark);
    return changes.report('RQB_DYNAMIC_TABLE', site.node);
  }
  if (use.failed) {
    // All or nothing: a half rewritten query would be neither v1 nor v2.
    const errors = changes
      .findings()
      .slice(mark.findings)
      .filter(({ level }) => level === 'error');
    changes.restore(mark);
    changes.findings().push(...errors);
    return;
  }
  checkLateValues(site, config, use, project);
  if (use.failed) return changes.restore({ ...mark, findings: changes.findings().length });
  renameQuery(site, project);
  counts.converted++;
  if (use.forms.has('fallback')) counts.fallback++;
  else if (use.forms.has('raw')) counts.raw++;
  else counts.object++;
}

/** `db._query`, by which the 1.0 betas kept v1 beside v2. */
function legacyName({ query }: QuerySite): ts.Node | undefined {
  const name = ts.isPropertyAccessExpression(query)
    ? query.name
    : ts.isElementAccessExpression(query)
      ? query.argumentExpression
      : undefined;
  return name && /^(['"`]?)_query\1$/.test(name.getText()) ? name : undefined;
}

function renameQuery(site: QuerySite, { changes }: Project): void {
  const name = legacyName(site);
  if (!name) return;
  changes.replace(name.getSourceFile().fileName, name.getStart(), name.end, name.getText().replace('_', ''));
}

function isEmptyObject(node: ts.Expression): boolean {
  const inner = unwrap(node);
  return ts.isObjectLiteralExpression(inner) && inner.properties.length === 0;
}

/** Whether a configuration may hold anything that is rewritten; `columns` is not, and hardly any `limit`. */
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

/**
 * A v1 condition was evaluated where it stands, a `RAW` callback is when the query runs. That differs when the query is
 * kept for later and a variable in its condition is written again meanwhile.
 */
function checkLateValues(site: QuerySite, config: ts.Expression, use: SiteUse, project: Project): void {
  if (use.forms.size === 0 || runsAtOnce(site.node)) return;
  const late = mentionsRewritten(config);
  if (!late) return;
  project.changes.report('RQB_LATE_VALUE', late, { name: late.text });
  use.failed = true;
}

function runsAtOnce(call: ts.Node): boolean {
  const { parent } = call;
  const isAsked =
    ts.isPropertyAccessExpression(parent) && /^(?:sync|execute|then|catch|finally)$/.test(parent.name.text);
  if (isAsked && ts.isCallExpression(parent.parent)) return true;
  const owner = ts.findAncestor(
    parent,
    (node) =>
      ts.isAwaitExpression(node) || ts.isReturnStatement(node) || ts.isArrowFunction(node) || ts.isStatement(node),
  );
  return (
    owner !== undefined && (ts.isAwaitExpression(owner) || ts.isReturnStatement(owner) || ts.isArrowFunction(owner))
  );
}

/** Walks one level's configuration, wherever it is written. */
function rewriteConfig(node: ts.Expression, level: Level, use: SiteUse, project: Project): void {
  const written = writtenConfig(node, project);
  const objects = written ? [{ object: written, env: noEnv }] : objectsOf(node, level.env, project);
  if (!objects) return isWindow(node, level.table, project) ? undefined : fail('configuration', node, use, project);
  for (const { object, env } of objects) {
    const writes = laterWritesOf(object);
    const [first] = writes;
    if (first && object !== written) return fail('configuration', first.place, use, project);
    if ((!level.database.migrated || hasV1Syntax(object)) && !noteConfig(object, project)) {
      project.changes.report('RQB_CONFIG_READ', node);
      use.failed = true;
      return;
    }
    const inner = { ...level, env, isHoisted: isHoisted(object, project) };
    for (const property of object.properties) rewriteProperty(property, inner, use, project);
    for (const write of writes) rewriteWrite(write, inner, use, project);
  }
}

/** Rewrites `config.where = …`. */
function rewriteWrite({ place, member }: LaterWrite, level: Level, use: SiteUse, project: Project): void {
  const context = () => makeQueryContext(place, level, use, project);
  switch (member?.name) {
    case 'where':
      return rewriteAssignedWhere(member.value, context(), project);
    case 'orderBy':
      return rewriteAssignedOrder(member.value, context(), project);
    case 'with':
      return rewriteRelations(member.value, level, use, project);
    case 'columns':
      return;
    case 'limit':
      return rewriteLimit(undefined, member.value, level, project);
    case 'offset':
      if (isSameOffset(level.table)) return reportNaN('offset', member.value, project);
  }
  fail('configuration', place, use, project);
}

function rewriteProperty(property: ts.ObjectLiteralElementLike, level: Level, use: SiteUse, project: Project): void {
  if (ts.isSpreadAssignment(property)) return rewriteConfig(property.expression, level, use, project);
  const name = property.name && nameText(property.name);
  const context = () => makeQueryContext(property, level, use, project);
  if (level.database.migrated && name !== 'with' && !isV1Form(property, context(), project.capabilities)) return;
  switch (name) {
    case 'where':
      return rewriteWhere(property, context(), project, use);
    case 'orderBy':
      return rewriteOrderBy(property, context(), project, use);
    case 'extras':
      return rewriteExtras(property, context(), project, use);
    case 'limit': {
      const limit = propertyValue(property);
      return limit && rewriteLimit(property, limit, level, project);
    }
    case 'offset':
      return rewriteOffset(property, level, project);
    case 'with':
      return rewriteWith(property, level, use, project);
    case undefined:
      return fail('configuration', property, use, project);
  }
}

function rewriteWith(property: ts.ObjectLiteralElementLike, level: Level, use: SiteUse, project: Project): void {
  const value = propertyValue(property);
  if (value) rewriteRelations(value, level, use, project);
  else fail('`with`', property, use, project);
}

function rewriteRelations(node: ts.Expression, level: Level, use: SiteUse, project: Project): void {
  const objects = objectsOf(node, level.env, project);
  if (!objects && isOfPlainEntries(node)) return namePlainRelations(node, level, use, project);
  if (!objects) return fail('`with`', node, use, project);
  for (const { object, env } of objects) {
    for (const property of object.properties) {
      if (ts.isSpreadAssignment(property)) {
        rewriteRelations(property.expression, { ...level, env }, use, project);
        continue;
      }
      const name = property.name && nameText(property.name);
      const value = propertyValue(property);
      if (name === undefined || !value || !property.name) fail('`with`', property, use, project);
      else rewriteRelation(name, property.name, value, { ...level, env }, use, project);
    }
    for (const { place, member } of laterWritesOf(object)) {
      if (member) rewriteRelation(member.name, member.key, member.value, { ...level, env }, use, project);
      else fail('`with`', place, use, project);
    }
  }
}

/** Any relation of a table may be meant, so that none may have got another name. */
function namePlainRelations(node: ts.Expression, level: Level, use: SiteUse, project: Project): void {
  const relations = level.database.relations.get(level.tableKey) ?? [];
  if (relations.some(({ key, newKey }) => key !== newKey)) return fail('`with`', node, use, project);
  for (const { target, targetKey } of relations) reportNestedForm(target, targetKey, node, node, project);
}

/** @param key the name of the relation, as a member of an object literal or of an assignment */
function rewriteRelation(
  name: string,
  key: ts.Node,
  value: ts.Expression,
  level: Level,
  use: SiteUse,
  project: Project,
): void {
  const place = key.parent;
  const relation = level.database.relations.get(level.tableKey)?.find((other) => other.key === name);
  const isPlain = isPlainValue(value);
  if (!relation) {
    const isKnownInV2 = level.database.relations.get(level.tableKey)?.some(({ newKey }) => newKey === name) ?? false;
    if (isKnownInV2 || (level.database.migrated && (isPlain || !hasV1Syntax(value)))) return;
    project.changes.report('RQB_UNKNOWN_RELATION', place, { table: level.tableKey, relation: name });
    use.failed = true;
    return;
  }
  const rows = rewriteThrough(key, value, relation, level, project);
  if (rows) return rewriteRows(rows, relation, level, use, project);
  if (relation.newKey !== relation.key) {
    const { fileName } = key.getSourceFile();
    if (ts.isShorthandPropertyAssignment(place)) {
      project.changes.replace(fileName, place.getStart(), place.end, `${relation.newKey}: ${name}`);
    } else {
      const isElement = ts.isElementAccessExpression(place);
      const text = isElement ? quoted(relation.newKey, project.styleOf(fileName)) : relation.newKey;
      project.changes.replace(fileName, key.getStart(), key.end, text);
    }
    renameInResult(place, level.site.node, [...level.steps, name], relation.newKey, project);
  }
  reportNestedForm(relation.target, relation.targetKey, place, value, project);
  if (isPlain) return;
  const { target, targetKey } = relation;
  const steps = [...level.steps, relation.key, ...(relation.kind === 'many' ? ['[]'] : [])];
  rewriteConfig(value, { ...level, table: target, tableKey: targetKey, isRoot: false, steps }, use, project);
}

/** What a relation through a junction table is asked, which the junction was before. */
function rewriteRows(
  { through, value }: ThroughUse,
  junction: Relation,
  level: Level,
  use: SiteUse,
  project: Project,
): void {
  const { target: table, targetKey: tableKey } = through.relation;
  reportNestedForm(table, tableKey, value, value, project);
  if (isPlainValue(value)) return;
  const steps = [...level.steps, junction.key, '[]', through.far.relation!.key];
  rewriteConfig(value, { ...level, table, tableKey, isRoot: false, steps }, use, project);
}

function fail(part: string, node: ts.Node, use: SiteUse, project: Project): void {
  project.changes.report('RQB_CONFIG_OPAQUE', node, { part });
  use.failed = true;
}
