import { ts } from '../../ts.cts';
import { isBetween, type Parameter, type Role, type Successor } from '../../drizzle/class-names.ts';
import type { Piece } from '../../edits/edit.ts';
import type { Reference } from '../../read/types/type-references.ts';
import { instanceTypeOf, type InstanceType } from './instance-types.ts';
import { argumentEdit, type Names, type TypeEdit, rangeOf } from './type-edits.ts';
import { relationsText, requiredText, standsForV1, type TypePlan } from './type-plan.ts';
import { argumentOf, isExtraction, successorOfReference, type Slot } from './type-slots.ts';

/** The edits of a reference to a type of drizzle-orm. */
export function drizzleEdits(reference: Reference, slot: Slot | undefined, plan: TypePlan): TypeEdit[] {
  const { types, project } = plan;
  const { node, args } = reference;
  if (isExtraction(reference) && slot) {
    const { meaning, node: argument } = slot;
    const isAny = meaning.kind === 'any';
    const pieces = (names: Names) => {
      const text = requiredText(isAny ? { kind: 'loose' } : meaning, argument, names, plan);
      return needsParentheses(node) && meaning.kind === 'database' ? ['(', ...text, ')'] : text;
    };
    return [{ node, ...rangeOf(node), pieces }];
  }
  const instance = instanceTypeOf(reference, project);
  if (instance) {
    const isNamed = slot?.meaning.kind === 'database' || isNarrow(instance.to);
    return isNamed ? [instanceTypeEdit(reference, instance, slot!, plan)] : [];
  }
  const successor = successorOfReference(reference, types, project.capabilities);
  if (!successor?.to || !args) return [];
  if (slot?.meaning.kind === 'migrated' && !isBetween(successor.from)) return [];
  return [argumentEdit(node, args, (names) => argumentsOf(successor, args, slot, names, plan), project)];
}

/** What the class itself allows for a type parameter, where `any` would say less. */
const bounds: Partial<Record<Role, string>> = { kind: "'async' | 'sync'", schema: 'Record<string, never>' };

/** Whether the class is so narrow without type arguments that databases with relations do not fit: that of v1’s tables. */
function isNarrow(to: InstanceType['to']): boolean {
  return isBetween(to) && to.parameters.some(({ role }) => role === 'tables');
}

/**
 * Names the relations: `InstanceType<typeof PgDatabase>` → `PgAsyncDatabase<any, typeof relations>`. In v1 such a type
 * had any table in `query`, and any condition fitted; in v2 it knows no columns.
 */
function instanceTypeEdit({ node }: Reference, { query, to }: InstanceType, slot: Slot, plan: TypePlan): TypeEdit {
  const isAny = slot.meaning.kind !== 'database';
  const last = to.parameters.findIndex(({ role }) => role === 'relations');
  const pieces = (names: Names): Piece[] => {
    const items = to.parameters.slice(0, last + 1).map(({ role }): Piece[] => {
      if (isAny && role !== 'kind') return ['any'];
      if (role === 'relations') return requiredText(slot.meaning, slot.node, names, plan);
      return [bounds[role as Role] ?? 'any'];
    });
    const list = items.flatMap((item, index) => (index === 0 ? item : [', ', ...item]));
    // The name is kept, because it is renamed by the rule for class names.
    return [rangeOf(query.exprName), '<', ...list, '>'];
  };
  return { node, ...rangeOf(node), pieces };
}

/** The type arguments of a reference in the target's order. */
function argumentsOf(
  successor: Successor,
  args: ts.NodeArray<ts.TypeNode>,
  slot: Slot | undefined,
  names: Names,
  plan: TypePlan,
): Piece[][] | undefined {
  const { types, project } = plan;
  const { parameters, module } = successor.to!;
  const known = argumentOf(successor, args, 'relations');
  const schema = argumentOf(successor, args, 'schema');
  const pieceOf = ({ role }: Parameter): Piece[] | undefined => {
    if (role === '=unknown') return ['unknown'];
    if (role.startsWith('=')) return [names.drizzle(role.slice(1), `drizzle-orm/${module.replace(/\/.*/, '')}`)];
    // In a form with v1 and v2 side by side, the schema stays for a database that keeps v1; its tables follow from
    // it.
    if (role === 'schema' && schema && isBetween(successor.to!) && standsForV1(types.meaningOf(schema), project))
      return [rangeOf(schema)];
    if (isBetween(successor.to!) && (role === 'schema' || role === 'tables'))
      return role === 'schema' && schema && types.meaningOf(schema).kind === 'any' ? ['any'] : undefined;
    if (role === 'relations' && slot?.meaning.kind === 'migrated') return known && [rangeOf(known)];
    if (role === 'relations' && slot) return relationsText(slot.meaning, slot.node, names, plan);
    const argument = argumentOf(successor, args, role === 'relations' ? 'tables' : (role as 'kind'));
    return argument && [rangeOf(argument)];
  };
  const items = parameters.map(pieceOf);
  while (items.length > 0 && !items.at(-1) && parameters[items.length - 1]!.optional) items.pop();
  if (items.every((_, index) => parameters[index]!.role === '=unknown')) return [];
  return items.map((item, index) => item ?? [emptyOf(parameters[index]!, names)]);
}

/** The argument for a parameter that a migrated database has nothing for. */
function emptyOf({ role }: Parameter, names: Names): string {
  if (role === 'relations') return names.drizzle('EmptyRelations');
  // The transactions of drivers are given `ExtractTablesWithRelations<Record<string, never>>`, which has no name in 1.0.
  return role === 'tables' ? '{}' : 'Record<string, never>';
}

/**
 * Whether the type is followed by an index or `[]`: `(typeof relations)['users']`. Formatters keep these parentheses.
 */
function needsParentheses({ parent }: ts.Node): boolean {
  return ts.isIndexedAccessTypeNode(parent) || ts.isArrayTypeNode(parent);
}
