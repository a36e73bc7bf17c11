import { ts } from '../ts.cts';
import { text, type Code } from './code.ts';
import type { Piece } from './edit.ts';
import { flatten, keyOf, widthOf } from './flat.ts';
import { columns, type LayoutContext } from './layout-context.ts';
import type { Style } from './style.ts';

/**
 * Lays out new code as Prettier would, as the pieces of an edit: on one line if it fits, otherwise broken into lines.
 */
export function layOut(code: Code, context: LayoutContext): Piece[] {
  const flat = flatten(code, context);
  const width = flat && widthOf(flat, context);
  if (flat && width !== undefined && context.column + width + (context.trailing ?? 1) <= context.style.width)
    return flat;
  return expand(code, context, flat);
}

/**
 * Lays out the value behind a `:` or `=`, with the space or line break before it (see `valueStart`). `context.column`
 * is the column behind that space. As in Prettier, a conditional that does not fit goes to the next line as a whole
 * when its test has a binary operator (`a > b ? … : …`) or does not fit itself.
 */
export function layOutValue(code: Code, context: LayoutContext): Piece[] {
  const flat = flatten(code, context);
  const width = flat && widthOf(flat, context);
  const { style } = context;
  const fits = (own: number | undefined) => own !== undefined && context.column + own <= style.width;
  const isBelow =
    code.kind === 'conditional' &&
    !fits(width === undefined ? undefined : width + (context.trailing ?? 1)) &&
    (code.isBinary || !fits(widthOf(code.test, context)));
  if (!isBelow) return [' ', ...layOut(code, context)];
  const indent = context.indent + style.indent;
  return [style.newline, indent, ...layOut(code, { ...context, indent, column: columns(indent, style) })];
}

/** The code broken into lines; `flat` is its form on one line, if it has one. */
function expand(code: Code, context: LayoutContext, flat: Piece[] | undefined): Piece[] {
  const { style, indent } = context;
  const inner = { ...context, indent: indent + style.indent, trailing: 1 };
  const lines: Line[] = [];
  const innerColumn = columns(inner.indent, style);
  const addLine = (comments: readonly string[] | undefined, pieces: Piece[]) => {
    for (const comment of comments ?? [])
      lines.push({ pieces: [inner.indent, reindent(comment, inner.indent)], isComment: true });
    if (pieces.length > 0) lines.push({ pieces: [inner.indent, ...pieces] });
  };
  switch (code.kind) {
    case 'text':
      return [...code.pieces];
    case 'source': {
      const chain = chainOf(code.node, code.pieces, context);
      return chain ? expand(chain, context, flat) : reindented(code.node, code.pieces, context);
    }
    case 'chain': {
      const line = style.newline + inner.indent;
      const links = code.links.flatMap((link) => [line, ...layOut(link, { ...inner, column: innerColumn })]);
      return [...code.head, ...links];
    }
    case 'call': {
      const [only, ...others] = code.args;
      if (only?.kind === 'arrow' && others.length === 0)
        return [...code.callee, ...lastArgument(only, code.callee, context)];
      for (const argument of code.args) addLine(undefined, layOut(argument, { ...inner, column: innerColumn }));
      return [...code.callee, ...wrap('(', lines, ')', context)];
    }
    case 'arrow': {
      const head = `${code.parameters} => `;
      if (staysBehindArrow(code.body, context))
        return [head, ...layOut(code.body, { ...context, column: context.column + head.length })];
      return [
        head.trimEnd(),
        style.newline,
        inner.indent,
        ...layOut(code.body, { ...inner, column: innerColumn, trailing: context.trailing ?? 1 }),
      ];
    }
    case 'sequence': {
      const output: Piece[] = [];
      let { column } = context;
      for (const [index, part] of code.parts.entries()) {
        const trailing = widthBehind(code.parts.slice(index + 1), context);
        const pieces = layOut(part, { ...context, column, trailing });
        output.push(...pieces);
        column += widthOf(pieces, context) ?? 0;
      }
      return output;
    }
    case 'conditional':
      return brokenChoice(code, indent + style.indent, context);
    case 'object':
      if (code.entries.length === 0 && !code.dangling) return ['{}'];
      for (const [index, entry] of code.entries.entries()) {
        if (index === code.entries.length - 1 && !style.trailingComma) inner.trailing = 0;
        const prefix = entry.kind === 'spread' ? '...' : `${keyOf(entry, style)}:`;
        const column = innerColumn + prefix.length;
        if (entry.kind === 'spread') addLine(entry.comments, [prefix, ...layOut(entry.value, { ...inner, column })]);
        else if (entry.shorthand) addLine(entry.comments, [entry.name]);
        else {
          const pieces = [prefix, ...layOutValue(entry.value, { ...inner, column: column + 1 })];
          const { comments = [], behind } = entry;
          const isOneLine = widthOf(pieces, context) !== undefined;
          addLine(behind === undefined || isOneLine ? comments : [...comments, behind], pieces);
          if (behind !== undefined && isOneLine) lines.at(-1)!.behind = ` ${behind}`;
        }
      }
      addLine(code.dangling, []);
      return wrap('{', lines, '}', context);
    case 'block': {
      for (const item of code.statements) addLine(item.comments, layOut(item.value, { ...inner, column: innerColumn }));
      return ['{', ...lines.flatMap(({ pieces }) => [style.newline, ...pieces]), style.newline, indent, '}'];
    }
    case 'array':
      if (code.items.length === 0) return ['[]'];
      for (const item of code.items) addLine(item.comments, layOut(item.value, { ...inner, column: innerColumn }));
      return wrap('[', lines, ']', context);
  }
  return flat ?? [];
}

