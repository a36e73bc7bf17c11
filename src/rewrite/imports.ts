import { ts } from '../ts.cts';
import { survives } from '../edits/apply.ts';
import { quoted, type Style } from '../edits/style.ts';
import { declarationOf } from '../read/scope.ts';
import type { NeededImport } from './changes.ts';
import type { Project } from './project.ts';
import { identifiersOf } from './references.ts';
import { specifierFor } from './specifier.ts';
import { elementRanges, ownLines } from './statements.ts';

/** Brings the imports of every changed file in line: what became unused goes, what is needed now comes, in the file's own style. */
export function rewriteImports(project: Project): void {
  const { changes, sources } = project;
  const isMigrated = [...project.placements.values()].some((placement) => placement !== undefined);
  const importing = isMigrated ? project.mentioning(/\brelations\b[^;]*\bfrom\s*['"]drizzle-orm/) : [];
  for (const path of new Set([...changes.files(), ...importing.map((module) => module.path)])) {
    const module = sources.get(path);
    if (!module) continue;
    const removed = unusedImports(module.ast, project);
    const needed = changes.imports(path).map((item) => ({
      ...item,
      specifier: item.from.startsWith('/') ? specifierFor(path, item.from, project) : item.from,
    }));
    writeImports(module.ast, removed, needed, project);
  }
}

type ImportName = ts.ImportSpecifier | ts.NamespaceImport | ts.ImportClause;

/** Imports whose every use is cut by an edit, and imports of names that are no longer exported. */
function unusedImports(file: ts.SourceFile, project: Project): Set<ImportName> {
  const edits = project.changes.edits(file.fileName);
  const identifiers = identifiersOf(file);
  const changed = project.changes.changedImports();
  const isRenamed = (use: ts.Identifier) =>
    edits.some(({ start, end, pieces }) => start === use.getStart(file) && end === use.end && pieces.length > 0);
  const unused = new Set<ImportName>();
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement) || !statement.importClause) continue;
    const { name, namedBindings } = statement.importClause;
    const names: [ImportName, ts.Identifier][] = [];
    if (name) names.push([statement.importClause, name]);
    if (namedBindings && ts.isNamespaceImport(namedBindings)) names.push([namedBindings, namedBindings.name]);
    else namedBindings?.elements.forEach((specifier) => names.push([specifier, specifier.name]));
    for (const [node, identifier] of names) {
      const uses = (identifiers.get(identifier.text) ?? []).filter(
        (use) => use !== identifier && !isImportName(use) && declarationOf(use) === node,
      );
      const change = ts.isImportSpecifier(node) && changed.has(node) ? { to: changed.get(node) } : undefined;
      const left = uses.filter((use) => survives(use.getStart(file), edits) || (change && isRenamed(use)));
      if (change && change.to === undefined) unused.add(node);
      else if ((uses.length > 0 && left.length === 0) || isGone(node, statement, project)) unused.add(node);
      // Never used, but the import itself fails in v2.
      else if (uses.length === 0 && isV1Relations(node, statement)) unused.add(node);
    }
  }
  return unused;
}

function isImportName(node: ts.Identifier): boolean {
  return ts.isImportSpecifier(node.parent) || ts.isImportClause(node.parent) || ts.isNamespaceImport(node.parent);
}

function isGone(node: ImportName, statement: ts.ImportDeclaration, project: Project): boolean {
  if (!ts.isImportSpecifier(node) || !ts.isStringLiteral(statement.moduleSpecifier)) return false;
  const target = project.resolver.resolve(statement.getSourceFile().fileName, statement.moduleSpecifier.text);
  const gone = target === undefined ? undefined : project.changes.removedExports().get(target);
  return gone?.has((node.propertyName ?? node.name).text) ?? false;
}

function isV1Relations(node: ImportName, { moduleSpecifier }: ts.ImportDeclaration): boolean {
  if (!ts.isImportSpecifier(node) || (node.propertyName ?? node.name).text !== 'relations') return false;
  return ts.isStringLiteral(moduleSpecifier) && /^drizzle-orm(?:\/_?relations)?$/.test(moduleSpecifier.text);
}

interface Needed extends NeededImport {
  specifier: string;
}

