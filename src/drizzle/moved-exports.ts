/** What v1's drizzle-orm exported about relations, and 1.0 keeps under `drizzle-orm/_relations` (the list of the upgrade guide). */
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

/** Where 1.0 keeps v1's relations. */
export const legacyRelations = 'drizzle-orm/_relations';

/** `drizzle-orm/pg-core/query-builders/query`, whose v1 is `…/_query` in 1.0. */
export const queryBuilders = /^(drizzle-orm\/\w+-core\/query-builders\/)(_?)query$/;

/** The name a class of `…/query-builders/query` has in `…/_query`. */
export function legacyBuilder(name: string): string {
  return name === 'RelationalQueryBuilder' || name === 'PgRelationalQuery' ? `_${name}` : name;
}

/** The module and name that v1 had for an export, also of what 1.0 keeps under `…/query-builders/_query`. */
export function originOf(module: string, name: string): { module: string; name: string } {
  const [, path, isLegacy] = queryBuilders.exec(module) ?? [];
  return isLegacy ? { module: `${path}query`, name: name.replace(/^_/, '') } : { module, name };
}
