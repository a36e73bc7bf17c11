import { ts } from '../../ts.cts';
import { survives } from '../../edits/apply.ts';
import type { Piece, SourceRange } from '../../edits/edit.ts';
import { quoted } from '../../edits/style.ts';
import type { Database } from '../../facts.ts';
import { isInDocComment } from '../../read/types/doc-type-nodes.ts';
import { identifiersOf } from '../../read/syntax/references.ts';
import { drizzleImport } from '../imports/drizzle-import.ts';
import type { Project } from '../project.ts';
import { relationsName, type Relations } from '../imports/relations-name.ts';
import { specifierFor } from '../imports/specifier.ts';
import { firstOfRun, ownLines } from '../statements.ts';

/** Gives the local names that the new text of a type uses. */
export interface Names {
  /** The local name of a database's relations. */
  relations(database: Database): string;
  /** The local name of a type that drizzle-orm exports. */
  drizzle(name: string, module?: string): string;
}

/**
 * A replacement inside of a type. Its text is made last, because the names depend on all other replacements in the
 * file.
 */
export interface TypeEdit extends SourceRange {
  node: ts.Node;
  /** The new text; undefined when nothing changes after all. */
  pieces(names: Names): Piece[] | undefined;
}

/**
 * Applies the replacements of one file. A replacement inside of text that an outer one removes is dropped.
 *
 * @param edits outer before inner
 */
export function applyTypeEdits(
  file: ts.SourceFile,
  edits: readonly TypeEdit[],
  relationsOf: (database: Database) => Relations | undefined,
  project: Project,
): void {
  const path = file.fileName;
  const kept: TypeEdit[] = [];
  const cuts: SourceRange[] = [];
  // The replaced ranges, with the parts of each that are kept. An inner edit must lie in one of these parts.
  const replaced: { edit: SourceRange; left: SourceRange[] }[] = [];
  const places = new Map<Database, ts.Node[]>();
  const isIn = (inner: SourceRange, outer: SourceRange) => inner.start >= outer.start && inner.end <= outer.end;
  const isLost = (edit: SourceRange) =>
    replaced.some((outer) => isIn(edit, outer.edit) && !outer.left.some((range) => isIn(edit, range)));
  for (const edit of edits) {
    if (isLost(edit)) continue;
    const found: Database[] = [];
    const relations = (database: Database) => (found.push(database), 'relations');
    const pieces = edit.pieces({ relations, drizzle: (name) => name });
    if (!pieces) continue;
    kept.push(edit);
    cuts.push(...cutsOf(edit, pieces));
    replaced.push({ edit, left: pieces.filter((piece) => typeof piece !== 'string') });
    if (isInDocComment(edit.node)) continue;
    for (const database of found) places.set(database, [...(places.get(database) ?? []), edit.node]);
  }
  const unused = unusedAliases(file, cuts, project);
  cuts.push(...unused);
  const inPlace = namesInPlace(path, relationsOf, project);
  const imported = ts.isExternalModule(file) ? importedNames() : inPlace;
  for (const edit of kept) {
    const pieces = edit.pieces(isInDocComment(edit.node) ? inPlace : imported)!;
    project.changes.replace(path, edit.start, edit.end, ...pieces);
  }
  for (const { start, end } of unused) project.changes.remove(path, start, end);

  function importedNames(): Names {
    const locals = new Map<Database, string>();
    for (const [database, nodes] of places) {
      const wanted = places.size > 1 ? namesAfterSchema(nodes) : [];
      locals.set(database, relationsName(path, relationsOf(database)!, { places: nodes, cuts, wanted }, project));
    }
    return {
      relations: (database) => locals.get(database)!,
      drizzle: (name, module) => drizzleImport(path, name, project, { module, typeOnly: true }),
    };
  }
}

/** The ranges of type aliases that become unused, because every use of them is in removed text. */
function unusedAliases(file: ts.SourceFile, cuts: readonly SourceRange[], project: Project): SourceRange[] {
  if (!ts.isExternalModule(file)) return [];
  const edits = project.changes.edits(file.fileName);
  const unused = new Set<ts.TypeAliasDeclaration>();
  const isCut = (use: ts.Node) =>
    !survives(use.getStart(), edits) ||
    cuts.some(({ start, end }) => use.getStart() >= start && use.end <= end) ||
    [...unused].some(({ pos, end }) => use.pos >= pos && use.end <= end);
  const isUnused = (alias: ts.TypeAliasDeclaration) => {
    const uses = (identifiersOf(file).get(alias.name.text) ?? []).filter((use) => use !== alias.name);
    return uses.length > 0 && uses.every(isCut);
  };
  const aliases = file.statements.flatMap((it) => (ts.isTypeAliasDeclaration(it) && !it.modifiers?.length ? [it] : []));
  // An alias may be used only by another unused one, so this goes on until no more are found.
  for (let size = -1; size !== unused.size;) {
    size = unused.size;
    for (const alias of aliases) if (isUnused(alias)) unused.add(alias);
  }
  const cut = [...unused].sort((a, b) => a.pos - b.pos);
  return cut.map((alias) => ownLines(alias, undefined, firstOfRun(alias, cut)));
}

