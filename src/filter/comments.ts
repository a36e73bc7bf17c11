import { ts } from '../ts.cts';

/** The comments above a list element or member, directly before it, behind it on its line, and those that end its list. */
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

/** The list an element stands in. */
function listOf(element: ts.Node): ts.NodeArray<ts.Node> | undefined {
  const { parent } = element;
  if (ts.isCallExpression(parent)) return parent.arguments;
  if (ts.isArrayLiteralExpression(parent)) return parent.elements;
  return ts.isObjectLiteralExpression(parent) ? parent.properties : undefined;
}

function isLast(element: ts.Node): boolean {
  return listOf(element)?.at(-1) === element;
}
