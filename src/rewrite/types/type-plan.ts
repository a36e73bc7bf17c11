import type { ts } from '../../ts.cts';
import type { Piece } from '../../edits/edit.ts';
import type { Database } from '../../facts.ts';
import type { SchemaMeaning, SchemaTypes } from '../../read/types/schema-types.ts';
import { typeOfRelations, type Relations } from '../imports/relations-name.ts';
import { keepsV1 } from '../kept-queries.ts';
import type { Project } from '../project.ts';
import { type Names, rangeOf } from './type-edits.ts';
import type { ConvertedParameter } from './type-parameters.ts';

/** What is known about the types of a project when they are rewritten. */
export interface TypePlan {
  types: SchemaTypes;
  /** The relations of a database in v2; undefined for one that stays on v1. */
  relations(database: Database): Relations | undefined;
  /** The aliases that are rewritten in their declaration. */
  aliases: ReadonlySet<ts.TypeAliasDeclaration>;
  /** The type parameters that are rewritten with all their arguments. */
  parameters: ReadonlyMap<ts.TypeParameterDeclaration, ConvertedParameter>;
  project: Project;
}

/** The text for a type that stood for a schema; undefined when it can be left out, being the default. */
export function relationsText(
  meaning: SchemaMeaning,
  node: ts.TypeNode,
  names: Names,
  { types, aliases, relations }: TypePlan,
): Piece[] | undefined {
  const alias = types.aliasOf(node);
  if (alias && aliases.has(alias)) return [rangeOf(node)];
  switch (meaning.kind) {
    case 'database':
      return [typeOfRelations(names.relations(meaning.database), relations(meaning.database)!)];
    case 'loose':
      return [names.drizzle('AnyRelations')];
    case 'empty':
      return undefined;
    default:
      return [rangeOf(node)];
  }
}

/** The same as `relationsText` where the type cannot be left out. */
export function requiredText(meaning: SchemaMeaning, node: ts.TypeNode, names: Names, plan: TypePlan): Piece[] {
  return relationsText(meaning, node, names, plan) ?? [names.drizzle('EmptyRelations')];
}

/** Whether a type stands for the schema of a database that keeps v1 beside v2. */
export function standsForV1(meaning: SchemaMeaning, project: Project): boolean {
  return meaning.kind === 'database' && keepsV1(meaning.database, project);
}
