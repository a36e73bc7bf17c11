import { text, type Code } from '../edits/code.ts';
import type { Piece } from '../edits/edit.ts';
import { isConst } from '../read/syntax.ts';
import { ts } from '../ts.cts';
import type { QueryContext } from './context.ts';
import type { Insertion } from './insertion.ts';

/** A literal of new code that would be widened in an object that is a constant of its own. */
export function narrowLiteral(literal: string, { hoisted, javascript, checked }: QueryContext): string {
  if (!hoisted) return literal;
  if (javascript) return checked ? `/** @type {const} */ (${literal})` : literal;
  return `${literal} as const`;
}

/** A value in an object that is a constant of its own, where `'active'` would be widened to `string`. */
export function narrowValue(value: ts.Expression, context: QueryContext): Code {
  if (!ts.isArrayLiteralExpression(value)) return text(...narrowed(value, context));
  return { kind: 'array', items: value.elements.map((element) => ({ value: text(...narrowed(element, context)) })) };
}

/** Whether it must be written otherwise to keep its type there. */
export function isWidened(value: ts.Expression, context: QueryContext): boolean {
  return insertions(value, context).length > 0;
}

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

/** What is written behind each part of a value that would be widened; what is cast already keeps its type. */
function insertions(node: ts.Expression, context: QueryContext, isOperand = false): Insertion[] {
  const within = (part: ts.Expression, isPartOperand = false) => insertions(part, context, isPartOperand);
  if (ts.isParenthesizedExpression(node) || ts.isSatisfiesExpression(node)) return within(node.expression);
  if (ts.isConditionalExpression(node)) return [...within(node.whenTrue, true), ...within(node.whenFalse, true)];
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap((element) => within(element));
  if (isChoice(node)) return [...within(node.left, true), ...within(node.right, true)];
  const assertion = isLiteral(node) ? ' as const' : isWideningName(node, context) ? ` as typeof ${node.getText()}` : '';
  if (assertion === '') return [];
  const behind = { position: node.end, text: `${assertion}${isOperand ? ')' : ''}` };
  return isOperand ? [{ position: node.getStart(), text: '(' }, behind] : [behind];
}

/** `a ?? b`, `a || b` */
function isChoice(node: ts.Expression): node is ts.BinaryExpression {
  if (!ts.isBinaryExpression(node)) return false;
  const { kind } = node.operatorToken;
  return kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
}

/** What `as const` may follow; a template keeps its text then. */
function isLiteral(node: ts.Expression): boolean {
  return (
    (ts.isLiteralExpression(node) && !ts.isRegularExpressionLiteral(node)) ||
    ts.isTemplateExpression(node) ||
    (ts.isPrefixUnaryExpression(node) && ts.isNumericLiteral(node.operand)) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword
  );
}

/** A constant that is written as no more than a literal: its type is widened wherever it goes. */
function isWideningName(node: ts.Expression, context: QueryContext): boolean {
  if (!ts.isIdentifier(node)) return false;
  const value = context.evaluator.evaluate(node, context.env);
  if (value.kind !== 'expression') return false;
  const { parent } = value.node;
  const isPlain = ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) && !parent.type && isConst(parent);
  if (!isPlain || parent.initializer !== value.node) return false;
  return insertions(parent.initializer, { ...context, env: value.env }).length > 0;
}
