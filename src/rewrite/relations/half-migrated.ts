import { ts } from '../../ts.cts';
import type { CodeEntry } from '../../edits/code.ts';
import { columns, contextAt } from '../../edits/layout-context.ts';
import { layOut } from '../../edits/layout.ts';
import { propertyName, type Style } from '../../edits/style.ts';
import type { Database, DeadRelation, Relation, RelationsBlock } from '../../facts.ts';
import { resolveRelations } from '../../read/schema/resolve-relations.ts';
import { keyOfTable } from '../../read/schema/same-table.ts';
import { isFunction, returnedExpression, unwrap, valueNamed } from '../../read/syntax/syntax.ts';
import { keepsV1 } from '../kept-queries.ts';
import type { Project } from '../project.ts';
import { blockComments, relationEntry } from './definition.ts';
import { reportRelations } from './report-relations.ts';
import { relationsOf } from '../imports/relations-name.ts';
import { removeBlocks } from './remove-blocks.ts';
import { commentsInEmpty } from '../statements.ts';

/**
 * Finishes a half-migrated database: one that already has a v2 `defineRelations` while v1 `relations()` blocks are
 * left. Relations that only the v1 blocks have are added to the existing definition, then the blocks are removed. When
 * a block cannot be read, or the existing definition is not one object literal, nothing is changed and the blocks are
 * reported as `RQB_RELATION_UNREADABLE`.
 */
export function finishRelations(database: Database, project: Project): void {
  const { changes, evaluator } = project;
  if (database.blocks.length === 0) return;
  const problems = database.blocks.flatMap((block) => block.problems);
  const place = relationsOf(database, project.placements, project);
  for (const { node, reason } of problems) changes.report('RQB_RELATION_UNREADABLE', node, { reason });
  if (problems.length > 0) return;
  const v1: Database = { ...database, relations: new Map(), inferred: [], dead: [], ignored: [], migrated: false };
  resolveRelations(v1, evaluator, project.renames);
  const missing = [...v1.relations].flatMap(([key, relations]) => {
    const known = database.relations.get(key) ?? [];
    const left = relations.filter((relation) => known.every((other) => other.key !== relation.newKey));
    if (left.length === 0) return [];
    const blocks = database.blocks.filter(({ table }) => table && keyOfTable(database.tables, table) === key);
    return [{ key, blocks, relations: left, definition: definitionFor(key, database, project) }];
  });
  const definitions = new Set(missing.map(({ definition }) => definition));
  if (definitions.has(undefined) || !place) {
    const reason = 'the relations of v2 that they belong to are not written as one object';
    for (const { node } of database.blocks) changes.report('RQB_RELATION_UNREADABLE', node, { reason });
    return;
  }
  const isDefined = ({ entry, tableKey }: DeadRelation) =>
    database.relations.get(tableKey)?.some(({ key }) => key === entry.key) ?? false;
  reportRelations({ ...v1, dead: v1.dead.filter((relation) => !isDefined(relation)) }, project);
  for (const definition of definitions) {
    const own = missing.filter((other) => other.definition === definition);
    add(own, definition!, project);
    for (const { key, relations } of own) {
      database.relations.set(key, [...(database.relations.get(key) ?? []), ...relations]);
    }
  }
  if (keepsV1(database, project)) return;
  removeBlocks(database, { ...place, anchor: undefined, schemaArgument: '', imports: [], commonJs: false }, project);
}

/**
 * Where relations are added to an existing definition: the object literal that its callback returns
 * (`(r) => ({ users: { … } })`), or the `defineRelations(schema)` call itself when it has no callback yet.
 */
type Place = ts.ObjectLiteralExpression | ts.CallExpression;

/**
 * The place for the relations of one table. Of several parts, it is the last one that already has relations of the
 * table, else the first part. Undefined when the callback does not directly return an object literal, or when its
 * parameter is not named `r`, which is the name that the generated code uses.
 */
