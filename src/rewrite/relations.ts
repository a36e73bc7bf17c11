import { ts } from 'ts-morph';
import { contextAt, layOut, text, type Code, type CodeEntry, type LayoutContext } from '../edits/layout.ts';
import { memberAccess, quoted, type Style } from '../edits/style.ts';
import type { Column, RelationsBlock } from '../facts.ts';
import type { Database, Relation } from '../read/databases.ts';
import { keyOfTable } from '../read/same-table.ts';
import { placeRelations, type Placement } from './placement.ts';
import type { Project } from './project.ts';
import { removeBlocks } from './remove-blocks.ts';
import { commentBehind, commentsAbove } from './statements.ts';

/**
 * Writes one `defineRelations` for all v1 blocks of a database and removes the blocks. Returns where the new relations
 * are, or undefined when the database must be left alone; an `error` finding then says why.
 */
export function rewriteRelations(database: Database, project: Project): Placement | undefined {
  if (!canRewrite(database, project)) return undefined;
  const placement = placeRelations(database, project);
  if (!placement) return undefined;
  reportRelations(database, project);
  const { path } = placement;
  const style = project.styleOf(path);
  const source = project.sources.get(path)?.text ?? '';
  const code = definition(database, placement, style);
  const end = style.semicolon ? ';' : '';
  const prefix = `export const ${placement.name} = `;
  if (placement.anchor) {
    const layout = contextAt(source, placement.anchor.getStart(), style);
    const pieces = layOut(code, { ...layout, column: layout.column + prefix.length });
    project.changes.replace(path, placement.anchor.getStart(), placement.anchor.end, prefix, ...pieces, end);
    project.changes.needImport(path, {
      from: 'drizzle-orm',
      name: 'defineRelations',
      local: 'defineRelations',
      typeOnly: false,
    });
    for (const needed of placement.imports) project.changes.needImport(path, needed);
  } else {
    const layout: LayoutContext = { style, source: '', indent: '', column: prefix.length };
    const pieces = layOut(code, layout).join('');
    const pad = style.bracketSpacing ? ' ' : '';
    const imports = [
      `import {${pad}defineRelations${pad}} from ${quoted('drizzle-orm', style)}${end}`,
      ...placement.importLines.map((line) => line + end),
    ];
    project.changes.create(path, [...imports, '', prefix + pieces + end, ''].join(style.newline));
  }
  removeBlocks(database, placement, project);
  return placement;
}

function canRewrite(database: Database, project: Project): boolean {
  let ok = true;
  for (const block of database.blocks) {
    for (const { node, reason } of block.problems) {
      project.changes.report('RQB_RELATION_UNREADABLE', node, { reason });
      ok = false;
    }
  }
  for (const key of ['one', 'many']) {
    const table = database.tables.get(key);
    if (!table) continue;
    project.changes.report('RQB_RESERVED_TABLE_KEY', table.node, { key });
    ok = false;
  }
  if (!database.schema.complete) {
    project.changes.report('RQB_SCHEMA_UNRESOLVED', database.schema.node);
    ok = false;
  }
  return ok;
}

/** Says which relations could not be carried over as they were. */
export function reportRelations(database: Database, project: Project): void {
  for (const { entry, tableKey, targetKey, reason } of database.dead) {
    project.changes.report('RQB_RELATION_DEAD', entry.node, {
      relation: entry.key,
      table: tableKey,
      target: targetKey,
      kind: entry.kind,
      reason,
    });
  }
  for (const { relation, tableKey } of database.inferred) {
    if (relation.entry)
      project.changes.report('RQB_RELATION_INFERRED', relation.entry.node, { relation: relation.key, table: tableKey });
  }
  for (const [table, relations] of database.relations) {
    for (const { entry, key, newKey } of relations) {
      if (entry && key !== newKey)
        project.changes.report('RQB_RELATION_RENAMED', entry.node, { relation: key, table, renamed: newKey });
    }
  }
}

function definition(database: Database, placement: Placement, style: Style): Code {
  const entries: CodeEntry[] = [];
  for (const [key, relations] of database.relations) {
    const blocks = database.blocks.filter((block) => block.table && keyOfTable(database.tables, block.table) === key);
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
  if (entries.length === 0) return text(`defineRelations(${placement.schemaArgument})`);
  const parameter = style.arrowParens ? '(r)' : 'r';
  return {
    kind: 'sequence',
    parts: [
      text(`defineRelations(${placement.schemaArgument}, ${parameter} => (`),
      { kind: 'object', broken: true, entries },
      text('))'),
    ],
  };
}

/** Comments above a block travel with it; those of the block that is replaced in place stay where they are. */
export function blockComments(block: RelationsBlock, placement: Placement | undefined): string[] {
  const statement = block.declaration && ts.findAncestor(block.declaration, ts.isVariableStatement);
  return statement && statement !== placement?.anchor
    ? commentsAbove(statement).filter((comment) => !/^\/\/ *@|eslint|^\/\/ *#/.test(comment))
    : [];
}

/** One relation as a member of its table's object in `defineRelations`. */
export function relationEntry(tableKey: string, relation: Relation, style: Style): CodeEntry {
  const { entry } = relation;
  const columns = (key: string, list: readonly Column[]): Code => {
    const table = memberAccess('r', key, style);
    const items = list.map((column) => memberAccess(table, column.key, style));
    return items.length === 1
      ? text(items[0]!)
      : { kind: 'array', items: items.map((item) => ({ value: text(item) })) };
  };
  const options: CodeEntry[] = [
    { kind: 'property', name: 'from', value: columns(tableKey, relation.from) },
    { kind: 'property', name: 'to', value: columns(relation.targetKey, relation.to) },
  ];
  if (relation.required) options.push({ kind: 'property', name: 'optional', value: text('false') });
  if (relation.alias !== undefined)
    options.push({ kind: 'property', name: 'alias', value: text(quoted(relation.alias, style)) });
  return {
    kind: 'property',
    name: relation.newKey,
    comments: entry ? [...commentsAbove(entry.node), ...commentBehind(entry.node)] : [],
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
