import { ts } from '../../ts.cts';
import { lookUp } from '../../read/scope.ts';

/** ` as unknown as TSchema` behind the value of a `schema` option, which what takes its place needs, too. */
export interface SchemaAssertion {
  /** The name of a type parameter. */
  type: ts.TypeReferenceNode;
  start: number;
  end: number;
}

/** How a `schema` option is asserted to be of the type that a type parameter stands for. */
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
