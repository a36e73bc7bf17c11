import type { ts } from '../../ts.cts';

/** A key for a declaration together with the path from its value to what is looked for. */
export function trail(declaration: ts.Node, path: readonly string[]): string {
  return [declaration.getSourceFile().fileName, declaration.pos, ...path].join('\0');
}

/** Makes a function that says whether a node is followed along a path for the first time, so that a cycle ends. */
export function firstTimes(): (node: ts.Node, path: readonly string[]) => boolean {
  const followed = new Set<string>();
  return (node, path) => {
    const own = trail(node, path);
    const isFirst = !followed.has(own);
    followed.add(own);
    return isFirst;
  };
}
