import { placeText } from '../place-text.ts';
import { ts } from '../../ts.cts';
import { indentAt } from '../../edits/layout-context.ts';
import type { Relation } from '../../facts.ts';
import { isSameList, type ThroughRelation } from '../../read/schema/junctions.ts';
import { memberNamed, nameText, unwrap, valueNamed } from '../../read/syntax/syntax.ts';
import type { Level } from '../level.ts';
import type { Project } from '../project.ts';
import { readersOf } from '../results/result-readers.ts';
import { rewriteThroughReaders } from './through-readers.ts';

/** A junction in a `with` that gives way to a relation through it. */
export interface ThroughUse {
  through: ThroughRelation;
  /** What `with` asks of the rows behind the junction: `true` or a configuration. */
  value: ts.Expression;
}

/**
 * Lets a query that asks for a junction and the rows behind it ask for these rows directly (`--through`), and rewrites
 * all readers of its result: `with: { usersToGroups: { columns: {}, with: { group: true } } }` →
 * `with: { groups: true }`. When something is in the way, a finding says what, and nothing changes.
 *
 * @param key the name of the junction's relation in `with`
 * @param given the value of that relation
 * @param relation the relation to the junction
 * @returns what the caller still has to rewrite (the configuration of the far rows); `undefined` when the query keeps
 *   the junction
 */
export function rewriteThrough(
  key: ts.Node,
  given: ts.Expression,
  relation: Relation,
  level: Level,
  project: Project,
): ThroughUse | undefined {
  const { changes } = project;
  const asked = askedRows(given, relation, level, project);
  if (!asked) return undefined;
  const { through } = asked;
  const mark = changes.mark();
  const reason = obstacleIn(key, given, asked, level) ?? rewriteReaders(asked, relation, level, project);
  const detail = { junction: relation.key, row: through.far.relation!.key, relation: through.relation.newKey };
  if (reason === undefined) {
    replaceJunction(key, given, asked, project);
    changes.report('RQB_THROUGH_USED', key.parent, detail);
    return asked;
  }
  changes.restore(mark);
  changes.report('RQB_THROUGH_KEPT', key.parent, { ...detail, reason });
  return undefined;
}

/** Writes the new relation in the place of the junction, and keeps the text of its value. */
function replaceJunction(key: ts.Node, given: ts.Expression, { through, value }: ThroughUse, project: Project): void {
  const { fileName, text } = key.getSourceFile();
  project.changes.replace(fileName, key.getStart(), key.end, through.relation.newKey);
  const start = value.getStart();
  const [from, to] = [indentAt(text, start), indentAt(text, key.getStart())];
  const outdent = from.startsWith(to) && !hasLongTemplate(value) ? from.slice(to.length) : '';
  project.changes.replace(fileName, given.getStart(), given.end, { start, end: value.end, outdent });
}

/** Whether a template literal spans several lines: its white space must not be re-indented. */
function hasLongTemplate(node: ts.Node): boolean {
  const isLong = ts.isTemplateLiteralToken(node) && node.getText().includes('\n');
  return isLong || (ts.forEachChild(node, hasLongTemplate) ?? false);
}

/**
 * The relation through the junction that leads to what `with` asks for, and the value given for it; `undefined` when
 * there is none, as with a junction that is asked for its own columns only.
 */
function askedRows(given: ts.Expression, relation: Relation, level: Level, project: Project): ThroughUse | undefined {
  const config = unwrap(given);
  const withObject = ts.isObjectLiteralExpression(config) ? plainValue(config, 'with') : undefined;
  if (!withObject || !ts.isObjectLiteralExpression(withObject)) return undefined;
  for (const through of project.throughRelations.get(level.database)?.get(level.tableKey) ?? []) {
    const { junction, near, far } = through;
    const isOver =
      junction.tableKey === relation.targetKey &&
      isSameList(near.columns, relation.to) &&
      isSameList(near.references, relation.from);
    const value = isOver && far.relation ? plainValue(withObject, far.relation.key) : undefined;
    if (value) return { through, value };
  }
  return undefined;
}

/** The value written for a key, without parentheses and type-only wrappers around it. */
function plainValue(object: ts.ObjectLiteralExpression, key: string): ts.Expression | undefined {
  const value = valueNamed(object, key);
  return value && (unwrap(value) as ts.Expression);
}

