import { ts } from '../../ts.cts';
import { declarationOf } from '../syntax/scope.ts';
import { isAccess, returnedExpression, unwrap, type Access } from '../syntax/syntax.ts';
import { createObjectMembers } from '../types/object-members.ts';
import { declarationOfName, type TypeContext } from '../types/types.ts';
import { heldByBinding, heldByMember, heldByVariable } from './held-by-declaration.ts';
import { either, type Held, type HeldContext } from './held.ts';
import { calledBy, createPassedQueries, type PassedQueries } from './passed-queries.ts';
import { isQueryKey } from './query-key.ts';
import { keyOfAccess, methodAt } from './query-methods.ts';

/** Follows `db.query` and its tables to the places that use them. */
export type HeldQueries = Pick<HeldContext, 'heldBy' | 'members'> & Pick<PassedQueries, 'hand'>;

/** How many references may be followed from one expression. */
const maxDepth = 12;

/**
 * Makes a reader that follows `db.query` and its tables through constants, parameters, members, destructuring, types
 * and imports.
 */
export function createHeldQueries(types: TypeContext): HeldQueries {
  const { evaluator } = types;
  const members = createObjectMembers(types);
  let depth = 0;
  const context: HeldContext = {
    ...types,
    members,
    heldBy,
    passedTo: (parameter) => passedQueries.passedTo(parameter),
  };
  const passedQueries = createPassedQueries(context);

  function heldBy(node: ts.Node): Held | undefined {
    if (depth > maxDepth) return undefined;
    depth++;
    const held = find(unwrap(node));
    depth--;
    return held;
  }

  function find(node: ts.Node): Held | undefined {
    if (isAccess(node)) return ofMember(node, keyOfAccess(node, evaluator));
    if (ts.isIdentifier(node)) return ofIdentifier(node);
    if (ts.isConditionalExpression(node)) return either(heldBy(node.whenTrue), heldBy(node.whenFalse));
    if (ts.isBinaryExpression(node) && node.operatorToken.kind !== ts.SyntaxKind.CommaToken)
      return node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken ? heldBy(node.left) : undefined;
    if (ts.isCallExpression(node)) return ofCall(node);
    return undefined;
  }

  function ofCall(call: ts.CallExpression): Held | undefined {
    const fn = calledBy(call, context);
    const returned = fn && returnedExpression(fn);
    return returned && heldBy(returned);
  }

  /**
   * What a member access holds: `query` of anything that is not known to be something else, or a table of what is
   * `query`.
   */
  function ofMember(node: Access, key: string | undefined): Held | undefined {
    const { expression } = node;
    const isQuery = isQueryKey(key);
    // In `db.query.query.findMany()` the second `query` is a table of that name.
    if (isQuery && !methodAt(node.parent, evaluator)) return { kind: 'query', node };
    // A member named `query` can also be one of the project that returns a table:
    // `get query() { return this.db.query[this.name]; }`.
    const own = isQuery ? members.memberOf(expression, key!) : undefined;
    const table = own && heldByMember(own, context);
    if (table?.kind === 'table') return table;
    const base = heldBy(expression);
    if (isQuery && base?.kind !== 'query') return { kind: 'query', node };
    if (base?.kind === 'query') return { kind: 'table', node: unwrap(expression) as ts.Expression, key };
    if (base || key === undefined) return undefined;
    const object = evaluator.evaluate(expression);
    const owner = object.kind === 'expression' ? object.node : expression;
    const member = members.memberOf(expression, key) ?? members.memberOf(owner, key);
    if (member) return heldByMember(member, context);
    const declaration = ts.isPropertyAccessExpression(node) ? declarationOfName(node, context) : undefined;
    return declaration && ts.isVariableDeclaration(declaration) ? heldByVariable(declaration, context) : undefined;
  }

  function ofIdentifier(node: ts.Identifier): Held | undefined {
    const own = declarationOf(node);
    const declaration = own && (declarationOfName(node, context) ?? own);
    const held =
      declaration &&
      (ts.isVariableDeclaration(declaration) || ts.isParameter(declaration)
        ? heldByVariable(declaration, context)
        : ts.isBindingElement(declaration)
          ? heldByBinding(declaration, node, context)
          : undefined);
    return held ?? (isQueryKey(node.text) ? { kind: 'query', node } : undefined);
  }

  return { heldBy, hand: passedQueries.hand, members };
}
