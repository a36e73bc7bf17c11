import { ts } from '../ts.cts';
import { isUndefined, unwrap } from '../read/syntax.ts';
import { columnOf, type QueryContext } from './context.ts';
import { compareKeys } from './filter.ts';
import type { Insertion } from './insertion.ts';
import { isOperator, leftColumn, valueKind } from './values.ts';

/**
 * Insertions of `?? null` behind values that may be missing, for columns that cannot encode undefined since 1.0: as
 * under v1, no row is matched then.
 */
export function nullForMissing(node: ts.Node, context: QueryContext): Insertion[] {
  const insertions: Insertion[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isExpression(child) && isMissingValue(child, context)) insertions.push(...orNull(child));
    ts.forEachChild(child, visit);
  };
  visit(node);
  return insertions;
}

function orNull(value: ts.Expression): Insertion[] {
  const inner = unwrap(value);
  if (isUndefined(inner)) return [{ position: inner.getStart(), end: inner.end, text: 'null' }];
  if (isOperand(value)) return [{ position: value.end, text: ' ?? null' }];
  return [
    { position: value.getStart(), text: '(' },
    { position: value.end, text: ') ?? null' },
  ];
}

/** Whether an expression is the value of a comparison, or one of its values, that must not stay undefined. */
function isMissingValue(node: ts.Expression, context: QueryContext): boolean {
  const value = ts.isArrayLiteralExpression(node.parent) ? node.parent : node;
  const call = value.parent;
  if (!ts.isCallExpression(call) || call.arguments.indexOf(value) < 1) return false;
  // Of a list only the members can be missing.
  if (ts.isArrayLiteralExpression(unwrap(node))) return false;
  const operator = isOperator(call, context);
  const isComparison = operator !== undefined && (operator in compareKeys || /^(?:b|notB)etween$/.test(operator));
  const [left] = call.arguments;
  if (!isComparison || !left) return false;
  const column = columnOf(left, context)?.column ?? leftColumn(left, context);
  return column?.failsOverUndefined === true && mayBeMissing(node, context);
}

/** Whether a value, or one that is written in a list of values, may be undefined. */
export function mayBeMissing(node: ts.Expression, context: QueryContext): boolean {
  const inner = unwrap(node);
  if (ts.isArrayLiteralExpression(inner)) return inner.elements.some((element) => mayBeMissing(element, context));
  return ['nullish', 'undefined'].includes(valueKind(node, context));
}

/** Whether `?? null` may follow without parentheses. */
function isOperand(node: ts.Expression): boolean {
  return (
    ts.isLeftHandSideExpression(node) ||
    (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)
  );
}