/**
 * Why the query cannot use the relation through the junction, judged by the query and its tables alone; `undefined`
 * when it can. The reason is part of the finding's text.
 */
function obstacleIn(
  key: ts.Node,
  given: ts.Expression,
  { through: { far, junction, relation }, value }: ThroughUse,
  level: Level,
): string | undefined {
  if (far.gap !== undefined) {
    const columns = far.columns.map((column) => `\`${column.key}\``).join(', ');
    const gap =
      far.gap === 'null' ? 'may be null' : `may name no row of \`${far.targetKey}\`, for want of a foreign key`;
    return `${columns} of \`${junction.tableKey}\` ${gap}`;
  }
  if (!isInPlace(key, level.site.node)) return 'this part of the query is shared or chosen at run time';
  const config = unwrap(given) as ts.ObjectLiteralExpression;
  const withObject = plainValue(config, 'with') as ts.ObjectLiteralExpression;
  const others = [
    ...config.properties.filter(({ name }) => !['with', 'columns'].includes(textOf(name))),
    ...withObject.properties.filter(({ name }) => textOf(name) !== far.relation!.key),
    ...(ts.isObjectLiteralExpression(value)
      ? value.properties.filter(({ name }) => !['with', 'columns', 'extras'].includes(textOf(name)))
      : []),
  ];
  if (others.length > 0) return `it also says \`${textOf(others[0]!.name) || others[0]!.getText()}\``;
  if (!ts.isObjectLiteralExpression(value) && value.kind !== ts.SyntaxKind.TrueKeyword)
    return 'what it asks of the rows is written elsewhere';
  const { text } = key.getSourceFile();
  const dropped = text.slice(given.getStart(), value.getStart()) + text.slice(value.end, given.end);
  if (/\/[/*]/.test(dropped)) return 'a comment would be lost';
  const extras = configOf(key) && plainValue(configOf(key)!, 'extras');
  if (extras && !(ts.isObjectLiteralExpression(extras) && !memberNamed(extras.properties, relation.newKey)))
    return `\`extras\` may hold \`${relation.newKey}\` too`;
  return undefined;
}

function textOf(name: ts.PropertyName | undefined): string {
  return (name && nameText(name)) ?? '';
}

/** The configuration with the `with` that has the relation as a member. */
function configOf(key: ts.Node): ts.ObjectLiteralExpression | undefined {
  const owner = key.parent.parent.parent.parent;
  return ts.isObjectLiteralExpression(owner) ? owner : undefined;
}

/**
 * Whether a member of `with` is written in the query's call itself and always asked for, not in a shared constant or a
 * choice.
 */
function isInPlace(key: ts.Node, call: ts.Node): boolean {
  for (let node = key.parent; node !== call; node = node.parent) {
    const isPlain =
      ts.isObjectLiteralExpression(node) || ts.isPropertyAssignment(node) || ts.isParenthesizedExpression(node);
    if (!isPlain) return false;
  }
  return true;
}

/** Rewrites all readers of the result. Returns why some cannot be rewritten; the caller then takes back the edits. */
function rewriteReaders(
  { through: { relation, far } }: ThroughUse,
  junction: Relation,
  level: Level,
  project: Project,
): string | undefined {
  const { reads, indexes, escapes, given, typed, mixed, statements } = readersOf(
    level.site.node,
    [...level.steps, junction.key],
    project,
  );
  const files = [level.site.path, ...reads.map((read) => read.getSourceFile().fileName)];
  if (!files.every(project.isEdited)) return 'a reader of its result is in a file that is not to be changed';
  const [escape] = [...escapes, ...indexes, ...given.map(({ place }) => place)];
  const { path } = level.site;
  if (escape) return `the result goes out of sight at ${placeText(escape, path)}`;
  if (typed[0]) return `the result has a type at ${placeText(typed[0], path)}`;
  if (mixed[0]) return `its readers are given something else too, at ${placeText(mixed[0], path)}`;
  if (statements[0]) return `its SQL is looked at, at ${placeText(statements[0], path)}`;
  const keys = { list: relation.newKey, row: far.relation!.key };
  const obstacle = rewriteThroughReaders(reads, keys, project);
  return (
    obstacle &&
    `\`${junction.key}\` is read for more than \`${keys.row}\`, or for its order, at ${placeText(obstacle, path)}`
  );
}