function definitionFor(key: string, { schema, parts }: Database, project: Project): Place | undefined {
  const definitions = parts ?? [{ schema, relations: new Map() }];
  const owner = definitions.findLast(({ relations }) => relations.has(key)) ?? definitions[0]!;
  const call = owner.schema.node.parent;
  if (!ts.isCallExpression(call)) return undefined;
  const [, callback] = call.arguments;
  if (!callback) return call;
  const fn = project.evaluator.evaluate(callback);
  if (fn.kind !== 'expression' || !isFunction(fn.node)) return undefined;
  const [parameter] = fn.node.parameters;
  const returned = returnedExpression(fn.node);
  const object = returned && unwrap(returned);
  const isPlain = parameter && ts.isIdentifier(parameter.name) && parameter.name.text === 'r';
  return isPlain && object && ts.isObjectLiteralExpression(object) ? object : undefined;
}

/** The relations of one table that the v2 definition lacks, and the v1 blocks that they come from. */
interface Missing {
  key: string;
  blocks: readonly RelationsBlock[];
  relations: readonly Relation[];
}

/**
 * Writes missing relations into a definition: into the object of their table when there is one, else as a new member
 * for the table, else as the callback that the call does not have yet.
 */
function add(missing: readonly Missing[], place: Place, project: Project): void {
  const { fileName, text: source } = place.getSourceFile();
  const style = project.styleOf(fileName);
  const fresh: CodeEntry[] = [];
  for (const { key, relations, blocks } of missing) {
    const entries = relations.map((relation) => relationEntry(key, relation, style));
    const comments = blocks.flatMap((block) => blockComments(block, undefined));
    const table = ts.isCallExpression(place) ? undefined : tableIn(place, key);
    if (table) append(table, entries, style, project);
    else fresh.push({ kind: 'property', name: key, comments, value: { kind: 'object', broken: true, entries } });
  }
  if (fresh.length === 0) return;
  if (ts.isObjectLiteralExpression(place)) return append(place, fresh, style, project);
  const end = place.arguments[0]!.end;
  const parameter = style.arrowParens ? '(r)' : 'r';
  const object = layOut({ kind: 'object', broken: true, entries: fresh }, contextAt(source, place.getStart(), style));
  project.changes.replace(fileName, end, end, `, ${parameter} => (`, ...object, ')');
}

/** The object literal with the relations of one table (`users: { … }`); undefined when there is none. */
function tableIn(tables: ts.ObjectLiteralExpression, key: string): ts.ObjectLiteralExpression | undefined {
  const table = valueNamed(tables, key);
  const object = table && unwrap(table);
  return object && ts.isObjectLiteralExpression(object) ? object : undefined;
}

/** Adds members at the end of an object literal. One that is written on a single line is broken into lines first. */
function append(
  object: ts.ObjectLiteralExpression,
  entries: readonly CodeEntry[],
  style: Style,
  project: Project,
): void {
  const { fileName, text: source } = object.getSourceFile();
  const { properties } = object;
  const last = properties.at(-1);
  const context = contextAt(source, object.getStart(), style);
  if (!last) {
    const pieces = layOut({ kind: 'object', broken: true, entries, dangling: commentsInEmpty(object) }, context);
    return project.changes.replace(fileName, object.getStart(), object.end, ...pieces);
  }
  const isBroken = source.slice(object.getStart(), object.end).includes('\n');
  const inner = context.indent + style.indent;
  const indent = isBroken ? contextAt(source, last.getStart(), style).indent : inner;
  const gap = style.newline + indent;
  const pieces = entries.flatMap((entry, index) => {
    if (entry.kind !== 'property') return [];
    const prefix = `${propertyName(entry.name, style)}: `;
    const value = layOut(entry.value, { ...context, indent, column: columns(indent, style) + prefix.length });
    const above = [...(entry.comments ?? []), ...(entry.behind === undefined ? [] : [entry.behind])];
    const comments = above.flatMap((comment) => [comment, style.newline + indent]);
    return [index > 0 ? ',' : '', gap, ...comments, prefix, ...value];
  });
  const start = properties.hasTrailingComma ? properties.end : last.end;
  // A comment behind the last member stays there.
  const end = ts.getTrailingCommentRanges(source, start)?.at(-1)?.end ?? start;
  const [comma, lastComma] = properties.hasTrailingComma ? ['', ','] : [',', isBroken ? '' : ','];
  project.changes.replace(fileName, start, end, comma, { start, end }, ...pieces, lastComma);
  if (isBroken) return;
  for (const property of properties) {
    project.changes.replace(fileName, property.pos, property.getStart(), style.newline + inner);
  }
  project.changes.replace(fileName, end, object.end - 1, style.newline + context.indent);
}
