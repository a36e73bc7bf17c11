import { ts } from '../../ts.cts';
import { text, type Code, type CodeEntry } from '../../edits/code.ts';
import { columns, contextAt, type LayoutContext } from '../../edits/layout-context.ts';
import { layOut } from '../../edits/layout.ts';
import { memberAccess, quoted, type Style } from '../../edits/style.ts';
import type { Column, Database, Relation, RelationsBlock } from '../../facts.ts';
import { partOutOfSight } from '../../read/schema/schema.ts';
import { lookUp } from '../../read/syntax/scope.ts';
import { keyOfTable } from '../../read/schema/same-table.ts';
import { isFunction, returnedExpression, unwrap } from '../../read/syntax/syntax.ts';
import { keepsV1 } from '../kept-queries.ts';
import { directiveOfNeighbours, importsOfNewFile } from '../imports/new-file.ts';
import { isIgnored } from './ignored-relations.ts';
import { placeRelations } from './place-relations.ts';
import type { Placement, RelationsMaker } from '../placement.ts';
import type { Project } from '../project.ts';
import { removeBlocks } from './remove-blocks.ts';
import { schemaConstant } from './schema-constant.ts';
import {
  commentBehind,
  commentedStart,
  commentsAbove,
  commentsAtEnd,
  commentsInEmpty,
  commentsInside,
} from '../statements.ts';

/** The import of `defineRelations` from drizzle-orm. */
export const defineRelationsImport = {
  from: 'drizzle-orm',
  name: 'defineRelations',
  local: 'defineRelations',
  typeOnly: false,
} as const;

/**
 * Replaces all v1 `relations()` blocks of a database by one `defineRelations` call.
 *
 * @returns where the new relations are; undefined when the database must be left alone, which has then been reported
 * with an `error` finding
 */
export function rewriteRelations(database: Database, project: Project): Placement | undefined {
  const placed = placeRelations(database, project);
  if (!placed) return undefined;
  const placement = withShared(database, placed, project);
  const uses = project.shared.uses.get(database) ?? [];
  // The relations that a shared function makes are reported once, where its companion function is written.
  reportRelations(database, project, (key) => !uses.some(({ factory }) => factory.schema.tables.has(key)));
  const { path } = placement;
  const style = project.styleOf(path);
  const source = project.sources.get(path)?.text ?? '';
  const end = style.semicolon ? ';' : '';
  const head = `${placement.commonJs || placement.isLocal ? '' : 'export '}const ${placement.name} = `;
  const schema = schemaConstant(placement, head, style, project);
  const named = schema ? { ...placement, schemaArgument: schema.name } : placement;
  const code = together(database, named, style, project);
  const before = schema ? `${schema.text}${end}${style.newline}${style.newline}` : '';
  if (placement.anchor) {
    const layout = contextAt(source, placement.anchor.getStart(), style);
    const pieces = layOut(code, { ...layout, column: layout.column + head.length });
    project.changes.replace(path, placement.anchor.getStart(), placement.anchor.end, before + head, ...pieces, end);
    if (!isAllShared(database, project)) project.changes.needImport(path, defineRelationsImport);
    for (const needed of placement.imports) project.changes.needImport(path, needed);
  } else if (placement.before && placement.maker) {
    writeMaker(placement.maker, code, style, project);
    const at = commentedStart(placement.before);
    const { indent } = contextAt(source, at, style);
    const made = `${placement.maker.name}(${placement.schemaArgument})`;
    project.changes.replace(path, at, at, `${head}${made}${end}${style.newline}${indent}`);
  } else if (placement.before) {
    const at = commentedStart(placement.before);
    const context = contextAt(source, at, style);
    const pieces = layOut(code, { ...context, column: columns(context.indent, style) + head.length });
    const gap = style.newline + (placement.isLocal ? '' : style.newline) + context.indent;
    project.changes.replace(path, at, at, before + head, ...pieces, end + gap);
    if (!isAllShared(database, project)) project.changes.needImport(path, defineRelationsImport);
    for (const needed of placement.imports) project.changes.needImport(path, needed);
  } else {
    const layout: LayoutContext = { style, source: '', indent: '', column: head.length };
    const pieces = layOut(code, layout).join('');
    const pad = style.bracketSpacing ? ' ' : '';
    const needed = [...(isAllShared(database, project) ? [] : [defineRelationsImport]), ...placement.imports];
    const imports = importsOfNewFile(path, needed, placement.commonJs, project);
    const exported = placement.commonJs ? ['', `module.exports = {${pad}${placement.name}${pad}}${end}`] : [];
    const strict = placement.commonJs ? directiveOfNeighbours(path, project) : [];
    project.changes.create(
      path,
      [...strict, ...imports, '', before + head + pieces + end, ...exported, ''].join(style.newline),
    );
  }
  if (!keepsV1(database, project)) removeBlocks(database, placement, project);
  return placement;
}

