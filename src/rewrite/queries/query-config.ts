import { ts } from '../../ts.cts';
import { isV2Query } from './legacy-name.ts';
import { quoted } from '../../edits/style.ts';
import type { Env, Relation } from '../../facts.ts';
import type { QueryContext } from '../../filter/context.ts';
import { hasAllRelations } from '../../read/schema/definitions.ts';
import { isUndefined, nameText, propertyValue, unwrap } from '../../read/syntax/syntax.ts';
import { noEnv } from '../../read/values/value.ts';
import { areRenamed, possibleRelations } from './dynamic-table.ts';
import { rewriteAnnotation } from './config-annotation.ts';
import { rewriteExtras } from './extras.ts';
import { noteConfig, noteGivenConfig } from './held-config.ts';
import { isHoisted } from './hoisted-config.ts';
import { isPlainValue, laterWritesOf, type LaterWrite, type WrittenMember } from './later-writes.ts';
import type { Level, SiteUse } from '../level.ts';
import { rewriteLimit } from './limit.ts';
import { rewriteOffset } from './offset.ts';
import { rewriteAssignedOrder, rewriteOrderBy } from './order-by.ts';
import { failOpaque } from './opaque-config.ts';
import { aroundRelation, checkOuterTables } from './outer-tables.ts';
import { reportNestedForm } from './nested-form.ts';
import { plainEntryOf } from './plain-entries.ts';
import type { Project } from '../project.ts';
import { renameInResult } from '../results/renamed-results.ts';
import { describingMembers } from '../results/shape-members.ts';
import { wantName } from '../results/shape-names.ts';
import { objectsOf } from './objects-of.ts';
import { makeQueryContext } from './query-context.ts';
import { rewriteThrough, type ThroughUse } from '../through/through-queries.ts';
import { hasV1Syntax, isV1Form, isV1Value } from './v1-form.ts';
import { rewriteAssignedWhere, rewriteWhere } from './where.ts';
import { isHarmless, writtenConfig } from './written-config.ts';

/**
 * Rewrites the configuration of one level of a query (`where`, `orderBy`, `extras`, `limit`, `offset`), and those of
 * the relations in its `with`, wherever they are written: in place, in a constant, in an argument of the function
 * around it. What cannot be rewritten is reported, and `use.failed` is set.
 */
export function rewriteConfig(node: ts.Expression, level: Level, use: SiteUse, project: Project): void {
  const written = writtenConfig(node, project);
  const objects = written ? [{ object: written, env: noEnv }] : objectsOf(node, level.env, project);
  if (!objects)
    return isHarmless(node, level.table, project) ? undefined : failOpaque('configuration', node, use, project);
  const isV1 = (object: ts.ObjectLiteralExpression, env: Env) =>
    !isV2Query(level) ||
    hasV1Syntax(object) ||
    object.properties.some((property) => isLeftInV1(property, { ...level, env }, use, project));
  const left = new Set(objects.filter(({ object, env }) => isV1(object, env)));
  const typed = written || left.size === 0 ? undefined : rewriteAnnotation(node, level, use, project);
  if (typed) return failOpaque('configuration', typed, use, project);
  for (const config of objects) {
    const { object, env } = config;
    const writes = laterWritesOf(object);
    const first = writes.find(({ flag }) => !flag);
    if (first && object !== written) return failOpaque('configuration', first.place, use, project);
    if (left.has(config) && !(noteConfig(object, project) && noteGivenConfig(node, project))) {
      project.changes.report('RQB_CONFIG_READ', node);
      use.failed = true;
      return;
    }
    if (!ts.findAncestor(object, (node) => node === level.site.node)) use.held.add(object);
    const inner = { ...level, env, isHoisted: isHoisted(object, project) };
    for (const property of object.properties) rewriteProperty(property, inner, use, project);
    for (const write of writes) {
      if (write.member) use.held.add(write.member.value);
      rewriteWrite(write, inner, use, project);
    }
  }
}

/** Whether a `where`, `orderBy` or `extras` is still written for v1 in a database that is on v2 already. */
function isLeftInV1(property: ts.ObjectLiteralElementLike, level: Level, use: SiteUse, project: Project): boolean {
  if (!hasSql(property)) return false;
  return isV1Form(property, makeQueryContext(property, level, use, project), project.capabilities);
}

/** Whether a member of a configuration may have SQL in it. */
function hasSql({ name }: ts.ObjectLiteralElementLike): boolean {
  return /^(?:where|orderBy|extras)$/.test((name && nameText(name)) ?? '');
}

/** Rewrites what is assigned to the configuration after its literal: `config.where = …`. */
function rewriteWrite({ place, member, flag }: LaterWrite, level: Level, use: SiteUse, project: Project): void {
  const context = () => makeQueryContext(place, level, use, project);
  if (isV2Query(level) && !(member && isV1Member(member, context(), project))) return;
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
      return rewriteOffset(undefined, member.value, level, project);
  }
  if (flag?.of === 'columns') return;
  if (flag?.of !== 'with') return failOpaque('configuration', place, use, project);
  if (flag.member) rewriteRelation(flag.member, level, use, project);
  else rewritePlainRelations(place, flag.value, level, use, project);
}

/** Whether what is assigned to the configuration of a query that is on v2 already may still be written for v1. */
function isV1Member({ name, value }: WrittenMember, context: QueryContext, { capabilities }: Project): boolean {
  const isSame = name === 'columns' || name === 'limit' || name === 'offset';
  return !isSame && isV1Value(name, value, context, capabilities);
}

