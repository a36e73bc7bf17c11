import { ts } from '../../ts.cts';
import { accessedName, isAccess, isFunction, nameText, unwrap } from '../../read/syntax/syntax.ts';
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
  // `expect(findFirst).toHaveBeenCalledWith(…)` further down
  const reportUses = (held: ts.Identifier, made: ts.Node, { key, method }: Method) => {
    for (const use of identifiersOf(file).get(held.text) ?? []) {
      const statement = statementOf(use);
      if (!ts.findAncestor(made, (parent) => parent === statement) && describesV1(statement)) report(use, key, method);
    }
  };
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    const taken = takenMethod(node);
    if (taken) {
      if (describesV1(statementOf(node))) report(node, taken.key, taken.method);
      // `const spy = vi.spyOn(db.query.users, 'findFirst')`
      const held = holderOf(node);
      if (held) reportUses(held, node, taken);
    }
    if (!ts.isObjectLiteralElementLike(node) || !node.name) return;
    const method = nameText(node.name);
    const key = method !== undefined && isMethod(method) ? keyOfMember(node) : undefined;
    if (method === undefined || key === undefined) return;
    if (describesV1(node)) report(node, key, method);
    const held = ts.isPropertyAssignment(node) ? unwrap(node.initializer) : node.name;
    // `query: { users: { findFirst } }`
    if (ts.isIdentifier(held)) reportUses(held, node, { key, method });
  };
  visit(file);
}

/** A method of a table's queries. */
interface Method {
  /** The table's key in the schema. */
  key: string;
  method: string;
}

function isMethod(name: string | undefined): name is string {
  return name === 'findFirst' || name === 'findMany';
}

/** The method that is taken, not called: of `db.query.users.findFirst` and `vi.spyOn(db.query.users, 'findFirst')`. */
function takenMethod(node: ts.Node): Method | undefined {
  if (ts.isCallExpression(node)) {
    const [table, name] = node.arguments;
    const key = table && name && ts.isStringLiteralLike(name) && isMethod(name.text) ? keyOfQuery(table) : undefined;
    return key === undefined ? undefined : { key, method: (name as ts.StringLiteralLike).text };
  }
  const method = isAccess(node) ? accessedName(node) : undefined;
  if (!isAccess(node) || !isMethod(method)) return undefined;
  if (ts.isCallExpression(node.parent) && node.parent.expression === node) return undefined;
  const key = keyOfQuery(node.expression);
  return key === undefined ? undefined : { key, method };
}

/** The table's key in an access: `users` for `db.query.users`. */
function keyOfQuery(node: ts.Expression): string | undefined {
  const table = unwrap(node);
  const query = isAccess(table) ? unwrap(table.expression) : undefined;
  if (!isAccess(table) || !query || !isAccess(query)) return undefined;
  return isQueryKey(accessedName(query)) ? accessedName(table) : undefined;
}

/** The variable that an expression, or what is chained to it or made of it, is put into. */
function holderOf(node: ts.Node): ts.Identifier | undefined {
  const whole = ts.findAncestor(node, ({ parent }) => !ts.isExpression(parent) || ts.isBinaryExpression(parent));
  if (!whole || ts.isFunctionLike(whole)) return undefined;
  const { parent } = whole;
  if (ts.isVariableDeclaration(parent)) return ts.isIdentifier(parent.name) ? parent.name : undefined;
  const isAssigned = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return isAssigned && parent.right === whole && ts.isIdentifier(parent.left) ? parent.left : undefined;
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
