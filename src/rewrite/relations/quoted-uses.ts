import type { Value } from '../../facts.ts';
import { escapeRegExp } from '../../read/syntax/escape-reg-exp.ts';
import { isAccess, keyOfBinding, outermost, unwrap } from '../../read/syntax/syntax.ts';
import { declarationOfName, importedValue } from '../../read/types/types.ts';
import { valueOfName } from '../../read/values/value-of-type.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';

/**
 * Reports uses of a removed block by its name as a text: `schema['usersRelations']`, also with the name in a constant or
 * under a cast, `'usersRelations' in schema`, `pick(schema, ['usersRelations'])`, and in types
 * `(typeof schema)['usersRelations']` and `Pick<typeof schema, 'usersRelations'>`. `Omit`, `omit()` and comparisons with
 * the name stay right without the block. Destructured parameters are told here as well.
 *
 * @param name the key under which modules and schema objects have the block
 * @param block the call of `relations()` that is removed
 */
export function reportQuoted(file: ts.SourceFile, name: string, block: ts.Node, project: Project): void {
  const { changes, evaluator } = project;
  const word = escapeRegExp(name);
  if (!new RegExp(`['"\x60]${word}['"\x60]|[{,]\\s*${word}\\b`).test(file.text)) return;
  const hasBlock = (owner: Value | undefined) => {
    const value = owner && evaluator.member(owner, name);
    return value?.kind === 'expression' && value.node === block;
  };
  const report = (node: ts.Node) => changes.report('RQB_RELATION_USED', node, { relation: name });
  const visit = (node: ts.Node): void => {
    if (ts.isElementAccessExpression(node) && isKey(node.argumentExpression, name, project)) {
      if (hasBlock(evaluator.evaluate(node.expression))) report(node);
    } else if (ts.isStringLiteralLike(node) && node.text === name) {
      const owners = ts.isLiteralTypeNode(node.parent) ? [ownerOfType(node.parent, project)] : ownersOf(node, project);
      if (owners.some(hasBlock)) report(node);
    } else if (ts.isBindingElement(node) && keyOfBinding(node) === name) {
      const { parent: owner } = node.parent;
      if (ts.isParameter(owner) && owner.type && hasBlock(valueOf(owner.type, project))) report(node);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
}

/** Whether the key of an access is a name: in quotes, under a cast, or held in a constant. */
function isKey(key: ts.Expression, name: string, { evaluator }: Project): boolean {
  const inner = unwrap(key);
  if (ts.isStringLiteralLike(inner)) return inner.text === name;
  const value = ts.isIdentifier(inner) ? evaluator.evaluate(inner) : undefined;
  const text = value?.kind === 'expression' ? unwrap(value.node) : undefined;
  return text !== undefined && ts.isStringLiteralLike(text) && text.text === name;
}

/** The objects that are asked for a key where its text stands: `schema` of `'key' in schema` and of `pick(schema, 'key')`. */
function ownersOf(text: ts.Expression, { evaluator }: Project): Value[] {
  let node = outermost(text);
  const { parent } = node;
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InKeyword)
    return parent.left === node ? [evaluator.evaluate(parent.right)] : [];
  if (ts.isArrayLiteralExpression(parent)) node = outermost(parent);
  const call = node.parent;
  if (!ts.isCallExpression(call) || call.expression === node || /\bomit\w*$/i.test(call.expression.getText()))
    return [];
  return call.arguments.flatMap((given) => {
    const owner = unwrap(given);
    return ts.isIdentifier(owner) || isAccess(owner) ? evaluator.evaluate(owner) : [];
  });
}

/** The object that a type takes a key of: `typeof schema` of `(typeof schema)['key']` and `Pick<typeof schema, 'key'>`. */
function ownerOfType(key: ts.TypeNode, project: Project): Value | undefined {
  const { parent } = key;
  if (ts.isUnionTypeNode(parent) || ts.isParenthesizedTypeNode(parent)) return ownerOfType(parent, project);
  if (ts.isIndexedAccessTypeNode(parent))
    return parent.indexType === key ? valueOf(parent.objectType, project) : undefined;
  const isPick = ts.isTypeReferenceNode(parent) && parent.typeName.getText() === 'Pick';
  const [owner, keys] = (isPick && parent.typeArguments) || [];
  return owner && keys === key ? valueOf(owner, project) : undefined;
}

/** What `typeof schema` or `typeof import('./schema')` is the type of, also by the name of an alias. */
function valueOf(type: ts.TypeNode, project: Project): Value | undefined {
  if (ts.isParenthesizedTypeNode(type)) return valueOf(type.type, project);
  if (ts.isTypeQueryNode(type)) return valueOfName(type.exprName, project.evaluator);
  if (ts.isImportTypeNode(type)) return type.isTypeOf ? importedValue(type, project) : undefined;
  const declaration = ts.isTypeReferenceNode(type) ? declarationOfName(type.typeName, project) : undefined;
  const isAlias = declaration && ts.isTypeAliasDeclaration(declaration) && !declaration.typeParameters;
  return isAlias ? valueOf(declaration.type, project) : undefined;
}
