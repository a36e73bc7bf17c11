import { ts } from '../../ts.cts';
import type { ObjectMembers } from '../types/object-members.ts';
import type { MethodCall } from './query-methods.ts';
import { declarationOf } from '../syntax/scope.ts';
import { specifierOf } from '../modules/specifiers.ts';
import { isAccess, isFunction, nameText, propertyValue, returnedExpression, unwrap } from '../syntax/syntax.ts';
import type { Evaluator } from '../values/value.ts';

/**
 * Whether a call of `findMany` or `findFirst` whose receiver could not be traced is given a v1 condition or order made
 * with Drizzle's operators or columns. It is then most likely a relational query, and certainly not one of Prisma or
 * TypeORM. Not when the receiver has a method of that name in the project: then the method is its own.
 */
export function isUnseenSite(
  { node, name: method, config: given }: MethodCall,
  members: ObjectMembers,
  evaluator: Evaluator,
): boolean {
  return given !== undefined && holdsV1(given, evaluator) && !members.memberOf(node.expression, method);
}

/** Whether a configuration, or that of a relation in its `with`, contains a v1 condition or order. */
function holdsV1(node: ts.Node, evaluator: Evaluator): boolean {
  const config = evaluator.evaluate(node);
  if (config.kind !== 'expression' || !ts.isObjectLiteralExpression(config.node)) return false;
  return config.node.properties.some((property) => {
    const name = property.name && nameText(property.name);
    const value = propertyValue(property);
    if (!value) return false;
    if (name === 'with') return relationsIn(value, evaluator).some((relation) => holdsV1(relation, evaluator));
    return (name === 'where' || name === 'orderBy') && isSql(value, evaluator);
  });
}

/** The values of a `with` object. */
function relationsIn(node: ts.Expression, evaluator: Evaluator): ts.Expression[] {
  const value = evaluator.evaluate(node);
  if (value.kind !== 'expression' || !ts.isObjectLiteralExpression(value.node)) return [];
  return value.node.properties.flatMap((property) => propertyValue(property) ?? []);
}

/**
 * Whether a call of `findMany` or `findFirst` may be a relational query of which nothing is in sight: neither its
 * argument nor its receiver, which has no type. Only in files that import something of Drizzle or a table, and nothing
 * of Prisma.
 */
export function mayBeUnseenSite(
  { node, name: method, config: given }: MethodCall,
  members: ObjectMembers,
  evaluator: Evaluator,
): boolean {
  const config = given && evaluator.evaluate(given);
  if (!config || (config.kind === 'expression' && !ts.isCallExpression(config.node))) return false;
  if (/prisma/i.test(node.getText()) || !isUntyped(node.expression)) return false;
  return isAboutDrizzle(node.getSourceFile(), evaluator) && !members.memberOf(node.expression, method);
}

/**
 * Whether nothing says what an expression is: it starts with a variable or parameter without a type, or of type `any`.
 */
function isUntyped(node: ts.Expression): boolean {
  let root = unwrap(node) as ts.Expression;
  while (isAccess(root) || ts.isCallExpression(root)) root = unwrap(root.expression) as ts.Expression;
  const declaration = ts.isIdentifier(root) ? declarationOf(root) : undefined;
  if (!declaration || !(ts.isParameter(declaration) || ts.isVariableDeclaration(declaration))) return false;
  return declaration.type === undefined || declaration.type.kind === ts.SyntaxKind.AnyKeyword;
}

/** Whether a file imports something of drizzle-orm or a table, and nothing of Prisma. */
function isAboutDrizzle(file: ts.SourceFile, evaluator: Evaluator): boolean {
  const imports = file.statements.filter(ts.isImportDeclaration);
  if (imports.some((statement) => /prisma/i.test(specifierOf(statement) ?? ''))) return false;
  return imports.some((statement) => {
    if (/^drizzle-orm\b/.test(specifierOf(statement) ?? '')) return true;
    const named = statement.importClause?.namedBindings;
    return (
      named && ts.isNamedImports(named) && named.elements.some(({ name }) => evaluator.evaluate(name).kind === 'table')
    );
  });
}

/** Whether an expression, or what a callback returns, is a column or was made by an operator of drizzle-orm. */
function isSql(node: ts.Node, evaluator: Evaluator, depth = 0): boolean {
  const value = unwrap(node);
  if (ts.isIdentifier(value) || isAccess(value)) {
    const held = evaluator.evaluate(value);
    if (held.kind !== 'expression') return held.kind === 'column';
    return held.node !== value && depth < 4 && isSql(held.node, evaluator, depth + 1);
  }
  if (ts.isBinaryExpression(value)) return isSql(value.right, evaluator);
  if (ts.isArrayLiteralExpression(value)) return value.elements.some((element) => isSql(element, evaluator));
  if (ts.isConditionalExpression(value)) return isSql(value.whenTrue, evaluator) || isSql(value.whenFalse, evaluator);
  if (ts.isTaggedTemplateExpression(value)) return isDrizzle(value.tag, evaluator);
  if (ts.isCallExpression(value)) return isDrizzle(value.expression, evaluator);
  if (!isFunction(value)) return false;
  const returned = returnedExpression(value);
  const call = returned && unwrap(returned);
  const [, operators] = value.parameters;
  const isOperator = call && ts.isCallExpression(call) && operators && startsIn(call.expression, operators);
  return isOperator || (call !== undefined && isSql(call, evaluator));
}

function isDrizzle(callee: ts.Node, evaluator: Evaluator): boolean {
  const value = evaluator.evaluate(callee);
  return value.kind === 'external' && value.module.startsWith('drizzle-orm');
}

/** Whether an expression starts with (part of) a parameter: `eq` of `(t, { eq }) => …`, `op.eq` of `(t, op) => …`. */
function startsIn(callee: ts.Node, { name }: ts.ParameterDeclaration): boolean {
  const inner = ts.isPropertyAccessExpression(callee) ? callee.expression : callee;
  if (!ts.isIdentifier(inner)) return false;
  if (ts.isIdentifier(name)) return name.text === inner.text;
  return name.elements.some((element) => ts.isBindingElement(element) && element.name.getText() === inner.text);
}
