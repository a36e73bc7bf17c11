/** Values of the `casing` option of drizzle-orm and drizzle-kit 0.x: how columns without an explicit name are named. */
export type Casing = 'snake_case' | 'camelCase';

/**
 * The export of a 1.0 core module (such as `drizzle-orm/pg-core`) whose `.table`, `.view` and `.schema` apply each
 * casing.
 */
export const casedFactories: Record<Casing, 'snakeCase' | 'camelCase'> = {
  snake_case: 'snakeCase',
  camelCase: 'camelCase',
};

/** How each version splits a key into words. 0.45.4 knows ASCII letters only. */
const words = {
  v1: /[\da-z]+|[A-Z]+(?![a-z])|[A-Z][\da-z]+/g,
  v2: /[\d\p{Ll}\p{Lo}]+|[\p{Lu}]+(?![\p{Ll}\p{Lo}])|[\p{Lu}][\d\p{Ll}\p{Lo}]+/gu,
};

/**
 * The database name that `casing` derives from a column's key in 0.45.4 (`v1`) or 1.0 (`v2`), as `drizzle-orm/casing`
 * does: `createdAt` → `created_at`. Both agree on ASCII keys; for other keys 0.45.4 drops every letter that is not
 * ASCII.
 */
export function columnName(key: string, casing: Casing, version: keyof typeof words): string {
  const found = key.replace(/['\u2019]/g, '').match(words[version]) ?? [];
  if (casing === 'snake_case') return found.map((word) => word.toLowerCase()).join('_');
  return found
    .map((word, index) => (index === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
}
