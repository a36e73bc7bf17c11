/**
 * Names about relations that v1 exported and that 1.0 still has under `drizzle-orm/_relations` (the list of the upgrade
 * guide).
 */
export const movedExports: ReadonlySet<string> = new Set([
  'BuildQueryResult',
  'BuildRelationResult',
  'BuildRelationalQueryResult',
  'DBQueryConfig',
  'ExtractObjectValues',
  'ExtractRelationsFromTableExtraConfigSchema',
  'ExtractTableRelationsFromSchema',
  'ExtractTablesWithRelations',
  'FindTableByDBName',
  'Many',
  'NonUndefinedKeysOnly',
  'NormalizedRelation',
  'One',
  'Operators',
  'OrderByOperators',
  'Relation',
  'RelationConfig',
  'RelationalSchemaConfig',
  'Relations',
  'ReturnTypeOrValue',
  'TableRelationalConfig',
  'TableRelationsHelpers',
  'TableRelationsKeysOnly',
  'TablesRelationalConfig',
  'createMany',
  'createOne',
  'createTableRelationsHelpers',
  'extractTablesRelationalConfig',
  'getOperators',
  'getOrderByOperators',
  'mapRelationalRow',
  'normalizeRelation',
  'relations',
]);

/** The module in which 1.0 keeps the v1 relations. */
export const legacyRelations = 'drizzle-orm/_relations';

/**
 * Matches the modules of the relational query builders: `drizzle-orm/pg-core/query-builders/query`, and `…/_query`,
 * where 1.0 keeps the v1 classes.
 */
export const queryBuilders = /^(drizzle-orm\/\w+-core\/query-builders\/)(_?)query$/;

/** The name in `…/query-builders/_query` of 1.0 of a class from v1’s `…/query-builders/query`. */
export function legacyBuilder(name: string): string {
  return name === 'RelationalQueryBuilder' || name === 'PgRelationalQuery' ? `_${name}` : name;
}

/**
 * The module and name that an export had in v1. Only exports of `…/query-builders/_query` change; all others are
 * returned as they are.
 */
export function originOf(module: string, name: string): { module: string; name: string } {
  const [, path, isLegacy] = queryBuilders.exec(module) ?? [];
  return isLegacy ? { module: `${path}query`, name: name.replace(/^_/, '') } : { module, name };
}
