import type { Column } from '../../facts.ts';
import { ts } from '../../ts.cts';

/** How PostgreSQL comes to take a value in raw SQL for JSON. */
export type JsonPlace =
  /** By a cast in the text: `${value}::jsonb`. */
  | 'cast'
  /** By what it is an operand or argument of, or the column it is stored in, without a cast. */
  | 'json'
  | 'jsonb'
  /** By these, if they are JSON, which cannot be told: `settings || ${value}`. */
  | 'perhaps';

/** What is known about the columns that stand around a value. */
export interface Surroundings {
  /** The column that an interpolated expression stands for. */
  columnOf(node: ts.Expression): Column | undefined;
  /** Whether columns of a name hold JSON in the database. */
  jsonNamed(name: string): Exclude<JsonPlace, 'cast'> | undefined;
  /** All databases of the project are PostgreSQL; others have functions of the same names. */
  onlyPg: boolean;
}

/**
 * The functions of PostgreSQL with arguments of type json or jsonb, without `json_` or `jsonb_`, each with the places of
 * these arguments. None has an overload with text there, so a value without a type gets that type.
 */
const functions: Readonly<Record<string, readonly number[]>> = {
  array_elements: [0],
  array_elements_text: [0],
  array_length: [0],
  each: [0],
  each_text: [0],
  extract_path: [0],
  extract_path_text: [0],
  insert: [0, 2],
  object_keys: [0],
  path_exists: [0, 2],
  path_match: [0, 2],
  path_query: [0, 2],
  path_query_array: [0, 2],
  path_query_first: [0, 2],
  populate_record: [1],
  populate_recordset: [1],
  pretty: [0],
  set: [0, 2],
  set_lax: [0, 2],
  strip_nulls: [0],
  to_record: [0],
  to_recordset: [0],
  typeof: [0],
};

/** Operators between JSON that are rare between values of other types. */
const telling = String.raw`(?:@>|<@|\|\|)`;
/**
 * Operators that exist for two operands of type jsonb: PostgreSQL takes a value without a type to be of the type of the
 * other operand then. `->`, `?`, `#>`, `-` and `@?` have text, integers, lists of text or paths on their right.
 */
const operator = String.raw`(?:${telling}|<>|!=|<=|>=|=(?!\s*(?:any|all|some)\b)|<|>|\bis\s+(?:not\s+)?distinct\s+from\b)`;

/** What stands between a column and a value that is compared with it: `col -> 'a' @> ${value}`. */
const afterColumn = new RegExp(String.raw`^(?:\s*(?:->|#>)\s*(?:'[^']*'|\d+))*\s*${operator}\s*$`, 'i');
/** The same behind `coalesce(col`. */
const afterDefaulted = new RegExp(String.raw`^\s*,\s*'[^']*'(?:::jsonb)?\s*\)\s*${operator}\s*$`, 'i');
const afterCast = new RegExp(String.raw`::jsonb\s*\)?\s*${operator}\s*$`, 'i');
const beforeColumn = new RegExp(String.raw`^\s*${operator}\s*$`, 'i');
const afterTelling = new RegExp(String.raw`${telling}\s*$`);
const beforeTelling = new RegExp(String.raw`^\s*${telling}`);

