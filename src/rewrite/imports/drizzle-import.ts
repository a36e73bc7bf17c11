import { dirname, isBelow } from '../../path.ts';
import { specifierOf } from '../../read/specifiers.ts';
import { ts } from '../../ts.cts';
import { quoted } from '../../edits/style.ts';
import { lookUp } from '../../read/scope.ts';
import { readJsonEntries } from '../packages/package-entries.ts';
import type { PackageFile } from '../packages/package-json.ts';
import type { Project } from '../project.ts';
import { isGlobal } from './relations-name.ts';

/**
 * Asks for a named import of drizzle-orm in a file and returns the name it will have there. A file that takes its
 * operators from a re-export (`import { eq } from '@acme/db'`) gets the new one from the same place, when that has it.
 */
export function drizzleImport(
  path: string,
  name: string,
  project: Project,
  { module, typeOnly = false }: { module?: string | undefined; typeOnly?: boolean } = {},
): string {
  const file = project.sources.get(path)!.ast;
  if (isGlobal(file)) return `import(${quoted(module ?? 'drizzle-orm', project.styleOf(path))}).${name}`;
  const existing = lookUp(name, file);
  if (existing && ts.isImportSpecifier(existing) && (existing.propertyName ?? existing.name).text === name) {
    keep(existing, project);
    return name;
  }
  const local = existing ? `drizzle${name.charAt(0).toUpperCase()}${name.slice(1)}` : name;
  project.changes.needImport(path, { from: module ?? sourceOf(file, name, project), name, local, typeOnly });
  return local;
}

/** Lets an import stay although the uses it has now may all be cut: new text names it. */
function keep(node: ts.ImportSpecifier, { changes, keptDeclarations }: Project): void {
  if (keptDeclarations.has(node)) return;
  keptDeclarations.add(node);
  changes.onRestore(() => keptDeclarations.delete(node));
}

function sourceOf(file: ts.SourceFile, name: string, project: Project): string {
  const specifiers = importedModules(file);
  if (specifiers.includes('drizzle-orm')) return 'drizzle-orm';
  const reexport = specifiers.find((specifier) => reExports(specifier, file, name, project));
  if (reexport !== undefined || isDeclared(file, project)) return reexport ?? 'drizzle-orm';
  const known = ofNeighbours(file, name, project);
  if (known === undefined) reportUndeclared(file, project);
  return known ?? 'drizzle-orm';
}

function importedModules(file: ts.SourceFile): string[] {
  return file.statements.filter(ts.isImportDeclaration).flatMap((statement) => specifierOf(statement) ?? []);
}

function reExports(specifier: string, file: ts.SourceFile, name: string, { resolver, evaluator }: Project): boolean {
  const target = resolver.resolve(file.fileName, specifier);
  const value = target === undefined ? undefined : evaluator.exported(target, name);
  return value?.kind === 'external' && value.name === name && mayExport(value.module, name);
}

/** The package from which the other files of a package take what drizzle-orm exports. */
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

/** Whether the package of a file, or one around it, declares drizzle-orm. */
function isDeclared(file: ts.SourceFile, { packageFiles, resolver }: Project): boolean {
  const around = packageFiles.filter(({ path }) => path.endsWith('.json') && isBelow(file.fileName, dirname(path)));
  return !resolver.packageOf(file.fileName) || around.some(declaresDrizzle);
}

/** Resolutions and overrides name a version for others, and declare nothing. */
function declaresDrizzle({ path, text }: PackageFile): boolean {
  const entries = text.includes('"drizzle-orm"') ? readJsonEntries(path, text) : [];
  if ('error' in entries) return false;
  return entries.some(({ path: [field, name] }) => /^(?:\w+D|d)ependencies$/.test(field!) && name === 'drizzle-orm');
}

/** Tells it once per package. */
function reportUndeclared(file: ts.SourceFile, { changes, resolver }: Project): void {
  const own = resolver.packageOf(file.fileName)!;
  const name = own.name || own.path;
  const isTold = changes
    .findings()
    .some((other) => other.code === 'RQB_PACKAGE_UNDECLARED' && other.message.includes(`\`${name}\``));
  if (!isTold) changes.report('RQB_PACKAGE_UNDECLARED', file.statements[0] ?? file, { name });
}

/** Whether a module of drizzle-orm has one of the names the rules ask for: `export * from 'drizzle-orm/sql'` has few. */
function mayExport(module: string, name: string): boolean {
  if (module === 'drizzle-orm') return true;
  if (module === 'drizzle-orm/relations')
    return /^(?:defineRelations|RelationsFilter|AnyRelations|EmptyFilter)/.test(name);
  return (
    module.startsWith('drizzle-orm/sql') &&
    /^(?:sql|SQL|and|or|not|[a-z]+|isNull|isNotNull|inArray|notInArray)$/.test(name)
  );
}
