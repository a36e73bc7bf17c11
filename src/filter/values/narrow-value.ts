import { text, type Code } from '../../edits/code.ts';
import type { Piece } from '../../edits/edit.ts';
import { isAlternative, isConst } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import type { QueryContext } from '../context.ts';
import type { Insertion } from '../insertion.ts';

/**
 * A literal for new code, kept from widening where the new object is the value of a variable: `true` becomes
 * `true as const`. Without it, `const filter = { id: { isNull: true } }` has the type `boolean` there, which v2
 * rejects.
 */
export function narrowLiteral(literal: string, { hoisted, javascript, checked }: QueryContext): string {
  if (!hoisted) return literal;
  if (javascript) return checked ? `/** @type {const} */ (${literal})` : literal;
  return `${literal} as const`;
}

/**
 * A value from the source for an object that is the value of a variable: `'active' as const`, which would widen to
 * `string`.
 */
export function narrowValue(value: ts.Expression, context: QueryContext): Code {
  if (!ts.isArrayLiteralExpression(value)) return text(...narrowed(value, context));
  return { kind: 'array', items: value.elements.map((element) => ({ value: text(...narrowed(element, context)) })) };
}

/** Whether a value would be widened in such an object, so that `narrowValue` writes an assertion. */
export function isWidened(value: ts.Expression, context: QueryContext): boolean {
  return insertions(value, context).length > 0;
}

/** The pieces of a value with an assertion behind each part that would be widened. */
function narrowed(value: ts.Expression, context: QueryContext): Piece[] {
  const pieces: Piece[] = [];
  let start = value.getStart();
  for (const insertion of insertions(value, context)) {
    if (insertion.position > start) pieces.push({ start, end: insertion.position });
    pieces.push(insertion.text);
    start = insertion.position;
  }
  if (start < value.end) pieces.push({ start, end: value.end });
  return pieces;
}

/**
 * The assertions for all parts of a value that would be widened. What is cast already keeps its type.
 *
 * @param isOperand whether the part stands in `?:`, `??` or `||`, where an assertion needs parentheses
 */
function insertions(node: ts.Expression, context: QueryContext, isOperand = false): Insertion[] {
  const within = (part: ts.Expression, isPartOperand = false) => insertions(part, context, isPartOperand);
  if (ts.isParenthesizedExpression(node) || ts.isSatisfiesExpression(node)) return within(node.expression);
  if (ts.isConditionalExpression(node)) return [...within(node.whenTrue, true), ...within(node.whenFalse, true)];
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap((element) => within(element));
  if (isAlternative(node)) return [...within(node.left, true), ...within(node.right, true)];
  const assertion = isLiteral(node) ? ' as const' : isWideningName(node, context) ? ` as typeof ${node.getText()}` : '';
  if (assertion === '') return [];
  const behind = { position: node.end, text: `${assertion}${isOperand ? ')' : ''}` };
  return isOperand ? [{ position: node.getStart(), text: '(' }, behind] : [behind];
}

/** Whether `as const` may follow an expression; with it, a template has a template literal type. */
function isLiteral(node: ts.Expression): boolean {
  return (
    (ts.isLiteralExpression(node) && !ts.isRegularExpressionLiteral(node)) ||
    ts.isTemplateExpression(node) ||
    (ts.isPrefixUnaryExpression(node) && ts.isNumericLiteral(node.operand)) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword
  );
}

/**
 * Whether an expression is a constant declared as `const status = 'active'`: its literal type widens in an object
 * literal.
 */
function isWideningName(node: ts.Expression, context: QueryContext): boolean {
  if (!ts.isIdentifier(node)) return false;
  const value = context.evaluator.evaluate(node, context.env);
  if (value.kind !== 'expression') return false;
  const { parent } = value.node;
  const isPlain = ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) && !parent.type && isConst(parent);
  if (!isPlain || parent.initializer !== value.node) return false;
  return insertions(parent.initializer, { ...context, env: value.env }).length > 0;
}
