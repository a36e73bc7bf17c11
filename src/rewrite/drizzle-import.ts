import { ts } from '../ts.cts';
import { lookUp } from '../read/scope.ts';
import type { Project } from './project.ts';

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
  const existing = lookUp(name, file);
  if (existing && ts.isImportSpecifier(existing) && (existing.propertyName ?? existing.name).text === name) return name;
  const local = existing ? `drizzle${name.charAt(0).toUpperCase()}${name.slice(1)}` : name;
  project.changes.needImport(path, { from: module ?? sourceOf(file, name, project), name, local, typeOnly });
  return local;
}

function sourceOf(file: ts.SourceFile, name: string, project: Project): string {
  let reexport: string | undefined;
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const specifier = statement.moduleSpecifier.text;
    if (specifier === 'drizzle-orm') return specifier;
    const target = project.resolver.resolve(file.fileName, specifier);
    const value = target === undefined ? undefined : project.evaluator.exported(target, name);
    if (value?.kind === 'external' && value.module.startsWith('drizzle-orm') && value.name === name)
      reexport ??= specifier;
  }
  return reexport ?? 'drizzle-orm';
}
