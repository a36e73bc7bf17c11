import { ts } from '../../ts.cts';
import { text } from '../../edits/code.ts';
import type { Table } from '../../facts.ts';
import { writtenType, isOptionalType } from '../../filter/values/written-type.ts';
import { isJavaScript } from '../../read/modules/sources.ts';
import { usesOf } from '../../read/syntax/references.ts';
import { declarationOf, variableOf } from '../../read/syntax/scope.ts';
import {
  isAccess,
  isAssignment,
  isUndefined,
  nameText,
  outermost,
  unwrap,
  valueNamed,
} from '../../read/syntax/syntax.ts';
import { isOfFirst, type Level } from '../level.ts';
import type { Project } from '../project.ts';
import { writeProperty, writeValue } from '../write-property.ts';
import { mergedBy } from '../../read/values/members.ts';
import { laterWritesOf } from './later-writes.ts';
import { isV2Query } from './legacy-name.ts';
import { reportNaN } from './not-a-number.ts';

/** Dialects whose SQL has no `offset` without a `limit`. */
const needLimit: ReadonlySet<string> = new Set(['sqlite', 'mysql', 'singlestore']);

/** Whether an offset of a table's dialect means the same in v2, whatever its value and whether there is a limit. */
export function isSameOffset({ dialect }: Table): boolean {
  return !needLimit.has(dialect);
}

/**
 * Rewrites an offset that may be 0 beside a limit that may be missing. v1 left out an offset of 0, v2 writes it, and
 * SQLite, MySQL and SingleStore refuse an `offset` without a `limit`: `offset: skip` → `offset: skip || undefined`. An
 * offset that may be NaN and is not rewritten is reported.
 *
 * @param property the `offset` member; `undefined` for `config.offset = …`
 */
export function rewriteOffset(
  property: ts.ObjectLiteralElementLike | undefined,
  value: ts.Expression,
  level: Level,
  project: Project,
): void {
  if (isV2Query(level)) return;
  const inner = unwrap(value);
  const isLimited = property !== undefined && hasLimit(property.parent, value, project);
  if (isSameOffset(level.table) || isOfFirst(level) || isNeverZero(value) || isLimited)
    return reportNaN('offset', value, project);
  const source = { start: value.getStart(), end: value.end };
  const code = ts.isNumericLiteral(inner)
    ? text('undefined')
    : isOperand(value)
      ? text(source, ' || undefined')
      : text('(', source, ') || undefined');
  if (property) writeProperty(property, 'offset', code, project);
  else writeValue(value, code, project);
}

/** Whether an offset is surely not 0: `undefined`, another number, or `skip || undefined`. */
function isNeverZero(offset: ts.Node): boolean {
  const node = unwrap(offset);
  if (ts.isNumericLiteral(node)) return Number(node.text) !== 0;
  if (ts.isConditionalExpression(node)) return isNeverZero(node.whenTrue) && isNeverZero(node.whenFalse);
  if (!ts.isBinaryExpression(node)) return isUndefined(node);
  return node.operatorToken.kind === ts.SyntaxKind.BarBarToken && isNeverZero(node.right);
}

/** Whether `|| undefined` may follow an expression without parentheses. */
function isOperand(node: ts.Expression): boolean {
  const { AsteriskToken, MinusToken, PlusToken, BarBarToken } = ts.SyntaxKind;
  return (
    ts.isLeftHandSideExpression(node) ||
    (ts.isBinaryExpression(node) &&
      [AsteriskToken, MinusToken, PlusToken, BarBarToken].includes(node.operatorToken.kind))
  );
}

/**
 * Whether an offset is surely set in a configuration that surely has no limit: one that is written in place, or held by
 * a variable that goes nowhere but into queries. A spread beside it, or what it is merged with, might bring one.
 */
export function needsItsLimit(offset: ts.Expression): boolean {
  const { parent } = offset;
  const config = isAssignment(parent) && isAccess(parent.left) ? heldObject(parent.left.expression) : parent.parent;
  if (!config || !ts.isObjectLiteralExpression(config) || !isSure(offset)) return false;
  const isGiven = ts.isCallExpression(config.parent) && mergedBy(config.parent).length === 0;
  const isInPlace = isGiven || ts.isPropertyAssignment(config.parent);
  const isWhole = isInPlace || laterWritesOf(config).every(({ member }) => member && member.name !== 'limit');
  if (!isWhole || !(isInPlace || isOnlyGiven(config))) return false;
  return config.properties.every((property) => property.name && nameText(property.name) !== 'limit');
}

/** The object literal that a variable is declared with. */
function heldObject(node: ts.Expression): ts.Expression | undefined {
  const initializer = variableOf(node)?.initializer;
  return initializer && (unwrap(initializer) as ts.Expression);
}

/** Whether the variable that holds an object is only written to, and passed to calls. */
function isOnlyGiven(object: ts.ObjectLiteralExpression): boolean {
  const { parent } = outermost(object);
  if (!ts.isVariableDeclaration(parent)) return false;
  const writes = laterWritesOf(object).map(({ place }) => place);
  return usesOf(parent.name).every(
    (use) =>
      (ts.isCallExpression(use.parent) && use.parent.arguments.some((each) => each === use)) ||
      writes.some((place) => place.pos <= use.pos && use.end <= place.end),
  );
}

/** Whether a configuration surely has a limit; one that its offset multiplies by is a number to the compiler. */
function hasLimit(config: ts.Node, offset: ts.Expression, { resolver }: Project): boolean {
  if (!ts.isObjectLiteralExpression(config)) return false;
  const value = valueNamed(config, 'limit');
  if (!value) return false;
  const file = config.getSourceFile();
  const isChecked = !isJavaScript(file) && resolver.isStrict(file.fileName);
  return isSure(value) || (isChecked && isFactor(value, offset));
}

/** Whether a value is a factor of an expression: `size` of `(page - 1) * size`. */
function isFactor(value: ts.Expression, expression: ts.Expression): boolean {
  const inner = unwrap(expression);
  if (!ts.isBinaryExpression(inner) || inner.operatorToken.kind !== ts.SyntaxKind.AsteriskToken) return false;
  return [inner.left, inner.right].some((operand) => operand.getText() === value.getText());
}

/**
 * Whether an expression surely is a number, not `undefined`: a literal, a computed or defaulted value, or a name whose
 * declared type has no `undefined`.
 */
function isSure(value: ts.Expression, depth = 0): boolean {
  const inner = unwrap(value) as ts.Expression;
  if (ts.isConditionalExpression(inner)) return isSure(inner.whenTrue, depth) && isSure(inner.whenFalse, depth);
  if (ts.isBinaryExpression(inner)) {
    const { BarBarToken, QuestionQuestionToken } = ts.SyntaxKind;
    const isDefault = [BarBarToken, QuestionQuestionToken].includes(inner.operatorToken.kind);
    return !isDefault || isSure(inner.right, depth);
  }
  if (isUndefined(inner) || inner.flags & ts.NodeFlags.OptionalChain) return false;
  if (!ts.isIdentifier(inner) && !ts.isPropertyAccessExpression(inner)) return true;
  const written = writtenType(inner);
  if (written) return !written.isOptional && !isOptionalType(written.type);
  const declaration = ts.isIdentifier(inner) ? declarationOf(inner) : undefined;
  if (!declaration || depth > 4) return false;
  const isBound =
    ts.isVariableDeclaration(declaration) || ts.isParameter(declaration) || ts.isBindingElement(declaration);
  return isBound && declaration.initializer !== undefined && isSure(declaration.initializer, depth + 1);
}
