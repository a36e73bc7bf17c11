import { ts } from '../ts.cts';
import { source, text, type Code, type CodeEntry } from '../edits/code.ts';
import { unwrap } from '../read/syntax.ts';
import type { QueryContext } from './context.ts';
import type { Filter } from './filter.ts';
import { isWidened, narrowLiteral, narrowValue } from './narrow-value.ts';
import { usesParameters } from './rebind.ts';

type ColumnFilter = Extract<Filter, { kind: 'compare' | 'null' }>;

/** `eq: value`: one operator of a column's own object. */
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

/** `id: value`, or `id` alone where the value bears that name. */
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

/** A list that stands on several lines, to be laid out anew: it may fit on one now. Numbers are filled into lines. */
function listCode(node: ts.Expression): Code | undefined {
  if (!ts.isArrayLiteralExpression(node) || !node.getText().includes('\n')) return undefined;
  const isOpen = (element: ts.Expression) => /\n|\/[/*]/.test(element.getFullText().trim());
  if (node.elements.some(isOpen) || node.elements.every(ts.isNumericLiteral)) return undefined;
  if (/\/[/*]/.test(node.getText().slice(node.elements.end - node.getStart()))) return undefined;
  return { kind: 'array', items: node.elements.map((element) => ({ value: source(element) })) };
}

function valueCode(filter: Extract<Filter, { kind: 'compare' }>, context: QueryContext): Code {
  const { copied } = filter;
  // A list in place needs no copy when it is not made read-only.
  const isInPlace = copied && ts.isArrayLiteralExpression(unwrap(filter.value));
  const value = isInPlace ? unwrap(filter.value) : filter.value;
  const range = { start: value.getStart(), end: value.end };
  if (copied && !isInPlace) return text('[...', range, ']');
  const placeholder = usesParameters(value, context) ? unwrap(value) : undefined;
  if (placeholder && ts.isCallExpression(placeholder)) {
    const [first] = placeholder.arguments;
    const name = first ? [{ start: first.getStart(), end: first.end }] : [];
    return text(`${context.need('sql')}.placeholder(`, ...name, ')');
  }
  if (mayWiden(filter, context)) return narrowValue(value as ts.Expression, context);
  return listCode(value as ts.Expression) ?? source(value);
}

/** Whether an object that is a constant of its own would lose the type of the value. */
function mayWiden({ column }: ColumnFilter, { hoisted, javascript }: QueryContext): boolean {
  return hoisted && !javascript && column.narrowed;
}
