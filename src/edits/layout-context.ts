import { ts } from '../ts.cts';
import type { Style } from './style.ts';

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

/** How wide text is that may have tabs in it. */
export function columns(text: string, { tabWidth }: Style): number {
  return text.length + (text.split('\t').length - 1) * (tabWidth - 1);
}

/** A cast of plain JavaScript, which stands before an expression in parentheses. */
const docCast = /^\/\*\*[^{]*@type\s*\{[^]*\*\/$/;

/** Where the value of a member or variable starts, with the space before it; a comment before it stays, but for a cast. */
export function valueStart(value: ts.Expression): number {
  const before = value.getFullText().slice(0, -value.getText().length);
  const isCast = ts.isParenthesizedExpression(value) && docCast.test(before.trim());
  return isCast || before.trim() === '' ? value.pos : value.getStart() - (before.endsWith(' ') ? 1 : 0);
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
