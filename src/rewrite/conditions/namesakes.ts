import { nodesOf } from '../../read/syntax/nodes.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { isName } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';

/** All identifiers of the project with a text, whatever they mean. */
export function namesakes(name: string, project: Project): ts.Identifier[] {
  return project.naming(name).flatMap(({ ast }) => nodesOf(ast).identifiers.filter((node) => node.text === name));
}

/** Whether an identifier is the name in a declaration, and not a use of it. */
export function declares(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isBindingElement(parent) || ts.isShorthandPropertyAssignment(parent))
    return false;
  return (parent as Partial<ts.NamedDeclaration>).name === node;
}

/**
 * Whether code reads a name that nothing in sight declares, or a member of the object of globals: a plugin may import the
 * name automatically, or some file make it a global.
 */
export function isUndeclared(node: ts.Node, { evaluator }: Project): boolean {
  if (ts.isPropertyAccessExpression(node)) return /^\(*(?:globalThis|global|window)\b/.test(node.expression.getText());
  if (!ts.isIdentifier(node) || isName(node) || declares(node) || declarationOf(node)) return false;
  const { parent } = node;
  const isOther = ts.isTypeNode(parent) || ts.isImportOrExportSpecifier(parent) || ts.isExportAssignment(parent);
  return !isOther && evaluator.evaluate(node).kind === 'unknown';
}

/**
 * Whether an identifier is a key in the replacement of a mocked module: `vi.mock('./filters', () => ({ active: … }))`.
 */
export function isMock(node: ts.Node): boolean {
  const member = node.parent;
  if (!ts.isObjectLiteralElement(member)) return false;
  const call = ts.findAncestor(member, ts.isCallExpression);
  return (
    call !== undefined && /(?:^|\.)(?:doMock|mock|mock\.module|unstable_mockModule)$/.test(call.expression.getText())
  );
}
