import { specifierOf, targetOf } from '../../read/modules/specifiers.ts';
import { ts } from '../../ts.cts';
import { survives } from '../../edits/apply.ts';
import type { Style } from '../../edits/style.ts';
import { isRelationsModule, takesRelations } from '../../read/schema/relations.ts';
import { namesInDocTypes } from '../../read/types/doc-types.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { isNamedInTemplate, type SourceModule } from '../../read/modules/sources.ts';
import { importedModule, placeFor, startBelowHead, type ImportPlace, type KnownImport } from './import-places.ts';
import {
  newImports,
  rewriteImport,
  separatesTypes,
  usesRequire,
  type ImportLine,
  type ImportName,
  type Needed,
} from './import-statements.ts';
import type { Project } from '../project.ts';
import { identifiersOf } from '../../read/syntax/references.ts';
import { cutHeldNames, cutRequiredNames, extendRequired } from './required-names.ts';
import { withSpecifiers } from './specifier.ts';
import { firstOfRun, ownLines } from '../statements.ts';

/**
 * Updates the imports of every changed file: imports whose last use was removed are dropped, and the requested ones are
 * added in the style of the file. Must run after all other rules.
 */
export function rewriteImports(project: Project): void {
  const { changes, sources } = project;
  const isMigrated = [...project.placements.values()].some((placement) => placement !== undefined);
  const importing = isMigrated ? project.naming('relations', (_, text) => takesRelations(text)) : [];
  for (const path of new Set([...changes.files(), ...importing.map((module) => module.path)])) {
    const module = sources.get(path);
    if (!module) continue;
    cutHeldNames(module, project);
    const removed = unusedImports(module, project);
    const needed = withSpecifiers(path, changes.imports(path), project);
    writeImports(module, removed, needed, project);
  }
}

/**
 * The imports of a file that are to be dropped: all of their uses are removed by edits, or the exported name itself is
 * removed.
 */
function unusedImports(module: SourceModule, project: Project): Set<ImportName> {
  const file = module.ast;
  const edits = project.changes.edits(file.fileName);
  const identifiers = identifiersOf(file);
  const changed = project.changes.changedImports();
  const isRenamed = (use: ts.Identifier) =>
    edits.some(({ start, end, pieces }) => start === use.getStart(file) && end === use.end && pieces.length > 0);
  // Types that a rule writes may use an imported name that no identifier of the old text refers to any more.
  const written = edits.flatMap(({ pieces }) => pieces.filter((piece) => typeof piece === 'string')).join('\n');
  const inTypes = new Set([...written.matchAll(/\btypeof ([\p{ID_Continue}$]+)/gu)].map(([, name]) => name!));
  const inComments = namesInDocTypes(file);
  const leftInComments = namesInDocTypes(file, (offset) => survives(offset, edits));
  // Unless the name now stands for something that the file newly imports or declares.
  const isNew = (name: string) =>
    project.changes.imports(file.fileName).some(({ local }) => local === name) ||
    [...project.placements.values()].some((made) => made?.path === file.fileName && made.name === name);
  const unused = new Set<ImportName>();
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement) || !statement.importClause) continue;
    const { name, namedBindings } = statement.importClause;
    const names: [ImportName, ts.Identifier][] = [];
    if (name) names.push([statement.importClause, name]);
    if (namedBindings && ts.isNamespaceImport(namedBindings)) names.push([namedBindings, namedBindings.name]);
    else namedBindings?.elements.forEach((specifier) => names.push([specifier, specifier.name]));
    for (const [node, identifier] of names) {
      const change = ts.isImportSpecifier(node) && changed.has(node) ? { to: changed.get(node) } : undefined;
      const same = identifiers.get(identifier.text) ?? [];
      const isUse = (use: ts.Identifier) => use !== identifier && !isImportName(use) && declarationOf(use) === node;
      const isLeft = (use: ts.Identifier) => survives(use.getStart(file), edits) || (change && isRenamed(use));
      const isUsed = same.some(isUse);
      if (change && change.to === undefined) unused.add(node);
      else if (project.keptDeclarations.has(node)) continue;
      else if (isNamedInTemplate(module, project.readText(file.fileName) ?? '', identifier.text)) continue;
      else if ((inTypes.has(identifier.text) || leftInComments.has(identifier.text)) && !isNew(identifier.text))
        continue;
      else if (
        ((isUsed || inComments.has(identifier.text)) && !same.some((use) => isLeft(use) && isUse(use))) ||
        isGone(node, statement, project)
      )
        unused.add(node);
      // An unused import of `relations` does no harm in v1, but in v2 the name is not exported.
      else if (!isUsed && isV1Relations(node, statement)) unused.add(node);
    }
  }
  return unused;
}

