import { dirname, isBelow } from '../../path.ts';
import { specifierOf } from '../../read/modules/specifiers.ts';
import { ts } from '../../ts.cts';
import { quoted } from '../../edits/style.ts';
import { lookUp } from '../../read/syntax/scope.ts';
import { nameText } from '../../read/syntax/syntax.ts';
import { readJsonEntries } from '../packages/package-entries.ts';
import type { PackageFile } from '../packages/package-json.ts';
import type { Project } from '../project.ts';
import { isGlobal } from './relations-name.ts';

/**
 * Requests an import of a drizzle-orm export in a file. A file that takes its operators from a re-export
 * (`import { eq } from '@acme/db'`) imports the new name from there as well, if it is available there.
 *
 * @param module the module to import from, when it is not `drizzle-orm` itself
 * @param place where the name is used, if it may mean something else there than at the top of the file
 * @returns the name to use in the file: an alias if the name is taken, or `import('drizzle-orm').eq` in a global
 * declaration file, which must not have imports
 */
export function drizzleImport(
  path: string,
  name: string,
  project: Project,
  { module, typeOnly = false, place }: { module?: string | undefined; typeOnly?: boolean; place?: ts.Node } = {},
): string {
  const file = project.sources.get(path)!.ast;
  if (isGlobal(file)) return `import(${quoted(module ?? 'drizzle-orm', project.styleOf(path))}).${name}`;
  const existing = lookUp(name, file);
  const whole = module === undefined ? wholeModule(file, typeOnly) : undefined;
  if (whole && (place === undefined || lookUp(whole.name.text, place) === whole.declaration)) {
    keep(whole.declaration, project);
    return `${whole.name.text}.${name}`;
  }
  // A parameter or variable around the place may have the name, too.
  const isHidden = place !== undefined && lookUp(name, place) !== existing;
  if (!isHidden && existing && importedName(existing) === name) {
    keep(existing, project);
    return name;
  }
  const alias = `drizzle${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const local = existing || isHidden ? alias : name;
  const known = lookUp(local, file);
  if (known && importedName(known) === name) {
    keep(known, project);
    return local;
  }
  project.changes.needImport(path, { from: module ?? sourceOf(file, name, project), name, local, typeOnly });
  return local;
}

/**
 * The name that a file has all of drizzle-orm under, by `import * as orm` or `const orm = require(…)`. Undefined where it
 * imports names of it one by one, too.
 */
function wholeModule(
  file: ts.SourceFile,
  typeOnly: boolean,
): { name: ts.Identifier; declaration: ts.Node } | undefined {
  let found: { name: ts.Identifier; declaration: ts.Node } | undefined;
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement) && specifierOf(statement) === 'drizzle-orm') {
      const { namedBindings: bindings, isTypeOnly = false } = statement.importClause ?? {};
      if (!bindings || !ts.isNamespaceImport(bindings)) return undefined;
      if (typeOnly || !isTypeOnly) found = { name: bindings.name, declaration: bindings };
    }
    for (const declaration of ts.isVariableStatement(statement) ? statement.declarationList.declarations : []) {
      if (!isRequired(declaration.initializer)) continue;
      if (!ts.isIdentifier(declaration.name)) return undefined;
      found = { name: declaration.name, declaration };
    }
  }
  return found;
}

/** Whether an expression is `require('drizzle-orm')`. */
function isRequired(node: ts.Expression | undefined): boolean {
  if (!node || !ts.isCallExpression(node) || node.expression.getText() !== 'require') return false;
  const [specifier] = node.arguments;
  return specifier !== undefined && ts.isStringLiteralLike(specifier) && specifier.text === 'drizzle-orm';
}

/**
 * The name under which a module exports what an import specifier brings, or drizzle-orm what a name of
 * `const { eq } = require('drizzle-orm')` holds; undefined for other declarations.
 */
function importedName(declaration: ts.Node): string | undefined {
  const isNamed =
    ts.isImportSpecifier(declaration) ||
    (ts.isBindingElement(declaration) &&
      ts.isVariableDeclaration(declaration.parent.parent) &&
      isRequired(declaration.parent.parent.initializer));
  return isNamed ? nameText((declaration.propertyName ?? declaration.name) as ts.PropertyName) : undefined;
}

/** Marks a declaration as used by new code, so that it stays when all of its present uses are removed. */
export function keep(node: ts.Node, { changes, keptDeclarations }: Project): void {
  if (keptDeclarations.has(node)) return;
  keptDeclarations.add(node);
  changes.onRestore(() => keptDeclarations.delete(node));
}

/**
 * The module that a file should import a drizzle-orm name from: `drizzle-orm` when the file or its package already uses
 * it, else a module that re-exports the name.
 */
function sourceOf(file: ts.SourceFile, name: string, project: Project): string {
  const specifiers = importedModules(file);
  if (specifiers.includes('drizzle-orm')) return 'drizzle-orm';
  const reexport = specifiers.find((specifier) => reExports(specifier, file, name, project));
  if (reexport !== undefined || isDeclared(file, project)) return reexport ?? 'drizzle-orm';
  const known = ofNeighbours(file, name, project);
  if (known === undefined) reportUndeclared(file, project);
  return known ?? 'drizzle-orm';
}

/** The module specifiers of a file's import declarations. */
function importedModules(file: ts.SourceFile): string[] {
  return file.statements.filter(ts.isImportDeclaration).flatMap((statement) => specifierOf(statement) ?? []);
}

/** Whether a module of the project re-exports a name from drizzle-orm. The name may be new in 1.0. */
function reExports(specifier: string, file: ts.SourceFile, name: string, { resolver, evaluator }: Project): boolean {
  const target = resolver.resolve(file.fileName, specifier);
  const value = target === undefined ? undefined : evaluator.exported(target, name);
  return value?.kind === 'external' && value.name === name && mayExport(value.module, name);
}

/** The specifier of a package that other files of the same package import re-exports of drizzle-orm from. */
function ofNeighbours(file: ts.SourceFile, name: string, project: Project): string | undefined {
  const own = project.resolver.packageOf(file.fileName);
  for (const { path, ast } of project.sources.parsed()) {
    if (project.resolver.packageOf(path) !== own) continue;
    const found = importedModules(ast).find(
      (specifier) => !specifier.startsWith('.') && reExports(specifier, ast, name, project),
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Whether the package.json of a file's package, or one in a folder around it, declares drizzle-orm. True for a file
 * outside of any package.
 */
function isDeclared(file: ts.SourceFile, { packageFiles, resolver }: Project): boolean {
  const around = packageFiles.filter(({ path }) => path.endsWith('.json') && isBelow(file.fileName, dirname(path)));
  return !resolver.packageOf(file.fileName) || around.some(declaresDrizzle);
}

/**
 * Whether a package file has drizzle-orm among its dependencies. Entries in `resolutions` or `overrides` do not count.
 */
function declaresDrizzle({ path, text }: PackageFile): boolean {
  const entries = text.includes('"drizzle-orm"') ? readJsonEntries(path, text) : [];
  if ('error' in entries) return false;
  return entries.some(({ path: [field, name] }) => /^(?:\w+D|d)ependencies$/.test(field!) && name === 'drizzle-orm');
}

/** Reports that a package does not declare drizzle-orm, once per package. */
function reportUndeclared(file: ts.SourceFile, { changes, resolver }: Project): void {
  const own = resolver.packageOf(file.fileName)!;
  const name = own.name || own.path;
  const isTold = changes
    .findings()
    .some((other) => other.code === 'RQB_PACKAGE_UNDECLARED' && other.message.includes(`\`${name}\``));
  if (!isTold) changes.report('RQB_PACKAGE_UNDECLARED', file.statements[0] ?? file, { name });
}

/**
 * Whether a module of drizzle-orm exports one of the names that the rules request. `drizzle-orm` itself has all of
 * them, the modules below it only some.
 */
function mayExport(module: string, name: string): boolean {
  if (module === 'drizzle-orm') return true;
  if (module === 'drizzle-orm/relations')
    return /^(?:defineRelations|RelationsFilter|AnyRelations|EmptyFilter)/.test(name);
  return (
    module.startsWith('drizzle-orm/sql') &&
    /^(?:sql|SQL|and|or|not|[a-z]+|isNull|isNotNull|inArray|notInArray)$/.test(name)
  );
}
