import { nodesOf } from '../../read/syntax/nodes.ts';
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
