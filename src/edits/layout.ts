import { ts } from '../ts.cts';
import type { Piece } from './edit.ts';
import { propertyName, type Style } from './style.ts';

/** A piece of code to lay out: objects and arrays go on one line when they fit and are broken otherwise, as Prettier does. */
export type Code =
  | { kind: 'text'; pieces: readonly Piece[] }
  /** `dangling` are comments behind the last member, on lines of their own. */
  | { kind: 'object'; entries: readonly CodeEntry[]; broken?: boolean; dangling?: readonly string[] }
  | { kind: 'array'; items: readonly CodeItem[] }
  /** Parts in a row, none of them breaking by itself: `test ? {…} : {…}`. */
  | { kind: 'sequence'; parts: readonly Code[] }
  /** `test ? whenTrue : whenFalse`, with each branch on a line of its own when it does not fit. */
  | { kind: 'conditional'; test: readonly Piece[]; isBinary: boolean; whenTrue: Code; whenFalse: Code }
  /** `callee(a, b)`, with each argument on a line of its own when it does not fit. */
  | { kind: 'call'; callee: readonly Piece[]; args: readonly Code[] }
  /** `(t) => body`, with the body on a line of its own when it does not fit. */
  | { kind: 'arrow'; parameters: string; body: Code }
  /** Text that is kept from `node`; its further lines move with the first one. */
  | { kind: 'source'; node: ts.Node; pieces: readonly Piece[] };

/** A member of an object. */
export type CodeEntry =
  | {
      kind: 'property';
      name: string;
      value: Code;
      shorthand?: boolean;
      comments?: readonly string[];
      /** The comment behind it, which goes above it when it takes several lines. */
      behind?: string | undefined;
    }
  | { kind: 'spread'; value: Code; comments?: readonly string[] };

/** An element of an array. */
export interface CodeItem {
  value: Code;
  comments?: readonly string[];
}

/** Plain text as code. */
export function text(...pieces: Piece[]): Code {
  return { kind: 'text', pieces };
}

/** An expression as it stands in the source. */
export function source(node: ts.Node): Code {
  return { kind: 'source', node, pieces: [{ start: node.getStart(), end: node.end }] };
}

/** `test ? whenTrue : whenFalse` with a test from the source. */
export function choice(test: ts.Expression, whenTrue: Code, whenFalse: Code): Code {
  const own = { start: test.getStart(), end: test.end };
  return { kind: 'conditional', test: [own], isBinary: ts.isBinaryExpression(test), whenTrue, whenFalse };
}

/** Where and how code is laid out. */
export interface LayoutContext {
  style: Style;
  /** Original text that kept ranges refer to. */
  source: string;
  /** Indentation of the line the code starts on. */
  indent: string;
  /** Column the code starts at. */
  column: number;
  /** How many characters follow on the same line. */
  trailing?: number;
}

/** Turns code into the pieces of an edit. */
export function layOut(code: Code, context: LayoutContext): Piece[] {
  const flat = flatten(code, context);
  const width = flat && widthOf(flat, context);
  if (flat && width !== undefined && context.column + width + (context.trailing ?? 1) <= context.style.width)
    return flat;
  return expand(code, context, flat);
}

/**
 * Lays out what stands behind a `:` or `=` (see `valueStart`), with the space before it; `context.column` is behind that. A choice by
 * an operator (`a > b ? … : …`) that does not fit goes to the next line whole, as does one whose test does not fit.
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
    case 'source':
      return reindented(code.node, code.pieces, context);
    case 'call':
      for (const argument of code.args) addLine(undefined, layOut(argument, { ...inner, column: innerColumn }));
      return [...code.callee, ...wrap('(', lines, ')', context)];
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
    case 'conditional': {
      const branch = indent + style.indent;
      const at = { ...context, indent: branch + branchAlign(style), column: columns(branch, style) + 2 };
      const line = style.newline + branch;
      return [...code.test, `${line}? `, ...layOut(code.whenTrue, at), `${line}: `, ...layOut(code.whenFalse, at)];
    }
    case 'object':
      if (code.entries.length === 0 && !code.dangling) return ['{}'];
      for (const entry of code.entries) {
        const prefix = entry.kind === 'spread' ? '...' : `${propertyName(entry.name, style)}:`;
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
    case 'array':
      if (code.items.length === 0) return ['[]'];
      for (const item of code.items) addLine(item.comments, layOut(item.value, { ...inner, column: innerColumn }));
      return wrap('[', lines, ']', context);
  }
  return flat ?? [];
}

/** Whether a body that does not fit starts behind the arrow all the same: what has brackets or line breaks of its own does. */
function staysBehindArrow(code: Code, context: LayoutContext): boolean {
  if (code.kind === 'text') return widthOf(code.pieces, context) === undefined;
  if (code.kind !== 'source') return code.kind === 'object' || code.kind === 'array' || code.kind === 'arrow';
  const { node } = code;
  const template = ts.isTaggedTemplateExpression(node) ? node.template : node;
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text.includes('\n');
  if (ts.isTemplateExpression(template))
    return [template.head, ...template.templateSpans.map(({ literal }) => literal)].some(({ text }) =>
      text.includes('\n'),
    );
  return ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node) || ts.isArrowFunction(node);
}

/** How wide text is that may have tabs in it. */
export function columns(text: string, { tabWidth }: Style): number {
  return text.length + (text.split('\t').length - 1) * (tabWidth - 1);
}

/** How much further in than its `?` the lines of a branch stand. */
function branchAlign(style: Style): string {
  return style.indent === '\t' ? '\t' : '  ';
}

/** How much must stand on the line behind a part: the text up to the next place where it may break. */
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
  /** What stands behind its comma. */
  behind?: string;
}

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

