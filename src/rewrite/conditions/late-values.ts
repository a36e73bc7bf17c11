import { ts } from '../../ts.cts';
import { everyPart, type Filter } from '../../filter/filter.ts';
import { isName, outermost } from '../../read/syntax/syntax.ts';
import { isChangedAfter } from '../../read/syntax/writes.ts';

/**
 * Finds variables whose value may differ between the place where a v1 condition stands, which read it at once, and the
 * `RAW` callback that v2 calls when the query runs.
 */

/**
 * The first name in an expression whose value, or what is read from it, may be written to later; `undefined` when there
 * is none.
 */
export function mentionsRewritten(node: ts.Node): ts.Identifier | undefined {
  if (ts.isIdentifier(node)) return !isName(node) && isChangedAfter(pathFrom(node)) ? node : undefined;
  return ts.forEachChild(node, mentionsRewritten);
}

/** The whole path of names that starts with a name: `input.user.id` for `input`. */
export function pathFrom(name: ts.Identifier): ts.Expression {
  let path: ts.Expression = name;
  for (;;) {
    const { parent } = outermost(path);
    if (!ts.isPropertyAccessExpression(parent) || parent.expression !== outermost(path)) return path;
    if (ts.isCallExpression(parent.parent) && parent.parent.expression === parent) return path;
    path = parent;
  }
}

/**
 * Whether a filter can be written at another place than its query: no part of it is SQL that is built elsewhere, nor
 * raw SQL that reads a variable which is assigned again.
 */
export function isInSight(filter: Filter): boolean {
  return everyPart(filter, (part) => part.kind !== 'opaque' && !(part.kind === 'raw' && mentionsRewritten(part.node)));
}
