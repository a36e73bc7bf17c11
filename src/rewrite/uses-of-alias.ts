import type { SourceModule } from '../read/modules/sources.ts';
import { identifiersOf } from '../read/syntax/references.ts';
import { declarationOfName } from '../read/types/types.ts';
import { ts } from '../ts.cts';
import type { Project } from './project.ts';

/**
 * Every mention of an alias or interface in the project except in imports and exports; undefined when some may not be
 * found.
 */
export function usesOfAlias(
  alias: ts.TypeAliasDeclaration | ts.InterfaceDeclaration,
  project: Project,
): ts.Identifier[] | undefined {
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
