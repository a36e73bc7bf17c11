import { ts } from '../ts.cts';
import { nodesOf } from './nodes.ts';
import { declarationOf } from './scope.ts';
import { isPropertyName } from './syntax.ts';

const cache = new WeakMap<ts.SourceFile, Map<string, ts.Identifier[]>>();

/** All identifiers of a file by text, in order; property names after a dot and in object literals are left out. */
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

/** The places in its file that name a variable, but for its declaration; none for a pattern. */
export function usesOf(name: ts.BindingName): ts.Identifier[] {
  if (!ts.isIdentifier(name)) return [];
  const namesakes = identifiersOf(name.getSourceFile()).get(name.text) ?? [];
  return namesakes.filter((use) => use !== name && declarationOf(use) === name.parent);
}
