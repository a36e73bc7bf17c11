import { ts } from '../../ts.cts';

/** Nodes around an expression that do not change its value at run time. */
const wrappers: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.ParenthesizedExpression,
  ts.SyntaxKind.AsExpression,
  ts.SyntaxKind.SatisfiesExpression,
  ts.SyntaxKind.NonNullExpression,
  ts.SyntaxKind.TypeAssertionExpression,
]);

/** Strips parentheses and type-only wrappers: `(x as T)!` → `x`. */
export function unwrap(node: ts.Node): ts.Node {
  while (wrappers.has(node.kind)) node = (node as ts.ParenthesizedExpression).expression;
  return node;
}

/**
 * The outermost expression that differs from this one only by parentheses and type-only wrappers: `x` → `(x as T)!`.
 */
export function outermost(node: ts.Node): ts.Node {
  while (wrappers.has(node.parent.kind)) node = node.parent;
  return node;
}

/** Whether a node is literally `undefined` or `void 0`. */
export function isUndefined(node: ts.Node): boolean {
  if (ts.isVoidExpression(node)) return ts.isNumericLiteral(node.expression);
  return ts.isIdentifier(node) && node.text === 'undefined';
}

/** Whether a node is literally `undefined`, `void 0` or `null`. */
export function isNullish(node: ts.Node): boolean {
  return isUndefined(node) || node.kind === ts.SyntaxKind.NullKeyword;
}

/** Whether a node is `{}`. */
export function isEmptyObject(node: ts.Node): boolean {
  return ts.isObjectLiteralExpression(node) && node.properties.length === 0;
}

/** Whether a node is `[]`. */
export function isEmptyList(node: ts.Node): boolean {
  return ts.isArrayLiteralExpression(node) && node.elements.length === 0;
}

/** The text of a property name; undefined for `#private` names and for names computed at run time. */
export function nameText(name: ts.PropertyName): string | undefined {
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)) return name.text;
  return ts.isComputedPropertyName(name) && ts.isStringLiteralLike(name.expression) ? name.expression.text : undefined;
}

/** The same as `nameText`, with `#private` names included. */
export function memberName(name: ts.PropertyName): string | undefined {
  return ts.isPrivateIdentifier(name) ? name.text : nameText(name);
}

/**
 * The key that an element of an object pattern takes: `a` of `{ a }` and of `{ a: b }`; undefined for one computed at
 * run time.
 */
export function keyOfBinding({ name, propertyName }: ts.BindingElement): string | undefined {
  if (propertyName) return nameText(propertyName as ts.PropertyName);
  return ts.isIdentifier(name) ? name.text : undefined;
}

/** A member access: `a.b` or `a[b]`. */
export type Access = ts.PropertyAccessExpression | ts.ElementAccessExpression;

/** Whether a node is a member access. */
export function isAccess(node: ts.Node): node is Access {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}

/** The name of the member that an access takes: `a` of `x.a` and `x['a']`; undefined for one computed at run time. */
export function accessedName(access: Access): string | undefined {
  if (ts.isPropertyAccessExpression(access)) return access.name.text;
  return ts.isStringLiteralLike(access.argumentExpression) ? access.argumentExpression.text : undefined;
}

