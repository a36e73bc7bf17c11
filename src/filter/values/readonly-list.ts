import { ts } from '../../ts.cts';
import { declarationOf, lookUp } from '../../read/syntax/scope.ts';
import { isAccess, isAlternative, isAsConst, isConst, unwrap } from '../../read/syntax/syntax.ts';
import type { QueryContext } from '../context.ts';

/**
 * Whether a list has a readonly array type: the types of v2 take mutable arrays only, so it must be copied
 * (`[...ids]`).
 */
export function isReadonlyList(node: ts.Expression, context: QueryContext, depth = 0): boolean {
  const isReadonly = (other: ts.Expression) => isReadonlyList(other, context, depth + 1);
  const inner = unwrap(node) as ts.Expression;
  if (ts.isAsExpression(node)) return isAsConst(node) || isReadonlyType(node.type);
  if (ts.isConditionalExpression(inner)) return isReadonly(inner.whenTrue) || isReadonly(inner.whenFalse);
  if (isAlternative(inner)) return isReadonly(inner.left) || isReadonly(inner.right);
  const types = context.typesOf(inner);
  if (types.length > 0) return types.some((type) => isReadonlyType(type));
  if (ts.isCallExpression(inner)) return inner.expression.getText() === 'Object.freeze';
  if (isAccess(inner) && isInConstant(inner, context)) return true;
  const declaration = ts.isIdentifier(inner) ? declarationOf(inner) : undefined;
  if (declaration && ts.isVariableDeclaration(declaration) && declaration.initializer && isConst(declaration))
    return depth < 8 && isReadonly(declaration.initializer);
  const value = context.evaluator.evaluate(inner, context.env);
  return value.kind === 'expression' && isAsConst(value.node.parent);
}

/** Whether a value is a member of an object that is written `as const`: `kinds[key]`, `roles.admin.rights`. */
function isInConstant(node: ts.Expression, context: QueryContext): boolean {
  let owner: ts.Node = node;
  while (isAccess(owner)) owner = unwrap(owner.expression);
  const value = context.evaluator.evaluate(owner, context.env);
  return value.kind === 'expression' && isAsConst(value.node.parent);
}

/** Whether values of a type may be readonly arrays. */
function isReadonlyType(type: ts.TypeNode, depth = 0): boolean {
  if (ts.isParenthesizedTypeNode(type)) return isReadonlyType(type.type, depth);
  if (ts.isUnionTypeNode(type)) return type.types.some((part) => isReadonlyType(part, depth));
  if (/^readonly\b|^Readonly(?:Array)?\b/.test(type.getText())) return true;
  const named = ts.isTypeReferenceNode(type) && depth < 4 ? lookUp(type.typeName.getText(), type) : undefined;
  return named !== undefined && ts.isTypeAliasDeclaration(named) && isReadonlyType(named.type, depth + 1);
}
