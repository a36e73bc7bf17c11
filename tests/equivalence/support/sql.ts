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
const comparison = new RegExp(`${column} (${operators.join('|')})(?![a-z])( \\(?(?:(?:, | and )?#\\d+)+)?`, 'g');

/**
 * Which columns a statement compares with which parameters, table aliases and nesting taken off, sorted: statements that
 * list the same comparisons ask for the same, wherever the parameters stand. A range counts as its two ends.
 */
export function comparisons({ sql, params }: Compiled): string[] {
  let index = 0;
  const numbered = sql.replaceAll('?', () => `#${index++}`);
  const found = [...numbered.matchAll(comparison)].map(([, name, operator, operand = '']) => {
    const values = [...operand.matchAll(/#(\d+)/g)].map(([, at]) => JSON.stringify(params[Number(at)]));
    return { name, operator, values };
  });
  return found
    .filter(({ operator, values }) => values.length > 0 || operator.startsWith('is'))
    .flatMap(({ name, operator, values }) =>
      operator === 'between'
        ? [`${name} >= ${values[0]}`, `${name} <= ${values[1]}`]
        : [[name, operator, ...values].join(' ')],
    )
    .sort();
}

/** By which columns a statement sorts, at any depth. */
export function orders({ sql }: Compiled): string[] {
  return [
    ...new Set([...sql.matchAll(/`(\w+)` (asc|desc)\b/g)].map(([, name, direction]) => `${name} ${direction}`)),
  ].sort();
}

/** How often a word stands in a statement: `or`, `exists`, … */
export const count = ({ sql }: Compiled, word: string): number => sql.split(new RegExp(`\\b${word}\\b`)).length - 1;
