import { ts } from '../../ts.cts';
import type { SchemaTypes } from '../../read/types/schema-types.ts';
import type { SourceModule } from '../../read/modules/sources.ts';
import { isDrizzle } from '../../read/types/type-references.ts';
import { declarationOfName } from '../../read/types/types.ts';
import { valueOfName } from '../../read/values/value-of-type.ts';
import type { Project } from '../project.ts';
import { identifiersOf } from '../../read/syntax/references.ts';
import { isInside, roleNodes } from './type-parameters.ts';
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

/** Every mention of an alias in the project except in imports and exports; undefined when some may not be found. */
export function usesOfAlias(alias: ts.TypeAliasDeclaration, project: Project): ts.Identifier[] | undefined {
  const own = project.sources.get(alias.getSourceFile().fileName)!;
  const isExported = (ts.getCombinedModifierFlags(alias) & ts.ModifierFlags.Export) !== 0;
  const isMaybeExported = isExported || /export\s*(?:type\s*)?\{|export\s+default/.test(own.text);
  const files = isMaybeExported ? project.mentioning(alias.name.text) : [own];
  const uses: ts.Identifier[] = [];
  for (const file of files) {
    // Accesses through a namespace import (`types.Schema`) are not followed.
    if (file !== own && new RegExp(String.raw`\.\s*${alias.name.text}\b`).test(file.text)) return undefined;
    for (const name of namesIn(file, alias.name.text)) {
      for (const node of identifiersOf(file.ast).get(name) ?? []) {
        const { parent } = node;
        if (node === alias.name || ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) continue;
        if (declarationOfName(node, project) === alias) uses.push(node);
      }
    }
  }
  return uses;
}

/** The names that an exported name may have in a file: its own, and those that an import or export renames it to. */
function namesIn(file: SourceModule, name: string): string[] {
  const renamed = [...file.text.matchAll(new RegExp(String.raw`\b${name}\s+as\s+(\w+)`, 'g'))].map(([, to]) => to!);
  return [name, ...renamed];
}
