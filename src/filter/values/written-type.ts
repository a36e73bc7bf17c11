import { ts } from '../../ts.cts';
import { writtenTypeOf, type WrittenType } from '../../read/types/doc-types.ts';
import { elementType } from '../../read/types/type-parts.ts';
import { declarationOf, lookUp } from '../../read/syntax/scope.ts';
import { accessedName, isAccess, memberNamed, nameText, unwrap } from '../../read/syntax/syntax.ts';

/** Whether a value, or an object it is read from, is annotated as `any`: `input.id` of `input: { id: any }`. */
export function isWrittenAny(node: ts.Node): boolean {
  const inner = unwrap(node);
  if (isAny(writtenType(inner)?.type) || isAny(indexOf(inner))) return true;
  return ts.isPropertyAccessExpression(inner) && isWrittenAny(inner.expression);
}

/** Whether a name is destructured from something that is annotated as `any`: `id` of `({ body: { id } }: Req)`. */
export function isBoundFromAny(declaration: ts.Node): boolean {
  let owner = declaration;
  while (ts.isBindingElement(owner)) {
    if (isAny(bindingIndex(owner))) return true;
    owner = owner.parent.parent;
    if (isAny(typeOfBinding(owner)?.type)) return true;
  }
  return false;
}

/** Whether a value is annotated as a list of `any`: `any[]`, `Array<any>`. */
export function isListOfAny(node: ts.Node): boolean {
  const type = writtenType(node)?.type;
  return type !== undefined && isAny(elementType(type));
}

function isAny(type: ts.TypeNode | undefined): boolean {
  return type?.kind === ts.SyntaxKind.AnyKeyword;
}

/**
 * Whether a value, or an object it is read from, is read through an index signature: `payload.tenant` of
 * `Record<string, string>`. It may be undefined although its type does not say so.
 */
export function isWrittenIndex(node: ts.Node): boolean {
  const inner = unwrap(node);
  if (indexOf(inner)) return true;
  return isAccess(inner) && isWrittenIndex(inner.expression);
}

/** The type of the index signature that a value is read through, by a member access or by destructuring. */
function indexOf(node: ts.Node): ts.TypeNode | undefined {
  if (ts.isIdentifier(node)) {
    const declaration = declarationOf(node);
    return declaration && ts.isBindingElement(declaration) ? bindingIndex(declaration) : undefined;
  }
  if (!isAccess(node)) return undefined;
  const name = accessedName(node);
  const owner = writtenType(node.expression);
  return owner && name !== undefined ? indexType(owner.type, name) : undefined;
}

/** The type of the index signature that a name without a default is destructured through. */
function bindingIndex(declaration: ts.BindingElement): ts.TypeNode | undefined {
  const name = memberOfPattern(declaration);
  if (name === undefined || declaration.initializer) return undefined;
  const from = declaration.parent.parent;
  const value = ts.isVariableDeclaration(from) && !from.type ? from.initializer : undefined;
  const owner = value ? writtenType(value) : typeOfBinding(from);
  return owner && indexType(owner.type, name);
}

/** Whether the annotation of a value allows `undefined`: `input.id` of `input: { id?: number }`. */
export function isWrittenOptional(node: ts.Node): boolean {
  const written = writtenType(node);
  return written !== undefined && (written.isOptional || isOptionalType(written.type));
}

/** Whether a type is a union with `undefined` in it. */
export function isOptionalType(type: ts.TypeNode): boolean {
  return ts.isUnionTypeNode(type) && type.types.some(({ kind }) => kind === ts.SyntaxKind.UndefinedKeyword);
}

/**
 * The annotated type of a parameter or variable, or of a member that is read from it. Undefined when there is no
 * annotation, or when the type is not written in place or in the same file.
 */
export function writtenType(node: ts.Node): WrittenType | undefined {
  const inner = unwrap(node);
  if (ts.isPropertyAccessExpression(inner)) {
    const { text: name } = inner.name;
    if (inner.expression.kind === ts.SyntaxKind.ThisKeyword) {
      const owner = ts.findAncestor(inner, ts.isClassLike);
      return owner && (memberOf(owner.members, name) ?? parameterProperty(owner, name));
    }
    const owner = writtenType(inner.expression);
    return owner && memberType(owner.type, name);
  }
  if (!ts.isIdentifier(inner)) return undefined;
  const declaration = declarationOf(inner);
  return declaration && typeOfBinding(declaration);
}

/** The annotated type of a parameter, of a variable or of a name that is destructured from one. */
function typeOfBinding(declaration: ts.Node): WrittenType | undefined {
  if (ts.isParameter(declaration) || ts.isVariableDeclaration(declaration)) {
    const written = writtenTypeOf(declaration);
    // A parameter with a default is never undefined; the initializer of a variable says nothing about its later values.
    return written && ts.isParameter(declaration) && declaration.initializer ? given(written.type) : written;
  }
  const name = ts.isBindingElement(declaration) ? memberOfPattern(declaration) : undefined;
  if (!ts.isBindingElement(declaration) || name === undefined) return undefined;
  const owner = typeOfBinding(declaration.parent.parent);
  const member = owner && memberType(owner.type, name);
  return member && declaration.initializer ? given(member.type) : member;
}

/** The member that `{ name }` or `{ name: other }` of an object pattern takes; undefined for a rest element. */
function memberOfPattern({ parent, propertyName, name, dotDotDotToken }: ts.BindingElement): string | undefined {
  if (!ts.isObjectBindingPattern(parent) || dotDotDotToken) return undefined;
  return propertyName ? nameText(propertyName) : name.getText();
}