/** Whether a node is an assignment: `a = b`, `a ??= b`, `a += b` and the like. */
export function isAssignment(node: ts.Node): node is ts.BinaryExpression {
  if (!ts.isBinaryExpression(node)) return false;
  const { kind } = node.operatorToken;
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** Whether a variable is declared with `const`. */
export function isConst(declaration: ts.VariableDeclaration): boolean {
  return (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
}

/** Whether a declaration has the modifier `export`. (One exported by a separate `export { … }` does not count.) */
export function isExported(declaration: ts.Declaration): boolean {
  return (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) !== 0;
}

/**
 * The value of a property, whether written out (`a: b`) or short (`a`); undefined for methods, accessors and spreads.
 */
export function propertyValue(property: ts.ObjectLiteralElementLike): ts.Expression | undefined {
  if (ts.isPropertyAssignment(property)) return property.initializer;
  return ts.isShorthandPropertyAssignment(property) ? property.name : undefined;
}

/**
 * The first member with this name of an object literal, class, interface or object type; undefined when there is none.
 */
export function memberNamed<T extends { readonly name?: ts.PropertyName }>(
  members: readonly T[],
  name: string,
): T | undefined {
  return members.find((member) => member.name && memberName(member.name) === name);
}

/**
 * The value of a property of an object literal; undefined when it has no such property, or only a method or accessor of
 * that name.
 */
export function valueNamed(object: ts.ObjectLiteralExpression, key: string): ts.Expression | undefined {
  const property = memberNamed(object.properties, key);
  return property && propertyValue(property);
}

/** A function or method declaration or expression; its body can be looked into. */
export type FunctionNode = ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration | ts.MethodDeclaration;

/** Whether a node is a function or a method. Constructors and accessors do not count. */
export function isFunction(node: ts.Node): node is FunctionNode {
  return (
    ts.isArrowFunction(node) ||
    ts.isFunctionExpression(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isMethodDeclaration(node)
  );
}

/**
 * The expression that a function returns at its end: the body of an arrow function, or the value of a `return` that is
 * the last statement. Undefined otherwise. Earlier returns are not looked for; see `hasOtherReturns`.
 */
export function returnedExpression(fn: FunctionNode | ts.GetAccessorDeclaration): ts.Expression | undefined {
  if (!fn.body) return undefined;
  if (!ts.isBlock(fn.body)) return fn.body;
  const last = fn.body.statements.at(-1);
  return last && ts.isReturnStatement(last) ? last.expression : undefined;
}

/** Whether a function also returns somewhere else than at the given expression. */
export function hasOtherReturns(fn: ts.Node, returned: ts.Expression): boolean {
  const visit = (node: ts.Node): boolean =>
    (ts.isReturnStatement(node) && node.expression !== returned) ||
    (!ts.isFunctionLike(node) && (ts.forEachChild(node, visit) ?? false));
  return ts.forEachChild(fn, visit) ?? false;
}

/** Whether a call loads a module: `import(…)` or `require(…)`. */
export function isImportCall({ expression, arguments: given }: ts.CallExpression): boolean {
  const isRequire = ts.isIdentifier(expression) && expression.text === 'require' && given.length === 1;
  return isRequire || expression.kind === ts.SyntaxKind.ImportKeyword;
}

/**
 * Whether an identifier is the name of a member, after a dot or where a member is declared, so that it refers to no
 * variable.
 */
export function isPropertyName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isQualifiedName(parent) && parent.right === node) ||
    (ts.isBindingElement(parent) && parent.propertyName === node) ||
    ((ts.isPropertySignature(parent) || ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent)) &&
      parent.name === node) ||
    (ts.isJsxAttribute(parent) && parent.name === node)
  );
}

/**
 * Whether an identifier refers to nothing: it is the name of a member, or declares a parameter or a destructured
 * variable.
 */
export function isName(node: ts.Identifier): boolean {
  const { parent } = node;
  return isPropertyName(node) || ((ts.isBindingElement(parent) || ts.isParameter(parent)) && parent.name === node);
}

/** Whether an expression is `!…`. */
export function isNegation(node: ts.Node): node is ts.PrefixUnaryExpression {
  return ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken;
}

/** Whether an expression is `a && b`. */
export function isAnd(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
}

/** Whether an expression is `a ?? b` or `a || b`. */
export function isAlternative(node: ts.Node): node is ts.BinaryExpression {
  if (!ts.isBinaryExpression(node)) return false;
  const { kind } = node.operatorToken;
  return kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
}

/** Whether an expression is a type assertion: `x as T` or `<T>x`. */
export function isAssertion(node: ts.Node): node is ts.AssertionExpression {
  return ts.isAsExpression(node) || ts.isTypeAssertionExpression(node);
}

/** Whether an expression is `x as const`. */
export function isAsConst(node: ts.Node): boolean {
  return isAssertion(node) && ts.isConstTypeReference(node.type);
}
