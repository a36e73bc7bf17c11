import { ts } from '../ts.cts';
import { declarationOf } from '../read/scope.ts';
import { isAccess, nameText } from '../read/syntax.ts';
import { isWrittenAny, writtenType } from './written-type.ts';

/**
 * Whether nothing has a type for a value, as far as the text tells: what `json()` and `JSON.parse` give, the body of a
 * request, what is written as `any`, and parts of these. It may be missing, or an object where a text is expected.
 */
export function isAnyValue(node: ts.Node, depth = 0): boolean {
  if (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) return node.type.kind === ts.SyntaxKind.AnyKeyword;
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

/** The variable or parameter that a name is taken out of. */
function ownerOf(declaration: ts.VariableDeclaration | ts.BindingElement) {
  let owner: ts.Node = declaration;
  while (ts.isBindingElement(owner)) owner = owner.parent.parent;
  return ts.isVariableDeclaration(owner) || ts.isParameter(owner) ? owner : undefined;
}

/** The names of the members by which a name is taken out of a variable. */
function pathTo(declaration: ts.Node, owner: ts.Node): string[] {
  const names: string[] = [];
  for (let node = declaration; node !== owner; node = node.parent) {
    if (!ts.isBindingElement(node)) continue;
    const name = node.propertyName ?? node.name;
    names.unshift(ts.isBindingName(name) && !ts.isIdentifier(name) ? '' : (nameText(name as ts.PropertyName) ?? ''));
  }
  return names;
}

/** `response.json()`, `JSON.parse(text)`, and `readBody(event)` of h3. */
function givesAny({ expression, arguments: given }: ts.CallExpression): boolean {
  if (ts.isIdentifier(expression)) return expression.text === 'readBody';
  if (!ts.isPropertyAccessExpression(expression)) return false;
  return expression.getText() === 'JSON.parse' || (expression.name.text === 'json' && given.length === 0);
}

/** `req.body`, unless the type of the request says what is in it. */
function isBody(node: ts.Node): boolean {
  return ts.isPropertyAccessExpression(node) && node.name.text === 'body' && isRequest(node.expression);
}

function isRequest(node: ts.Node): boolean {
  if (!/^(?:\w+\.)*req(?:uest)?$/.test(node.getText())) return false;
  const type = writtenType(node)?.type;
  return type === undefined || (ts.isTypeReferenceNode(type) && type.typeArguments === undefined);
}
