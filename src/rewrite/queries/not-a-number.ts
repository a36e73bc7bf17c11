import { ts } from '../../ts.cts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { isAlternative, isConst, unwrap } from '../../read/syntax/syntax.ts';
import type { Project } from '../project.ts';
import { writtenType } from '../../filter/values/written-type.ts';
import { isAskedFor } from '../../filter/values/unguarded-values.ts';

/** Functions that return NaN for text without a number in it. */
const parsers = /^(?:Number\.)?parse(?:Int|Float)$|^Number$/;

/** Reports `RQB_WINDOW_NAN` for a `limit` or `offset` that may be NaN: v1 left it out, in v2 the query fails. */
export function reportNaN(name: 'limit' | 'offset', value: ts.Expression, { changes }: Project): void {
  if (mayBeNaN(value)) changes.report('RQB_WINDOW_NAN', value, { name });
}

/**
 * Whether an expression converts a value that may be missing to a number, `Number(query.page)`, without a default
 * (`|| 20`) or a check of the value in the code around it.
 */
export function mayBeNaN(value: ts.Node, depth = 0): boolean {
  const inner = unwrap(value);
  const isNaNIn = (part: ts.Node) => mayBeNaN(part, depth);
  if (ts.isConditionalExpression(inner)) return isNaNIn(inner.whenTrue) || isNaNIn(inner.whenFalse);
  if (ts.isBinaryExpression(inner)) {
    const isOr = inner.operatorToken.kind === ts.SyntaxKind.BarBarToken;
    return (!isOr && isNaNIn(inner.left)) || isNaNIn(inner.right);
  }
  if (ts.isPrefixUnaryExpression(inner))
    return inner.operator === ts.SyntaxKind.PlusToken && mayBeNoNumber(inner.operand);
  if (ts.isCallExpression(inner)) {
    const callee = inner.expression.getText();
    const [given] = inner.arguments;
    if (parsers.test(callee)) return given !== undefined && mayBeNoNumber(given);
    return /^Math\.\w+$/.test(callee) && inner.arguments.some(isNaNIn);
  }
  const declaration = ts.isIdentifier(inner) ? declarationOf(inner) : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !isConst(declaration) || depth > 4) return false;
  const { initializer } = declaration;
  return initializer !== undefined && mayBeNaN(initializer, depth + 1) && !isAskedFor(inner);
}

/**
 * Whether the value that is converted may be missing: it is no literal, has no literal as its default (`?? '1'`,
 * `{ page = '1' }`), is not declared as a number, and no code around it checks it.
 */
function mayBeNoNumber(source: ts.Node, depth = 0): boolean {
  const inner = unwrap(source);
  if (ts.isLiteralExpression(inner) || ts.isTemplateExpression(inner)) return false;
  if (isAlternative(inner)) return mayBeNoNumber(inner.right, depth);
  const written = writtenType(inner);
  if (written && !written.isOptional && written.type.kind === ts.SyntaxKind.NumberKeyword) return false;
  const origin = depth > 4 ? undefined : firstValueOf(inner);
  return (origin === undefined || mayBeNoNumber(origin, depth + 1)) && !isAskedFor(inner);
}

/** The default of a parameter or destructured name, or the value of a constant; undefined for other expressions. */
function firstValueOf(node: ts.Node): ts.Expression | undefined {
  const declaration = ts.isIdentifier(node) ? declarationOf(node) : undefined;
  if (!declaration) return undefined;
  const isConstant = ts.isVariableDeclaration(declaration) && isConst(declaration);
  const isGiven = ts.isParameter(declaration) || ts.isBindingElement(declaration);
  return isConstant || isGiven ? declaration.initializer : undefined;
}
