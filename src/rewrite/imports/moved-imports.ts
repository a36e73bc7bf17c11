import { specifierOf } from '../../read/modules/specifiers.ts';
import { ts } from '../../ts.cts';
import { legacyBuilder, legacyRelations, movedExports, queryBuilders } from '../../drizzle/moved-exports.ts';
import { goneExports } from '../../drizzle/gone-exports.ts';
import { survives } from '../../edits/apply.ts';
import { quoted } from '../../edits/style.ts';
import type { SourceModule } from '../../read/modules/sources.ts';
import { isDrizzle } from '../../read/types/type-references.ts';
import type { Project } from '../project.ts';
import { identifiersOf } from '../../read/syntax/references.ts';
import { declarationOf } from '../../read/syntax/scope.ts';

/** The module and the name by which drizzle-orm 1.0 exports something of v1. */
interface Move {
  module: string;
  name: string;
}

/**
 * Where drizzle-orm 1.0 keeps an export of v1: `relations` of `drizzle-orm` is in `drizzle-orm/_relations`, the classes
 * of `…/query-builders/query` are in `…/query-builders/_query`. Undefined for an export that did not move.
 */
function moveOf(module: string, name: string): Move | undefined {
  if (/^drizzle-orm(?:\/relations)?$/.test(module))
    return movedExports.has(name) ? { module: legacyRelations, name } : undefined;
  const [, path, isLegacy] = queryBuilders.exec(module) ?? [];
  return path !== undefined && isLegacy === '' ? { module: `${path}_query`, name: legacyBuilder(name) } : undefined;
}

/**
 * Imports the `relations()` of a file from `drizzle-orm/_relations`, for blocks that stay v1 beside the new relations.
 */
export function moveRelationsImport({ ast }: SourceModule, project: Project): void {
  for (const statement of ast.statements)
    if (ts.isImportDeclaration(statement)) moveImport(statement, project, (name) => name === 'relations');
}

/**
 * Makes a file import everything of v1 from where 1.0 keeps it: imports, re-exports, `require`, members of namespaces.
 */
export function moveImports(module: SourceModule, project: Project): void {
  const { ast } = module;
  for (const statement of ast.statements) {
    if (ts.isImportDeclaration(statement)) moveImport(statement, project);
    else if (ts.isExportDeclaration(statement)) moveExport(statement, project);
    else if (ts.isVariableStatement(statement)) moveRequire(statement, project);
  }
  if (/\*\s*as\b|\bimport\s*\(/.test(module.text)) moveMembers(ast, project);
}

/** Moves the wanted names of one import declaration. */
function moveImport(
  statement: ts.ImportDeclaration,
  project: Project,
  isWanted: (name: string) => boolean = () => true,
): void {
  const { changes, evaluator } = project;
  const clause = statement.importClause;
  if (!clause?.namedBindings || !ts.isNamedImports(clause.namedBindings)) return;
  const text = specifierOf(statement) ?? '';
  const { fileName } = statement.getSourceFile();
  for (const element of clause.namedBindings.elements) {
    const imported = (element.propertyName ?? element.name).text;
    if (!isWanted(imported)) continue;
    const isDirect = text.startsWith('drizzle-orm');
    if (!isDirect && !movedExports.has(imported)) continue;
    const value = isDirect ? undefined : evaluator.evaluate(element.name);
    // A name that comes through an explicit re-export of the project is moved there, so this import can stay.
    if (!isDirect && (!value || !isDrizzle(value) || isNamedIn(text, fileName, imported, project))) continue;
    const move = moveOf(value && isDrizzle(value) ? value.module : text, imported);
    if (!move) continue;
    changes.changeImport(element, undefined);
    const typeOnly = clause.isTypeOnly || element.isTypeOnly;
    changes.needImport(fileName, { from: move.module, name: move.name, local: element.name.text, typeOnly });
  }
}

/**
 * The way back from a bridge run: names that 1.0 also exports from `drizzle-orm` itself are imported from there again
 * instead of from `drizzle-orm/_relations`.
 */
export function restoreImports({ ast }: SourceModule, project: Project): void {
  const { changes } = project;
  const edits = changes.edits(ast.fileName);
  for (const statement of ast.statements) {
    if (!ts.isImportDeclaration(statement) || specifierOf(statement) !== legacyRelations) continue;
    const clause = statement.importClause;
    if (!clause?.namedBindings || !ts.isNamedImports(clause.namedBindings)) continue;
    for (const element of clause.namedBindings.elements) {
      const { text: name } = element.propertyName ?? element.name;
      const { text: local } = element.name;
      if (name === 'relations' || goneExports[name] !== undefined) continue;
      const isUsed = identifiersOf(ast)
        .get(local)
        ?.some((use) => use !== element.name && declarationOf(use) === element && survives(use.getStart(), edits));
      if (!isUsed) continue;
      changes.changeImport(element, undefined);
      const typeOnly = clause.isTypeOnly || element.isTypeOnly;
      changes.needImport(ast.fileName, { from: 'drizzle-orm', name, local, typeOnly });
    }
  }
}

/** Whether a module of the project exports a name explicitly and not by `export *`. */
function isNamedIn(specifier: string, from: string, name: string, project: Project): boolean {
  const path = project.resolver.resolve(from, specifier);
  const file = path === undefined ? undefined : project.sources.get(path)?.ast;
  return (file?.statements ?? []).some(
    (statement) =>
      ts.isExportDeclaration(statement) &&
      statement.exportClause !== undefined &&
      ts.isNamedExports(statement.exportClause) &&
      statement.exportClause.elements.some((element) => element.name.text === name),
  );
}

/** Moves the names of `export { relations } from 'drizzle-orm'`, into a statement of their own if others stay. */
function moveExport(statement: ts.ExportDeclaration, project: Project): void {
  const { moduleSpecifier, exportClause } = statement;
  if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier) || !exportClause || !ts.isNamedExports(exportClause))
    return;
  const { fileName } = statement.getSourceFile();
  const style = project.styleOf(fileName);
  const elements = exportClause.elements.map((element) => ({
    element,
    move: moveOf(moduleSpecifier.text, (element.propertyName ?? element.name).text),
  }));
  const moved = elements.flatMap(({ element, move }) => (move ? [{ element, move }] : []));
  if (moved.length === 0) return;
  const text = ({ element, move }: (typeof moved)[number]) => {
    const type = element.isTypeOnly ? 'type ' : '';
    return `${type}${move.name}${move.name === element.name.text ? '' : ` as ${element.name.text}`}`;
  };
  const from = quoted(moved[0]!.move.module, style);
  if (moved.length === elements.length) {
    project.changes.replace(fileName, moduleSpecifier.getStart(), moduleSpecifier.end, from);
    for (const item of moved) {
      const { element } = item;
      if (element.getText() !== text(item))
        project.changes.replace(fileName, element.getStart(), element.end, text(item));
    }
    return;
  }
  for (const { element } of moved) project.changes.removeElement(element, exportClause.elements);
  const pad = style.bracketSpacing ? ' ' : '';
  const type = statement.isTypeOnly ? 'type ' : '';
  const line = `export ${type}{${pad}${moved.map(text).join(', ')}${pad}} from ${from}${style.semicolon ? ';' : ''}`;
  project.changes.replace(fileName, statement.end, statement.end, style.newline + line);
}