/** Whether an identifier is the name that an import binds, and not a use of it. */
function isImportName(node: ts.Identifier): boolean {
  return ts.isImportSpecifier(node.parent) || ts.isImportClause(node.parent) || ts.isNamespaceImport(node.parent);
}

/** Whether an import names an export that is removed. */
function isGone(node: ImportName, statement: ts.ImportDeclaration, project: Project): boolean {
  if (!ts.isImportSpecifier(node)) return false;
  const target = targetOf(statement, project.resolver);
  const gone = target === undefined ? undefined : project.changes.removedExports().get(target);
  return gone?.has((node.propertyName ?? node.name).text) ?? false;
}

/** Whether an import names the v1 function `relations` of drizzle-orm. */
function isV1Relations(node: ImportName, statement: ts.ImportDeclaration): boolean {
  if (!ts.isImportSpecifier(node) || (node.propertyName ?? node.name).text !== 'relations') return false;
  return isRelationsModule(specifierOf(statement) ?? '');
}

/** Drops and adds the imports of one file. */
function writeImports(
  module: SourceModule,
  removed: ReadonlySet<ImportName>,
  needed: readonly Needed[],
  project: Project,
): void {
  const file = module.ast;
  const style = project.styleOf(file.fileName);
  const pending = [...needed];
  const home = homeStatements(module);
  const known: KnownImport[] = [];
  const emptied: ts.Statement[] = cutRequiredNames(module, project);
  const edits = project.changes.edits(file.fileName);
  for (const statement of file.statements) {
    const isHome = home.includes(statement);
    let isGone = emptied.includes(statement);
    if (isImport(statement) && !isGone && ts.isImportDeclaration(statement)) {
      isGone = rewriteImport(statement, removed, isHome ? pending : [], style, project);
      if (isGone) emptied.push(statement);
    } else if (isHome && !isGone && usesRequire(file) && survives(statement.getStart(file), edits)) {
      extendRequired(statement, pending, style, project);
    }
    const specifier = importedModule(statement);
    if (isHome && specifier !== undefined && (isGone || survives(statement.getStart(file), edits)))
      known.push({ statement, specifier, isGone });
  }
  emptied.sort((a, b) => a.pos - b.pos);
  const lines = newImports(pending, style, usesRequire(file), importsTypesApart(file));
  const replaced = known.length > 0 ? insertImports(lines, known, style, project) : [];
  const cut = emptied.filter((statement) => !replaced.includes(statement));
  for (const statement of cut) {
    const range = ownLines(statement, isHead(statement, cut, module), firstOfRun(statement, cut));
    project.changes.remove(file.fileName, range.start, range.end);
  }
  if (lines.length === 0 || known.length > 0) return;
  const first = firstAfterDirectives(home);
  const start = first ? startBelowHead(first) : file.end;
  const lineBreak = style.newline + (first ? indentOf(first) : '');
  const text = lines.map((line) => line.text).join(lineBreak);
  project.changes.replace(file.fileName, start, start, text + style.newline + (first ? lineBreak : ''));
}

