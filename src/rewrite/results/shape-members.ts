import { ts } from '../../ts.cts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { isFunction, memberNamed, nameText, propertyValue, unwrap } from '../../read/syntax/syntax.ts';
import { declarationOfName } from '../../read/types/types.ts';
import type { Project } from '../project.ts';

/**
 * A member of a type that describes a configuration, `{ with: { author: true } }`, or of the object that such a type is
 * taken from.
 */
export type ShapeMember = (ts.PropertySignature | ts.ObjectLiteralElementLike) & { name: ts.PropertyName };

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
  if (ts.isTypeQueryNode(type)) return ts.isIdentifier(type.exprName) ? objectMembers(type.exprName) : [];
  if (!ts.isTypeReferenceNode(type)) return [];
  const [argument] = type.typeArguments ?? [];
  if (argument && utilities.test(type.typeName.getText())) return inner(argument);
  const declaration = declarationOfName(type.typeName, project);
  if (declaration && ts.isTypeAliasDeclaration(declaration)) return inner(declaration.type);
  if (declaration && ts.isTypeParameterDeclaration(declaration)) return inner(declaration.default);
  if (!declaration || !ts.isInterfaceDeclaration(declaration)) return [];
  return declaration.members.filter(ts.isPropertySignature);
}

/** The members of the object literal that a constant holds. */
function objectMembers(name: ts.Identifier): ShapeMember[] {
  const declaration = declarationOf(name);
  const value = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer;
  const object = value && unwrap(value);
  return object && ts.isObjectLiteralExpression(object) ? namedMembers(object) : [];
}

function namedMembers({ properties }: ts.ObjectLiteralExpression): ShapeMember[] {
  return properties.filter((property): property is ts.ObjectLiteralElementLike & ShapeMember => !!property.name);
}

/** The members of what a member holds. */
export function membersWithin(member: ShapeMember, project: Project): ShapeMember[] {
  if (ts.isPropertySignature(member)) return shapeMembers(member.type, project);
  const value = propertyValue(member);
  const object = value && unwrap(value);
  return object && ts.isObjectLiteralExpression(object) ? namedMembers(object) : [];
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