/**
 * Writes a function that is given the tables and returns their relations, for relations whose types are named
 * elsewhere.
 */
function writeMaker(
  { name, parameter, type, before }: RelationsMaker,
  code: Code,
  style: Style,
  project: Project,
): void {
  const { fileName: path } = before.getSourceFile();
  const { newline, indent } = style;
  const prefix = `${indent}return `;
  const body = layOut(code, { style, source: '', indent, column: columns(prefix, style) });
  const head = `export function ${name}(${parameter}: ${type}) {${newline}${prefix}`;
  const at = commentedStart(before);
  project.changes.replace(path, at, at, head, ...body, `${style.semicolon ? ';' : ''}${newline}}${newline}${newline}`);
  project.changes.needImport(path, defineRelationsImport);
}

/** The placement with the imports for calls of companion functions (`...getRelations(mysqlTable)`) added. */
function withShared(database: Database, placement: Placement, project: Project): Placement {
  const uses = project.shared.uses.get(database) ?? [];
  if (uses.length === 0) return placement;
  const own = isAllShared(database, project) ? [] : placement.imports;
  const needed = uses.flatMap((use) => use.imports);
  const file = project.sources.get(placement.path)?.ast;
  // A name that the file already has in scope is the one that the existing call uses.
  return { ...placement, imports: [...own, ...needed.filter(({ local }) => !file || !lookUp(local, file))] };
}

/**
 * Whether companion functions make the relations of all tables of a database, so that it needs no `defineRelations`
 * itself.
 */
function isAllShared(database: Database, project: Project): boolean {
  const uses = project.shared.uses.get(database) ?? [];
  return [...database.tables.keys()].every((key) => uses.some(({ factory }) => factory.schema.tables.has(key)));
}

/**
 * The value of the new constant: the `defineRelations` call, or an object that spreads it and the calls of companion
 * functions: `{ ...defineRelations(…), ...getRelations(mysqlTable) }`.
 */
function together(database: Database, placement: Placement, style: Style, project: Project): Code {
  const uses = project.shared.uses.get(database) ?? [];
  const isOwn = (key: string) => !uses.some(({ factory }) => factory.schema.tables.has(key));
  const own = definition(database, placement, style, isOwn);
  if (uses.length === 0) return own;
  const parts = [...(isAllShared(database, project) ? [] : [own]), ...uses.map((use) => text(use.text))];
  const entries = parts.map((value): CodeEntry => ({ kind: 'spread', value }));
  return parts.length === 1 ? parts[0]! : { kind: 'object', broken: true, entries };
}

/**
 * Whether the relations of a database can be migrated as a whole. What stands against it is reported: blocks that could
 * not be read, tables under the key `one` or `many` (in the callback of `defineRelations`, `r.one` and `r.many` are not
 * tables), and a schema with parts that are out of sight.
 */
