import { ts } from '../../ts.cts';
import { lookUp } from '../../read/syntax/scope.ts';

/**
 * The assertion behind the value of a `schema` option, ` as unknown as TSchema`, which the value that replaces it needs
 * too.
 */
export interface SchemaAssertion {
  /** The name of a type parameter. */
  type: ts.TypeReferenceNode;
  start: number;
  end: number;
}

/**
 * The assertion of a `schema` option to a type parameter; undefined when there is none, or when its type is not a type
 * parameter.
 */
export function assertionOf(property: ts.Node | undefined): SchemaAssertion | undefined {
  if (!property || !ts.isPropertyAssignment(property) || !ts.isAsExpression(property.initializer)) return undefined;
  const { type, end } = property.initializer;
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return undefined;
  const declaration = lookUp(type.typeName.text, type);
  if (!declaration || !ts.isTypeParameterDeclaration(declaration)) return undefined;
  let value: ts.Expression = property.initializer;
  while (ts.isAsExpression(value)) value = value.expression;
  return { type, start: value.end, end };
}
