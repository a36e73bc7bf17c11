/** Values of the `casing` option of drizzle-orm and drizzle-kit 0.x. */
export type Casing = 'snake_case' | 'camelCase';

/** The export of a 1.0 core module (`drizzle-orm/pg-core`, …) that makes tables with that casing. */
export const casedFactories: Record<Casing, 'snakeCase' | 'camelCase'> = {
  snake_case: 'snakeCase',
  camelCase: 'camelCase',
};

const words = {
  v1: /[\da-z]+|[A-Z]+(?![a-z])|[A-Z][\da-z]+/g,
  v2: /[\d\p{Ll}\p{Lo}]+|[\p{Lu}]+(?![\p{Ll}\p{Lo}])|[\p{Lu}][\d\p{Ll}\p{Lo}]+/gu,
};

/**
 * The name in the database that 0.45.4 (`v1`) or 1.0 (`v2`) makes of a column's key (`drizzle-orm/casing`). They agree
 * on ASCII keys; 0.45.4 drops every other letter.
 */
export function columnName(key: string, casing: Casing, version: keyof typeof words): string {
  const found = key.replace(/['\u2019]/g, '').match(words[version]) ?? [];
  if (casing === 'snake_case') return found.map((word) => word.toLowerCase()).join('_');
  return found
    .map((word, index) => (index === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
}