export function canRewrite(database: Database, project: Project): boolean {
  let ok = true;
  for (const block of database.blocks) {
    for (const { node, reason } of block.problems) {
      project.changes.report('RQB_RELATION_UNREADABLE', node, { reason });
      ok = false;
    }
    // A file with a syntax error has been reported already; no edits are made in it.
    if (project.sources.broken().has(block.path)) ok = false;
  }
  for (const key of ['one', 'many']) {
    const table = database.tables.get(key);
    if (!table) continue;
    project.changes.report('RQB_RESERVED_TABLE_KEY', table.node, { key });
    ok = false;
  }
  if (!database.schema.complete) {
    const { schema } = database;
    project.changes.report('RQB_SCHEMA_UNRESOLVED', partOutOfSight(schema, project.evaluator) ?? schema.node);
    ok = false;
  }
  return ok;
}

/**
 * Reports the relations that are not carried over as they were: those v1 could never resolve (dropped), those whose
 * columns are inferred, renamed ones, and those added through junction tables.
 *
 * @param isWanted restricts the report to some tables, by their key
 */
export function reportRelations(
  database: Database,
  project: Project,
  isWanted: (tableKey: string) => boolean = () => true,
): void {
  for (const { entry, tableKey, targetKey, reason } of database.dead) {
    if (!isWanted(tableKey)) continue;
    project.changes.report('RQB_RELATION_DEAD', entry.node, {
      relation: entry.key,
      table: tableKey,
      target: targetKey,
      kind: entry.kind,
      reason,
    });
  }
  for (const { relation, tableKey } of database.inferred) {
    if (relation.entry && isWanted(tableKey))
      project.changes.report('RQB_RELATION_INFERRED', relation.entry.node, { relation: relation.key, table: tableKey });
  }
  for (const [table, relations] of database.relations) {
    for (const { entry, key, newKey, targetKey, through } of relations) {
      if (through && isWanted(table))
        project.changes.report('RQB_THROUGH_ADDED', through.from[0]!.node, {
          relation: newKey,
          table,
          junction: through.tableKey,
          target: targetKey,
        });
      if (entry && key !== newKey && isWanted(table))
        project.changes.report('RQB_RELATION_RENAMED', entry.node, { relation: key, table, renamed: newKey });
    }
  }
}

/**
 * The code of the `defineRelations(schema, (r) => ({ … }))` call. The callback is left out when there is neither a
 * relation nor a comment to keep.
 *
 * @param isWanted restricts the call to the relations of some tables, by their key
 */
export function definition(
  database: Database,
  placement: Pick<Placement, 'schemaArgument' | 'anchor'>,
  style: Style,
  isWanted: (tableKey: string) => boolean = () => true,
): Code {
  const entries: CodeEntry[] = [];
  const keyOfBlock = new Map(
    database.blocks.map((block) => [block, block.table && keyOfTable(database.tables, block.table)]),
  );
  for (const [key, relations] of database.relations) {
    if (!isWanted(key)) continue;
    const blocks = database.blocks.filter((block) => keyOfBlock.get(block) === key && !isIgnored(block, database));
    entries.push({
      kind: 'property',
      name: key,
      comments: blocks.flatMap((block) => blockComments(block, placement)),
      value: {
        kind: 'object',
        broken: true,
        entries: relations.map((relation) => relationEntry(key, relation, style)),
      },
    });
  }
  const isUsed = entries.length > 0;
  for (const [block, key] of keyOfBlock) {
    const comments = commentsInEmptyBlock(block);
    if (key === undefined || !isWanted(key) || database.relations.has(key) || comments.length === 0) continue;
    const value: Code = { kind: 'object', entries: [], dangling: comments };
    entries.push({ kind: 'property', name: key, comments: blockComments(block, placement), value });
  }
  if (entries.length === 0) return text(`defineRelations(${placement.schemaArgument})`);
  const parameter = !isUsed ? '()' : style.arrowParens ? '(r)' : 'r';
  return {
    kind: 'sequence',
    parts: [
      text(`defineRelations(${placement.schemaArgument}, ${parameter} => (`),
      { kind: 'object', broken: true, entries },
      text('))'),
    ],
  };
}