/**
 * Rewrites one member of a configuration, or the object that is spread there. In a database that is on v2 already only
 * members in v1 form are rewritten, unless the query is asked of `db._query`, which is v1.
 */
function rewriteProperty(property: ts.ObjectLiteralElementLike, level: Level, use: SiteUse, project: Project): void {
  if (ts.isSpreadAssignment(property)) return rewriteConfig(property.expression, level, use, project);
  const name = property.name && nameText(property.name);
  const context = () => makeQueryContext(property, level, use, project);
  if (!(level.isRoot && name === 'with') && hasSql(property)) checkOuterTables(property, level, context());
  if (isV2Query(level) && name !== 'with' && !isV1Form(property, context(), project.capabilities)) return;
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
    case 'offset': {
      const offset = propertyValue(property);
      return offset && rewriteOffset(property, offset, level, project);
    }
    case 'with':
      return rewriteWith(property, level, use, project);
    case undefined:
      return failOpaque('configuration', property, use, project);
  }
}

/** Rewrites a `with` member. */
function rewriteWith(property: ts.ObjectLiteralElementLike, level: Level, use: SiteUse, project: Project): void {
  const value = propertyValue(property);
  if (value) rewriteRelations(value, level, use, project);
  else failOpaque('`with`', property, use, project);
}

/** Rewrites each relation of the objects that a `with` can stand for. */
function rewriteRelations(node: ts.Expression, level: Level, use: SiteUse, project: Project): void {
  const objects = objectsOf(node, level.env, project);
  if (!objects) {
    const entry = plainEntryOf(node);
    return entry ? rewritePlainRelations(node, entry, level, use, project) : failOpaque('`with`', node, use, project);
  }
  for (const { object, env } of objects) {
    for (const property of object.properties) {
      if (ts.isSpreadAssignment(property)) {
        rewriteRelations(property.expression, { ...level, env }, use, project);
        continue;
      }
      const name = property.name && nameText(property.name);
      const value = propertyValue(property);
      if (name === undefined || !value || !property.name) failOpaque('`with`', property, use, project);
      else rewriteRelation({ name, key: property.name, value }, { ...level, env }, use, project);
    }
    for (const { place, member, flag } of laterWritesOf(object)) {
      if (member) rewriteRelation(member, { ...level, env }, use, project);
      else if (flag && !flag.of) rewritePlainRelations(place, flag.value, { ...level, env }, use, project);
      else failOpaque('`with`', place, use, project);
    }
  }
}

/**
 * Rewrites the one configuration that relations chosen at run time share. Any relation of the table may be meant, so
 * the query fails when one of them has another name in v2. What such a configuration may hold depends on no more than
 * the dialect, so that the first relation stands for all.
 */
function rewritePlainRelations(
  node: ts.Node,
  entry: ts.Expression,
  level: Level,
  use: SiteUse,
  project: Project,
): void {
  const relations = possibleRelations(level);
  if (areRenamed(level, project.scan.blocks.values())) return failOpaque('`with`', node, use, project);
  for (const { target, targetKey } of relations) reportNestedForm(target, targetKey, node, entry, project);
  const [first] = relations;
  if (!first || isPlainValue(entry)) return;
  const { target: table, targetKey: tableKey } = first;
  rewriteConfig(entry, { ...level, table, tableKey, isRoot: false, around: aroundRelation(level) }, use, project);
}

/**
 * Rewrites one relation of a `with`: gives it its name in v2, also where the result is read, and rewrites its
 * configuration. With `--through`, a junction may give way to the relation through it.
 */
function rewriteRelation({ name, key, value }: WrittenMember, level: Level, use: SiteUse, project: Project): void {
  const place = key.parent;
  const relation = level.database.relations.get(level.tableKey)?.find((other) => other.key === name);
  const isPlain = isPlainValue(value);
  if (!relation) {
    const isKnownInV2 = level.database.relations.get(level.tableKey)?.some(({ newKey }) => newKey === name) ?? false;
    if (isKnownInV2 || isLeftOut(value)) return;
    const isOutOfSight = isV2Query(level) && !hasAllRelations(level.database, level.tableKey);
    if (isOutOfSight && (isPlain || !hasV1Syntax(value))) return;
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
  if (isRenamedSomewhere(relation.key, level))
    for (const member of describingMembers(place, project)) wantName(member, level.tableKey, relation.newKey, project);
  reportNestedForm(relation.target, relation.targetKey, place, value, project);
  if (isPlain) return;
  const { target, targetKey } = relation;
  const steps = [...level.steps, relation.key, ...(relation.kind === 'many' ? ['[]'] : [])];
  const around = aroundRelation(level);
  rewriteConfig(value, { ...level, table: target, tableKey: targetKey, isRoot: false, around, steps }, use, project);
}

/** Whether a relation of a `with` is not asked for: `posts: false`. */
function isLeftOut(value: ts.Expression): boolean {
  const inner = unwrap(value);
  return isUndefined(inner) || inner.kind === ts.SyntaxKind.FalseKeyword;
}

/** Whether a table of the database has a relation of this name that is renamed. */
function isRenamedSomewhere(name: string, { database }: Level): boolean {
  for (const relations of database.relations.values()) {
    if (relations.some(({ key, newKey }) => key === name && newKey !== key)) return true;
  }
  return false;
}

/** Rewrites the configuration of the far relation, which stands in the junction's place now. */
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
  const around = aroundRelation(level);
  rewriteConfig(value, { ...level, table, tableKey, isRoot: false, around, steps }, use, project);
}
