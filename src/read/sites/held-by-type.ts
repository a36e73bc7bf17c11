import { ts } from '../../ts.cts';
import { declarationOfName, type TypeName } from '../types/types.ts';
import type { Held, HeldContext } from './held.ts';
import { isQueryKey } from './query-key.ts';

/** What a value of a type holds: `(typeof db)['query']`, `(typeof db.query)['users']`, and aliases of them. */
export function heldByType(type: ts.TypeNode, context: HeldContext): Held | undefined {
  if (ts.isParenthesizedTypeNode(type)) return heldByType(type.type, context);
  if (ts.isUnionTypeNode(type)) {
    const [only, ...others] = type.types.flatMap((part) => heldByType(part, context) ?? []);
    return others.length === 0 ? only : undefined;
  }
  if (ts.isTypeQueryNode(type)) return heldByTypeName(type.exprName, context);
  if (ts.isIndexedAccessTypeNode(type)) {
    const { indexType } = type;
    const key =
      ts.isLiteralTypeNode(indexType) && ts.isStringLiteral(indexType.literal) ? indexType.literal.text : undefined;
    if (isQueryKey(key)) return { kind: 'query', node: placeholder(type) };
    const base = heldByType(type.objectType, context);
    return base?.kind === 'query' ? { kind: 'table', node: base.node, key } : undefined;
  }
  if (!ts.isTypeReferenceNode(type)) return undefined;
  const [argument] = type.typeArguments ?? [];
  const { typeName } = type;
  if (ts.isIdentifier(typeName) && argument && /^(?:Pick|Omit|Readonly|Partial|NonNullable)$/.test(typeName.text))
    return heldByType(argument, context);
  const declaration = declarationOfName(typeName, context);
  return declaration && ts.isTypeAliasDeclaration(declaration) ? heldByType(declaration.type, context) : undefined;
}

/** What the name in `typeof db.query.users` holds. */
function heldByTypeName(name: TypeName, context: HeldContext): Held | undefined {
  if (ts.isIdentifier(name)) return context.heldBy(name);
  if (!ts.isQualifiedName(name)) return undefined;
  if (isQueryKey(name.right.text)) return { kind: 'query', node: name.right };
  const base = heldByTypeName(name.left, context);
  return base?.kind === 'query' ? { kind: 'table', node: base.node, key: name.right.text } : undefined;
}

/** A `Held` needs an expression as its node, which a type does not have. */
function placeholder(type: ts.IndexedAccessTypeNode): ts.Expression {
  return ts.isLiteralTypeNode(type.indexType) ? (type.indexType.literal as ts.Expression) : ts.factory.createNull();
}
