import { ts } from '../../ts.cts';
import { source, text, type Code, type CodeEntry } from '../../edits/code.ts';
import { unwrap } from '../../read/syntax/syntax.ts';
import type { QueryContext } from '../context.ts';
import type { Filter } from '../filter.ts';
import { isWidened, narrowLiteral, narrowValue } from '../values/narrow-value.ts';
import { usesParameters } from '../sql/rebind.ts';

/** A filter on one column. */
type ColumnFilter = Extract<Filter, { kind: 'compare' | 'null' }>;

/** One operator in the object of a column: `gte: 18` of `{ age: { gte: 18 } }`. */
export function operatorEntry(filter: ColumnFilter, context: QueryContext): CodeEntry {
  if (filter.kind === 'null') {
    return {
      kind: 'property',
      name: filter.operator,
      value: text(narrowLiteral('true', context)),
    };
  }
  return { kind: 'property', name: filter.operator, value: valueCode(filter, context) };
}

/** The short form of an `eq`: `id: 1`, or just `id` where the value is a variable of that name. */
export function shorthandEntry(filter: Extract<Filter, { kind: 'compare' }>, context: QueryContext): CodeEntry {
  const isNamesake = ts.isIdentifier(filter.value) && filter.value.text === filter.column.key;
  const shorthand = isNamesake && !(mayWiden(filter, context) && isWidened(filter.value, context));
  return {
    kind: 'property',
    name: filter.column.key,
    value: valueCode(filter, context),
    shorthand,
    comments: filter.comments,
  };
}

/**
 * An array literal that stands on several lines, as code to lay out again, because it may fit on one line now.
 * Undefined for one that is kept as it is: on one line, with comments or elements of several lines, or of numbers,
 * which Prettier fills into lines.
 */
function listCode(node: ts.Expression): Code | undefined {
  if (!ts.isArrayLiteralExpression(node) || !node.getText().includes('\n')) return undefined;
  const isOpen = (element: ts.Expression) => /\n|\/[/*]/.test(element.getFullText().trim());
  if (node.elements.some(isOpen) || node.elements.every(ts.isNumericLiteral)) return undefined;
  if (/\/[/*]/.test(node.getText().slice(node.elements.end - node.getStart()))) return undefined;
  return { kind: 'array', items: node.elements.map((element) => ({ value: source(element) })) };
}

/**
 * The value of a comparison as code: copied if v2's types need a mutable array, kept from widening, or as it stands.
 */
function valueCode(filter: Extract<Filter, { kind: 'compare' }>, context: QueryContext): Code {
  const { copied } = filter;
  // Of `[1, 2] as const` the array literal itself is mutable and needs no copy.
  const isInPlace = copied && ts.isArrayLiteralExpression(unwrap(filter.value));
  const value = isInPlace ? unwrap(filter.value) : filter.value;
  const range = { start: value.getStart(), end: value.end };
  if (copied && !isInPlace) {
    const isUnary = ts.isLeftHandSideExpression(value);
    return { kind: 'array', items: [{ value: isUnary ? text('...', range) : text('...(', range, ')') }] };
  }
  const placeholder = usesParameters(value, context) ? unwrap(value) : undefined;
  if (placeholder && ts.isCallExpression(placeholder)) {
    const [first] = placeholder.arguments;
    const name = first ? [{ start: first.getStart(), end: first.end }] : [];
    return text(`${context.need('sql')}.placeholder(`, ...name, ')');
  }
  if (mayWiden(filter, context)) return narrowValue(value as ts.Expression, context);
  return listCode(value as ts.Expression) ?? source(value);
}

/**
 * Whether a value would lose its literal type in an object that is the value of a variable, and the column needs it.
 */
function mayWiden({ column }: ColumnFilter, { hoisted, javascript }: QueryContext): boolean {
  return hoisted && !javascript && column.narrowed;
}
