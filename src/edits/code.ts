import { ts } from '../ts.cts';
import type { Piece } from './edit.ts';

/**
 * New code as a tree, which `layout.ts` lays out as Prettier would: a node goes on one line when it fits there, and is
 * broken into lines otherwise. Its leaves are new text and ranges of the original source.
 */
export type Code =
  | { kind: 'text'; pieces: readonly Piece[] }
  /** `{ … }`. `broken`: always on several lines; `dangling`: comments behind the last member, on lines of their own. */
  | { kind: 'object'; entries: readonly CodeEntry[]; broken?: boolean; dangling?: readonly string[] }
  | { kind: 'array'; items: readonly CodeItem[] }
  /** Parts in a row, with no line breaks between them: `[text('('), object, text(')')]`. */
  | { kind: 'sequence'; parts: readonly Code[] }
  /**
   * `test ? whenTrue : whenFalse`, with each branch on a line of its own when it does not fit. `isBinary`: the test has
   * a binary operator, which decides where Prettier breaks (see `layOutValue`).
   */
  | { kind: 'conditional'; test: readonly Piece[]; isBinary: boolean; whenTrue: Code; whenFalse: Code }
  /** `callee(a, b)`, with each argument on a line of its own when it does not fit. */
  | { kind: 'call'; callee: readonly Piece[]; args: readonly Code[] }
  /** `head.first(…).second(…)`, with each link on a line of its own when it does not fit, or when it is `broken`. */
  | { kind: 'chain'; head: readonly Piece[]; links: readonly Code[]; broken?: boolean }
  /** `{ … }` with a statement on each line, as the body of a function. */
  | { kind: 'block'; statements: readonly CodeItem[] }
  /** `(t) => body`, with the body on a line of its own when it does not fit. */
  | { kind: 'arrow'; parameters: string; body: Code }
  /**
   * The source of `node`, with the changes in `pieces`; when it moves, its further lines are indented like the first.
   */
  | { kind: 'source'; node: ts.Node; pieces: readonly Piece[] };

/** A member of an object: `name: value`, just `name` (`shorthand`), or `...value`. `comments` go above it. */
export type CodeEntry =
  | {
      kind: 'property';
      name: string;
      value: Code;
      shorthand?: boolean;
      /** The name is an expression in brackets, `[key]`. */
      computed?: boolean;
      comments?: readonly string[];
      /** A comment behind the member on its line; it goes above when the member takes several lines. */
      behind?: string | undefined;
    }
  | { kind: 'spread'; value: Code; comments?: readonly string[] };

/** An element of an array, or a statement; `comments` go above it. */
export interface CodeItem {
  value: Code;
  comments?: readonly string[];
}

/** Text and kept ranges as code. */
export function text(...pieces: Piece[]): Code {
  return { kind: 'text', pieces };
}

/** A node as it stands in the source, as code. */
export function source(node: ts.Node): Code {
  return { kind: 'source', node, pieces: [{ start: node.getStart(), end: node.end }] };
}

/** `test ? whenTrue : whenFalse` with a test from the source. */
export function choice(test: ts.Expression, whenTrue: Code, whenFalse: Code): Code {
  const own = { start: test.getStart(), end: test.end };
  return { kind: 'conditional', test: [own], isBinary: ts.isBinaryExpression(test), whenTrue, whenFalse };
}

/** `(code)` */
export function parenthesized(code: Code): Code {
  return { kind: 'sequence', parts: [text('('), code, text(')')] };
}
