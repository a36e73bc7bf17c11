import { escapeRegExp } from '../read/escape-reg-exp.ts';
import { declarationOf } from '../read/scope.ts';
import { unwrap } from '../read/syntax.ts';
import { ts } from '../ts.cts';

/** Whether code around a place, or an early exit before it, has seen to it that a list of one of these names is not empty. */
export function isKnownToHaveMembers(place: ts.Node, names: readonly string[]): boolean {
  for (let node = place; node.parent && !ts.isFunctionLike(node); node = node.parent) {
    const { parent } = node;
    if (ts.isConditionalExpression(parent) && parent.whenTrue === node && asksForMembers(parent.condition, names))
      return true;
    if (ts.isIfStatement(parent) && parent.thenStatement === node && asksForMembers(parent.expression, names))
      return true;
    const isAnd = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
    if (isAnd && parent.right === node && asksForMembers(parent.left, names)) return true;
    if (ts.isBlock(parent) || ts.isSourceFile(parent)) {
      for (const statement of parent.statements) {
        if (statement === node) break;
        if (ts.isIfStatement(statement) && leaves(statement.thenStatement) && isEmpty(statement.expression, names))
          return true;
      }
    }
  }
  return false;
}

/**
 * Whether the condition around a value, or an early exit before it, asks for the value itself:
 * `id ? eq(users.id, id) : undefined`, `if (!id) return`.
 */
export function isKnownToBeThere(value: ts.Expression): boolean {
  const inner = unwrap(value);
  const path = inner.getText();
  if (!/^[\w$.]+$/.test(path)) return false;
  const declaration = ts.isIdentifier(inner) ? declarationOf(inner) : undefined;
  // A function that runs later finds a constant as it was.
  const isFixed = declaration !== undefined && (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  for (let node: ts.Node = value; node.parent && (isFixed || !ts.isFunctionLike(node)); node = node.parent) {
    const { parent } = node;
    if (ts.isConditionalExpression(parent) && parent.whenTrue === node && asksFor(parent.condition, path)) return true;
    if (ts.isIfStatement(parent) && parent.thenStatement === node && asksFor(parent.expression, path)) return true;
    const isAnd = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
    if (isAnd && parent.right === node && asksFor(parent.left, path)) return true;
    if ((ts.isBlock(parent) || ts.isSourceFile(parent)) && isLeftWithout(path, node, parent.statements)) return true;
  }
  return false;
}

/** Whether a statement before another one leaves where a value is missing, and nothing writes it again meanwhile. */
function isLeftWithout(path: string, place: ts.Node, statements: readonly ts.Statement[]): boolean {
  const before = statements.slice(0, statements.indexOf(place as ts.Statement));
  const guard = before.findLastIndex(
    (statement) =>
      ts.isIfStatement(statement) && leaves(statement.thenStatement) && isMissing(statement.expression, path),
  );
  const [name] = path.split('.');
  const isWritten = new RegExp(
    String.raw`(?<![\w$.])${escapeRegExp(name!)}(?:\.[\w$.]+)?\s*(?:[-+*/%&|^?]{0,3}=(?![=>])|\+\+|--)`,
  );
  return guard >= 0 && before.slice(guard + 1).every((statement) => !isWritten.test(statement.getText()));
}

/** `!path`, `path == null`, `typeof path !== 'string'`, alone or with more under `||`. */
function isMissing(test: ts.Expression, path: string): boolean {
  const inner = unwrap(test) as ts.Expression;
  if (ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.BarBarToken)
    return isMissing(inner.left, path) || isMissing(inner.right, path);
  const text = inner.getText();
  return (
    [`!${path}`, `${path} == null`, `${path} == undefined`].includes(text) || text.startsWith(`typeof ${path} !== `)
  );
}

function asksFor(test: ts.Expression, path: string): boolean {
  const inner = unwrap(test) as ts.Expression;
  if (ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken)
    return asksFor(inner.left, path) || asksFor(inner.right, path);
  return [path, `${path} != null`, `${path} != undefined`].includes(inner.getText());
}

/** `list.length`, `list.length > 0`, alone or with more under `&&`. */
function asksForMembers(test: ts.Expression, names: readonly string[]): boolean {
  const parts = test.getText().split('&&');
  return parts.some((part) => isLengthOf(part, names, String.raw`(?:\s*(?:>\s*\d+|!==?\s*0|>=\s*[1-9]\d*))?`));
}

/** `list.length === 0`, `!list.length`, alone or with more under `||`. */
function isEmpty(test: ts.Expression, names: readonly string[]): boolean {
  const parts = test.getText().split('||');
  return parts.some(
    (part) =>
      isLengthOf(part, names, String.raw`\s*(?:===?\s*0|<\s*1)`) ||
      (part.trim().startsWith('!') && isLengthOf(part.trim().slice(1), names, '')),
  );
}

function isLengthOf(text: string, names: readonly string[], rest: string): boolean {
  const length = /^([\w$.]+)\.length(.*)$/s.exec(text.trim());
  return length !== null && names.includes(length[1]!) && new RegExp(`^${rest}$`).test(length[2]!);
}

function leaves(statement: ts.Statement): boolean {
  const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  return (
    last !== undefined && (ts.isReturnStatement(last) || ts.isThrowStatement(last) || ts.isContinueStatement(last))
  );
}
