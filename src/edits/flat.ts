import { ts } from '../ts.cts';
import type { Code, CodeEntry, CodeItem } from './code.ts';
import type { Piece } from './edit.ts';
import type { LayoutContext } from './layout-context.ts';
import { propertyName, type Style } from './style.ts';

/** What stands on one line, by style: asked for on every level, it would cost the cube of the nesting otherwise. */
const flattened = new WeakMap<Style, WeakMap<Code, Piece[] | undefined>>();

/** The code on one line; undefined when a comment forces a break. */
export function flatten(code: Code, context: LayoutContext): Piece[] | undefined {
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
    case 'chain': {
      const links = concat(code.links.map((link) => flatten(link, context)));
      return links && !code.broken ? [...code.head, ...links] : undefined;
    }
    case 'arrow': {
      const body = flatten(code.body, context);
      const [open, close] = isConditional(code.body) ? ['(', ')'] : ['', ''];
      return body && [`${code.parameters} => ${open}`, ...body, close];
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

/** A choice, which stands in parentheses behind an arrow on its line. */
function isConditional(code: Code): boolean {
  return code.kind === 'conditional' || (code.kind === 'source' && ts.isConditionalExpression(code.node));
}

function concat(parts: (Piece[] | undefined)[]): Piece[] | undefined {
  return parts.some((part) => !part) ? undefined : parts.flatMap((part) => part ?? []);
}

function join(parts: (Piece[] | undefined)[]): Piece[] | undefined {
  return concat(parts.map((part, index) => (part && index > 0 ? [', ', ...part] : part)));
}

/** Width in characters; undefined when there is a line break inside. */
export function widthOf(pieces: readonly Piece[], { source }: LayoutContext): number | undefined {
  let width = 0;
  for (const piece of pieces) {
    const string = typeof piece === 'string' ? piece : source.slice(piece.start, piece.end);
    if (string.includes('\n')) return undefined;
    width += string.length;
  }
  return width;
}