function writeImports(
  file: ts.SourceFile,
  removed: ReadonlySet<ImportName>,
  needed: readonly Needed[],
  project: Project,
): void {
  const style = project.styleOf(file.fileName);
  const pending = [...needed];
  let last: ts.Statement | undefined;
  const emptied: ts.ImportDeclaration[] = [];
  const edits = project.changes.edits(file.fileName);
  for (const statement of file.statements) {
    if (!isImport(statement)) continue;
    const isEmptied = ts.isImportDeclaration(statement) && rewriteImport(statement, removed, pending, style, project);
    if (isEmptied) emptied.push(statement);
    else if (survives(statement.getStart(file), edits)) last = statement;
  }
  const lines = newImports(pending, style, usesRequire(file));
  // New imports take the place of one that goes away.
  const replaced = lines.length > 0 ? emptied.pop() : undefined;
  for (const statement of emptied) {
    const range = ownLines(statement, isHead(statement, emptied), firstOfRun(statement, emptied));
    project.changes.remove(file.fileName, range.start, range.end);
  }
  if (replaced)
    return project.changes.replace(file.fileName, replaced.getStart(file), replaced.end, lines.join(style.newline));
  if (lines.length === 0) return;
  if (last)
    return project.changes.replace(file.fileName, last.end, last.end, ...lines.map((line) => style.newline + line));
  const start = positionOfFirstImport(file);
  project.changes.replace(
    file.fileName,
    start,
    start,
    lines.map((line) => line + style.newline).join('') + (start === file.end ? '' : style.newline),
  );
}

/** The first of the imports directly above a statement that go away with it. */
function firstOfRun(statement: ts.Statement, cut: readonly ts.Statement[]): ts.Statement {
  const { statements, text } = statement.getSourceFile();
  let first = statement;
  for (let index = statements.indexOf(statement) - 1; index >= 0; index--) {
    const above = statements[index]!;
    if (!cut.includes(above) || !/^\r?\n$/.test(text.slice(above.end, first.getStart()))) break;
    first = above;
  }
  return first;
}

/** Whether nothing is left of the file above a statement when some imports are cut. */
function isHead(statement: ts.Statement, cut: readonly ts.Statement[]): boolean {
  const { statements } = statement.getSourceFile();
  const above = statements.slice(0, statements.indexOf(statement));
  return statements[0]!.getStart() === 0 && above.every((other) => cut.includes(other));
}

function isImport(statement: ts.Statement): boolean {
  if (ts.isImportDeclaration(statement) || ts.isImportEqualsDeclaration(statement)) return true;
  return (
    ts.isVariableStatement(statement) &&
    statement.declarationList.declarations.every(
      ({ initializer }) => initializer !== undefined && initializer.getText().startsWith('require('),
    )
  );
}

/** Whether a file is CommonJS by its looks. */
export function usesRequire(file: ts.SourceFile): boolean {
  return !file.statements.some((statement) => ts.isImportDeclaration(statement)) && /\brequire\(/.test(file.text);
}

/** After a hash-bang, directives (`'use server'`) and the comment at the head of the file. */
function positionOfFirstImport(file: ts.SourceFile): number {
  const directives = file.statements.filter(
    (statement) => ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression),
  );
  const first = file.statements[directives.length];
  return first ? first.getStart(file) : file.end;
}

/** Adds and drops names; true when nothing of the import is left (and nothing was changed). */
function rewriteImport(
  statement: ts.ImportDeclaration,
  removed: ReadonlySet<ImportName>,
  pending: Needed[],
  style: Style,
  project: Project,
): boolean {
  const clause = statement.importClause;
  if (!clause || !ts.isStringLiteral(statement.moduleSpecifier)) return false;
  const path = statement.getSourceFile().fileName;
  const specifier = statement.moduleSpecifier.text;
  const named = clause.namedBindings && ts.isNamedImports(clause.namedBindings) ? clause.namedBindings : undefined;
  const dropped = named ? named.elements.filter((element) => removed.has(element)) : [];
  const namespaceGone =
    clause.namedBindings !== undefined && !named && removed.has(clause.namedBindings as ts.NamespaceImport);
  const defaultGone = clause.name !== undefined && removed.has(clause);
  const hasInlineTypes = named?.elements.some((element) => element.isTypeOnly) ?? false;
  const matches = (item: Needed) =>
    item.specifier === specifier &&
    item.name !== '*' &&
    item.name !== 'default' &&
    (clause.isTypeOnly === item.typeOnly || (item.typeOnly && hasInlineTypes));
  const added = named ? pending.filter(matches) : [];
  for (const item of added) pending.splice(pending.indexOf(item), 1);
  const isRenamed = named?.elements.some((element) => project.changes.changedImports().get(element) !== undefined);
  if (dropped.length === 0 && added.length === 0 && !isRenamed && !namespaceGone && !defaultGone) return false;

  const keepsDefault = clause.name !== undefined && !defaultGone;
  const keepsNamed = named !== undefined && (dropped.length < named.elements.length || added.length > 0);
  const keepsNamespace = clause.namedBindings !== undefined && !named && !namespaceGone;
  if (!keepsDefault && !keepsNamed && !keepsNamespace) return true;
  if (named && (keepsNamed || !keepsDefault)) {
    if (defaultGone) project.changes.remove(path, clause.name!.getStart(), named.getStart());
    rewriteNames(named, dropped, added, style, project);
  } else if (keepsDefault && clause.namedBindings) {
    project.changes.remove(path, clause.name!.end, clause.namedBindings.end);
  } else if (defaultGone && clause.namedBindings) {
    project.changes.remove(path, clause.name!.getStart(), clause.namedBindings.getStart());
  }
  return false;
}

