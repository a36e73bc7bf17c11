import { specifierOf } from '../../read/modules/specifiers.ts';
import { ts } from '../../ts.cts';
import { quoted, type Style } from '../../edits/style.ts';
import type { NeededImport } from '../changes.ts';
import { nameOrder } from './import-order.ts';
import type { Project } from '../project.ts';
import { elementRanges } from '../statements.ts';

/** An AST node by which an import declaration binds a name. */
export type ImportName = ts.ImportSpecifier | ts.NamespaceImport | ts.ImportClause;

/** A requested import with the module specifier for the file that needs it. */
export interface Needed extends NeededImport {
  specifier: string;
}

/**
 * Rewrites one import declaration: drops the removed names, and adds those of `pending` that come from the same module.
 * The added ones are taken out of `pending`.
 *
 * @returns true when nothing of the import would be left; then it was not changed, and removing it is up to the caller
 */
export function rewriteImport(
  statement: ts.ImportDeclaration,
  removed: ReadonlySet<ImportName>,
  pending: Needed[],
  style: Style,
  project: Project,
): boolean {
  const clause = statement.importClause;
  const specifier = specifierOf(statement);
  if (!clause || specifier === undefined) return false;
  const path = statement.getSourceFile().fileName;
  const named = clause.namedBindings && ts.isNamedImports(clause.namedBindings) ? clause.namedBindings : undefined;
  const dropped = named ? named.elements.filter((element) => removed.has(element)) : [];
  const namespaceGone =
    clause.namedBindings !== undefined && !named && removed.has(clause.namedBindings as ts.NamespaceImport);
  const defaultGone = clause.name !== undefined && removed.has(clause);
  const hasInlineTypes = named?.elements.some((element) => element.isTypeOnly) ?? false;
  const isValue = (item: Needed) => item.specifier === specifier && !item.typeOnly;
  const staysValue = dropped.length < (named?.elements.length ?? 0) || pending.some(isValue);
  const takesTypes = hasInlineTypes || (staysValue && !separatesTypes(statement.getSourceFile()));
  const matches = (item: Needed) =>
    item.specifier === specifier &&
    item.name !== '*' &&
    item.name !== 'default' &&
    (clause.isTypeOnly === item.typeOnly || (item.typeOnly && takesTypes));
  const matching = named ? pending.filter(matches) : [];
  for (const item of matching) pending.splice(pending.indexOf(item), 1);
  // A requested name may be imported already without having been used.
  const isThere = (item: Needed) =>
    named?.elements.some(
      (element) =>
        !removed.has(element) &&
        element.name.text === item.local &&
        (element.propertyName ?? element.name).text === item.name &&
        (!element.isTypeOnly || item.typeOnly),
    );
  const added = matching.filter((item) => !isThere(item));
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

/**
 * Whether a file has separate `import type` statements: some module is imported both by a type-only and by an ordinary
 * import.
 */
export function separatesTypes(file: ts.SourceFile): boolean {
  const isTypeOnly = new Map<string, boolean>();
  return file.statements.some((other) => {
    const module = specifierOf(other);
    if (!ts.isImportDeclaration(other) || !other.importClause || module === undefined) return false;
    const known = isTypeOnly.get(module);
    isTypeOnly.set(module, other.importClause.isTypeOnly);
    return known !== undefined && known !== other.importClause.isTypeOnly;
  });
}

/**
 * Writes the list of names in braces anew, in its order if it was sorted. A list with comments is only edited in place
 * when no name is added.
 */
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
  const order = nameOrder(named.elements.map((element) => element.getText(file)));
  if (order && (added.length > 0 || named.elements.some((element) => changed.get(element) !== undefined)))
    names.sort(order);
  const old = named.getText(file);
  const hasComments = /\/[/*]/.test(old);
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
  const isBroken = old.includes('\n');
  const breaks = width > style.width || (isBroken && dropped.length === 0 && added.length === 0);
  const text = breaks ? brokenNames(names, style) : flat;
  project.changes.replace(file.fileName, named.getStart(file), named.end, text);
}

/** The names of an import, each on its own line. */
function brokenNames(names: readonly string[], style: Style): string {
  const comma = style.trailingComma ? ',' : '';
  return `{${names.map((name) => style.newline + style.indent + name).join(',')}${comma}${style.newline}}`;
}

/** An import specifier as it was written, or with another imported name. */
function specifierText(element: ts.ImportSpecifier, name: string | undefined): string {
  if (name === undefined) return element.getText();
  const local = element.propertyName ? ` as ${element.name.text}` : '';
  return `${element.isTypeOnly ? 'type ' : ''}${name}${local}`;
}

/** A name as an import lists it: `eq`, `count as total`. */
function importName({ name, local }: NeededImport): string {
  return name === local ? name : `${name} as ${local}`;
}

/** A new import statement, with the module that it imports from. */
export interface ImportLine {
  specifier: string;
  text: string;
}

/**
 * Import statements for the names that no existing statement takes in, one for each module (or
 * `const { … } = require(…)`).
 *
 * @param typesApart whether types get a statement of their own when values are imported from the same module
 */
export function newImports(
  pending: readonly Needed[],
  style: Style,
  useRequire: boolean,
  typesApart: boolean,
): ImportLine[] {
  const isNamed = ({ name }: Needed) => name !== '*' && name !== 'default';
  const values = new Set(pending.filter((item) => isNamed(item) && !item.typeOnly).map(({ specifier }) => specifier));
  const isInline = (item: Needed) => item.typeOnly && isNamed(item) && !typesApart && values.has(item.specifier);
  const end = style.semicolon ? ';' : '';
  const pad = style.bracketSpacing ? ' ' : '';
  const groups = new Map<string, Needed[]>();
  for (const item of pending) {
    const key = `${item.specifier}\0${item.typeOnly && !isInline(item)}\0${isNamed(item) ? '' : item.local}`;
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  const sorted = (items: readonly Needed[]) =>
    items.toSorted((a, b) => Number(isInline(a)) - Number(isInline(b)) || (importName(a) < importName(b) ? -1 : 1));
  const itemText = (item: Needed) => (isInline(item) ? `type ${importName(item)}` : importName(item));
  return [...groups.values()].map((items) => {
    const [{ specifier, name, local }] = items as [Needed];
    const typeOnly = items.every((item) => item.typeOnly);
    const from = quoted(specifier, style);
    if (useRequire) {
      const names = items
        .map((item) => (item.name === item.local ? item.name : `${item.name}: ${item.local}`))
        .join(', ');
      return { specifier, text: `const ${name === '*' ? local : `{${pad}${names}${pad}}`} = require(${from})${end}` };
    }
    const keyword = `import ${typeOnly ? 'type ' : ''}`;
    const tail = ` from ${from}${end}`;
    if (name === '*' || name === 'default')
      return { specifier, text: `${keyword}${name === '*' ? `* as ${local}` : local}${tail}` };
    const names = sorted(items).map(itemText);
    const flat = `${keyword}{${pad}${names.join(', ')}${pad}}${tail}`;
    const isWide = flat.length > style.width && names.length > 1;
    return { specifier, text: isWide ? `${keyword}${brokenNames(names, style)}${tail}` : flat };
  });
}

/** Whether a file looks like CommonJS: it has no import declarations but calls `require`. */
export function usesRequire(file: ts.SourceFile): boolean {
  return !file.statements.some((statement) => ts.isImportDeclaration(statement)) && /\brequire\(/.test(file.text);
}
