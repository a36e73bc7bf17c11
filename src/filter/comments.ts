import { ts } from '../ts.cts';

/**
 * The texts of the comments that belong to an argument, array element or object member, so that they can move with it:
 * those above it, in front of it, between it and its comma, behind that at the end of its line, and, for the last one,
 * those before the closing bracket.
 */
export function commentsOf(argument: ts.Expression | ts.ObjectLiteralElementLike): string[] {
  const { text } = argument.getSourceFile();
  const isOnSameLine = !text.slice(argument.pos, argument.getStart()).includes('\n');
  const before = [
    ...((isOnSameLine && ts.getTrailingCommentRanges(text, argument.pos)) || []),
    ...(ts.getLeadingCommentRanges(text, argument.pos) ?? []),
  ];
  const own = ts.getTrailingCommentRanges(text, argument.end) ?? [];
  const end = own.at(-1)?.end ?? argument.end;
  const comma = /^\s*,/.exec(text.slice(end))?.[0].length;
  const behind = (comma !== undefined && ts.getTrailingCommentRanges(text, end + comma)) || [];
  const endsLine = /^[ \t]*(?:\r?\n|[)\]}])/.test(text.slice(behind.at(-1)?.end));
  const after = (isLast(argument) && ts.getLeadingCommentRanges(text, listOf(argument)!.end)) || [];
  return textsOf([...before, ...own, ...(endsLine ? behind : []), ...after], text);
}

/** The texts of the comments right in front of an expression. */
export function commentsBefore(node: ts.Node): string[] {
  const { text } = node.getSourceFile();
  const behind = ts.getTrailingCommentRanges(text, node.pos) ?? [];
  return textsOf([...behind, ...(ts.getLeadingCommentRanges(text, node.pos) ?? [])], text);
}

/** The texts of the comments right behind an expression, on its line. */
export function commentsBehind(node: ts.Node): string[] {
  const { text } = node.getSourceFile();
  return textsOf(ts.getTrailingCommentRanges(text, node.end) ?? [], text);
}

/** Comments as code in front of an expression on the same line, in block form; empty when there are none. */
export function commentPrefix(comments: readonly string[]): string {
  return comments.map((comment) => `${comment.replace(/^\/\/\s*(.*?)\s*$/, '/* $1 */')} `).join('');
}

/** The texts of the comments in front of a statement, behind it on its line, and between it and the end of its block. */
export function commentsAround(statement: ts.Statement): string[] {
  const { text } = statement.getSourceFile();
  const behind = ts.getTrailingCommentRanges(text, statement.end) ?? [];
  const below = ts.getLeadingCommentRanges(text, statement.end) ?? [];
  return [...commentsBefore(statement), ...textsOf([...behind, ...below], text)];
}

/**
 * The texts of the comments that belong to one of several statements of a block: those above it, behind it on its line,
 * behind the opening brace for the first, and before the closing one for the last.
 */
export function commentsOfStatement(statement: ts.Statement): string[] {
  const { text } = statement.getSourceFile();
  const { statements } = statement.parent as ts.Block;
  const opening = (statement === statements[0] && ts.getTrailingCommentRanges(text, statement.pos)) || [];
  const behind = ts.getTrailingCommentRanges(text, statement.end) ?? [];
  const closing = (statement === statements.at(-1) && ts.getLeadingCommentRanges(text, statement.end)) || [];
  const above = ts.getLeadingCommentRanges(text, statement.pos) ?? [];
  return textsOf([...opening, ...above, ...behind, ...closing], text);
}

/** How many comments stand in code, those in front of it and behind it left out. */
export function commentCount(node: ts.Node): number {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false);
  scanner.setText(node.getText());
  let count = 0;
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan())
    if (token === ts.SyntaxKind.SingleLineCommentTrivia || token === ts.SyntaxKind.MultiLineCommentTrivia) count++;
  return count;
}

function textsOf(ranges: readonly ts.CommentRange[], text: string): string[] {
  return ranges.map(({ pos, end }) => text.slice(pos, end));
}

/** The arguments, elements or members that a node is one of; undefined when its parent has none. */
function listOf(element: ts.Node): ts.NodeArray<ts.Node> | undefined {
  const { parent } = element;
  if (ts.isCallExpression(parent)) return parent.arguments;
  if (ts.isArrayLiteralExpression(parent)) return parent.elements;
  return ts.isObjectLiteralExpression(parent) ? parent.properties : undefined;
}

function isLast(element: ts.Node): boolean {
  return listOf(element)?.at(-1) === element;
}
