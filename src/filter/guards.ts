import { escapeRegExp } from '../read/escape-reg-exp.ts';
import { declarationOf } from '../read/scope.ts';
import { unwrap } from '../read/syntax.ts';
import { ts } from '../ts.cts';

/**
 * Whether a list cannot be empty at a place, because of a test around it (`if (ids.length > 0)`, `ids.length ? … : …`)
 * or an early exit before it (`if (!ids.length) return []`). Goes no further than the innermost function.
 *
 * @param names the texts of expressions that stand for the list, or for another one of the same length
 */
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
 * Whether a value cannot be null or undefined where it stands, because a test around it or an early exit before it
 * checks it: `id ? eq(users.id, id) : undefined`, `if (!id) return`. Only paths of names are recognized.
 */
export function isKnownToBeThere(value: ts.Expression): boolean {
  const inner = unwrap(value);
  const path = inner.getText();
  if (!/^[\w$.]+$/.test(path)) return false;
  const declaration = ts.isIdentifier(inner) ? declarationOf(inner) : undefined;
  // A test outside of the innermost function counts for constants only: they are the same when the function runs later.
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

/**
 * Whether an `if` statement before `place` returns, throws or continues when the value is missing, and no statement
 * between them assigns the value again.
 */
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

/**
 * Whether a test holds when a value is missing: `!path`, `path == null`, `typeof path !== 'string'`, or `||` with one
 * of them.
 */
function isMissing(test: ts.Expression, path: string): boolean {
  const inner = unwrap(test) as ts.Expression;
  if (ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.BarBarToken)
    return isMissing(inner.left, path) || isMissing(inner.right, path);
  const text = inner.getText();
  return (
    [`!${path}`, `${path} == null`, `${path} == undefined`].includes(text) || text.startsWith(`typeof ${path} !== `)
  );
}

/** Whether a test holds only when a value is present: `path`, `path != null`, or `&&` with one of them. */
function asksFor(test: ts.Expression, path: string): boolean {
  const inner = unwrap(test) as ts.Expression;
  if (ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken)
    return asksFor(inner.left, path) || asksFor(inner.right, path);
  return [path, `${path} != null`, `${path} != undefined`].includes(inner.getText());
}

/** Whether a test holds only when the list has members: `list.length`, `list.length > 0`, or `&&` with one of them. */
function asksForMembers(test: ts.Expression, names: readonly string[]): boolean {
  const parts = test.getText().split('&&');
  return parts.some((part) => isLengthOf(part, names, String.raw`(?:\s*(?:>\s*\d+|!==?\s*0|>=\s*[1-9]\d*))?`));
}

/** Whether a test holds when the list is empty: `list.length === 0`, `!list.length`, or `||` with one of them. */
function isEmpty(test: ts.Expression, names: readonly string[]): boolean {
  const parts = test.getText().split('||');
  return parts.some(
    (part) =>
      isLengthOf(part, names, String.raw`\s*(?:===?\s*0|<\s*1)`) ||
      (part.trim().startsWith('!') && isLengthOf(part.trim().slice(1), names, '')),
  );
}

/** Whether a text is `<name>.length` of one of the names, followed by what the pattern `rest` matches. */
function isLengthOf(text: string, names: readonly string[], rest: string): boolean {
  const length = /^([\w$.]+)\.length(.*)$/s.exec(text.trim());
  return length !== null && names.includes(length[1]!) && new RegExp(`^${rest}$`).test(length[2]!);
}

/** Whether a statement ends in `return`, `throw` or `continue`. */
function leaves(statement: ts.Statement): boolean {
  const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  return (
    last !== undefined && (ts.isReturnStatement(last) || ts.isThrowStatement(last) || ts.isContinueStatement(last))
  );
}
