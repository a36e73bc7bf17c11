import { specifierOf, targetOf } from '../../read/modules/specifiers.ts';
import { ts } from '../../ts.cts';
import { newExports } from '../../drizzle/new-exports.ts';
import { quoted, type Style } from '../../edits/style.ts';
import { exportsOf } from '../../read/modules/exports.ts';
import type { SourceModule } from '../../read/modules/sources.ts';
import type { Project } from '../project.ts';

/**
 * Resolves clashes in modules with `export * from 'drizzle-orm'`. A name that is new in drizzle-orm 1.0 and that
 * another `export *` of the module provides as well would be exported by neither, as ECMAScript leaves ambiguous names
 * out. The project's own export is therefore added by name, which takes precedence.
 */
export function keepOwnExports(project: Project): void {
  for (const module of project.mentioning(/export\s*\*\s*from\s*['"]drizzle-orm['"]/)) {
    const { named, stars } = exportsOf(module);
    if (!stars.includes('drizzle-orm')) continue;
    for (const statement of module.ast.statements) {
      if (!ts.isExportDeclaration(statement) || statement.exportClause) continue;
      const specifier = specifierOf(statement);
      const target = targetOf(statement, project.resolver);
      if (specifier === undefined || target === undefined) continue;
      const names = project.evaluator.exportNames(target).filter((name) => newExports.has(name) && !named.has(name));
      if (names.length === 0) continue;
      const style = project.styleOf(module.path);
      const text = style.newline + exportOf(names, target, specifier, style, project);
      project.changes.replace(module.path, statement.end, statement.end, text);
    }
  }
}

/** `export { a, type B } from './module';` */
function exportOf(names: readonly string[], target: string, specifier: string, style: Style, project: Project): string {
  const types = names.filter((name) => isType(name, target, project));
  const isTypes = types.length === names.length;
  const list = names.map((name) => (!isTypes && types.includes(name) ? `type ${name}` : name)).join(', ');
  const pad = style.bracketSpacing ? ' ' : '';
  const end = style.semicolon ? ';' : '';
  return `export ${isTypes ? 'type ' : ''}{${pad}${list}${pad}} from ${quoted(specifier, style)}${end}`;
}

/** Whether an export of a module is a type alias or an interface, looked up through re-exports. */
function isType(name: string, path: string, project: Project, seen: ReadonlySet<string> = new Set()): boolean {
  const module: SourceModule | undefined = seen.has(path) ? undefined : project.sources.read(path);
  if (!module) return false;
  const { named, stars } = exportsOf(module);
  const found = named.get(name);
  const around = new Set([...seen, path]);
  const isTypeOf = (inner: string, specifier: string) => {
    const target = project.resolver.resolve(path, specifier);
    return target !== undefined && isType(inner, target, project, around);
  };
  if (found?.kind === 'reexport') return isTypeOf(found.name, found.specifier);
  if (found) {
    const node = found.kind === 'declaration' ? found.node : undefined;
    return node !== undefined && (ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node));
  }
  return stars.some((specifier) => isTypeOf(name, specifier));
}
