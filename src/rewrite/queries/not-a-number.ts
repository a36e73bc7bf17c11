import { ts } from '../../ts.cts';
import { declarationOf } from '../../read/scope.ts';
import { isConst, unwrap } from '../../read/syntax.ts';
import type { Project } from '../project.ts';
import { isAskedFor } from '../../filter/unguarded-values.ts';

const parsers = /^(?:Number\.)?parse(?:Int|Float)$|^Number$/;

/** Tells of a limit or an offset that may be NaN, which was none in v1 and throws in v2. */
export function reportNaN(name: 'limit' | 'offset', value: ts.Expression, { changes }: Project): void {
  if (mayBeNaN(value)) changes.report('RQB_WINDOW_NAN', value, { name });
}

/** Whether a number is made of a text that may be missing, and nothing asks for that. */
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

/** Whether what a number is read from may be missing: a literal is not, nor what has one for its default. */
function mayBeNoNumber(source: ts.Node): boolean {
  const inner = unwrap(source);
  if (ts.isLiteralExpression(inner) || ts.isTemplateExpression(inner)) return false;
  const { BarBarToken, QuestionQuestionToken } = ts.SyntaxKind;
  const isDefault =
    ts.isBinaryExpression(inner) && [BarBarToken, QuestionQuestionToken].includes(inner.operatorToken.kind);
  return isDefault ? mayBeNoNumber(inner.right) : !isAskedFor(inner);
}