function rewriteNames(
  named: ts.NamedImports,
  dropped: readonly ts.ImportSpecifier[],
  added: readonly Needed[],
  style: Style,
  project: Project,
): void {
  const file = named.getSourceFile();
  const changed = project.changes.changedImports();
  const kept = named.elements
    .filter((element) => !dropped.includes(element))
    .map((element) => specifierText(element, changed.get(element)));
  const isInline = (item: NeededImport) => item.typeOnly && !named.parent.isTypeOnly;
  const names = [...kept, ...added.map((item) => (isInline(item) ? `type ${importName(item)}` : importName(item)))];
  const isSorted = named.elements.every(
    (element, index, all) => index === 0 || all[index - 1]!.name.text.localeCompare(element.name.text) <= 0,
  );
  const sortKey = (name: string) => name.replace(/^type /, '');
  if (isSorted && (added.length > 0 || named.elements.some((element) => changed.get(element) !== undefined)))
    names.sort((a, b) => sortKey(a).localeCompare(sortKey(b)));
  const text = named.getText(file);
  const hasComments = /\/[/*]/.test(text);
  if (hasComments && added.length === 0) {
    for (const { start, end } of elementRanges(new Set(dropped), named.elements))
      project.changes.remove(file.fileName, start, end);
    for (const element of named.elements) {
      const name = changed.get(element);
      if (name !== undefined)
        project.changes.replace(file.fileName, element.getStart(file), element.end, specifierText(element, name));
    }
    return;
  }
  const pad = style.bracketSpacing ? ' ' : '';
  const flat = `{${pad}${names.join(', ')}${pad}}`;
  const lineStart = file.text.lastIndexOf('\n', named.getStart(file)) + 1;
  const width = named.getStart(file) - lineStart + flat.length + (named.parent.parent.end - named.end);
  const isBroken = text.includes('\n');
  const breaks = width > style.width || (isBroken && dropped.length === 0 && added.length === 0);
  const comma = style.trailingComma ? ',' : '';
  const broken = `{${names.map((name) => style.newline + style.indent + name).join(',')}${comma}${style.newline}}`;
  project.changes.replace(file.fileName, named.getStart(file), named.end, breaks ? broken : flat);
}

/** An import specifier as written, under another imported name if one is given. */
function specifierText(element: ts.ImportSpecifier, name: string | undefined): string {
  if (name === undefined) return element.getText();
  const local = element.propertyName ? ` as ${element.name.text}` : '';
  return `${element.isTypeOnly ? 'type ' : ''}${name}${local}`;
}

function importName({ name, local }: NeededImport): string {
  return name === local ? name : `${name} as ${local}`;
}

/** Import statements for names that no statement of the file can take in, one for each module. */
export function newImports(pending: readonly Needed[], style: Style, useRequire: boolean): string[] {
  const end = style.semicolon ? ';' : '';
  const pad = style.bracketSpacing ? ' ' : '';
  const groups = new Map<string, Needed[]>();
  for (const item of pending) {
    const key = `${item.specifier}\0${item.typeOnly}\0${item.name === '*' || item.name === 'default' ? item.local : ''}`;
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()].map((items) => {
    const [{ specifier, name, local, typeOnly }] = items as [Needed];
    const from = quoted(specifier, style);
    if (useRequire) {
      const names = items
        .map((item) => (item.name === item.local ? item.name : `${item.name}: ${item.local}`))
        .join(', ');
      return `const ${name === '*' ? local : `{${pad}${names}${pad}}`} = require(${from})${end}`;
    }
    const binding =
      name === '*'
        ? `* as ${local}`
        : name === 'default'
          ? local
          : `{${pad}${items.map(importName).sort().join(', ')}${pad}}`;
    return `import ${typeOnly ? 'type ' : ''}${binding} from ${from}${end}`;
  });
}
