import type { SourceModule } from '../read/modules/sources.ts';
import { nodesOf } from '../read/syntax/nodes.ts';
import { identifiersOf } from '../read/syntax/references.ts';
import { declarationOfName } from '../read/types/types.ts';
import { ts } from '../ts.cts';
import type { Project } from './project.ts';

/** An alias or interface of the project. */
type NamedType = ts.TypeAliasDeclaration | ts.InterfaceDeclaration;

/**
 * Every mention of an alias or interface in the project except in imports and exports, also as a member of a namespace
 * (`types.Row`); undefined when some may not be found.
 */
export function usesOfAlias(alias: NamedType, project: Project): ts.EntityName[] | undefined {
  const own = project.sources.get(alias.getSourceFile().fileName)!;
  const isExported = (ts.getCombinedModifierFlags(alias) & ts.ModifierFlags.Export) !== 0;
  const isMaybeExported = isExported || /export\s*(?:type\s*)?\{|export\s+default/.test(own.text);
  const files = isMaybeExported ? project.mentioning(alias.name.text) : [own];
  const uses: ts.EntityName[] = [];
  for (const file of files) {
    const members = file.text.includes(`.${alias.name.text}`) ? memberUses(file, alias, project) : [];
    if (!members) return undefined;
    uses.push(...members);
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

/**
 * The mentions of an alias as a member of a module or of a namespace of TypeScript; undefined when one may be that of
 * an import type.
 */
function memberUses({ ast }: SourceModule, alias: NamedType, project: Project): ts.QualifiedName[] | undefined {
  const members = nodesOf(ast).identifiers.filter(({ text }) => text === alias.name.text);
  if (members.some(({ parent }) => ts.isImportTypeNode(parent))) return undefined;
  const isInNamespace = ts.isModuleBlock(alias.parent);
  return members.flatMap(({ parent }) => {
    if (!ts.isQualifiedName(parent)) return [];
    const meant = declarationOfName(parent, project);
    return meant === alias || (!meant && isInNamespace) ? [parent] : [];
  });
}

/** The names that an exported name may have in a file: its own, and those that an import or export renames it to. */
function namesIn(file: SourceModule, name: string): string[] {
  const renamed = [...file.text.matchAll(new RegExp(String.raw`\b${name}\s+as\s+(\w+)`, 'g'))].map(([, to]) => to!);
  return [name, ...renamed];
}
