import { ts } from '../../ts.cts';
import type { ClientCall } from '../../facts.ts';
import type { SchemaTypes } from '../../read/types/schema-types.ts';
import { isDrizzle, referencesOf, type Reference } from '../../read/types/type-references.ts';
import { lookUp } from '../../read/syntax/scope.ts';
import { declarationOfName, typeParametersOf, type TypeContext } from '../../read/types/types.ts';
import { valueOfName } from '../../read/values/value-of-type.ts';
import type { Project } from '../project.ts';
import { assertionOf } from '../clients/schema-assertion.ts';
import type { Slot } from './type-slots.ts';

/** A type parameter of the project that stood for a schema and will stand for relations. */
export interface ConvertedParameter {
  parameter: ts.TypeParameterDeclaration;
  name: string;
  mentions: ts.Identifier[];
  /**
   * A second parameter that stood for v1's relational config. It is removed, and its mentions become this parameter.
   */
  companion: { parameter: ts.TypeParameterDeclaration; mentions: ts.Identifier[] } | undefined;
}

/**
 * Follows the type parameters in slots (`<TSchema extends Record<string, unknown>>(db: NodePgDatabase<TSchema>)`) to
 * the references that supply their arguments; those arguments are added to `slots`, and references in files read here
 * to `references`.
 */
export function followParameters(
  slots: Slot[],
  references: Reference[],
  types: SchemaTypes,
  project: Project,
): Set<ts.TypeParameterDeclaration> {
  const parameters = new Set<ts.TypeParameterDeclaration>();
  const known = new Set(references);
  const referencesTo = (owner: ts.Node): Reference[] => {
    const name = nameOf(owner);
    const files = name === undefined ? [] : project.mentioning(name);
    const found = files
      .flatMap(({ ast }) => referencesOf(ast, project, true))
      .filter((reference) => reference.args && !isDrizzle(reference.value) && isTo(reference, owner));
    for (const reference of found) {
      // A file that does not mention drizzle-orm has not been read for references before.
      if (!known.has(reference)) references.push(reference);
      known.add(reference);
    }
    return found;
  };
  const isTo = ({ name }: Reference, owner: ts.Node) => {
    const declaration = declarationOfName(name, project);
    return declaration !== undefined && typeParametersOf(declaration)?.[0]?.parent === owner;
  };
  // Slots are added during this loop, and are then visited by it as well.
  for (const { meaning } of slots) {
    if (meaning.kind !== 'parameter' || parameters.has(meaning.parameter)) continue;
    const { parameter } = meaning;
    parameters.add(parameter);
    if (isConfig(parameter, project)) continue;
    const index = siblingsOf(parameter).indexOf(parameter);
    const configs = siblingsOf(parameter).map((sibling, at) => (isConfig(sibling, project) ? at : -1));
    for (const reference of referencesTo(parameter.parent)) {
      const node = reference.args?.[index];
      const vanishing = (reference.args ?? []).filter((_, at) => configs.includes(at));
      if (node)
        slots.push({ reference, node, meaning: types.meaningOf(node), isOpen: false, vanishing, owner: parameter });
    }
  }
  return parameters;
}

/** The name of a generic function, class or type, by which others refer to it. */
function nameOf(owner: ts.Node): string | undefined {
  const { name } = (ts.isArrowFunction(owner) || ts.isFunctionExpression(owner) ? owner.parent : owner) as {
    name?: ts.Node;
  };
  return name && ts.isIdentifier(name) ? name.text : undefined;
}

/** All type parameters of the declaration that has this one, including itself. */
export function siblingsOf(parameter: ts.TypeParameterDeclaration): readonly ts.TypeParameterDeclaration[] {
  const { typeParameters } = parameter.parent as { typeParameters?: ts.NodeArray<ts.TypeParameterDeclaration> };
  return typeParameters ?? [parameter];
}

/**
 * Whether a type parameter stands for v1's relational config (`TSchema extends TablesRelationalConfig`), which in v2 is
 * the type of the relations themselves.
 */
export function isConfig({ constraint }: ts.TypeParameterDeclaration, { evaluator }: TypeContext): boolean {
  if (!constraint || !ts.isTypeReferenceNode(constraint)) return false;
  const value = valueOfName(constraint.typeName, evaluator);
  return isDrizzle(value) && /^(?:TablesRelationalConfig|ExtractTablesWithRelations)$/.test(value.name);
}

/**
 * Divides type parameters into those that can be converted and the rest. One can be converted when each mention of it
 * is in a slot, or in an argument that is removed, or in the assertion of a client's schema.
 */
export function convertParameters(
  parameters: ReadonlySet<ts.TypeParameterDeclaration>,
  slots: readonly Slot[],
  clients: readonly ClientCall[],
  types: SchemaTypes,
  context: TypeContext,
): { converted: Map<ts.TypeParameterDeclaration, ConvertedParameter>; failed: Set<ts.TypeParameterDeclaration> } {
  const failed = new Set<ts.TypeParameterDeclaration>();
  const candidates = [...parameters].filter((parameter) => !isConfig(parameter, context));
  const asserted = clients.flatMap(({ schemaProperty }) => assertionOf(schemaProperty)?.type ?? []);
  for (let changed = true; changed;) {
    changed = false;
    const inForce = slots.filter(({ owner }) => !owner || !failed.has(owner));
    const roles = new Set([...roleNodes(inForce), ...asserted]);
    for (const parameter of candidates) {
      if (failed.has(parameter)) continue;
      const kind = parameter.constraint && types.meaningOf(parameter.constraint).kind;
      const isSchema = kind === undefined || kind === 'loose' || kind === 'database' || kind === 'any';
      if (isSchema && mentionsOf(parameter).every((mention) => isInside(mention, roles))) continue;
      failed.add(parameter);
      changed = true;
    }
  }
  const converted = new Map<ts.TypeParameterDeclaration, ConvertedParameter>();
  for (const parameter of candidates) {
    if (failed.has(parameter)) continue;
    const { text } = parameter.name;
    const isTaken = lookUp('TRelations', parameter) !== undefined;
    const config = siblingsOf(parameter).find((sibling) => isConfig(sibling, context));
    const isOnly = siblingsOf(parameter).filter((sibling) => candidates.includes(sibling)).length === 1;
    converted.set(parameter, {
      parameter,
      name: /schema/i.test(text) && !isTaken && isOnly ? 'TRelations' : text,
      mentions: mentionsOf(parameter),
      companion: config && { parameter: config, mentions: mentionsOf(config) },
    });
  }
  return { converted, failed };
}

/** The nodes of slots and of the arguments that are removed with them, apart from unclear slots. */
export function roleNodes(slots: readonly Slot[]): Set<ts.Node> {
  const nodes = slots.flatMap(({ node, meaning, vanishing }) =>
    meaning.kind === 'unclear' ? [] : [node, ...vanishing],
  );
  return new Set(nodes);
}

/** Whether a node is one of these, or is inside one of them. */
export function isInside(node: ts.Node, roles: ReadonlySet<ts.Node>): boolean {
  return ts.findAncestor(node, (ancestor) => roles.has(ancestor)) !== undefined;
}

/** Every mention of a type parameter in its scope, apart from its declaration. */
function mentionsOf(parameter: ts.TypeParameterDeclaration): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === parameter.name.text && node !== parameter.name) {
      const isType = ts.isTypeReferenceNode(node.parent) || ts.isTypeQueryNode(node.parent);
      if (isType && lookUp(node.text, node) === parameter) found.push(node);
    }
    ts.forEachChild(node, visit);
  };
  visit(parameter.parent);
  return found;
}
