import { ts } from '../../ts.cts';
import { text } from '../../edits/code.ts';
import type { Table } from '../../facts.ts';
import { isAskedFor } from '../../filter/values/unguarded-values.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { unwrap } from '../../read/syntax/syntax.ts';
import type { Evaluator } from '../../read/values/value.ts';
import { isOfFirst, type Level } from '../level.ts';
import type { Project } from '../project.ts';
import { writeProperty, writeValue } from '../write-property.ts';
import { isV2Query } from './legacy-name.ts';
import { mayBeNaN, reportNaN } from './not-a-number.ts';

/**
 * Whether a limit surely means the same in v2, so that `rewriteLimit` has nothing to do.
 *
 * @param table `undefined` when it is not known yet
 */
export function isSameLimit(value: ts.Expression, table: Table | undefined, { evaluator }: Project): boolean {
  return negativesIn(value, table, evaluator).length === 0 && !mayBeNaN(value);
}

/**
 * Rewrites a limit that may be negative. v1 left out a limit that was negative or NaN; v2 hands it to the database, and
 * all but SQLite refuse a negative one: `limit: size` with `size = -1` as its default →
 * `limit: size < 0 ? undefined : size`. A limit that may be NaN is only reported. The limit of `findFirst` itself
 * counts in neither version.
 *
 * @param property the `limit` member; `undefined` for `config.limit = …`
 */
export function rewriteLimit(
  property: ts.ObjectLiteralElementLike | undefined,
  value: ts.Expression,
  level: Level,
  project: Project,
): void {
  if (isV2Query(level) || isOfFirst(level)) return;
  reportNaN('limit', value, project);
  for (const { node, isConstant } of negativesIn(value, level.table, project.evaluator)) {
    const source = { start: node.getStart(), end: node.end };
    const isWhole = unwrap(value) === node;
    const choice = isWhole
      ? text(source, ' < 0 ? undefined : ', source)
      : text('(', source, ' < 0 ? undefined : ', source, ')');
    const code = isConstant ? text('undefined') : choice;
    if (!isWhole) writeValue(node, code, project);
    else if (property) writeProperty(property, 'limit', code, project);
    else writeValue(value, code, project);
  }
}

/**
 * A part of a limit that is negative: a negative literal or constant (`isConstant`), or a variable whose default is
 * one.
 */
interface Negative {
  node: ts.Expression;
  isConstant: boolean;
}

/**
 * The parts of a limit that may be negative, which all databases but SQLite refuse.
 *
 * @param table `undefined` when it is not known, which is taken for one of those databases
 */
export function negativesIn(value: ts.Expression, table: Table | undefined, evaluator: Evaluator): Negative[] {
  if (table?.dialect === 'sqlite') return [];
  const inner = unwrap(value) as ts.Expression;
  const within = (part: ts.Expression) => negativesIn(part, table, evaluator);
  if (ts.isConditionalExpression(inner)) return [...within(inner.whenTrue), ...within(inner.whenFalse)];
  if (ts.isBinaryExpression(inner)) {
    const { BarBarToken, QuestionQuestionToken } = ts.SyntaxKind;
    const isDefault = [BarBarToken, QuestionQuestionToken].includes(inner.operatorToken.kind);
    return isDefault ? within(inner.right) : [];
  }
  if (isNegative(inner, evaluator)) return [{ node: inner, isConstant: true }];
  const declaration = ts.isIdentifier(inner) ? declarationOf(inner) : undefined;
  const isBound =
    declaration &&
    (ts.isParameter(declaration) || ts.isBindingElement(declaration) || ts.isVariableDeclaration(declaration));
  const isDefaulted = isBound && declaration.initializer && isNegative(declaration.initializer, evaluator);
  return isDefaulted && !isAskedFor(inner) ? [{ node: inner, isConstant: false }] : [];
}

/** Whether an expression is a negative number literal, or a constant that is initialized with one. */
function isNegative(value: ts.Expression, evaluator: Evaluator): boolean {
  const known = evaluator.evaluate(value);
  return (
    known.kind === 'expression' &&
    ts.isPrefixUnaryExpression(known.node) &&
    known.node.operator === ts.SyntaxKind.MinusToken &&
    ts.isNumericLiteral(known.node.operand) &&
    Number(known.node.operand.text) > 0
  );
}
