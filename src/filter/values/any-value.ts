import { ts } from '../../ts.cts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { isAccess, isAssertion, nameText } from '../../read/syntax/syntax.ts';
import { isWrittenAny, writtenType } from './written-type.ts';

/**
 * Whether a value has the type `any`, as far as syntax tells: the result of `response.json()` or `JSON.parse(text)`,
 * `req.body`, what is annotated or cast as `any`, and members of these. The compiler has checked nothing about such a
 * value: it may be undefined, or an object where a string is expected.
 */
export function isAnyValue(node: ts.Node, depth = 0): boolean {
  if (isAssertion(node)) return node.type.kind === ts.SyntaxKind.AnyKeyword;
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isAwaitExpression(node))
    return isAnyValue(node.expression, depth);
  if (isWrittenAny(node)) return true;
  if (isAccess(node)) return isBody(node) || isAnyValue(node.expression, depth);
  if (ts.isCallExpression(node)) return node.typeArguments === undefined && givesAny(node);
  const declaration = ts.isIdentifier(node) ? declarationOf(node) : undefined;
  if (!declaration || depth > 4) return false;
  const isVariable = ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration);
  const owner = isVariable ? ownerOf(declaration) : undefined;
  if (!owner) return false;
  if (owner.type) return owner !== declaration && owner.type.kind === ts.SyntaxKind.AnyKeyword;
  if (!owner.initializer) return false;
  const [first] = ts.isObjectBindingPattern(owner.name) ? pathTo(declaration, owner) : [];
  return isAnyValue(owner.initializer, depth + 1) || (first === 'body' && isRequest(owner.initializer));
}

/** The variable or parameter that a name is declared by or destructured from: `{ body }` of `const { body } = req`. */
function ownerOf(declaration: ts.VariableDeclaration | ts.BindingElement) {
  let owner: ts.Node = declaration;
  while (ts.isBindingElement(owner)) owner = owner.parent.parent;
  return ts.isVariableDeclaration(owner) || ts.isParameter(owner) ? owner : undefined;
}

/**
 * The member names on the way from a destructured variable to a name: `['body', 'id']` for `id` of `{ body: { id } }`.
 */
function pathTo(declaration: ts.Node, owner: ts.Node): string[] {
  const names: string[] = [];
  for (let node = declaration; node !== owner; node = node.parent) {
    if (!ts.isBindingElement(node)) continue;
    const name = node.propertyName ?? node.name;
    names.unshift(ts.isBindingName(name) && !ts.isIdentifier(name) ? '' : (nameText(name as ts.PropertyName) ?? ''));
  }
  return names;
}

/** Whether a call returns `any`: `response.json()`, `JSON.parse(text)`, and `readBody(event)` of h3. */
function givesAny({ expression, arguments: given }: ts.CallExpression): boolean {
  if (ts.isIdentifier(expression)) return expression.text === 'readBody';
  if (!ts.isPropertyAccessExpression(expression)) return false;
  return expression.getText() === 'JSON.parse' || (expression.name.text === 'json' && given.length === 0);
}

/** `req.body`, unless a type argument of the request (`Request<Params, Body>`) may give the body a type. */
function isBody(node: ts.Node): boolean {
  return ts.isPropertyAccessExpression(node) && node.name.text === 'body' && isRequest(node.expression);
}

/** Whether an expression is called `req` or `request` and has no type arguments that would give its body a type. */
function isRequest(node: ts.Node): boolean {
  if (!/^(?:\w+\.)*req(?:uest)?$/.test(node.getText())) return false;
  const type = writtenType(node)?.type;
  return type === undefined || (ts.isTypeReferenceNode(type) && type.typeArguments === undefined);
}
