import type { ts } from '../../ts.cts';
import type { Piece } from '../../edits/edit.ts';
import type { Reference } from '../../read/types/type-references.ts';
import { argumentEdit, type Names, type TypeEdit, rangeOf } from './type-edits.ts';
import { siblingsOf, type ConvertedParameter } from './type-parameters.ts';
import { requiredText, type TypePlan } from './type-plan.ts';
import type { Slot } from './type-slots.ts';

/** The type arguments of a reference to one of the project's own generics. */
export function genericEdit({ node, args }: Reference, own: readonly Slot[], plan: TypePlan): TypeEdit {
  const vanishing = new Set(own.flatMap((slot) => slot.vanishing));
  return argumentEdit(
    node,
    args!,
    (names) =>
      args!
        .filter((argument) => !vanishing.has(argument))
        .map((argument) => {
          const slot = own.find((candidate) => candidate.node === argument);
          if (!slot) return [rangeOf(argument)];
          return requiredText(slot.meaning, argument, names, plan);
        }),
    plan.project,
  );
}

/** The edit of a type alias that stands for a schema. */
export function aliasEdit({ type }: ts.TypeAliasDeclaration, plan: TypePlan): TypeEdit {
  const pieces = (names: Names) => requiredText(plan.types.meaningOf(type), type, names, plan);
  return { node: type, ...rangeOf(type), pieces };
}

/** The edits of a converted type parameter: its declaration and its mentions. */
export function parameterEdits(
  { parameter, name, mentions, companion }: ConvertedParameter,
  plan: TypePlan,
): TypeEdit[] {
  const { types, parameters, project } = plan;
  const list = siblingsOf(parameter) as ts.NodeArray<ts.TypeParameterDeclaration>;
  const rename = (node: ts.Identifier): TypeEdit => ({
    node,
    ...rangeOf(node),
    pieces: () => (node.text === name ? undefined : [name]),
  });
  const bound = (node: ts.TypeNode, names: Names): Piece[] => requiredText(types.meaningOf(node), node, names, plan);
  const constraint = (node: ts.TypeNode | undefined, names: Names): Piece[] =>
    !node || types.meaningOf(node).kind !== 'database' ? [names.drizzle('AnyRelations')] : bound(node, names);
  // A list with several converted parameters is written once, with the first of them.
  if (list.find((sibling) => parameters.has(sibling)) !== parameter) return mentions.map(rename);
  const items = (names: Names) =>
    list
      .filter((sibling) => sibling !== companion?.parameter)
      .map((sibling): Piece[] => {
        const own = parameters.get(sibling);
        if (!own) return [rangeOf(sibling)];
        const { constraint: above, default: otherwise } = sibling;
        const fallback = otherwise ? [' = ', ...bound(otherwise, names)] : [];
        const modifiers = { start: sibling.getStart(), end: sibling.name.getStart() };
        return [modifiers, own.name, ' extends ', ...constraint(above, names), ...fallback];
      });
  return [
    argumentEdit(parameter.parent, list, items, project),
    ...mentions.map(rename),
    ...(companion?.mentions ?? []).map(rename),
  ];
}