/** A choice with its branches on lines of their own, at `branch`. A choice in one of them is broken, too. */
function brokenChoice(code: Extract<Code, { kind: 'conditional' }>, branch: string, context: LayoutContext): Piece[] {
  const { style } = context;
  const inner = branch + branchAlign(style);
  const column = columns(branch, style) + 2;
  const branchOf = (value: Code) =>
    value.kind === 'conditional'
      ? brokenChoice(value, inner, context)
      : layOut(value, { ...context, indent: inner, column });
  const line = style.newline + branch;
  return [...code.test, `${line}? `, ...branchOf(code.whenTrue), `${line}: `, ...branchOf(code.whenFalse)];
}

/** `((item) => body)` of a call that does not fit: the body goes below the arrow, or is broken by itself. */
function lastArgument(
  arrow: Extract<Code, { kind: 'arrow' }>,
  callee: readonly Piece[],
  context: LayoutContext,
): Piece[] {
  const { style, indent } = context;
  const head = `(${arrow.parameters} =>`;
  if (staysBehindArrow(arrow.body, context)) {
    const column = context.column + (widthOf(callee, context) ?? 0) + head.length + 1;
    return [`${head} `, ...layOut(arrow.body, { ...context, column }), ')'];
  }
  const inner = indent + style.indent;
  const body = layOut(arrow.body, { ...context, indent: inner, column: columns(inner, style), trailing: 1 });
  const end = `${style.argumentComma ? ',' : ''}${style.newline}${indent})`;
  return [head, style.newline, inner, ...body, end];
}

/**
 * A node that is a chain of three or more calls on one line, `db.select().from(users).where(…)`, as code with a link
 * for each call, so that it can be broken. Undefined for any other node.
 */
function chainOf(node: ts.Node, pieces: readonly Piece[], { source }: LayoutContext): Code | undefined {
  if (source.slice(node.getStart(), node.end).includes('\n')) return undefined;
  const dots: number[] = [];
  for (let call = node; ts.isCallExpression(call) && ts.isPropertyAccessExpression(call.expression);) {
    const owner = call.expression.expression;
    dots.unshift(owner.end);
    call = owner;
  }
  if (dots.length < 3) return undefined;
  const parts: Piece[][] = [[]];
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      parts.at(-1)!.push(piece);
      continue;
    }
    let { start } = piece;
    for (const dot of dots.filter((at) => at >= piece.start && at < piece.end)) {
      if (start < dot) parts.at(-1)!.push({ start, end: dot });
      parts.push([]);
      start = dot;
    }
    parts.at(-1)!.push({ start, end: piece.end });
  }
  const [head = [], ...links] = parts;
  return links.length === dots.length ? { kind: 'chain', head, links: links.map((link) => text(...link)) } : undefined;
}

