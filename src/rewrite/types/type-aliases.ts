import { ts } from '../../ts.cts';
import type { SchemaTypes } from '../../read/types/schema-types.ts';
import { isDrizzle } from '../../read/types/type-references.ts';
import { valueOfName } from '../../read/values/value-of-type.ts';
import type { Project } from '../project.ts';
import { isInside, roleNodes } from './type-parameters.ts';
import { usesOfAlias } from '../uses-of-alias.ts';
import type { Slot } from './type-slots.ts';

/**
 * The type aliases (`type Schema = typeof schema`) that can be rewritten in their declaration, because every use of
 * them stands for the schema of a database. An alias with any other use stays, and the types that use it are rewritten
 * one by one.
 */
export function convertibleAliases(
  slots: readonly Slot[],
  types: SchemaTypes,
  project: Project,
): Set<ts.TypeAliasDeclaration> {
  const roles = roleNodes(slots);
  const aliases = new Set<ts.TypeAliasDeclaration>();
  for (const { node } of slots) {
    const alias = types.aliasOf(node);
    if (alias && !isExtraction(alias.type, project)) aliases.add(alias);
  }
  for (const alias of aliases) {
    const isOnlySchema = usesOfAlias(alias, project)?.every((use) => isInside(use, roles)) ?? false;
    if (!isOnlySchema) aliases.delete(alias);
  }
  return aliases;
}

/** Whether a type is a reference to `ExtractTablesWithRelations`. */
function isExtraction(node: ts.TypeNode, { evaluator }: Project): boolean {
  if (!ts.isTypeReferenceNode(node)) return false;
  const value = valueOfName(node.typeName, evaluator);
  return isDrizzle(value) && value.name === 'ExtractTablesWithRelations';
}
