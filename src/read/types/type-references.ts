import { ts } from '../../ts.cts';
import { knownNames } from '../../drizzle/class-names.ts';
import type { Value } from '../../facts.ts';
import { docImportOf, docTypeNodes } from './doc-type-nodes.ts';
import { nodesOf } from '../syntax/nodes.ts';
import { declarationOf } from '../syntax/scope.ts';
import { importedValue, type TypeContext, type TypeName } from './types.ts';
import { valueOfName } from '../values/value-of-type.ts';
import { unknown } from '../values/value.ts';

/** A reference to a type, class or generic function, with its type arguments. */
export interface Reference {
  node: ts.Node;
  name: TypeName;
  args: ts.NodeArray<ts.TypeNode> | undefined;
  /** What the name stands for; unknown where it cannot be from drizzle-orm. */
  value: Value;
}

/** A cheap test on text: whether a file may mention databases in its types. */
const mention =
  /Database|Transaction|Session|RelationalQuery|WithReplicas|DBQueryConfig|DrizzleConfig|ExtractTables|drizzle<|<\s*typeof\b/;

/** The references of files read so far. */
const memo = new WeakMap<ts.SourceFile, Reference[]>();

/**
 * The references of a file that have type arguments or are to exports of drizzle-orm, outer ones before inner ones.
 * Empty for a file whose text mentions no database, unless `isMentioned`.
 *
 * @param isMentioned read the file even so, because it uses a type of the project that mentions one
 */
export function referencesOf(file: ts.SourceFile, context: TypeContext, isMentioned = false): Reference[] {
  const known = memo.get(file);
  if (known) return known;
  if (!isMentioned && !mention.test(file.text)) return [];
  const references: Reference[] = [];
  for (const node of [...nodesOf(file).typed, ...docTypeNodes(file).flatMap(typesIn)]) {
    const reference = readReference(node, context);
    if (reference && (reference.args || isDrizzle(reference.value))) references.push(reference);
  }
  memo.set(file, references);
  return references;
}

/** A type and all types in it, outer ones before inner ones. */
function typesIn(node: ts.Node): ts.Node[] {
  const types = [node];
  ts.forEachChild(node, (child) => void types.push(...typesIn(child)));
  return types;
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
  const imported = docImportOf(name);
  if (imported) return { node, name, args, value: { kind: 'external', ...imported } };
  // An import is followed only when it may lead to drizzle-orm, because the file it names has to be parsed for that.
  const isOpen = args !== undefined || mayBeDrizzle(name);
  return { node, name, args, value: isOpen ? valueOfName(name, evaluator) : unknown('runtime') };
}

/** Whether a name may come from drizzle-orm: qualified names, and named imports of names that matter. */
function mayBeDrizzle(name: TypeName): boolean {
  if (!ts.isIdentifier(name)) return true;
  const declaration = declarationOf(name);
  if (!declaration || !ts.isImportSpecifier(declaration)) return false;
  const imported = (declaration.propertyName ?? declaration.name).text;
  return knownNames.has(imported) || imported === 'ExtractTablesWithRelations';
}

/** Whether a value is an export of drizzle-orm. */
export function isDrizzle(value: Value): value is Extract<Value, { kind: 'external' }> {
  return value.kind === 'external' && /^drizzle-orm(?:\/|$)/.test(value.module);
}
