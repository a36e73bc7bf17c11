import { ts } from '../../ts.cts';
import type { Code } from '../../edits/code.ts';
import { contextAt } from '../../edits/layout-context.ts';
import { layOut } from '../../edits/layout.ts';
import type { QueryContext } from '../../filter/context.ts';
import { usesOf } from '../../read/syntax/references.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { isAccess, isConst, isExported, propertyValue, unwrap } from '../../read/syntax/syntax.ts';
import { isOrderPosition } from './order-position.ts';
import type { Project } from '../project.ts';

/** The object form of an order, `undefined` when there is none (`objectCode` of `order-by.ts`). */
type OrderCode = (order: ts.Expression, context: QueryContext) => Code | undefined;

/**
 * Rewrites a map of orders to choose from at its declaration, when an `orderBy` of relational queries of one table is
 * all that `sorts[name]` is used for:
 *
 * ```ts
 * const sorts = { newest: desc(posts.createdAt) }; // v1
 * const sorts = { newest: { createdAt: 'desc' as const } }; // v2
 * ```
 *
 * @param node the order of a query: `sorts[name]`, `sorts.newest`, or `sorts[name] ?? sorts.newest`
 * @returns whether the map holds v2's form from now on, so that `node` can stay
 */
export function rewriteOrderMap(
  node: ts.Expression,
  context: QueryContext,
  project: Project,
  objectCode: OrderCode,
): boolean {
  const declaration = mapOf(node);
  const map = declaration?.initializer && unwrap(declaration.initializer);
  if (!declaration || !map || !ts.isObjectLiteralExpression(map)) return false;
  if (!isConst(declaration) || isExported(declaration) || declaration.type || isSatisfied(declaration)) return false;
  if (!usesOf(declaration.name).every((use) => isChoice(use, declaration, context, project))) return false;
  const isFrozen = ts.isAsExpression(declaration.initializer!);
  const within = { ...context, callback: undefined, hoisted: !isFrozen };
  const codes = map.properties.map((property) => {
    const order = ts.isPropertyAssignment(property) ? propertyValue(property) : undefined;
    const code = order && objectCode(order, within);
    return code && { order, code };
  });
  if (codes.length === 0 || !codes.every((code) => code !== undefined)) return false;
  const file = declaration.getSourceFile();
  for (const { order, code } of codes) {
    const layout = contextAt(file.text, order.getStart(), project.styleOf(file.fileName));
    project.changes.replace(file.fileName, order.getStart(), order.end, ...layOut(code, layout));
  }
  return true;
}

/** The variable that `sorts[name]`, `sorts.newest` or `sorts[name] ?? sorts.newest` takes an order from. */
function mapOf(node: ts.Node): ts.VariableDeclaration | undefined {
  const inner = unwrap(node);
  if (isFallback(inner)) {
    const left = mapOf(inner.left);
    return left === mapOf(inner.right) ? left : undefined;
  }
  if (!isAccess(inner) || !ts.isIdentifier(inner.expression)) return undefined;
  const declaration = declarationOf(inner.expression);
  return declaration && ts.isVariableDeclaration(declaration) ? declaration : undefined;
}

/** `a || b`, `a ?? b` */
function isFallback(node: ts.Node): node is ts.BinaryExpression {
  const { BarBarToken, QuestionQuestionToken } = ts.SyntaxKind;
  return ts.isBinaryExpression(node) && [BarBarToken, QuestionQuestionToken].includes(node.operatorToken.kind);
}

/** Whether `satisfies Record<string, SQL>` fixes the type of the members. */
function isSatisfied({ initializer }: ts.VariableDeclaration): boolean {
  return initializer !== undefined && ts.isSatisfiesExpression(initializer);
}

/**
 * Whether a use of the map is harmless: it asks for its keys (`keyof typeof sorts`, `name in sorts`,
 * `Object.keys(sorts)`), or takes an order out of it for an `orderBy`, directly or by way of a constant.
 */
function isChoice(use: ts.Identifier, map: ts.VariableDeclaration, context: QueryContext, project: Project): boolean {
  const { parent } = use;
  if (ts.isTypeQueryNode(parent)) return ts.isTypeOperatorNode(parent.parent);
  if (ts.isBinaryExpression(parent)) return parent.operatorToken.kind === ts.SyntaxKind.InKeyword;
  if (ts.isCallExpression(parent)) return parent.expression.getText() === 'Object.keys';
  if (!isAccess(parent) || parent.expression !== use) return false;
  let whole: ts.Expression = parent;
  while (isFallback(whole.parent) && mapOf(whole.parent) === map) whole = whole.parent;
  if (isOrderPosition(whole, context, project)) return true;
  // `const orderBy = sorts[name]`
  const held = whole.parent;
  if (!ts.isVariableDeclaration(held) || !isConst(held) || held.type || isExported(held)) return false;
  return usesOf(held.name).every((name) => isOrderPosition(name, context, project));
}
