import { ts } from '../../ts.cts';
import { isFunction, memberNamed, nameText, propertyValue, unwrap } from '../../read/syntax/syntax.ts';
import { declarationOfName } from '../../read/types/types.ts';
import type { Project } from '../project.ts';

/**
 * A member of a type that describes a configuration, `{ with: { author: true } }`, or of the object that such a type is
 * taken from.
 */
export type ShapeMember = ((ts.PropertySignature | ts.ObjectLiteralElementLike) & { name: ts.PropertyName }) | ShapeKey;

/** A member whose key is a text: `'author'` of `Record<'author', true>`, or of `Pick<Shape, 'author'>`. */
export interface ShapeKey {
  name: ts.StringLiteral;
  isText: true;
  /** The type of the member, where it is written beside the key. */
  type: ts.TypeNode | undefined;
}

/** Whether a member has a text for its key. */
export function isShapeKey(member: object): member is ShapeKey {
  return 'isText' in member;
}

/** Type functions whose result has the members of their argument. */
const utilities = /^(?:Readonly|Required|Partial|NonNullable|Promise)$/;

/**
 * The members of a type: of a type literal, of the alias or interface of the project that a name stands for, of the
 * object that `typeof` names, of the default of a type parameter, and of the parts of an intersection or union.
 */
export function shapeMembers(type: ts.Node | undefined, project: Project, depth = 0): ShapeMember[] {
  if (!type || depth > 8) return [];
  const inner = (other: ts.Node | undefined) => shapeMembers(other, project, depth + 1);
  if (ts.isTypeLiteralNode(type)) return type.members.filter(ts.isPropertySignature);
  if (ts.isParenthesizedTypeNode(type)) return inner(type.type);
  if (ts.isIntersectionTypeNode(type) || ts.isUnionTypeNode(type)) return type.types.flatMap(inner);
  if (ts.isTypeQueryNode(type)) return namedMembers(heldObject(type.exprName, project));
  if (ts.isMappedTypeNode(type)) return keysOf(type.typeParameter.constraint, type.type);
  if (!ts.isTypeReferenceNode(type)) return [];
  const [argument, second] = type.typeArguments ?? [];
  const utility = type.typeName.getText();
  if (argument && utilities.test(utility)) return inner(argument);
  if (utility === 'Record') return keysOf(argument, second);
  if (utility === 'Pick' || utility === 'Omit') {
    const keys = keysOf(second, undefined);
    const isNamed = (member: ShapeMember) => keys.some(({ name }) => name.text === nameText(member.name));
    const members = inner(argument).filter((member) => isNamed(member) === (utility === 'Pick'));
    return utility === 'Pick' ? [...members, ...keys] : members;
  }
  const declaration = declarationOfName(type.typeName, project);
  if (declaration && ts.isTypeAliasDeclaration(declaration)) return inner(declaration.type);
  if (declaration && ts.isTypeParameterDeclaration(declaration)) return inner(declaration.default);
  if (!declaration || !ts.isInterfaceDeclaration(declaration)) return [];
  return declaration.members.filter(ts.isPropertySignature);
}

/** The texts that a type consists of, as keys of members: `'author' | 'tags'`. */
function keysOf(type: ts.Node | undefined, value: ts.TypeNode | undefined): ShapeKey[] {
  return literalsOf(type).map((name) => ({ name, isText: true, type: value }));
}

/** The texts in a type that is one, or a union of several. */
export function literalsOf(type: ts.Node | undefined): ts.StringLiteral[] {
  if (!type) return [];
  if (ts.isUnionTypeNode(type)) return type.types.flatMap(literalsOf);
  return ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal) ? [type.literal] : [];
}

/** The object literal that a constant, or a member of one, holds: `shapes.order`. */
function heldObject(name: ts.EntityName, project: Project): ts.ObjectLiteralExpression | undefined {
  const declaration = declarationOfName(name, project);
  const owner = !declaration && ts.isQualifiedName(name) ? heldObject(name.left, project) : undefined;
  const member = owner && ts.isQualifiedName(name) ? memberNamed(owner.properties, name.right.text) : undefined;
  const value =
    declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : member && propertyValue(member);
  const object = value && unwrap(value);
  return object && ts.isObjectLiteralExpression(object) ? object : undefined;
}

function namedMembers(object: ts.ObjectLiteralExpression | undefined): ShapeMember[] {
  return (object?.properties ?? []).flatMap((property) => (property.name ? [property as ShapeMember] : []));
}

/** The members of what a member holds. */
export function membersWithin(member: ShapeMember, project: Project): ShapeMember[] {
  if (isShapeKey(member) || ts.isPropertySignature(member)) return shapeMembers(member.type, project);
  const value = propertyValue(member);
  const object = value && unwrap(value);
  return namedMembers(object && ts.isObjectLiteralExpression(object) ? object : undefined);
}

/**
 * The members of types of the project's own that describe a member of an object literal: `customer` of `Shape` for
 * `{ customer: true } satisfies Shape`, also where the object is part of an annotated one.
 */
export function describingMembers(property: ts.Node, project: Project): ShapeMember[] {
  const found: ShapeMember[] = [];
  const path: string[] = [];
  const add = (type: ts.Node | undefined): void => {
    let members = shapeMembers(type, project);
    for (const key of path.slice(0, -1)) {
      const next = memberNamed(members, key);
      members = next ? membersWithin(next, project) : [];
    }
    found.push(...members.filter(({ name }) => nameText(name) === path.at(-1)));
  };
  let node: ts.Node | undefined = property;
  while (node) {
    if (ts.isVariableDeclaration(node) || isFunction(node)) {
      add(node.type);
      return found;
    }
    if (ts.isSatisfiesExpression(node) || ts.isAsExpression(node)) add(node.type);
    else if (ts.isObjectLiteralElementLike(node) && node.name) path.unshift(nameText(node.name) ?? '');
    else if (!ts.isObjectLiteralExpression(node) && !ts.isParenthesizedExpression(node) && !ts.isReturnStatement(node))
      return found;
    node = ts.isReturnStatement(node) ? ts.findAncestor(node, isFunction) : node.parent;
  }
  return found;
}
