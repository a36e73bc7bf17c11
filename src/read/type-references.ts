import { ts } from 'ts-morph';
import { importedValue, valueOf, type TypeContext, type TypeName } from './types.ts';
import type { Value } from './value.ts';

/** A mention of a type, class or generic function, with its type arguments. */
export interface Reference {
  node: ts.Node;
  name: TypeName;
  args: ts.NodeArray<ts.TypeNode> | undefined;
  value: Value;
}

const memo = new WeakMap<ts.SourceFile, Reference[]>();

/** Every reference of a file that is about drizzle-orm or has type arguments, outer ones first. */
export function referencesOf(file: ts.SourceFile, context: TypeContext): Reference[] {
  const known = memo.get(file);
  if (known) return known;
  const references: Reference[] = [];
  const visit = (node: ts.Node): void => {
    const reference = readReference(node, context);
    if (reference && (reference.args || isDrizzle(reference.value))) references.push(reference);
    ts.forEachChild(node, visit);
  };
  visit(file);
  memo.set(file, references);
  return references;
}

function readReference(node: ts.Node, context: TypeContext): Reference | undefined {
  if (ts.isTypeReferenceNode(node)) return read(node, node.typeName, node.typeArguments, context);
  if (ts.isTypeQueryNode(node) && node.typeArguments) return read(node, node.exprName, node.typeArguments, context);
  if (ts.isImportTypeNode(node) && node.qualifier && !node.isTypeOf)
    return { node, name: node.qualifier, args: node.typeArguments, value: importedValue(node, context) };
  const isGeneric = ts.isExpressionWithTypeArguments(node) || ts.isCallExpression(node) || ts.isNewExpression(node);
  if (!isGeneric || !node.typeArguments) return undefined;
  const { expression } = node;
  return ts.isIdentifier(expression) || ts.isPropertyAccessExpression(expression)
    ? read(node, expression, node.typeArguments, context)
    : undefined;
}

function read(
  node: ts.Node,
  name: TypeName,
  args: ts.NodeArray<ts.TypeNode> | undefined,
  { evaluator }: TypeContext,
): Reference {
  return { node, name, args, value: valueOf(name, evaluator) };
}

/** Whether a value is an export of drizzle-orm. */
export function isDrizzle(value: Value): value is Extract<Value, { kind: 'external' }> {
  return value.kind === 'external' && /^drizzle-orm(?:\/|$)/.test(value.module);
}
