import { isNeverAssigned } from '../../read/syntax/writes.ts';
import { pathOf } from '../../read/syntax/paths.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { ts } from '../../ts.cts';
import type { QueryContext } from '../context.ts';
import { isAnd, isName, isNegation, isNullish, unwrap } from '../../read/syntax/syntax.ts';
import type { Insertion } from '../insertion.ts';

/**
 * Non-null assertions for values that are narrowed by a test outside of the `RAW` callback they move into. TypeScript
 * drops the narrowing of property paths, imports and reassigned variables inside of a function, so
 * `input.id ? eq(users.id, input.id) : undefined` becomes `input.id ? { RAW: (t) => eq(t.id, input.id!) } : {}`.
 *
 * @returns insertions of `!` into `node`; none for JavaScript or without strict null checks
 */
export function assertions(node: ts.Node, context: QueryContext): Insertion[] {
  if (context.javascript || !context.strict) return [];
  const tested = testedPaths(node);
  if (tested.size === 0) return [];
  const insertions: Insertion[] = [];
  const visit = (child: ts.Node): void => {
    const isPath = ts.isPropertyAccessExpression(child) || (ts.isIdentifier(child) && !isName(child));
    // `sql` templates take values of any type, and `?.` takes undefined: neither needs the `!`.
    const isChained = ts.isPropertyAccessExpression(child.parent) && child.parent.questionDotToken !== undefined;
    const isTyped = !ts.isNonNullExpression(child.parent) && !ts.isTemplateSpan(child.parent) && !isChained;
    if (isPath && isTyped && (tested.has(textOf(child)) || isNarrowedChain(child, tested))) {
      const isShorthand = child !== node && ts.isShorthandPropertyAssignment(child.parent);
      const value = isShorthand ? `: ${(child as ts.Identifier).text}!` : '!';
      const isCutShort = (child.flags & ts.NodeFlags.OptionalChain) !== 0;
      if (ts.isPropertyAccessExpression(child) && !isCutShort) visit(child.expression);
      insertions.push({ position: child.end, text: value });
      return;
    }
    if (!ts.isFunctionLike(child)) ts.forEachChild(child, visit);
  };
  visit(node);
  return insertions;
}

/** The path of names that an expression is, without `?.` and `!`; its text if it is none. */
function textOf(node: ts.Node): string {
  return pathOf(node)?.text ?? node.getText();
}

/** Whether an access is the end of a chain that a test keeps from being cut short: `session?.user.id`. */
function isNarrowedChain(node: ts.Node, tested: ReadonlySet<string>): boolean {
  const { parent } = node;
  if ((node.flags & ts.NodeFlags.OptionalChain) === 0 || (parent.flags & ts.NodeFlags.OptionalChain) !== 0)
    return false;
  const isTested = (access: ts.Node): boolean =>
    ts.isPropertyAccessExpression(access) &&
    ((access.questionDotToken !== undefined && tested.has(textOf(access.expression))) || isTested(access.expression));
  return isTested(node);
}

/** Whether an identifier is a named or default import, whose narrowing TypeScript drops inside of a callback. */
export function isImported(identifier: ts.Identifier): boolean {
  const declaration = declarationOf(identifier);
  return declaration !== undefined && (ts.isImportSpecifier(declaration) || ts.isImportClause(declaration));
}

/** Whether an identifier is a `let` or `var` that is assigned after its declaration. */
function isWrittenAgain(identifier: ts.Identifier): boolean {
  const declaration = declarationOf(identifier);
  if (!declaration || !ts.isVariableDeclaration(declaration)) return false;
  return (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) === 0 && !isNeverAssigned(declaration);
}

/** Whether a test asks, or asks among other things, for a value that is missing: `!x`, `x === null`. */
function isAbsence(test: ts.Node): boolean {
  const inner = unwrap(test);
  if (isNegation(inner)) return true;
  if (!ts.isBinaryExpression(inner)) return false;
  const { operatorToken, left, right } = inner;
  const { BarBarToken, EqualsEqualsToken, EqualsEqualsEqualsToken } = ts.SyntaxKind;
  if (operatorToken.kind === BarBarToken) return isAbsence(left) || isAbsence(right);
  const isEqual = [EqualsEqualsToken, EqualsEqualsEqualsToken].includes(operatorToken.kind);
  return isEqual && [left, right].some((side) => isNullish(unwrap(side)));
}

/**
 * The texts of the paths that are tested by conditions around a node, or by `if` statements before it in its function.
 */
function testedPaths(node: ts.Node): Set<string> {
  const paths = new Set<string>();
  const collect = (test: ts.Node): void => {
    if (ts.isPropertyAccessExpression(test)) {
      // What a path leads through is tested by a `?.` only.
      const isThrough = ts.isPropertyAccessExpression(test.parent) && test.parent.expression === test;
      if (!isThrough || test.parent.questionDotToken) paths.add(textOf(test));
    }
    // The narrowing of other variables of this file survives inside of the callback.
    if (ts.isIdentifier(test) && !isName(test) && (isWrittenAgain(test) || isImported(test))) paths.add(test.text);
    ts.forEachChild(test, collect);
  };
  for (let child: ts.Node = node; child.parent && !ts.isFunctionLike(child); child = child.parent) {
    const { parent } = child;
    if (ts.isConditionalExpression(parent) && (parent.whenTrue === child || isAbsence(parent.condition)))
      collect(parent.condition);
    if (isAnd(parent) && parent.right === child) collect(parent.left);
    if (ts.isIfStatement(parent) && (parent.thenStatement === child || isAbsence(parent.expression)))
      collect(parent.expression);
    if (ts.isWhileStatement(parent) && parent.statement === child) collect(parent.expression);
    if (ts.isBlock(parent)) {
      for (const statement of parent.statements) {
        if (statement === child) break;
        if (ts.isIfStatement(statement)) collect(statement.expression);
      }
    }
  }
  return paths;
}
