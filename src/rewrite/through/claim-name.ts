import { ts } from '../../ts.cts';
import { parses } from '../../read/modules/sources.ts';
import { identifiersOf } from '../../read/syntax/references.ts';

/** The names that were given to variables in this run, each with its scope. */
const claimed = new WeakMap<ts.SourceFile, { name: string; scope: ts.Node }[]>();

/**
 * Reserves a name for a variable at a place. Returns false when something in the same scope uses the name already, or
 * when it is no valid identifier.
 */
export function claimName(name: string, place: ts.Node): boolean {
  const file = place.getSourceFile();
  const scope = ts.findAncestor(
    place,
    (node) => ts.isFunctionLike(node) || ts.isForOfStatement(node) || ts.isBlock(node) || ts.isSourceFile(node),
  )!;
  const isInside = (inner: ts.Node, outer: ts.Node) => inner.pos >= outer.pos && inner.end <= outer.end;
  const others = claimed.get(file) ?? [];
  claimed.set(file, others);
  const isTaken =
    identifiersOf(file)
      .get(name)
      ?.some((use) => isInside(use, scope)) ||
    others.some((other) => other.name === name && (isInside(other.scope, scope) || isInside(scope, other.scope)));
  if (isTaken || !parses('name.ts', `const ${name} = 0;`)) return false;
  others.push({ name, scope });
  return true;
}
