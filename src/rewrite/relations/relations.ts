import { text, type Code, type CodeEntry } from '../../edits/code.ts';
import { columns, contextAt, type LayoutContext } from '../../edits/layout-context.ts';
import { layOut } from '../../edits/layout.ts';
import type { Style } from '../../edits/style.ts';
import type { Database } from '../../facts.ts';
import { lookUp } from '../../read/syntax/scope.ts';
import { keepsV1 } from '../kept-queries.ts';
import { directiveOfNeighbours, importsOfNewFile } from '../imports/new-file.ts';
import { placeRelations } from './place-relations.ts';
import type { Placement, RelationsMaker } from '../placement.ts';
import type { Project } from '../project.ts';
import { removeBlocks } from './remove-blocks.ts';
import { schemaConstant } from './schema-constant.ts';
import { commentedStart } from '../statements.ts';
import { definition } from './definition.ts';
import { reportRelations } from './report-relations.ts';

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
  const schema = schemaConstant(placement, head, database.tables.size, style, project);
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
