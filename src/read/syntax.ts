import { ts } from '../ts.cts';

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

/** The expression that is this one with parentheses and type-only wrappers around it: `x` → `(x as T)!`. */
export function outermost(node: ts.Node): ts.Node {
  while (wrappers.has(node.parent.kind)) node = node.parent;
  return node;
}

/** The name `undefined`. */
export function isUndefined(node: ts.Node): boolean {
  return ts.isIdentifier(node) && node.text === 'undefined';
}

/** The text of a property name that is known without running the program. */
export function nameText(name: ts.PropertyName): string | undefined {
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)) return name.text;
  return ts.isComputedPropertyName(name) && ts.isStringLiteralLike(name.expression) ? name.expression.text : undefined;
}

/** The name of a class member, `#private` ones included. */
export function memberName(name: ts.PropertyName): string | undefined {
  return ts.isPrivateIdentifier(name) ? name.text : nameText(name);
}

/** A member that is taken from something, behind a dot or in brackets. */
export type Access = ts.PropertyAccessExpression | ts.ElementAccessExpression;

/** `a.b` or `a['b']`. */
export function isAccess(node: ts.Node): node is Access {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}

/** `a = b`, `a ??= b`, `a += b` and the like. */
export function isAssignment(node: ts.Node): node is ts.BinaryExpression {
  if (!ts.isBinaryExpression(node)) return false;
  const { kind } = node.operatorToken;
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** Whether a variable is declared with `const`. */
export function isConst(declaration: ts.VariableDeclaration): boolean {
  return (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
}

/** Whether a declaration has `export` in front of it. */
export function isExported(declaration: ts.Declaration): boolean {
  return (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) !== 0;
}

/** The value of a property, be it written out (`a: b`) or short (`a`); undefined for methods, accessors and spreads. */
export function propertyValue(property: ts.ObjectLiteralElementLike): ts.Expression | undefined {
  if (ts.isPropertyAssignment(property)) return property.initializer;
  return ts.isShorthandPropertyAssignment(property) ? property.name : undefined;
}

/** The first of the members of an object literal, class, interface or object type that is written with this name. */
export function memberNamed<T extends { readonly name?: ts.PropertyName }>(
  members: readonly T[],
  name: string,
): T | undefined {
  return members.find((member) => member.name && memberName(member.name) === name);
}

/** What an object literal writes for a key, be it `key: value` or `key`; undefined without such a property. */
export function valueNamed(object: ts.ObjectLiteralExpression, key: string): ts.Expression | undefined {
  const property = memberNamed(object.properties, key);
  return property && propertyValue(property);
}

/** A function with a body that can be looked into. */
export type FunctionNode = ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration | ts.MethodDeclaration;

/** Whether a node is a function of some form. */
export function isFunction(node: ts.Node): node is FunctionNode {
  return (
    ts.isArrowFunction(node) ||
    ts.isFunctionExpression(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isMethodDeclaration(node)
  );
}

/** The one expression a function returns, when its body is an expression or ends with its only `return`. */
export function returnedExpression(fn: FunctionNode | ts.GetAccessorDeclaration): ts.Expression | undefined {
  if (!fn.body) return undefined;
  if (!ts.isBlock(fn.body)) return fn.body;
  const last = fn.body.statements.at(-1);
  return last && ts.isReturnStatement(last) ? last.expression : undefined;
}

/** Whether a function returns anywhere but at the given expression. */
export function hasOtherReturns(fn: ts.Node, returned: ts.Expression): boolean {
  const visit = (node: ts.Node): boolean =>
    (ts.isReturnStatement(node) && node.expression !== returned) ||
    (!ts.isFunctionLike(node) && (ts.forEachChild(node, visit) ?? false));
  return ts.forEachChild(fn, visit) ?? false;
}

/** Whether a call brings a module: `import(…)` or `require(…)`. */
export function isImportCall({ expression, arguments: given }: ts.CallExpression): boolean {
  const isRequire = ts.isIdentifier(expression) && expression.text === 'require' && given.length === 1;
  return isRequire || expression.kind === ts.SyntaxKind.ImportKeyword;
}

/** Whether an identifier is the name of a member, after a dot or where one is written: it refers to no variable. */
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

/** Whether an identifier is no reference: the name of a member, or of a parameter or an element of a pattern. */
export function isName(node: ts.Identifier): boolean {
  const { parent } = node;
  return isPropertyName(node) || ((ts.isBindingElement(parent) || ts.isParameter(parent)) && parent.name === node);
}
