import { ts } from '../ts.cts';

/**
 * The texts of the comments that belong to an argument, array element or object member, so that they can move with it:
 * those above it, in front of it, behind it at the end of its line, and, for the last one, those before the closing
 * bracket.
 */
export function commentsOf(argument: ts.Expression | ts.ObjectLiteralElementLike): string[] {
  const { text } = argument.getSourceFile();
  const isOnSameLine = !text.slice(argument.pos, argument.getStart()).includes('\n');
  const before = [
    ...((isOnSameLine && ts.getTrailingCommentRanges(text, argument.pos)) || []),
    ...(ts.getLeadingCommentRanges(text, argument.pos) ?? []),
  ];
  const comma = /^[ \t]*,/.exec(text.slice(argument.end))?.[0].length ?? 0;
  const behind = ts.getTrailingCommentRanges(text, argument.end + comma) ?? [];
  const endsLine = /^[ \t]*(?:\r?\n|\))/.test(text.slice(behind.at(-1)?.end));
  const after = (isLast(argument) && ts.getLeadingCommentRanges(text, listOf(argument)!.end)) || [];
  return [...before, ...(endsLine ? behind : []), ...after].map(({ pos, end }) => text.slice(pos, end));
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