/**
 * The comments above a v1 block, which move to the entry of its table. Left out are linter and compiler directives,
 * region markers, and a heading that says no more than "Relations". A block that is replaced in place keeps its
 * comments where they are, so there the list is empty.
 */
export function blockComments(block: RelationsBlock, placement: Pick<Placement, 'anchor'> | undefined): string[] {
  const statement = statementOf(block);
  if (!statement || statement === placement?.anchor) return [];
  const comments = commentsAbove(statement).filter((comment) => !/^\/\/ *@|eslint|^\/\/ *#/.test(comment));
  const words = (comment: string) => comment.replace(/[^\p{L}\p{N}]/gu, '');
  const isHeading = comments.some((comment) => /^relations$/i.test(words(comment)));
  return isHeading ? comments.filter((comment) => !/^(?:relations)?$/i.test(words(comment))) : comments;
}

/** The comments inside a block that defines no relation: `relations(users, () => ({ // none yet }))`. */
function commentsInEmptyBlock({ node }: RelationsBlock): string[] {
  const callback = node.arguments[1] && unwrap(node.arguments[1]);
  const returned = callback && isFunction(callback) ? returnedExpression(callback) : undefined;
  const object = returned && unwrap(returned);
  if (!object || !ts.isObjectLiteralExpression(object) || object.properties.length > 0) return [];
  return commentsInEmpty(object);
}

/**
 * The statement that goes away with a block: the `const` it is the value of, or the function that does nothing but
 * return it.
 */
function statementOf({ declaration, maker, node }: RelationsBlock): ts.Statement | undefined {
  if (declaration) return ts.findAncestor(declaration, ts.isVariableStatement);
  const returned = maker && returnedExpression(maker);
  if (!returned || unwrap(returned) !== node) return undefined;
  return ts.isFunctionDeclaration(maker) ? maker : ts.findAncestor(maker, ts.isVariableStatement);
}

/**
 * One relation as a member of its table's object: `author: r.one.users({ from: r.posts.authorId, to: r.users.id })`.
 * `optional: false` is added where v1's result type had no `null`.
 */
export function relationEntry(tableKey: string, relation: Relation, style: Style): CodeEntry {
  const { entry } = relation;
  const { through } = relation;
  const member = (key: string, column: Column) => memberAccess(memberAccess('r', key, style), column.key, style);
  const columns = (key: string, list: readonly Column[], side: 'from' | 'to'): Code => {
    const behind = (index: number) => (through ? `.through(${member(through.tableKey, through[side][index]!)})` : '');
    const items = list.map((column, index) => member(key, column) + behind(index));
    return items.length === 1
      ? text(items[0]!)
      : { kind: 'array', items: items.map((item) => ({ value: text(item) })) };
  };
  const options: CodeEntry[] = [
    { kind: 'property', name: 'from', value: columns(tableKey, relation.from, 'from') },
    { kind: 'property', name: 'to', value: columns(relation.targetKey, relation.to, 'to') },
  ];
  if (relation.required) options.push({ kind: 'property', name: 'optional', value: text('false') });
  if (relation.alias !== undefined)
    options.push({ kind: 'property', name: 'alias', value: text(quoted(relation.alias, style)) });
  return {
    kind: 'property',
    name: relation.newKey,
    comments: entry ? [...commentsAbove(entry.node), ...commentsInside(entry.node), ...commentsAtEnd(entry.node)] : [],
    behind: entry && commentBehind(entry.node),
    value: {
      kind: 'sequence',
      parts: [
        text(`${memberAccess(`r.${relation.kind}`, relation.targetKey, style)}(`),
        { kind: 'object', entries: options },
        text(')'),
      ],
    },
  };
}
