import { ts } from '../../ts.cts';
import { nodesOf } from './nodes.ts';
import { declarationOf } from './scope.ts';
import { isPropertyName } from './syntax.ts';

const cache = new WeakMap<ts.SourceFile, Map<string, ts.Identifier[]>>();

/**
 * All identifiers of a file by their text, in source order. Names of members (after a dot, or as keys) are left out.
 */
export function identifiersOf(file: ts.SourceFile): ReadonlyMap<string, ts.Identifier[]> {
  const known = cache.get(file);
  if (known) return known;
  const found = new Map<string, ts.Identifier[]>();
  for (const node of nodesOf(file).identifiers) {
    if (isPropertyName(node)) continue;
    const list = found.get(node.text);
    if (list) list.push(node);
    else found.set(node.text, [node]);
  }
  cache.set(file, found);
  return found;
}

/**
 * The identifiers that refer to a variable within its file, its declaration left out; none when `name` is a
 * destructuring pattern.
 */
export function usesOf(name: ts.BindingName): ts.Identifier[] {
  if (!ts.isIdentifier(name)) return [];
  const namesakes = identifiersOf(name.getSourceFile()).get(name.text) ?? [];
  return namesakes.filter((use) => use !== name && declarationOf(use) === name.parent);
}
