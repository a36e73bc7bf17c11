import { ts } from '../../ts.cts';
import { everyPart, type Filter } from '../../filter/filter.ts';
import { isNeverAssigned } from '../../read/evaluate.ts';
import { declarationOf } from '../../read/scope.ts';

/** The first name in an expression whose variable is written more than once: a callback may see another value of it. */
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

/** Whether no part of a filter is SQL from elsewhere, or reads a variable that may be another when the query runs. */
export function isInSight(filter: Filter): boolean {
  return everyPart(filter, (part) => part.kind !== 'opaque' && !(part.kind === 'raw' && mentionsRewritten(part.node)));
}