/** Whether a file uses `import type` statements and nowhere the inline form `import { type A }`. */
function importsTypesApart(file: ts.SourceFile): boolean {
  const clauses = file.statements.flatMap((it) => (ts.isImportDeclaration(it) ? (it.importClause ?? []) : []));
  const isInline = ({ namedBindings }: ts.ImportClause) =>
    namedBindings !== undefined &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.some(({ isTypeOnly }) => isTypeOnly);
  return separatesTypes(file) || (clauses.some(({ isTypeOnly }) => isTypeOnly) && !clauses.some(isInline));
}

/**
 * Puts new imports among those of the file.
 *
 * @returns the statements that are replaced by new imports, and must not be removed in addition
 */
function insertImports(
  lines: readonly ImportLine[],
  known: readonly KnownImport[],
  style: Style,
  project: Project,
): ts.Statement[] {
  const places = new Map<ts.Statement, Record<ImportPlace['side'], string[]>>();
  for (const { specifier, text } of lines) {
    const { statement, side } = placeFor(specifier, known);
    const sides = places.get(statement) ?? { before: [], after: [], instead: [] };
    places.set(statement, sides);
    sides[side].push(text);
  }
  for (const [statement, { before, after, instead }] of places) {
    const file = statement.getSourceFile();
    const start = statement.getStart(file);
    const end = statement.end + (/^[ \t]*\/\/[^\r\n]*/.exec(file.text.slice(statement.end))?.[0].length ?? 0);
    const lineBreak = style.newline + indentOf(statement);
    if (instead.length > 0) project.changes.replace(file.fileName, start, statement.end, instead.join(lineBreak));
    if (before.length > 0)
      project.changes.replace(file.fileName, start, start, ...before.map((line) => line + lineBreak));
    if (after.length > 0) project.changes.replace(file.fileName, end, end, ...after.map((line) => lineBreak + line));
  }
  return [...places].flatMap(([statement, { instead }]) => (instead.length > 0 ? [statement] : []));
}

/**
 * The statements that new imports are placed among. In a component with two scripts these are the ones of the script
 * whose names both can see.
 */
function homeStatements({ ast, component }: SourceModule): readonly ts.Statement[] {
  if (!component) return ast.statements;
  const script = component.scripts.find(({ isShared }) => isShared) ?? component.scripts[0];
  return ast.statements.filter((statement) => script && statement.pos >= script.start && statement.end <= script.end);
}

/** The white space in front of a statement on its line. */
function indentOf(statement: ts.Node): string {
  const { text } = statement.getSourceFile();
  return /[ \t]*$/.exec(text.slice(0, statement.getStart()))?.[0] ?? '';
}

/**
 * Whether everything above a statement in its file (or script, or block) is removed with it, so that it is at the head.
 */
function isHead(statement: ts.Statement, cut: readonly ts.Statement[], { ast, component }: SourceModule): boolean {
  const { parent: block } = statement;
  if (ts.isBlock(block)) {
    const above = block.statements.slice(0, block.statements.indexOf(statement));
    return above.every((other) => cut.includes(other));
  }
  const script = component?.scripts.find(({ start, end }) => statement.pos >= start && statement.end <= end);
  const statements = ast.statements.filter(({ pos }) => pos >= (script?.start ?? 0));
  const above = statements.slice(0, statements.indexOf(statement));
  const head = statements[0]!.getStart();
  const isBare = script ? ast.text.slice(script.start, head).trim() === '' : head === 0;
  return isBare && above.every((other) => cut.includes(other));
}

/** Whether a statement is an import, `import x = require()`, or a variable statement of `require()` calls only. */
function isImport(statement: ts.Statement): boolean {
  if (ts.isImportDeclaration(statement) || ts.isImportEqualsDeclaration(statement)) return true;
  return (
    ts.isVariableStatement(statement) &&
    statement.declarationList.declarations.every(
      ({ initializer }) => initializer !== undefined && initializer.getText().startsWith('require('),
    )
  );
}

/** The first statement that is not a directive (`'use server'`): new imports must not precede directives. */
function firstAfterDirectives(statements: readonly ts.Statement[]): ts.Statement | undefined {
  const directives = statements.filter(
    (statement) => ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression),
  );
  return statements[directives.length];
}
