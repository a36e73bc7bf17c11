import { ts } from '../ts.cts';
import { knownNames } from '../drizzle/class-names.ts';
import { movedExports } from '../drizzle/moved-exports.ts';
import { exportsOf, type ModuleExport } from './exports.ts';
import type { SourceModule } from './sources.ts';
import { beforeSpecifier } from './specifiers.ts';
import { unwrap } from './syntax.ts';
import type { TypeContext } from './types.ts';
import type { Evaluator } from './value.ts';

const specifier = new RegExp(`${beforeSpecifier}([^'"\\x60]+)['"\\x60]`, 'g');
const reexport = /\bexport\b[^;'"]*\bfrom\s*['"]/;

/**
 * The files that take something of drizzle-orm by a name the project gave it (`export { relations as rel } from
 * 'drizzle-orm'`), and so need not hold a word of Drizzle's. None are looked for where no module gives such a name.
 *
 * @param modules what matters by its text
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
      const isUser = [...text.matchAll(specifier)].some(([, module]) =>
        doors.has(resolver.resolve(path, module!) ?? ''),
      );
      if (!isUser) continue;
      users.add(path);
      if (reexport.test(text)) doors.add(path);
    }
  }
  return [...users];
}

function handsOnByAnotherName(module: SourceModule, evaluator: Evaluator): boolean {
  if (!module.text.includes('export')) return false;
  return [...exportsOf(module).named].some(([name, entry]) => {
    const original = originalName(entry, evaluator);
    return original !== undefined && original !== name && isWatched(original);
  });
}

function isWatched(name: string): boolean {
  return name === 'drizzle' || movedExports.has(name) || knownNames.has(name);
}

/** The name that an export has in drizzle-orm; undefined when it is not drizzle-orm's. */
function originalName(entry: ModuleExport, evaluator: Evaluator): string | undefined {
  if (entry.kind === 'reexport') return isDrizzleModule(entry.specifier) ? entry.name : undefined;
  const name = entry.kind === 'namespace' ? undefined : nameOf(entry.node);
  const value = name && evaluator.evaluate(name);
  return value?.kind === 'external' && isDrizzleModule(value.module) ? value.name : undefined;
}

/** What a declaration or an exported expression merely names. */
function nameOf(node: ts.Node): ts.Expression | undefined {
  if (ts.isImportSpecifier(node) || ts.isBindingElement(node))
    return ts.isIdentifier(node.name) ? node.name : undefined;
  if (ts.isVariableDeclaration(node)) return node.initializer && nameOf(unwrap(node.initializer));
  return ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) ? node : undefined;
}

function isDrizzleModule(module: string): boolean {
  return /^drizzle-orm(?:\/|$)/.test(module);
}