/** What stands on one line, by style: asked for on every level, it would cost the cube of the nesting otherwise. */
const flattened = new WeakMap<Style, WeakMap<Code, Piece[] | undefined>>();

/** The code on one line; undefined when a comment forces a break. */
function flatten(code: Code, context: LayoutContext): Piece[] | undefined {
  let known = flattened.get(context.style);
  if (!known) flattened.set(context.style, (known = new WeakMap()));
  if (!known.has(code)) known.set(code, flattenNow(code, context));
  return known.get(code);
}

function flattenNow(code: Code, context: LayoutContext): Piece[] | undefined {
  const pad = context.style.bracketSpacing ? ' ' : '';
  switch (code.kind) {
    case 'text':
    case 'source':
      return [...code.pieces];
    case 'call': {
      const joined = join(code.args.map((argument) => flatten(argument, context)));
      return joined && [...code.callee, '(', ...joined, ')'];
    }
    case 'arrow': {
      const body = flatten(code.body, context);
      return body && [`${code.parameters} => `, ...body];
    }
    case 'sequence':
      return concat(code.parts.map((part) => flatten(part, context)));
    case 'conditional':
      return concat([
        [...code.test, ' ? '],
        flatten(code.whenTrue, context),
        [' : '],
        flatten(code.whenFalse, context),
      ]);
    case 'object': {
      if (code.entries.length === 0 && !code.dangling) return ['{}'];
      const isCommented = (entry: CodeEntry) => entry.comments?.length || (entry.kind === 'property' && entry.behind);
      if (code.broken || code.dangling || code.entries.some(isCommented)) return undefined;
      const entries = code.entries.map((entry) => {
        if (entry.kind === 'property' && entry.shorthand) return [entry.name];
        const value = flatten(entry.value, context);
        return value && [entry.kind === 'spread' ? '...' : `${propertyName(entry.name, context.style)}: `, ...value];
      });
      const joined = join(entries);
      return joined && [`{${pad}`, ...joined, `${pad}}`];
    }
    case 'array': {
      if (code.items.some((item) => item.comments?.length)) return undefined;
      // Objects side by side are easier to read on lines of their own, unless they are short.
      const isWide = ({ value }: CodeItem) => value.kind === 'object' && value.entries.length > 1;
      if (code.items.length > 1 && code.items.every(isWide) && context.style.width < Infinity) return undefined;
      const joined = join(code.items.map((item) => flatten(item.value, context)));
      return joined && ['[', ...joined, ']'];
    }
  }
}

/** Kept text of several lines, indented for its new place; lines inside template literals stay as they are. */
function reindented(node: ts.Node, pieces: readonly Piece[], { source, indent, style }: LayoutContext): Piece[] {
  const start = node.getStart();
  const lineStart = source.lastIndexOf('\n', start - 1) + 1;
  const [, margin = '', branch] = /^([ \t]*)([?:] $)?/.exec(source.slice(lineStart, start)) ?? [];
  // What stands behind the `?` of a conditional has its further lines one step further in.
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
    for (const { index } of source.slice(piece.start, piece.end).matchAll(/\n(?=[ \t]*\S)/g)) {
      const line = piece.start + index + 1;
      if (isFixed(line) || !source.startsWith(from, line)) continue;
      moved.push({ start: position, end: line }, indent);
      position = line + from.length;
    }
    return [...moved, { start: position, end: piece.end }];
  });
}

function concat(parts: (Piece[] | undefined)[]): Piece[] | undefined {
  return parts.some((part) => !part) ? undefined : parts.flatMap((part) => part ?? []);
}

function join(parts: (Piece[] | undefined)[]): Piece[] | undefined {
  return concat(parts.map((part, index) => (part && index > 0 ? [', ', ...part] : part)));
}

/** Width in characters; undefined when there is a line break inside. */
function widthOf(pieces: readonly Piece[], { source }: LayoutContext): number | undefined {
  let width = 0;
  for (const piece of pieces) {
    const string = typeof piece === 'string' ? piece : source.slice(piece.start, piece.end);
    if (string.includes('\n')) return undefined;
    width += string.length;
  }
  return width;
}

function reindent(comment: string, indent: string): string {
  return comment.replace(/\r?\n[ \t]*/g, (lineBreak) => (lineBreak.startsWith('\r') ? '\r\n' : '\n') + indent + ' ');
}

/** Where the value of a member or variable starts, with the space before it; a comment before it stays. */
export function valueStart(value: ts.Expression): number {
  const before = value.getFullText().slice(0, -value.getText().length);
  return before.trim() === '' ? value.pos : value.getStart() - (before.endsWith(' ') ? 1 : 0);
}

/** The layout context of code that replaces the text from `start`, with `prefix` characters put before it. */
export function contextAt(source: string, start: number, style: Style, trailing = 1): LayoutContext {
  const lineStart = source.lastIndexOf('\n', start - 1) + 1;
  const before = source.slice(source.lastIndexOf('\n', lineStart - 2) + 1, lineStart);
  const own = compilerDirective.test(before) ? { ...style, width: Infinity } : style;
  const column = columns(source.slice(lineStart, start), style);
  return { style: own, source, indent: indentAt(source, start), column, trailing };
}

/** Speaks of the next line only: what that line holds must stay on it. */
const compilerDirective = /^[ \t]*\/[/*][ \t]*@ts-(expect-error|ignore)\b/;

/** The white space at the head of the line of a position. */
export function indentAt(source: string, position: number): string {
  const lineStart = source.lastIndexOf('\n', position - 1) + 1;
  return /^[ \t]*/.exec(source.slice(lineStart, position))?.[0] ?? '';
}