/**
 * Names for a global declaration file and for comments, in the form `import('drizzle-orm').SQL`: an import statement
 * would make the file a module, and would be for a comment alone.
 */
function namesInPlace(
  path: string,
  relationsOf: (database: Database) => Relations | undefined,
  project: Project,
): Names {
  const member = (module: string, name: string) => `import(${quoted(module, project.styleOf(path))}).${name}`;
  return {
    relations(database) {
      const relations = relationsOf(database)!;
      return path === relations.path
        ? relations.name
        : member(specifierFor(path, relations.path, project), relations.name);
    },
    drizzle: (name, module = 'drizzle-orm') => member(module, name),
  };
}

/**
 * `sqliteRelations` for what was `typeof sqliteSchema`, to tell the relations of several databases in one file apart.
 */
function namesAfterSchema(nodes: readonly ts.Node[]): string[] {
  return nodes.flatMap((node) => {
    const [, prefix] = /\btypeof (\w+)(?:Schema|Tables)\b/.exec(node.getText()) ?? [];
    return prefix === undefined ? [] : [`${prefix}Relations`];
  });
}

/** The parts of a replaced range that the new pieces do not keep. */
function cutsOf({ start, end }: SourceRange, pieces: readonly Piece[]): SourceRange[] {
  const ranges = pieces.filter((piece) => typeof piece !== 'string').sort((a, b) => a.start - b.start);
  const cuts: SourceRange[] = [];
  let position = start;
  for (const range of ranges) {
    cuts.push({ start: position, end: range.start });
    position = Math.max(position, range.end);
  }
  cuts.push({ start: position, end });
  return cuts.filter((cut) => cut.start < cut.end);
}

/**
 * Replaces a list of type arguments or parameters. With no items the angle brackets are removed as well, so the range
 * includes them.
 *
 * @param items the new list; undefined to change nothing
 */
export function argumentEdit(
  node: ts.Node,
  list: ts.NodeArray<ts.Node>,
  items: (names: Names) => Piece[][] | undefined,
  project: Project,
): TypeEdit {
  const source = node.getSourceFile().text;
  const isSame = (items: readonly Piece[][]) =>
    items.length === list.length &&
    items.every((pieces, index) => pieces.map((piece) => textOf(piece, source)).join('') === list[index]!.getText());
  return {
    node,
    start: list.pos - 1,
    end: source.indexOf('>', list.end) + 1,
    pieces(names) {
      const pieces = items(names);
      if (!pieces || isSame(pieces)) return undefined;
      return pieces.length === 0 ? [''] : ['<', ...layOutArguments(list, pieces, source, project), '>'];
    },
  };
}

/** The inside of a new list of type arguments: on one line, unless the list was broken and does not fit on one. */
export function layOutArguments(
  list: ts.NodeArray<ts.Node>,
  items: readonly Piece[][],
  source: string,
  project: Project,
): Piece[] {
  const file = list[0]!.getSourceFile();
  const style = project.styleOf(file.fileName);
  // In a comment, each line begins with a star.
  const [lead = ''] = /^\s*(?:\*[ \t]+)?/.exec(source.slice(list.pos)) ?? [];
  const text = items
    .flat()
    .map((piece) => textOf(piece, source))
    .join('');
  const flat = text.length + (items.length - 1) * 2;
  const column = list.pos - (source.lastIndexOf('\n', list.pos - 1) + 1);
  const [rest = ''] = /^.*/.exec(source.slice(source.indexOf('>', list.end))) ?? [];
  const isBroken = lead.includes('\n') && (column + flat + rest.length > style.width || text.includes('\n'));
  const separator = isBroken ? `,${lead}` : ', ';
  const joined = items.flatMap((item, index) => (index === 0 ? item : [separator, ...item]));
  if (!isBroken) return joined;
  const last = list.at(-1)!;
  return [lead, ...joined, { start: last.end, end: source.indexOf('>', list.end) }];
}

function textOf(piece: Piece, source: string): string {
  return typeof piece === 'string' ? piece : source.slice(piece.start, piece.end);
}

/** The string that indexes a type: `with` in `Config['with']`. */
export function indexOf({ indexType }: ts.IndexedAccessTypeNode): string | undefined {
  return ts.isLiteralTypeNode(indexType) && ts.isStringLiteralLike(indexType.literal)
    ? indexType.literal.text
    : undefined;
}

/** The text of a node, without the comments in front of it. */
export function rangeOf(node: ts.Node): SourceRange {
  return { start: node.getStart(), end: node.end };
}