/**
 * Moves the names of `const { relations, eq } = require('drizzle-orm')`, into a statement of their own if others stay.
 */
function moveRequire(statement: ts.VariableStatement, project: Project): void {
  const { fileName } = statement.getSourceFile();
  for (const { name, initializer } of statement.declarationList.declarations) {
    const module = initializer && requiredModule(initializer);
    if (!module || !ts.isObjectBindingPattern(name)) continue;
    const moved = name.elements.flatMap((element) => {
      const key = (element.propertyName ?? element.name).getText();
      const move = moveOf(module.text, key);
      return move ? [{ element, move, local: element.name.getText() }] : [];
    });
    if (moved.length === 0) continue;
    const style = project.styleOf(fileName);
    const from = quoted(moved[0]!.move.module, style);
    if (moved.length === name.elements.length) {
      project.changes.replace(fileName, module.getStart(), module.end, from);
      continue;
    }
    for (const { element } of moved) project.changes.removeElement(element, name.elements);
    const pad = style.bracketSpacing ? ' ' : '';
    const names = moved.map(({ move, local }) => (move.name === local ? local : `${move.name}: ${local}`)).join(', ');
    const line = `const {${pad}${names}${pad}} = require(${from})${style.semicolon ? ';' : ''}`;
    project.changes.replace(fileName, statement.end, statement.end, style.newline + line);
  }
}

/** The module specifier of a `require()` call. */
function requiredModule(node: ts.Expression): ts.StringLiteral | undefined {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression) || node.expression.text !== 'require')
    return undefined;
  const [argument] = node.arguments;
  return argument && ts.isStringLiteral(argument) ? argument : undefined;
}

/**
 * Replaces members of namespaces by imported names (`orm.relations(…)` → `relations(…)`, likewise `orm.Relations` in
 * types), and the module of import types (`import('drizzle-orm').Relations`). Where the plain name is taken, that is
 * reported.
 */
function moveMembers(file: ts.SourceFile, project: Project): void {
  const visit = (node: ts.Node): void => {
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && node.qualifier) {
      const { literal } = node.argument;
      const move = ts.isStringLiteral(literal) && moveOf(literal.text, node.qualifier.getText());
      if (move) {
        const text = quoted(move.module, project.styleOf(file.fileName));
        project.changes.replace(file.fileName, literal.getStart(), literal.end, text);
      }
    }
    const [left, right] = ts.isPropertyAccessExpression(node)
      ? [node.expression, node.name]
      : ts.isQualifiedName(node)
        ? [node.left, node.right]
        : [];
    const namespace = left && ts.isIdentifier(left) ? declarationOf(left) : undefined;
    if (right && namespace && ts.isNamespaceImport(namespace)) {
      const move = moveOf(specifierOf(namespace.parent.parent) ?? '', right.text);
      const isFree = !identifiersOf(file)
        .get(right.text)
        ?.some((use) => declarationOf(use) !== undefined);
      if (move && isFree) {
        project.changes.replace(file.fileName, node.getStart(), node.end, right.text);
        const typeOnly = ts.isQualifiedName(node);
        project.changes.needImport(file.fileName, { from: move.module, name: move.name, local: right.text, typeOnly });
      } else if (move) {
        project.changes.report('RQB_EXPORT_GONE', node, {
          name: right.text,
          remedy: `Import it from \`${move.module}\`.`,
        });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
}
