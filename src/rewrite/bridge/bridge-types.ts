import { ts } from '../../ts.cts';
import { isBetween, successorOf } from '../../drizzle/class-names.ts';
import type { Piece } from '../../edits/edit.ts';
import type { SourceModule } from '../../read/modules/sources.ts';
import { isDrizzle, referencesOf, type Reference } from '../../read/types/type-references.ts';
import { renameClasses } from '../types/class-imports.ts';
import type { Project } from '../project.ts';
import { applyTypeEdits, argumentEdit, type Names, type TypeEdit } from '../types/type-edits.ts';
import { argumentOf } from '../types/type-slots.ts';

/**
 * Adapts database types in bridge mode. Some early 1.0 releases have the parameter for relations between those of v1;
 * types keep their schema and get `EmptyRelations` in that place.
 */
export function bridgeTypes(files: readonly SourceModule[], project: Project): void {
  for (const { ast } of files) {
    const edits = referencesOf(ast, project).flatMap((reference) => edit(reference, project) ?? []);
    edits.sort((a, b) => a.start - b.start || b.end - a.end);
    applyTypeEdits(ast, edits, () => undefined, project);
  }
  renameClasses(files, project);
}

/** The edit of one reference; undefined when the target has no such form, or the reference has it already. */
function edit({ node, value, args }: Reference, project: Project): TypeEdit | undefined {
  const successor = isDrizzle(value) ? successorOf(value.module, value.name, project.capabilities) : undefined;
  if (!successor?.to || !args || !isBetween(successor.to) || isBetween(successor.from)) return undefined;
  if (args.length > successor.from.parameters.length) return undefined;
  const { parameters } = successor.to;
  const items = (names: Names): Piece[][] => {
    const pieces = parameters.map(({ role }): Piece[] | undefined => {
      const argument = argumentOf(successor, args, role as 'schema');
      return argument && [{ start: argument.getStart(), end: argument.end }];
    });
    while (pieces.length > 0 && !pieces.at(-1) && parameters[pieces.length - 1]!.optional) pieces.pop();
    const isAny = argumentOf(successor, args, 'schema')?.kind === ts.SyntaxKind.AnyKeyword;
    return pieces.map((piece) => piece ?? [isAny ? 'any' : names.drizzle('EmptyRelations')]);
  };
  return argumentEdit(node, args, items, project);
}
