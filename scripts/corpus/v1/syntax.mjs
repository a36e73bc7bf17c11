/** Questions about a syntax tree that need nothing but its nodes. */
import ts from 'typescript';

/** The expression without parentheses, assertions and `await`. */
export function unwrap(node) {
  let inner = node;
  while (
    ts.isParenthesizedExpression(inner) ||
    ts.isAsExpression(inner) ||
    ts.isSatisfiesExpression(inner) ||
    ts.isNonNullExpression(inner) ||
    ts.isAwaitExpression(inner) ||
    ts.isTypeAssertionExpression(inner)
  )
    inner = inner.expression;
  return inner;
}

/** What a property is set to; the name itself for a shorthand, the node itself for a method. */
export function valueOf(property) {
  if (ts.isPropertyAssignment(property)) return property.initializer;
  if (ts.isShorthandPropertyAssignment(property)) return property.name;
  return property;
}

export function isFunction(node) {
  return (
    ts.isArrowFunction(node) ||
    ts.isFunctionExpression(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isFunctionDeclaration(node)
  );
}

export function isUndefined(node) {
  return ts.isIdentifier(node) && node.text === 'undefined';
}

/** `undefined`, `null`, `true` or `false`. */
export function isConstant(node) {
  return (
    isUndefined(node) ||
    [ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword].includes(node.kind)
  );
}

/** The names that a binding declares. */
export function namesOf(name) {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesOf(element.name) : []));
}

/** Whether an identifier of that name occurs. */
export function mentions(node, name) {
  if (!node) return false;
  if (ts.isIdentifier(node)) return node.text === name;
  return ts.forEachChild(node, (child) => mentions(child, name) || undefined) ?? false;
}

/** What a function returns. */
export function resultsOf(node) {
  if (!node.body) return [];
  if (!ts.isBlock(node.body)) return [node.body];
  const results = [];
  const visit = (inner) => {
    if (ts.isReturnStatement(inner) && inner.expression) results.push(inner.expression);
    if (!ts.isFunctionLike(inner)) ts.forEachChild(inner, visit);
  };
  visit(node.body);
  return results;
}

/** What is assigned to a name anywhere in a scope. */
export function assigned(scope, name) {
  const values = [];
  const visit = (node) => {
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isIdentifier(node.left) &&
      node.left.text === name
    )
      values.push(node.right);
    ts.forEachChild(node, visit);
  };
  visit(scope);
  return values;
}

/** What is pushed onto a list of that name anywhere in a scope. */
export function pushed(scope, name) {
  const values = [];
  const visit = (node) => {
    if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      node.expression.name.text === 'push'
    ) {
      const owner = unwrap(node.expression.expression);
      if (ts.isIdentifier(owner) && owner.text === name) values.push(...node.arguments);
    }
    ts.forEachChild(node, visit);
  };
  visit(scope);
  return values;
}
