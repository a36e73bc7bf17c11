import { ts } from '../ts.cts';
import type { Code, CodeEntry, CodeItem } from './code.ts';
import type { Piece } from './edit.ts';
import type { LayoutContext } from './layout-context.ts';
import { propertyName, type Style } from './style.ts';

/**
 * The results of `flatten` by style and code. Laying out asks for the flat form on every level of nesting, so without a
 * cache the time would grow with the cube of the depth.
 */
const flattened = new WeakMap<Style, WeakMap<Code, Piece[] | undefined>>();

/** The code on one line; undefined when it must be broken, for example because of a comment in it. */
export function flatten(code: Code, context: LayoutContext): Piece[] | undefined {
  let known = flattened.get(context.style);
  if (!known) flattened.set(context.style, (known = new WeakMap()));
  if (!known.has(code)) known.set(code, flattenNow(code, context));
  return known.get(code);
}

/** `flatten` without the cache. */
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
    case 'block':
      return undefined;
    case 'sequence':
      return concat(code.parts.map((part) => flatten(part, context)));
    case 'conditional': {
      const [open, close] = code.whenTrue.kind === 'conditional' ? ['(', ')'] : ['', ''];
      return concat([
        [...code.test, ` ? ${open}`],
        flatten(code.whenTrue, context),
        [`${close} : `],
        flatten(code.whenFalse, context),
      ]);
    }
    case 'object': {
      if (code.entries.length === 0 && !code.dangling) return ['{}'];
      const isCommented = (entry: CodeEntry) => entry.comments?.length || (entry.kind === 'property' && entry.behind);
      if (code.broken || code.dangling || code.entries.some(isCommented)) return undefined;
      const entries = code.entries.map((entry) => {
        if (entry.kind === 'property' && entry.shorthand) return [entry.name];
        const value = flatten(entry.value, context);
        return value && [entry.kind === 'spread' ? '...' : `${keyOf(entry, context.style)}: `, ...value];
      });
      const joined = join(entries);
      return joined && [`{${pad}`, ...joined, `${pad}}`];
    }
    case 'array': {
      if (code.items.some((item) => item.comments?.length)) return undefined;
      // Prettier breaks an array of several objects when each of them has more than one member.
      const isWide = ({ value }: CodeItem) => value.kind === 'object' && value.entries.length > 1;
      if (code.items.length > 1 && code.items.every(isWide) && context.style.width < Infinity) return undefined;
      const joined = join(code.items.map((item) => flatten(item.value, context)));
      return joined && ['[', ...joined, ']'];
    }
  }
}

/** Whether code is a conditional expression, which Prettier puts into parentheses as the body of an arrow function. */
function isConditional(code: Code): boolean {
  return code.kind === 'conditional' || (code.kind === 'source' && ts.isConditionalExpression(code.node));
}

/** All parts in a row; undefined when one of them is. */
function concat(parts: (Piece[] | undefined)[]): Piece[] | undefined {
  return parts.some((part) => !part) ? undefined : parts.flatMap((part) => part ?? []);
}

/** All parts with commas between them; undefined when one of them is. */
function join(parts: (Piece[] | undefined)[]): Piece[] | undefined {
  return concat(parts.map((part, index) => (part && index > 0 ? [', ', ...part] : part)));
}

/** The width in characters; undefined when there is a line break in it. */
export function widthOf(pieces: readonly Piece[], { source }: LayoutContext): number | undefined {
  let width = 0;
  for (const piece of pieces) {
    const string = typeof piece === 'string' ? piece : source.slice(piece.start, piece.end);
    if (string.includes('\n')) return undefined;
    width += string.length;
  }
  return width;
}

/** The key of a property as it is written: a name, quoted where it has to be, or `[key]`. */
export function keyOf({ name, computed }: Extract<CodeEntry, { kind: 'property' }>, style: Style): string {
  return computed ? name : propertyName(name, style);
}
