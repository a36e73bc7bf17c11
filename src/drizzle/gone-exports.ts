/** Names about relations that v1 exported and v2 no longer does, each with the advice to print. */
export const goneExports: Readonly<Record<string, string>> = {
  Relations: 'Use the type of the object that `defineRelations` returns.',
  createOne: 'Use `r.one` inside `defineRelations`.',
  createMany: 'Use `r.many` inside `defineRelations`.',
  createTableRelationsHelpers: 'Use the `r` of the callback given to `defineRelations`.',
  TableRelationsHelpers: 'Use the type of the callback parameter of `defineRelations`.',
  extractTablesRelationalConfig:
    'Read the object that `defineRelations` returns: `relations[key].table`, `.name`, `.relations`.',
  normalizeRelation: 'Read `sourceColumns` and `targetColumns` of the relation.',
  NormalizedRelation: 'Read `sourceColumns` and `targetColumns` of the relation.',
  RelationConfig: 'Use the parameters of `r.one` inside `defineRelations`.',
  RelationalSchemaConfig: 'Use the type of the object that `defineRelations` returns.',
  FindTableByDBName: 'Index the relations by key: `(typeof relations)[key]`.',
  ExtractTableRelationsFromSchema: 'Write `(typeof relations)[key]["relations"]`.',
  ExtractRelationsFromTableExtraConfigSchema: 'Write `(typeof relations)[key]["relations"]`.',
  TableRelationsKeysOnly: 'Write `keyof (typeof relations)[key]["relations"]`.',
  getOperators: 'Use the object `operators`.',
};

/** Names that v1 and v2 both export but that have another shape in v2, each with the advice to print. */
export const changedExports: Readonly<Record<string, string>> = {
  One: 'Read `sourceColumns`, `targetColumns`, `targetTableName` and `optional`; there are no `config` and `isNullable`.',
  Many: 'Read `sourceColumns`, `targetColumns` and `targetTableName`; there is no `config.relationName`.',
  Relation:
    'Read `targetTable`, `targetTableName` and `alias` instead of `referencedTable`, `referencedTableName` and `relationName`.',
  TableRelationalConfig: 'Read `table`, `name` and `relations`; columns come from `getColumns(config.table)`.',
  mapRelationalRow: 'Leave the mapping of rows to `db.query`.',
  BuildRelationalQueryResult: 'Leave the building of queries to `db.query`.',
};
