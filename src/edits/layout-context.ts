import { ts } from '../ts.cts';
import type { Style } from './style.ts';

/** The place code is laid out for, and the style it is written in. */
export interface LayoutContext {
  style: Style;
  /** The original text of the file, which kept ranges refer to. */
  source: string;
  /** The indentation of the line the code starts on. */
  indent: string;
  /** The column the code starts at, 0-based. */
  column: number;
  /** How many characters follow on the same line, such as a comma; 1 by default. */
  trailing?: number;
}

/** The width of text that may have tabs in it. */
export function columns(text: string, { tabWidth }: Style): number {
  return text.length + (text.split('\t').length - 1) * (tabWidth - 1);
}

/** A comment that is a JSDoc cast, which stands before an expression in parentheses. */
const docCast = /^\/\*\*[^{]*@type\s*\{[^]*\*\/$/;

/**
 * The offset from which the value of a member or variable is replaced: with the space before it, but behind a comment,
 * which stays. Only a JSDoc cast is replaced with the value, because it says what type the old value has.
 */
export function valueStart(value: ts.Expression): number {
  const before = value.getFullText().slice(0, -value.getText().length);
  const isCast = ts.isParenthesizedExpression(value) && docCast.test(before.trim());
  return isCast || before.trim() === '' ? value.pos : value.getStart() - (before.endsWith(' ') ? 1 : 0);
}

/**
 * The layout context for code that replaces the text from `start`, with `trailing` characters behind it on its line.
 */
export function contextAt(source: string, start: number, style: Style, trailing = 1): LayoutContext {
  const lineStart = source.lastIndexOf('\n', start - 1) + 1;
  const before = source.slice(source.lastIndexOf('\n', lineStart - 2) + 1, lineStart);
  const own = compilerDirective.test(before) ? { ...style, width: Infinity } : style;
  const column = columns(source.slice(lineStart, start), style);
  return { style: own, source, indent: indentAt(source, start), column, trailing };
}

/**
 * A compiler directive on the line before: it applies to the next line only, so code on that line must not be broken.
 */
const compilerDirective = /^[ \t]*\/[/*][ \t]*@ts-(expect-error|ignore)\b/;

/** The white space at the head of the line of a position. */
export function indentAt(source: string, position: number): string {
  const lineStart = source.lastIndexOf('\n', position - 1) + 1;
  return /^[ \t]*/.exec(source.slice(lineStart, position))?.[0] ?? '';
}
