import { parenthesized, text, type Code } from '../edits/code.ts';
import { ts } from '../ts.cts';

/** Whether `?? other` may follow an expression without parentheses around it. */
export function takesFallback(node: ts.Node): boolean {
  const isChain = ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken;
  return isChain || ts.isLeftHandSideExpression(node);
}

/**
 * The code of an expression as an argument of a call, with `!`, `?? other` or `|| other` behind it.
 *
 * @param suffix may be empty
 */
export function argumentCode(node: ts.Node, code: Code, suffix: string): Code {
  const isComma = ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.CommaToken;
  const isChainable = suffix.startsWith(' ??') && takesFallback(node);
  const isReady = suffix === '' ? !isComma : isChainable || ts.isLeftHandSideExpression(node);
  return { kind: 'sequence', parts: [isReady ? code : parenthesized(code), text(suffix)] };
}
