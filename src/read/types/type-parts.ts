import { ts } from '../../ts.cts';
import { declarationOfName, type TypeContext } from './types.ts';

/** Utility types whose values come from a value of their argument. */
const utilities = /^(?:Parameters|Awaited|Promise|NonNullable|Readonly|Partial|Required|Pick|Omit)$/;

/**
 * The parts of a union or intersection, what aliases stand for, what type parameters extend, and `Db` of
 * `Parameters<Parameters<Db['transaction']>[0]>[0]`.
 */
export function partsOf(type: ts.TypeNode, context: TypeContext, depth = 0): ts.TypeNode[] {
  if (ts.isParenthesizedTypeNode(type)) return partsOf(type.type, context, depth);
  if (ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type))
    return type.types.flatMap((part) => partsOf(part, context, depth));
  if (ts.isIndexedAccessTypeNode(type)) return partsOf(type.objectType, context, depth);
  const [argument] = ts.isTypeReferenceNode(type) ? (type.typeArguments ?? []) : [];
  if (argument && ts.isTypeReferenceNode(type) && utilities.test(type.typeName.getText()))
    return partsOf(argument, context, depth);
  const declaration = ts.isTypeReferenceNode(type) ? declarationOfName(type.typeName, context) : undefined;
  const meant =
    declaration && ts.isTypeAliasDeclaration(declaration)
      ? declaration.type
      : declaration && ts.isTypeParameterDeclaration(declaration)
        ? declaration.constraint
        : undefined;
  return [type, ...(meant && depth < 4 ? partsOf(meant, context, depth + 1) : [])];
}

/** The type of the elements of an array type, `T` of `T[]`, `readonly T[]` or `Array<T>`; undefined for other types. */
export function elementType(type: ts.TypeNode): ts.TypeNode | undefined {
  if (ts.isArrayTypeNode(type)) return type.elementType;
  if (ts.isParenthesizedTypeNode(type) || ts.isTypeOperatorNode(type)) return elementType(type.type);
  const isArray = ts.isTypeReferenceNode(type) && /^(?:Readonly)?Array$/.test(type.typeName.getText());
  return isArray ? type.typeArguments?.[0] : undefined;
}