/**
 * Whether the body of an arrow function that does not fit starts on the line of the arrow all the same, as Prettier
 * does for what has brackets or line breaks of its own.
 */
function staysBehindArrow(code: Code, context: LayoutContext): boolean {
  if (code.kind === 'text') return widthOf(code.pieces, context) === undefined;
  if (code.kind !== 'source') return ['object', 'array', 'arrow', 'block'].includes(code.kind);
  const { node } = code;
  const template = ts.isTaggedTemplateExpression(node) ? node.template : node;
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text.includes('\n');
  if (ts.isTemplateExpression(template))
    return [template.head, ...template.templateSpans.map(({ literal }) => literal)].some(({ text }) =>
      text.includes('\n'),
    );
  return ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node) || ts.isArrowFunction(node);
}

/** The indentation that the further lines of a branch have in addition to that of its `?` or `:`. */
export function branchAlign(style: Style): string {
  return style.indent === '\t' ? '\t' : '  ';
}

/** The width that must fit on the line behind a part of a sequence: the text up to the next part that may be broken. */
function widthBehind(parts: readonly Code[], context: LayoutContext): number {
  let width = 0;
  for (const part of parts) {
    if (part.kind !== 'text') return width;
    width += widthOf(part.pieces, context) ?? 0;
  }
  return width + (context.trailing ?? 1);
}

/** A line between brackets. */
interface Line {
  pieces: Piece[];
  isComment?: boolean;
  /** A comment behind the comma of the line. */
  behind?: string;
}

/** Lines between brackets, with commas between them, and behind the last one if the style has trailing commas. */
function wrap(open: string, lines: readonly Line[], close: string, { style, indent }: LayoutContext): Piece[] {
  const output: Piece[] = [open];
  lines.forEach(({ pieces, isComment, behind = '' }, index) => {
    const last = index === lines.length - 1;
    const isBare = last && !(open === '(' ? style.argumentComma : style.trailingComma);
    output.push(style.newline, ...pieces, isComment || isBare ? '' : ',', behind);
  });
  output.push(style.newline, indent, close);
  return output;
}

/**
 * The source of a node, its further lines indented for the new place; lines inside of template literals stay as they
 * are.
 */
function reindented(node: ts.Node, pieces: readonly Piece[], { source, indent, style }: LayoutContext): Piece[] {
  const start = node.getStart();
  const lineStart = source.lastIndexOf('\n', start - 1) + 1;
  const [, margin = '', branch] = /^([ \t]*)([?:] $)?/.exec(source.slice(lineStart, start)) ?? [];
  // In the source, the further lines of a branch are indented by `branchAlign` in addition to the line of its `?`.
  const from = branch ? margin + branchAlign(style) : margin;
  if (from === indent || !source.slice(start, node.end).includes('\n')) return [...pieces];
  const templates: ts.Node[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isTemplateLiteralToken(child)) templates.push(child);
    ts.forEachChild(child, visit);
  };
  visit(node);
  const isFixed = (position: number) => templates.some((token) => position > token.getStart() && position < token.end);
  return pieces.flatMap((piece): Piece[] => {
    if (typeof piece === 'string') return [piece];
    const moved: Piece[] = [];
    let position = piece.start;
    for (const { index } of source.slice(piece.start, piece.end).matchAll(/\n(?=[ \t]*(?:\S|$))/g)) {
      const line = piece.start + index + 1;
      if (isFixed(line) || !source.startsWith(from, line)) continue;
      moved.push({ start: position, end: line }, indent);
      position = line + from.length;
    }
    return [...moved, { start: position, end: piece.end }];
  });
}

/** A comment with its further lines indented for a new place. */
function reindent(comment: string, indent: string): string {
  return comment.replace(/\r?\n[ \t]*/g, (lineBreak) => (lineBreak.startsWith('\r') ? '\r\n' : '\n') + indent + ' ');
}
