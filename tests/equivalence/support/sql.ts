/** A compiled query, as `toSQL()` returns it. */
export interface Compiled {
  sql: string;
  params: unknown[];
}

const column = '(?:`\\w+`\\.)?`(\\w+)`\\)*';
const operators = [
  '=',
  '<>',
  '>=',
  '<=',
  '>',
  '<',
  'not like',
  'like',
  'not in',
  'in',
  'between',
  'is not null',
  'is null',
];
const operand = '( \\? and \\?| \\([?, ]+\\)| \\?)?';
const comparison = new RegExp(`${column} (${operators.join('|')})(?![a-z])${operand}`, 'g');

/** What a statement compares, table aliases and nesting taken off, sorted. A range counts as its two ends. */
export function comparisons({ sql }: Compiled): string[] {
  const found = [...sql.matchAll(comparison)].map(([, name, operator, value = '']) => [name, operator, value]);
  return found
    .flatMap(([name, operator, value]) =>
      operator === 'between' ? [`${name} >= ?`, `${name} <= ?`] : [`${name} ${operator}${value}`],
    )
    .sort();
}

/** How often a word stands in a statement: `not`, `or`, `order by`, … */
export const count = ({ sql }: Compiled, word: string): number => sql.split(new RegExp(`\\b${word}\\b`)).length - 1;
