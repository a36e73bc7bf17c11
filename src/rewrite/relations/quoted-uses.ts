import type { Value } from '../../facts.ts';
import { escapeRegExp } from '../../read/syntax/escape-reg-exp.ts';
import { accessedName } from '../../read/syntax/syntax.ts';
import type { TypeName } from '../../read/types/types.ts';
import { valueOfName } from '../../read/values/value-of-type.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';

/**
 * Reports uses of a removed block by its name in quotes: `schema['usersRelations']` and, in types,
 * `(typeof schema)['usersRelations']`.
 */
export function reportQuoted(file: ts.SourceFile, declaration: ts.VariableDeclaration, project: Project): void {
  const { text: name } = declaration.name as ts.Identifier;
  if (!new RegExp(`\\[\\s*['"\x60]${escapeRegExp(name)}['"\x60]`).test(file.text)) return;
  const isGone = (value: Value) => value.kind === 'expression' && value.node === declaration.initializer;
  const visit = (node: ts.Node): void => {
    const owner =
      ts.isIndexedAccessTypeNode(node) && isNamed(node.indexType, name) ? unparenthesized(node.objectType) : undefined;
    const isType = owner && ts.isTypeQueryNode(owner) && ts.isEntityName(owner.exprName);
    const value = isType
      ? project.evaluator.member(valueOfName(owner.exprName as TypeName, project.evaluator), name)
      : ts.isElementAccessExpression(node) && accessedName(node) === name
        ? project.evaluator.evaluate(node)
        : undefined;
    if (value && isGone(value)) project.changes.report('RQB_RELATION_USED', node, { relation: name });
    ts.forEachChild(node, visit);
  };
  visit(file);
}

function unparenthesized(type: ts.TypeNode): ts.TypeNode {
  return ts.isParenthesizedTypeNode(type) ? unparenthesized(type.type) : type;
}

/** Whether a type is the literal `'name'`. */
function isNamed(type: ts.TypeNode, name: string): boolean {
  return ts.isLiteralTypeNode(type) && ts.isStringLiteralLike(type.literal) && type.literal.text === name;
}
