import { ts } from '../ts.cts';
import type { Piece } from './edit.ts';

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
  /** `head.first(…).second(…)`, with each link on a line of its own when it does not fit, or when it is `broken`. */
  | { kind: 'chain'; head: readonly Piece[]; links: readonly Code[]; broken?: boolean }
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

/** `(code)` */
export function parenthesized(code: Code): Code {
  return { kind: 'sequence', parts: [text('('), code, text(')')] };
}
