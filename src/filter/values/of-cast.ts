import { listOver } from '../../read/syntax/list-over.ts';
import { memberNames } from '../../read/syntax/paths.ts';
import { declarationOf, ownerOfBinding, variableOf } from '../../read/syntax/scope.ts';
import { accessedName, isAccess, isAsConst, isAssertion, memberNamed, unwrap } from '../../read/syntax/syntax.ts';
import { elementType } from '../../read/types/type-parts.ts';
import { ts } from '../../ts.cts';
import type { QueryContext } from '../context.ts';
import { isKnownToBeThere } from './guards.ts';
import { hidesValue } from './unchecked.ts';
import { objectTypesOf, writtenType } from './written-type.ts';

/**
 * Whether a value is a member of what is cast to a type: `userId` of `verify(token) as { userId: string }`.
 *
 * @param member the member that is read of the node
 */
export function isOfCast(node: ts.Node, context: QueryContext, member?: string, depth = 0): boolean {
  if (isAssertion(node)) return member !== undefined && !isAsConst(node) && mayLack(node.expression, member, context);
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isAwaitExpression(node))
    return isOfCast(node.expression, context, member, depth);
  if (isAccess(node)) return isOfCast(node.expression, context, accessedName(node) ?? '', depth);
  const declaration = ts.isIdentifier(node) ? declarationOf(node) : undefined;
  const owner = declaration && ownerOfBinding(declaration);
  if (!owner || depth > 4) return false;
  const taken = declaration === owner ? member : (memberNames(declaration, owner)?.[0] ?? '');
  const list = listOver(owner);
  if (list) return taken !== undefined && isElementOfCast(list, taken, context, depth + 1);
  if (!ts.isVariableDeclaration(owner) || !owner.initializer) return false;
  return isOfCast(owner.initializer, context, taken, depth + 1);
}

/** Whether the elements of a list are cast to a type with a member that they are not known to have. */
function isElementOfCast(list: ts.Expression, member: string, context: QueryContext, depth: number): boolean {
  if (isAssertion(list)) return !isAsConst(list) && mayLack(list.expression, member, context, elementType);
  if (ts.isParenthesizedExpression(list) || ts.isNonNullExpression(list) || ts.isAwaitExpression(list))
    return isElementOfCast(list.expression, member, context, depth);
  const initializer = depth < 4 ? variableOf(list)?.initializer : undefined;
  return initializer !== undefined && isElementOfCast(initializer, member, context, depth + 1);
}

/**
 * Whether an expression is not known to have a member that a cast says it has.
 *
 * @param partOf the part of its type that the cast is about
 */
function mayLack(
  expression: ts.Expression,
  member: string,
  context: QueryContext,
  partOf = (type: ts.TypeNode): ts.TypeNode | undefined => type,
): boolean {
  const inner = unwrap(expression);
  const written = writtenType(inner)?.type;
  const type = written && partOf(written);
  // `if (!user) return; … user as User` hides null no more.
  const isThere = type !== undefined && isKnownToBeThere(inner as ts.Expression, context);
  if (!type || (!isThere && hidesValue(inner))) return hidesValue(inner) || isGivenBare(inner);
  const parts = isThere && ts.isUnionTypeNode(type) ? type.types.filter((part) => !isNothing(part)) : [type];
  return !parts.every((part) =>
    objectTypesOf(part).some(({ members }) => {
      const known = memberNamed<ts.TypeElement | ts.ClassElement>(members, member);
      return known && !(known as ts.PropertySignature).questionToken;
    }),
  );
}

/** Whether a type is `null` or `undefined`. */
function isNothing(type: ts.TypeNode): boolean {
  return /^(?:null|undefined)$/.test(type.getText());
}

/** Whether an expression is a parameter, or taken from one, whose type is not written. */
function isGivenBare(node: ts.Node): boolean {
  const declaration = ts.isIdentifier(node) ? declarationOf(node) : undefined;
  return declaration !== undefined && ts.isParameter(ownerOfBinding(declaration));
}
