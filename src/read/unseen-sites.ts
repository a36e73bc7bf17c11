import { ts } from '../ts.cts';
import type { ObjectMembers } from './object-members.ts';
import type { MethodCall } from './query-methods.ts';
import { declarationOf } from './scope.ts';
import { specifierOf } from './specifiers.ts';
import { isAccess, isFunction, nameText, propertyValue, returnedExpression, unwrap } from './syntax.ts';
import type { Evaluator } from './value.ts';

/**
 * Whether a call of `findMany` or `findFirst` is given a condition or an order of Drizzle's v1, by a receiver that nobody
 * knows: then it is most likely a relational query, and never one of Prisma's or TypeORM's. A method of the project that
 * has this name takes what it says.
 */
export function isUnseenSite(
  { node, name: method, config: given }: MethodCall,
  members: ObjectMembers,
  evaluator: Evaluator,
): boolean {
  return given !== undefined && holdsV1(given, evaluator) && !members.memberOf(node.expression, method);
}

/** Whether a configuration, or that of a relation in its `with`, has a condition or an order of v1. */
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

function relationsIn(node: ts.Expression, evaluator: Evaluator): ts.Expression[] {
  const value = evaluator.evaluate(node);
  if (value.kind !== 'expression' || !ts.isObjectLiteralExpression(value.node)) return [];
  return value.node.properties.flatMap((property) => propertyValue(property) ?? []);
}

/**
 * Whether a call of `findMany` or `findFirst` may be a relational query of which nothing is in sight: neither what it is
 * called on, which has no type, nor what it is given. Only in a module that has to do with Drizzle, and not with Prisma.
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

/** Whether nothing says what an expression is: it starts with a variable or a parameter that has no type, or `any`. */
function isUntyped(node: ts.Expression): boolean {
  let root = unwrap(node) as ts.Expression;
  while (isAccess(root) || ts.isCallExpression(root)) root = unwrap(root.expression) as ts.Expression;
  const declaration = ts.isIdentifier(root) ? declarationOf(root) : undefined;
  if (!declaration || !(ts.isParameter(declaration) || ts.isVariableDeclaration(declaration))) return false;
  return declaration.type === undefined || declaration.type.kind === ts.SyntaxKind.AnyKeyword;
}

/** Whether a module imports tables or something of Drizzle, and nothing of Prisma. */
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

/** Whether an expression, or what a callback returns, is a column or made by an operator of drizzle-orm. */
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

/** Whether an expression starts with what a parameter gives: `eq` of `{ eq }`, `op.eq` of `op`. */
function startsIn(callee: ts.Node, { name }: ts.ParameterDeclaration): boolean {
  const inner = ts.isPropertyAccessExpression(callee) ? callee.expression : callee;
  if (!ts.isIdentifier(inner)) return false;
  if (ts.isIdentifier(name)) return name.text === inner.text;
  return name.elements.some((element) => ts.isBindingElement(element) && element.name.getText() === inner.text);
}
