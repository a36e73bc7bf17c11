import { ts } from '../../ts.cts';
import { knownNames } from '../../drizzle/class-names.ts';
import { movedExports } from '../../drizzle/moved-exports.ts';
import { exportsOf, type ModuleExport } from '../modules/exports.ts';
import type { SourceModule } from '../modules/sources.ts';
import { specifiersIn } from '../modules/specifiers.ts';
import { unwrap } from '../syntax/syntax.ts';
import type { TypeContext } from './types.ts';
import type { Evaluator } from '../values/value.ts';

const reexport = /\bexport\b[^;'"]*\bfrom\s*['"]/;

/**
 * Finds the files that get something of drizzle-orm under a name of the project's own. A module with
 * `export { relations as rel } from 'drizzle-orm'` lets other files call `rel(…)` without naming anything by which
 * `src/workspace/open.ts` would pick them for parsing.
 *
 * Returns the paths of all files that import from such a module, directly or through re-exports; none when no module
 * renames anything of Drizzle's.
 *
 * @param modules the files that were picked by their text
 * @param scripts paths of all scripts of the project
 * @param read returns the text of a file
 */
export function aliasUsers(
  modules: readonly SourceModule[],
  scripts: readonly string[],
  read: (path: string) => string | undefined,
  { resolver, evaluator }: TypeContext,
): string[] {
  const doors = new Set(modules.filter((module) => handsOnByAnotherName(module, evaluator)).map(({ path }) => path));
  if (doors.size === 0) return [];
  const users = new Set<string>();
  for (let size = -1; size !== doors.size;) {
    size = doors.size;
    for (const path of scripts) {
      const text = read(path) ?? '';
      const isUser = specifiersIn(text).some((module) => doors.has(resolver.resolve(path, module) ?? ''));
      if (!isUser) continue;
      users.add(path);
      if (reexport.test(text)) doors.add(path);
    }
  }
  return [...users];
}

/** Whether a module exports something of drizzle-orm that matters here under another name. */
function handsOnByAnotherName(module: SourceModule, evaluator: Evaluator): boolean {
  if (!module.text.includes('export')) return false;
  return [...exportsOf(module).named].some(([name, entry]) => {
    const original = originalName(entry, evaluator);
    return original !== undefined && original !== name && isWatched(original);
  });
}

/** Whether files that use this export of drizzle-orm may need changes. */
function isWatched(name: string): boolean {
  return name === 'drizzle' || movedExports.has(name) || knownNames.has(name);
}

/** The name that an export has in drizzle-orm; undefined when it is not from drizzle-orm. */
function originalName(entry: ModuleExport, evaluator: Evaluator): string | undefined {
  if (entry.kind === 'reexport') return isDrizzleModule(entry.specifier) ? entry.name : undefined;
  const name = entry.kind === 'namespace' ? undefined : nameOf(entry.node);
  const value = name && evaluator.evaluate(name);
  return value?.kind === 'external' && isDrizzleModule(value.module) ? value.name : undefined;
}

/** The name or member access that a declaration or exported expression is an alias of; undefined when it is none. */
function nameOf(node: ts.Node): ts.Expression | undefined {
  if (ts.isImportSpecifier(node) || ts.isBindingElement(node))
    return ts.isIdentifier(node.name) ? node.name : undefined;
  if (ts.isVariableDeclaration(node)) return node.initializer && nameOf(unwrap(node.initializer));
  return ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) ? node : undefined;
}

function isDrizzleModule(module: string): boolean {
  return /^drizzle-orm(?:\/|$)/.test(module);
}
