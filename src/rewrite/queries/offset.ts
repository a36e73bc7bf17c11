import { ts } from '../../ts.cts';
import { text } from '../../edits/code.ts';
import type { Table } from '../../facts.ts';
import { writtenType, isOptionalType } from '../../filter/written-type.ts';
import { declarationOf } from '../../read/scope.ts';
import { isUndefined, nameText, propertyValue, unwrap, valueNamed } from '../../read/syntax.ts';
import { isOfFirst, type Level } from '../level.ts';
import type { Project } from '../project.ts';
import { writeProperty } from '../write-property.ts';
import { reportNaN } from './not-a-number.ts';

/** Dialects whose SQL takes no `offset` without a `limit`. */
const needLimit: ReadonlySet<string> = new Set(['sqlite', 'mysql', 'singlestore']);

/** Whether an offset means the same in v2 without a look at it and at the limit beside it. */
export function isSameOffset({ dialect }: Table): boolean {
  return !needLimit.has(dialect);
}

/**
 * v1 left out an offset of 0, v2 writes it: where the limit may be missing, which is an error in these dialects, it must
 * be undefined instead.
 */
export function rewriteOffset(property: ts.ObjectLiteralElementLike, level: Level, project: Project): void {
  const value = propertyValue(property);
  const { database, table } = level;
  if (!value || database.migrated) return;
  const inner = unwrap(value);
  const isLiteral = ts.isNumericLiteral(inner);
  const isNumber = isLiteral && Number(inner.text) !== 0;
  if (isSameOffset(table) || isOfFirst(level) || isNumber || isAlreadySo(inner) || hasLimit(property.parent))
    return reportNaN('offset', value, project);
  const source = { start: value.getStart(), end: value.end };
  const code = isLiteral
    ? text('undefined')
    : isOperand(value)
      ? text(source, ' || undefined')
      : text('(', source, ') || undefined');
  writeProperty(property, 'offset', code, project);
}

function isAlreadySo(node: ts.Node): boolean {
  return isUndefined(node) || (ts.isBinaryExpression(node) && isUndefined(unwrap(node.right)));
}

/** Whether `||` may follow without parentheses. */
function isOperand(node: ts.Expression): boolean {
  const { AsteriskToken, MinusToken, PlusToken, BarBarToken } = ts.SyntaxKind;
  return (
    ts.isLeftHandSideExpression(node) ||
    (ts.isBinaryExpression(node) &&
      [AsteriskToken, MinusToken, PlusToken, BarBarToken].includes(node.operatorToken.kind))
  );
}

/** Whether an offset is there for sure, in a configuration that stands in its query and has no limit at all. */
export function needsItsLimit(offset: ts.Expression): boolean {
  const config = offset.parent.parent;
  const isInPlace = ts.isCallExpression(config.parent) || ts.isPropertyAssignment(config.parent);
  if (!ts.isObjectLiteralExpression(config) || !isInPlace || !isSure(offset)) return false;
  return config.properties.every((property) => property.name && nameText(property.name) !== 'limit');
}

/** Whether a configuration has a limit, as far as its text tells. */
function hasLimit(config: ts.Node): boolean {
  if (!ts.isObjectLiteralExpression(config)) return false;
  const value = valueNamed(config, 'limit');
  return value !== undefined && isSure(value);
}

/** Whether a number is there for sure: written, computed, defaulted, or of a type that says so. */
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
