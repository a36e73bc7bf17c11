import { ts } from '../../ts.cts';
import { isFunction, nameText, type FunctionNode } from '../../read/syntax/syntax.ts';
import type { Project } from '../project.ts';
import { usesOfAlias } from '../uses-of-alias.ts';
import { literalsOf } from './shape-members.ts';
import type { Step } from './returned-results.ts';

/** What has a type, or a part of it, and the path from its value to the key. */
export interface TypedOwner {
  /** A parameter, a variable, a function that returns such values, or an assertion. */
  node: ts.ParameterDeclaration | ts.VariableDeclaration | FunctionNode | ts.AssertionExpression;
  path: readonly Step[];
}

/** What has a type or a part of it. */
export interface TypedOwners {
  owners: TypedOwner[];
  /** The strings that index the type by the key: `'posts'` of `Row['posts']`. */
  indexes: ts.StringLiteral[];
  /** Where the type goes out of sight, to a member of an interface for instance. */
  escapes: ts.Node[];
}

/**
 * What has a type that is derived from a type: for `ReturnType<typeof load>`, the parameter of
 * `row: Awaited<ReturnType<typeof load>>[number]`.
 *
 * @param path the way from a value of the type to the key
 */
export function ownersOfType(type: ts.Node, path: readonly Step[], project: Project): TypedOwners {
  const found: TypedOwners = { owners: [], indexes: [], escapes: [] };
  follow(type, path);
  return found;

  function follow(type: ts.Node, path: readonly Step[]): void {
    const { parent } = type;
    const isTyped = ts.isParameter(parent) || ts.isVariableDeclaration(parent) || isFunction(parent);
    if ((isTyped || ts.isAssertionExpression(parent)) && parent.type === type)
      found.owners.push({ node: parent as TypedOwner['node'], path });
    else if (ts.isIndexedAccessTypeNode(parent) && parent.objectType === type) followIndex(parent, path);
    else if (ts.isTypeAliasDeclaration(parent)) followUses(parent, path);
    else if (ts.isTypeOperatorNode(parent) && parent.operator === ts.SyntaxKind.KeyOfKeyword) {
      // The keys of what holds the row are others.
      if (path.length === 1) found.escapes.push(type);
    } else if (isSelection(parent) && parent.typeArguments?.[0] === type) followSelection(parent, path);
    else {
      const step = stepInto(type, parent);
      const all = [...(step?.steps ?? []), ...path];
      if (!step) found.escapes.push(type);
      else if (ts.isInterfaceDeclaration(step.type)) followUses(step.type, all);
      else follow(step.type, all);
    }
  }

  function followUses(alias: ts.TypeAliasDeclaration | ts.InterfaceDeclaration, path: readonly Step[]): void {
    const uses = alias.typeParameters ? undefined : usesOfAlias(alias, project);
    if (!uses) found.escapes.push(alias);
    for (const use of uses ?? []) {
      if (ts.isTypeReferenceNode(use.parent)) follow(use.parent, path);
      else found.escapes.push(use);
    }
  }

  /** Follows `Pick<Order, 'customer'>` and `Omit<Order, 'customer'>`; a type without the key has no reads of it. */
  function followSelection(type: ts.TypeReferenceNode, path: readonly Step[]): void {
    const keys = literalsOf(type.typeArguments?.[1]);
    if (keys.length === 0) return void found.escapes.push(type);
    if (path.length === 1) found.indexes.push(...keys.filter(({ text }) => text === path[0]));
    follow(type, path);
  }

  function followIndex(type: ts.IndexedAccessTypeNode, path: readonly Step[]): void {
    const [step, ...rest] = path;
    const literal = ts.isLiteralTypeNode(type.indexType) ? type.indexType.literal : undefined;
    const key = literal && ts.isStringLiteral(literal) ? literal.text : '[]';
    if (key !== step) {
      // The type of another key does not hold this one.
      if (key === '[]') found.escapes.push(type);
    } else if (rest.length > 0) follow(type, rest);
    else found.indexes.push(literal as ts.StringLiteral);
  }
}

/** Whether a type is one of some members of another. */
function isSelection(type: ts.Node): type is ts.TypeReferenceNode {
  return ts.isTypeReferenceNode(type) && /^(?:Pick|Omit)$/.test(type.typeName.getText());
}

/** The type around a type, whose values hold those of the inner one behind these steps; undefined for other parents. */
function stepInto(type: ts.Node, parent: ts.Node): { type: ts.Node; steps: readonly Step[] } | undefined {
  const isList =
    ts.isArrayTypeNode(parent) ||
    (ts.isTypeReferenceNode(parent) && /^(?:Readonly)?Array$/.test(parent.typeName.getText()));
  if (isList) return { type: parent, steps: ['[]'] };
  const isWrapper =
    ts.isTypeReferenceNode(parent) && parent.typeArguments?.[0] === type && wrappers.has(parent.typeName.getText());
  if (isWrapper || ts.isParenthesizedTypeNode(parent) || ts.isUnionTypeNode(parent) || ts.isTypeOperatorNode(parent))
    return { type: parent, steps: [] };
  const key = ts.isPropertySignature(parent) ? nameText(parent.name) : undefined;
  return key === undefined ? undefined : { type: parent.parent, steps: [key] };
}

/** Type functions after which the path to the key is the same, as far as keys go. */
const wrappers = new Set([
  'Awaited',
  'NonNullable',
  'ReturnType',
  'Promise',
  'Readonly',
  'Exclude',
  'Extract',
  'Required',
]);
