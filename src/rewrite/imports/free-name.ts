import { identifiersOf } from '../../read/syntax/references.ts';
import { declarationOf, lookUp } from '../../read/syntax/scope.ts';
import { ts } from '../../ts.cts';
import { firstFree } from '../first-free.ts';
import type { Placement } from '../placement.ts';
import type { Project } from '../project.ts';

/** Names for new relations, or for their import, where the wanted one is taken. */
export const otherNames = ['dbRelations', 'schemaRelations', 'drizzleRelations', 'databaseRelations'] as const;

/**
 * A name for the constant of new relations that nothing has where they are declared. The imported v1 function
 * `relations` does not count as taken, because its import is removed, unless some queries stay on v1.
 *
 * @param scope the statements among which they are declared, when that is not the top of the file
 */
export function freeName(path: string, project: Project, scope?: ts.Node): string {
  const place = scope ?? project.sources.get(path)?.ast;
  const isFree = (name: string) => {
    const isTaken = [...project.placements.values()].some(
      (other) => other?.path === path && other.name === name && mayMeet(scope, scopeOf(other)),
    );
    if (isTaken) return false;
    const declaration = place && lookUp(name, place);
    if (!declaration) return true;
    return name === 'relations' && project.kept.size === 0 && ts.isImportSpecifier(declaration);
  };
  return firstFree(['relations', 'dbRelations', 'schemaRelations', 'drizzleRelations'], isFree);
}

/** Whether a name stands for new relations that are written into the file of a place, and can be seen from there. */
export function isOfRelations(name: string, place: ts.Node, project: Project): boolean {
  const { fileName } = place.getSourceFile();
  return [...project.placements.values()].some((other) => {
    if (other?.path !== fileName || other.name !== name) return false;
    const scope = scopeOf(other);
    return !scope || ts.findAncestor(place, (node) => node === scope) !== undefined;
  });
}

/** Whether an imported name is the v1 `relations` of blocks that are all migrated, so that its import goes. */
export function isOfBlocks(declaration: ts.Node, { databases, kept, placements }: Project): boolean {
  if (kept.size > 0 || !ts.isImportSpecifier(declaration)) return false;
  const migrated = databases.filter((database) => placements.get(database));
  const calls = new Set<ts.Node>(migrated.flatMap(({ blocks }) => blocks.map(({ node }) => node)));
  const uses = (identifiersOf(declaration.getSourceFile()).get(declaration.name.text) ?? []).filter(
    (use) => use !== declaration.name && declarationOf(use) === declaration,
  );
  return uses.length > 0 && uses.every(({ parent }) => calls.has(parent));
}

/** The function body that relations are declared in; undefined for those at the top of a file. */
function scopeOf({ isLocal, before }: Placement): ts.Node | undefined {
  return isLocal ? before?.parent : undefined;
}

/** Whether what is declared in one scope can be seen from the other, or the other way round. */
function mayMeet(a: ts.Node | undefined, b: ts.Node | undefined): boolean {
  if (!a || !b) return true;
  return (a.pos >= b.pos && a.end <= b.end) || (b.pos >= a.pos && b.end <= a.end);
}
