import { ts } from '../../ts.cts';
import { everyPart, type Filter } from '../../filter/filter.ts';
import { isNeverAssigned } from '../../read/values/evaluate.ts';
import { declarationOf } from '../../read/syntax/scope.ts';

/**
 * Finds variables whose value may differ between the place where a v1 condition stands, which read it at once, and the
 * `RAW` callback that v2 calls when the query runs.
 */

/**
 * The first name in an expression whose variable is assigned again after its declaration; `undefined` when there is
 * none.
 */
export function mentionsRewritten(node: ts.Node): ts.Identifier | undefined {
  if (ts.isIdentifier(node)) {
    const declaration = declarationOf(node);
    if (declaration && ts.isVariableDeclaration(declaration) && isAssignedAgain(declaration)) return node;
  }
  return ts.forEachChild(node, mentionsRewritten);
}

function isAssignedAgain(declaration: ts.VariableDeclaration): boolean {
  return (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) === 0 && !isNeverAssigned(declaration);
}

/**
 * Whether a filter can be written at another place than its query: no part of it is SQL that is built elsewhere, nor
 * raw SQL that reads a variable which is assigned again.
 */
export function isInSight(filter: Filter): boolean {
  return everyPart(filter, (part) => part.kind !== 'opaque' && !(part.kind === 'raw' && mentionsRewritten(part.node)));
}
