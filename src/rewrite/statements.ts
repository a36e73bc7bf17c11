import { ts } from '../ts.cts';

/**
 * The range to remove for a statement: with the comments above it, a comment behind it and one of the blank lines
 * around it. A comment at the head of the file that is followed by a blank line (licence, directive) stays.
 */
export function statementRange(statement: ts.Node): { start: number; end: number } {
  const { text } = statement.getSourceFile();
  const own = statement.getStart();
  let start = statement.pos;
  const lineEnd = text.indexOf('\n', start);
  if (start > 0 && lineEnd >= 0 && lineEnd < own) {
    // A comment on the line on which the previous statement ends belongs to that one.
    start = text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd;
  } else if (start === 0) {
    const blank = /\n[ \t]*\r?\n/g;
    for (const match of text.slice(0, own).matchAll(blank)) start = match.index + 1;
  }
  let { end } = statement;
  const rest = /^[ \t]*(?:\/\/[^\n\r]*)?/.exec(text.slice(end))?.[0].length ?? 0;
  end += rest;
  if (start === 0 || text[start - 1] === '\n') {
    const [lineBreaks = ''] = /^(?:[ \t]*\r?\n)+/.exec(text.slice(end)) ?? [];
    end += lineBreaks.length;
  }
  return { start, end };
}

/**
 * The range of a statement's own lines; comments above it stay. The blank lines behind it are included when nothing
 * would be left above it, or when the statements that are removed start after a blank line.
 *
 * @param isHead whether the statement is at the head of the file, or everything above it is removed as well
 * @param first the first of the adjacent statements that are removed together
 */
export function ownLines(
  statement: ts.Node,
  isHead = statement.getStart() === 0,
  first: ts.Node = statement,
): { start: number; end: number } {
  const { text } = statement.getSourceFile();
  const own = statement.getStart();
  const lineStart = text.lastIndexOf('\n', own - 1) + 1;
  const [rest = ''] = /^[ \t]*(?:\r?\n)?/.exec(text.slice(statement.end)) ?? [];
  const isOnlyOne = text.slice(lineStart, own).trim() === '';
  const start = isOnlyOne ? lineStart : own;
  const isBelowBlank = /\n[ \t]*\r?\n[ \t]*$/.test(text.slice(0, first.getStart()));
  const [blank = ''] =
    isHead || isBelowBlank ? (/^(?:[ \t]*\r?\n)+/.exec(text.slice(statement.end + rest.length)) ?? []) : [];
  return { start, end: isOnlyOne ? statement.end + rest.length + blank.length : statement.end };
}

/** The first of the adjacent statements, ending with this one, that are all removed. */
export function firstOfRun(statement: ts.Statement, cut: readonly ts.Statement[]): ts.Statement {
  const { statements, text } = statement.getSourceFile();
  let first = statement;
  for (let index = statements.indexOf(statement) - 1; index >= 0; index--) {
    const above = statements[index]!;
    if (!cut.includes(above) || !/^\r?\n[ \t]*$/.test(text.slice(above.end, first.getStart()))) break;
    first = above;
  }
  return first;
}

/** The comments directly above a node, as written. */
export function commentsAbove(node: ts.Node): string[] {
  const { text } = node.getSourceFile();
  const ranges = ts.getLeadingCommentRanges(text, node.pos) ?? [];
  return ranges.map(({ pos, end }) => text.slice(pos, end));
}

/** Where a statement starts together with its comments: those above it with no blank line in between. */
export function commentedStart(statement: ts.Statement): number {
  const { text } = statement.getSourceFile();
  const comments = ts.getLeadingCommentRanges(text, statement.pos) ?? [];
  return comments.reduceRight((start, { pos, end }) => {
    const isAttached = !/\n[ \t]*\r?\n/.test(text.slice(end, start));
    return isAttached ? pos : start;
  }, statement.getStart());
}

/** The comments that follow a list element on its line, after the comma. */
export function commentBehind(node: ts.Node): string | undefined {
  const { text } = node.getSourceFile();
  const comma = /^[ \t]*,/.exec(text.slice(node.end))?.[0].length ?? 0;
  const ranges = ts.getTrailingCommentRanges(text, node.end + comma) ?? [];
  return ranges.length > 0 ? ranges.map(({ pos, end }) => text.slice(pos, end)).join(' ') : undefined;
}

/** The comments on their own lines behind the last member of an object. Empty for any other member. */
export function commentsAtEnd(member: ts.Node): string[] {
  const object = member.parent;
  if (!ts.isObjectLiteralExpression(object) || object.properties.at(-1) !== member) return [];
  const { text } = member.getSourceFile();
  return (ts.getLeadingCommentRanges(text, object.properties.end) ?? []).map(({ pos, end }) => text.slice(pos, end));
}

/** The comments between the first and the last token of a node. */
export function commentsInside(node: ts.Node): string[] {
  const { text } = node.getSourceFile();
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, undefined, text, undefined, node.getStart());
  const comments: string[] = [];
  for (let kind = scanner.scan(); scanner.getTokenEnd() < node.end; kind = scanner.scan()) {
    const isComment = kind === ts.SyntaxKind.SingleLineCommentTrivia || kind === ts.SyntaxKind.MultiLineCommentTrivia;
    if (isComment) comments.push(scanner.getTokenText());
  }
  return comments;
}

/** The comments in an object literal without members. */
export function commentsInEmpty(object: ts.ObjectLiteralExpression): string[] {
  return object.getText().match(/\/\/[^\r\n]*|\/\*[^]*?\*\//g) ?? [];
}

/** The ranges to remove so that some elements of a comma-separated list go and the rest stays valid. */
export function elementRanges(
  removed: ReadonlySet<ts.Node>,
  list: ts.NodeArray<ts.Node>,
): { start: number; end: number }[] {
  if (removed.size === list.length) return [{ start: list.pos, end: list.end }];
  const ranges: { start: number; end: number }[] = [];
  for (let index = 0; index < list.length; index++) {
    if (!removed.has(list[index]!)) continue;
    const first = index;
    while (index + 1 < list.length && removed.has(list[index + 1]!)) index++;
    const next = list[index + 1];
    // A run of removed elements goes up to the element behind it; at the end of the list it takes the comma in front
    // instead, and a trailing comma stays.
    if (next) ranges.push({ start: list[first]!.getFullStart(), end: next.getFullStart() });
    else ranges.push({ start: list[first - 1]!.end, end: list[index]!.end });
  }
  return ranges;
}
