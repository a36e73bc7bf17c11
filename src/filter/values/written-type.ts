import { ts } from '../../ts.cts';
import { writtenTypeOf, type WrittenType } from '../../read/types/doc-types.ts';
import { declarationOf, lookUp } from '../../read/syntax/scope.ts';
import { accessedName, isAccess, memberNamed, nameText, unwrap } from '../../read/syntax/syntax.ts';

/** Whether a value, or an object it is read from, is annotated as `any`: `input.id` of `input: { id: any }`. */
export function isWrittenAny(node: ts.Node): boolean {
  const inner = unwrap(node);
  if (writtenType(inner)?.type.kind === ts.SyntaxKind.AnyKeyword) return true;
  return ts.isPropertyAccessExpression(inner) && isWrittenAny(inner.expression);
}

/**
 * Whether a value, or an object it is read from, is read through an index signature: `payload.tenant` of
 * `Record<string, string>`. It may be undefined although its type does not say so.
 */
export function isWrittenIndex(node: ts.Node): boolean {
  const inner = unwrap(node);
  if (!isAccess(inner)) return false;
  const name = accessedName(inner);
  const owner = writtenType(inner.expression);
  if (name !== undefined && owner && hasIndex(owner.type, name)) return true;
  return isWrittenIndex(inner.expression);
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
    const owner = writtenType(inner.expression);
    return owner && memberType(owner.type, inner.name.text);
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
  if (!ts.isBindingElement(declaration) || !ts.isObjectBindingPattern(declaration.parent)) return undefined;
  const owner = typeOfBinding(declaration.parent.parent);
  const name = declaration.propertyName ? nameText(declaration.propertyName) : declaration.name.getText();
  if (!owner || name === undefined || declaration.dotDotDotToken) return undefined;
  const member = memberType(owner.type, name);
  return member && declaration.initializer ? given(member.type) : member;
}

/**
 * The type of what has a default, and so is not optional; undefined for a union with `undefined`, which no longer
 * applies.
 */
function given(type: ts.TypeNode): WrittenType | undefined {
  return isOptionalType(type) ? undefined : { type, isOptional: false };
}

/** The type of a member of an object type, interface or alias that is written in place or in the same file. */
function memberType(owner: ts.TypeNode, name: string, depth = 0): WrittenType | undefined {
  if (ts.isParenthesizedTypeNode(owner)) return memberType(owner.type, name, depth);
  if (ts.isTypeReferenceNode(owner) && ts.isIdentifier(owner.typeName) && depth < 8) {
    const declaration = lookUp(owner.typeName.text, owner);
    if (declaration && ts.isTypeAliasDeclaration(declaration)) return memberType(declaration.type, name, depth + 1);
    return declaration && ts.isInterfaceDeclaration(declaration) ? memberOf(declaration.members, name) : undefined;
  }
  if (ts.isIntersectionTypeNode(owner)) {
    for (const part of owner.types) {
      const type = memberType(part, name, depth);
      if (type) return type;
    }
  }
  return ts.isTypeLiteralNode(owner) ? memberOf(owner.members, name) : undefined;
}

/** The annotated type of the property called `name`; undefined for methods and properties without annotation. */
function memberOf(members: readonly ts.TypeElement[], name: string): WrittenType | undefined {
  const member = memberNamed(members, name);
  const type = member && ts.isPropertySignature(member) ? member.type : undefined;
  return type && { type, isOptional: member?.questionToken !== undefined };
}

/** The names of the optional members of a value's annotated type: `name` of `filter: { name?: string }`. */
export function optionalMembersOf(node: ts.Node): string[] {
  const written = writtenType(node);
  return written ? optionalMembersIn(written.type) : [];
}

function optionalMembersIn(type: ts.TypeNode, depth = 0): string[] {
  if (ts.isParenthesizedTypeNode(type)) return optionalMembersIn(type.type, depth);
  if (ts.isIntersectionTypeNode(type)) return type.types.flatMap((part) => optionalMembersIn(part, depth));
  const declaration =
    ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) ? lookUp(type.typeName.text, type) : undefined;
  if (declaration && ts.isTypeAliasDeclaration(declaration) && depth < 8)
    return optionalMembersIn(declaration.type, depth + 1);
  const isOwn = ts.isTypeLiteralNode(type);
  if (!isOwn && !(declaration && ts.isInterfaceDeclaration(declaration))) return [];
  const { members } = isOwn ? type : (declaration as ts.InterfaceDeclaration);
  return members.flatMap((member) => {
    const name = member.name && nameText(member.name);
    return name !== undefined && memberOf(members, name)?.isOptional ? [name] : [];
  });
}

/** Whether a type has an index signature (`Record<string, …>`), and no member of this name. */
function hasIndex(type: ts.TypeNode, name: string, depth = 0): boolean {
  if (memberType(type, name) || depth > 8) return false;
  if (ts.isParenthesizedTypeNode(type)) return hasIndex(type.type, name, depth);
  if (ts.isIntersectionTypeNode(type)) return type.types.some((part) => hasIndex(part, name, depth));
  if (ts.isTypeLiteralNode(type)) return type.members.some(ts.isIndexSignatureDeclaration);
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return false;
  const declaration = lookUp(type.typeName.text, type);
  if (!declaration && type.typeName.text === 'Record')
    return type.typeArguments?.[0]?.kind === ts.SyntaxKind.StringKeyword;
  if (declaration && ts.isTypeAliasDeclaration(declaration)) return hasIndex(declaration.type, name, depth + 1);
  return (
    declaration !== undefined &&
    ts.isInterfaceDeclaration(declaration) &&
    declaration.members.some(ts.isIndexSignatureDeclaration)
  );
}