/** What makes PostgreSQL take an interpolated value for JSON; undefined when nothing does that is known. */
export function jsonPlaceOf(
  span: ts.TemplateSpan,
  { columnOf, jsonNamed, onlyPg }: Surroundings,
): JsonPlace | undefined {
  const { head, templateSpans } = span.parent as ts.TemplateExpression;
  const index = templateSpans.indexOf(span);
  const texts = [head, ...templateSpans.map(({ literal }) => literal)].map(({ text }) => text);
  const before = texts.slice(0, index + 1).join('?');
  const after = texts[index + 1]!;
  if (isCast(before, after)) return 'cast';
  // Another cast, or the text of a literal.
  if (/^\s*(?:::|as\b)/i.test(after) || (before.endsWith("'") && after.startsWith("'"))) return undefined;
  const isJsonb = (other: ts.TemplateSpan | undefined) =>
    other !== undefined && jsonTypeOf(columnOf(other.expression)) === 'jsonb';
  const comparesColumn =
    (afterColumn.test(texts[index]!) && isJsonb(templateSpans[index - 1])) ||
    (afterDefaulted.test(texts[index]!) &&
      /\bcoalesce\s*\(\s*$/i.test(texts.slice(0, index).join('?')) &&
      isJsonb(templateSpans[index - 1])) ||
    (beforeColumn.test(after) && isJsonb(templateSpans[index + 1])) ||
    isJsonb(listed(templateSpans, texts, index));
  if (comparesColumn || afterCast.test(before)) return 'jsonb';
  const stored = columnStoredIn(before, after);
  const argument = argumentType(before, after);
  return (
    (argument && !onlyPg ? 'perhaps' : argument) ??
    (stored === undefined ? undefined : jsonNamed(stored)) ??
    (afterTelling.test(before) || beforeTelling.test(after) ? 'perhaps' : undefined)
  );
}

/** The JSON type that a column has in the database; undefined for other columns. */
export function jsonTypeOf(column: Column | undefined): 'json' | 'jsonb' | undefined {
  const [, type] = /^(?:custom )?(jsonb?)$/.exec(column?.storage ?? '') ?? [];
  return type as 'json' | 'jsonb' | undefined;
}

/** Whether a value is cast: `${value}::jsonb`, `(${value})::jsonb`, `cast(${value} as jsonb)`. A list is no JSON. */
function isCast(before: string, after: string): boolean {
  const [, operator] = /^\s*(::|as\b|\)\s*::)\s*jsonb?\b(?!\s*\[)/i.exec(after) ?? [];
  if (operator === undefined) return false;
  return operator === '::' || (operator.startsWith(')') ? /\(\s*$/ : /\bcast\s*\(\s*$/i).test(before);
}

/** The type of the argument that a value is, of a function for JSON. */
function argumentType(before: string, after: string): 'json' | 'jsonb' | undefined {
  const list = /^\s*[,)]/.test(after) ? openListBefore(before) : undefined;
  const [, type, name] = /\b(jsonb?)_(\w+)\s*$/i.exec(list?.before ?? '') ?? [];
  if (!type || !functions[name!.toLowerCase()]?.includes(list!.index)) return undefined;
  return type.toLowerCase() as 'json' | 'jsonb';
}

/** The name of the column that a value is stored in: `insert into t (a, b) values (1, ${value})`, `set a = ${value}`. */
function columnStoredIn(before: string, after: string): string | undefined {
  if (!/^\s*(?:[,);]|where\b|from\b|returning\b|on\b|$)/i.test(after)) return undefined;
  const [, assigned] = /(?:\bset|,)\s*"?(\w+)"?\s*=\s*$/i.exec(before) ?? [];
  if (assigned !== undefined) return /\bset\b/i.test(before) ? assigned : undefined;
  const [, names] = /\binsert\s+into\b[^()]*\(([^()]*)\)\s*values\b/i.exec(before) ?? [];
  const list = names === undefined ? undefined : openListBefore(before);
  if (!list || !/(?:\bvalues|,)\s*$/i.test(list.before)) return undefined;
  return /(\w+)/.exec(names!.split(',')[list.index] ?? '')?.[1];
}

/** The interpolation in front of `in (`, when the one at an index is a member of that list. */
function listed(
  spans: readonly ts.TemplateSpan[],
  texts: readonly string[],
  index: number,
): ts.TemplateSpan | undefined {
  const first = spans.findLastIndex((_, at) => at < index && /^\s*(?:not\s+)?in\s*\(\s*$/i.test(texts[at + 1]!));
  return first !== -1 && texts.slice(first + 2, index + 1).every((text) => /^\s*,\s*$/.test(text))
    ? spans[first]
    : undefined;
}

/** The list in parentheses that is open where a text ends: what is before it, and the place of its next member. */
function openListBefore(text: string): { before: string; index: number } | undefined {
  const plain = text.replaceAll(/'[^']*'/g, (literal) => '_'.repeat(literal.length));
  if (!/[(,]\s*$/.test(plain)) return undefined;
  let depth = 0;
  let index = 0;
  for (let at = plain.length - 1; at >= 0; at--) {
    const char = plain[at]!;
    if (char === ')' || char === ']') depth++;
    else if (char === '[') depth--;
    else if (char === ',' && depth === 0) index++;
    else if (char === '(' && depth-- === 0) return { before: plain.slice(0, at), index };
  }
  return undefined;
}
