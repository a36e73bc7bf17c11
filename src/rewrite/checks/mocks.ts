import { ts } from '../../ts.cts';
import { isFunction, nameText, unwrap } from '../../read/syntax/syntax.ts';
import { isQueryKey } from '../../read/sites/query-key.ts';
import type { Project } from '../project.ts';
import { identifiersOf } from '../../read/syntax/references.ts';

/** Words of a file that may mock queries. */
const mayMock = /\b(?:vi|jest|sinon|mock\w*|stub\w*|expect|spyOn)\b/;
/** Members of a configuration that look otherwise in v2. */
const v1Members = new Set(['where', 'orderBy', 'extras']);

/**
 * Reports mocks of relational queries that describe v1's arguments: expected calls, and implementations that read
 * `where`, `orderBy` or `extras`. They are not rewritten. Mocks that only say what comes back stay right.
 */
export function reportMocks(project: Project): void {
  for (const { ast } of project.mentioning(/\bfind(?:First|Many)\b/)) {
    if (mayMock.test(ast.text)) reportFile(ast, project);
  }
}

function reportFile(file: ts.SourceFile, project: Project): void {
  const report = (node: ts.Node, key: string, method: string) => {
    const isTable = project.databases.some(({ tables }) => tables.has(key));
    if (isTable) project.changes.report('RQB_MOCK', node, { key, method });
  };
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    if (ts.isPropertyAccessExpression(node) && isMethod(node.name.text)) {
      const key = keyOfQuery(node.expression);
      const isCalled = ts.isCallExpression(node.parent) && node.parent.expression === node;
      if (key !== undefined && !isCalled && describesV1(statementOf(node))) report(node, key, node.name.text);
    }
    if (!ts.isObjectLiteralElementLike(node) || !node.name) return;
    const method = nameText(node.name);
    const key = method !== undefined && isMethod(method) ? keyOfMember(node) : undefined;
    if (method === undefined || key === undefined) return;
    if (describesV1(node)) report(node, key, method);
    const held = ts.isPropertyAssignment(node) ? unwrap(node.initializer) : node.name;
    // `query: { users: { findFirst } }`, with `expect(findFirst).toHaveBeenCalledWith(…)` further down.
    if (!ts.isIdentifier(held)) return;
    for (const use of identifiersOf(file).get(held.text) ?? []) {
      const statement = statementOf(use);
      if (!ts.findAncestor(node, (parent) => parent === statement) && describesV1(statement)) report(use, key, method);
    }
  };
  visit(file);
}

function isMethod(name: string): boolean {
  return name === 'findFirst' || name === 'findMany';
}

/** The table's key in an access: `users` for `db.query.users`. */
function keyOfQuery(node: ts.Expression): string | undefined {
  const table = unwrap(node);
  if (!ts.isPropertyAccessExpression(table)) return undefined;
  const query = unwrap(table.expression);
  return ts.isPropertyAccessExpression(query) && isQueryKey(query.name.text) ? table.name.text : undefined;
}

/** The table's key in a mocked client: `users` for `{ query: { users: { findFirst: … } } }`. */
function keyOfMember(member: ts.ObjectLiteralElementLike): string | undefined {
  const table = member.parent.parent;
  if (!ts.isPropertyAssignment(table)) return undefined;
  const query = table.parent.parent;
  return ts.isPropertyAssignment(query) && isQueryKey(nameText(query.name)) ? nameText(table.name) : undefined;
}

/** The statement that a node is part of, or the arrow function around it. */
function statementOf(node: ts.Node): ts.Node {
  const isOwner = (parent: ts.Node) => ts.isStatement(parent) || (ts.isArrowFunction(parent) && parent.body !== node);
  const owner = ts.findAncestor(node, isOwner);
  return owner ?? node.getSourceFile();
}

/**
 * Whether code expects an argument of v1's form (`where` with anything but an object), or reads such a member off an
 * argument.
 */
function describesV1(node: ts.Node): boolean {
  if (ts.isPropertyAssignment(node) && v1Members.has(nameText(node.name) ?? '')) {
    if (!ts.isObjectLiteralExpression(unwrap(node.initializer))) return true;
  }
  const isRead =
    (ts.isPropertyAccessExpression(node) && v1Members.has(node.name.text) && !isBuilder(node)) ||
    (ts.isShorthandPropertyAssignment(node) && v1Members.has(node.name.text)) ||
    (ts.isMethodDeclaration(node) && v1Members.has(nameText(node.name) ?? '')) ||
    (ts.isBindingElement(node) && v1Members.has((node.propertyName ?? node.name).getText()));
  return isRead || (ts.forEachChild(node, (child) => describesV1(child) || undefined) ?? false);
}

/** Whether an access is one of the core query builder: `db.select().from(t).where(…)`. */
function isBuilder({ expression }: ts.PropertyAccessExpression): boolean {
  const inner = unwrap(expression);
  return ts.isCallExpression(inner) && !isFunction(inner.expression);
}