/**
 * The type of what has a default, and so is not optional; undefined for a union with `undefined`, which no longer
 * applies.
 */
function given(type: ts.TypeNode): WrittenType | undefined {
  return isOptionalType(type) ? undefined : { type, isOptional: false };
}

/** The type of a member of an object type, interface, class or alias that is written in place or in the same file. */
function memberType(owner: ts.TypeNode, name: string): WrittenType | undefined {
  for (const { members } of objectTypesOf(owner)) {
    const type = memberOf(members, name);
    if (type) return type;
  }
  return undefined;
}

/** The annotated type of the property called `name`; undefined for methods and properties without annotation. */
function memberOf(members: ObjectType['members'], name: string): WrittenType | undefined {
  const member = memberNamed<ts.TypeElement | ts.ClassElement>(members, name);
  if (!member || !(ts.isPropertySignature(member) || ts.isPropertyDeclaration(member))) return undefined;
  return member.type && { type: member.type, isOptional: member.questionToken !== undefined };
}

/** The annotated type of a member that a parameter of the constructor declares: `constructor(private db: Db)`. */
function parameterProperty(owner: ts.ClassLikeDeclaration, name: string): WrittenType | undefined {
  const parameters = owner.members.flatMap((member) => (ts.isConstructorDeclaration(member) ? member.parameters : []));
  const parameter = parameters.find(
    (each) => ts.isParameterPropertyDeclaration(each, each.parent) && each.name.getText() === name,
  );
  return parameter && typeOfBinding(parameter);
}

/**
 * The annotated type of what a function returns that is a parameter or variable, or a member of one: `Promise<any>` of
 * `load: () => Promise<any>`. Undefined as for `writtenType`.
 */
export function resultType(callee: ts.Identifier | ts.PropertyAccessExpression): ts.TypeNode | undefined {
  const type = writtenType(callee)?.type;
  if (type) return ts.isFunctionTypeNode(type) ? type.type : undefined;
  const owner = ts.isPropertyAccessExpression(callee) ? writtenType(callee.expression)?.type : undefined;
  for (const { members } of owner ? objectTypesOf(owner) : []) {
    const method = memberNamed<ts.TypeElement | ts.ClassElement>(
      members,
      (callee as ts.PropertyAccessExpression).name.text,
    );
    if (method && (ts.isMethodSignature(method) || ts.isMethodDeclaration(method))) return method.type;
  }
  return undefined;
}

/** The names of the optional members of a value's annotated type: `name` of `filter: { name?: string }`. */
export function optionalMembersOf(node: ts.Node): string[] {
  const written = writtenType(node);
  if (!written) return [];
  return objectTypesOf(written.type).flatMap(({ members }) =>
    members.flatMap((member) => {
      const name = member.name && nameText(member.name);
      return name !== undefined && memberOf(members, name)?.isOptional ? [name] : [];
    }),
  );
}

/** The type of the index signature of a type (`Record<string, …>`) that has no member of this name. */
function indexType(type: ts.TypeNode, name: string): ts.TypeNode | undefined {
  if (memberType(type, name)) return undefined;
  return objectTypesOf(type).find(({ index }) => index !== undefined)?.index;
}

/** An object type: its members, and the type of its index signature, if it has one. */
interface ObjectType {
  members: readonly (ts.TypeElement | ts.ClassElement)[];
  index: ts.TypeNode | undefined;
}

/**
 * The object types that a type consists of: a literal, interface or class, the parts of an intersection, or what an
 * alias stands for. Empty for types that are written elsewhere.
 */
export function objectTypesOf(type: ts.TypeNode, depth = 0): ObjectType[] {
  if (ts.isParenthesizedTypeNode(type)) return objectTypesOf(type.type, depth);
  if (ts.isIntersectionTypeNode(type)) return type.types.flatMap((part) => objectTypesOf(part, depth));
  if (ts.isTypeLiteralNode(type)) return [objectTypeOf(type)];
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName) || depth > 8) return [];
  const declaration = lookUp(type.typeName.text, type);
  if (!declaration && type.typeName.text === 'Record') {
    const [key, value] = type.typeArguments ?? [];
    return value && key?.kind === ts.SyntaxKind.StringKeyword ? [{ members: [], index: value }] : [];
  }
  if (declaration && ts.isTypeAliasDeclaration(declaration)) return objectTypesOf(declaration.type, depth + 1);
  const hasMembers = declaration && (ts.isInterfaceDeclaration(declaration) || ts.isClassDeclaration(declaration));
  return hasMembers ? [objectTypeOf(declaration)] : [];
}

function objectTypeOf({ members }: ts.TypeLiteralNode | ts.InterfaceDeclaration | ts.ClassDeclaration): ObjectType {
  const all: ObjectType['members'] = members;
  return { members: all, index: all.find(ts.isIndexSignatureDeclaration)?.type };
}

/** Types that a value may be missing in, or that say nothing about it. */
type OpenType = 'undefined' | 'null' | 'any' | 'unknown';

const openTypes = /\b(?:undefined|null|any|unknown)\b/g;

/**
 * Whether a type names one of some types, at whatever depth: `Promise<unknown>`, `Record<string, string | undefined>`.
 * `allowsUndefined` (src/read/values/column-types.ts) is about the type itself.
 */
export function namesType(type: ts.TypeNode, ...names: OpenType[]): boolean {
  return (type.getText().match(openTypes) ?? []).some((found) => (names as string[]).includes(found));
}
