/**
 * Names (values and types) that `drizzle-orm` exports in 1.0.0-rc.5 but not in 0.45.4. In a module with
 * `export * from 'drizzle-orm'` they can clash with names that another `export *` brings.
 */
export const newExports: ReadonlySet<string> = new Set(
  `
    AggregatedField AnyDBQueryConfig AnyMany AnyManyConfig AnyOne AnyOneConfig AnyRelation AnyRelations
    AnyRelationsBuilderConfig AnyRelationsFilter AnyRelationsOrder AnyTableFilter AnyView
    BuildRelationalQueryConfig BuiltRelationFilters BuiltRelationsFilter CONSTANTS ChunkTypes
    ColumnDataArrayConstraint ColumnDataBigIntConstraint ColumnDataConstraint ColumnDataNumberConstraint
    ColumnDataObjectConstraint ColumnDataStringConstraint ColumnIsGeneratedAlwaysAs ColumnTableAliasProxyHandler
    ColumnType ColumnTypeData Columns CommentInput Count DBQueryConfigColumns DBQueryConfigExtras
    DBQueryConfigOrderBy DBQueryConfigOrderByCallback DBQueryConfigOrderByObject DBQueryConfigRelationsOrderBy
    DBQueryConfigRoot DBQueryConfigWith DriverValueDecoderFn DriverValueEncoderFn EmptyFilter EmptyRelations
    EnumValuesToEnum EnumValuesToReadonlyEnum ExtractColumnTypeData ExtractTablesFromSchema
    ExtractTablesWithRelationsParts Extras FieldSelection FieldValue FilteredSchemaEntry
    FindTargetTableInRelationalConfig GetSelection GetTableViewColumns GetTableViewFieldSelection
    IncludeEveryTable InferRelationalQueryTableResult InferSchemaEntrySelectModel InferTableColumnsModels
    InferViewSelectModel JoinTuple JoinUnion Json LastInUnion Literal ManyConfig ManyFn OneConfig OneFn OrderBy
    PartialWithUndefined Primitive RelationFieldsFilterInternals RelationResultKind RelationalQueryMapperConfig
    RelationalQueryStrategy RelationalRowsMapper RelationalRowsMapperGenerator RelationalThroughJoin
    RelationalWithSubqueries RelationsAggregatedOrderDirection RelationsBuilder RelationsBuilderColumn
    RelationsBuilderColumnBase RelationsBuilderColumnConfig RelationsBuilderColumns RelationsBuilderConfig
    RelationsBuilderConfigValue RelationsBuilderJunctionColumn RelationsBuilderTable RelationsBuilderTables
    RelationsCountOrderDirection RelationsFieldFilter RelationsFilter RelationsFilterColumns
    RelationsFilterCommons RelationsFilterRelations RelationsHelperStatic RelationsOrder RelationsOrderAggregate
    RelationsOrderBy RelationsOrderColumns RelationsOrderDirection RelationsOrderRelations RelationsOrderSource
    RelationsRecord RemoveNeverElements RequiredInsertKeys RowsMapper RowsMapperGenerator SQLEntity SQLGenerator
    SQLOperator Schema SchemaEntry SqlCommenterInput SubqueryAliasProxyHandler SubquerySelectionAliasProxyHandler
    TableFilter TableFilterColumns TableFilterCommons TableTypeConfig TruthyKeysOnly UnionToIntersection
    UnionToTuple UpdateViewConfig ValueRows ViewConfig ViewQuery ViewSelectionAliasProxyHandler ViewTypeConfig
    WithContainer aliasedColumn aliasedTableSQL assertUnreachable base64ToUint8Array buildRelations
    buildRelationsParts buildRqbColumn buildRqbColumns chunkKindOf chunkKinds collectSubqueryAndUsedTables
    commonStringChunks createRelationsHelper defineRelations defineRelationsPart entityKindsOf
    extractExtendedColumnType extractTablesFromSchema getCacheKey getColumnFromDecoder getColumnTable getColumns
    getOriginalColumnFromAlias getTableAsAliasSQL getTableSchema isChunk isNoop isTableAlias isWithEnum
    make$ReturningResponseMapper makeDefaultQueryMapper makeDefaultRqbMapper makeJitQueryMapper makeJitRqbMapper
    mapRelationalRowFromArrays memoizeEscape operators orderByOperators parseRelationsOrderValue pgHexToUint8Array
    processRelations relationExtrasToSQL relationToSQL relationsFilterToSQL relationsOrderEntriesToSQL
    relationsOrderToSQL sqlCommenter
  `
    .trim()
    .split(/\s+/),
);
