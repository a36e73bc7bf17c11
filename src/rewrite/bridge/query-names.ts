import { ts } from '../../ts.cts';
import { quoted } from '../../edits/style.ts';
import { nameText, type Access, unwrap } from '../../read/syntax/syntax.ts';
import { keyOfAccess } from '../../read/sites/query-methods.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { createObjectMembers, type Member } from '../../read/types/object-members.ts';
import type { SourceModule } from '../../read/modules/sources.ts';
import type { Project } from '../project.ts';

/** A mention of `db.query`, and the text that replaces it. */
export interface QueryName {
  node: ts.Node;
  start: number;
  end: number;
  text: string;
  isMock: boolean;
}

/** Usual names of variables and types that hold databases. */
const databaseName =
  /^(?:db|tx|trx|database|orm|drizzle|transaction)$|^(?:db|database|drizzle)[A-Z]|(?:Db|DB|Database|Drizzle|Tx|Transaction)$/;

/**
 * Every mention of the database member `from` (`query` or `_query`) in a file, with its replacement by `to`: property
 * and element accesses, destructuring, types, and members of mock objects or their types.
 */
export function queryNames({ ast, text }: SourceModule, from: string, to: string, project: Project): QueryName[] {
  if (!text.includes(from)) return [];
  const found: QueryName[] = [];
  const keys = new Set(project.databases.flatMap(({ tables }) => [...tables.keys()]));
  const isMockMember = (node: ts.Node): node is ts.PropertyAssignment | ts.PropertySignature =>
    ts.isPropertyAssignment(node)
      ? isMock(node.initializer, keys)
      : ts.isPropertySignature(node) && node.type !== undefined && isMock(node.type, keys);
  const isClient = (node: ts.Node): boolean => {
    const value = project.evaluator.evaluate(node);
    if (value.kind === 'expression' && project.scan.clients.some((client) => client.node === value.node)) return true;
    const inner = unwrap(node);
    const name = ts.isPropertyAccessExpression(inner)
      ? inner.name.text
      : ts.isIdentifier(inner)
        ? inner.text
        : ts.isCallExpression(inner)
          ? inner.expression.getText().replace(/^(?:.*\.)?(?:get|use|create|make)?/, '')
          : '';
    return databaseName.test(name.replace(/^[#_]+/, '')) || databaseName.test(typeName(inner));
  };
  const members = createObjectMembers(project);
  /** The name of the type that a variable, parameter or member is declared with, without type arguments. */
  const typeName = (node: ts.Node): string => {
    const declaration = ts.isPropertyAccessExpression(node)
      ? members.memberOf(node.expression, node.name.text)
      : ts.isIdentifier(node)
        ? declarationOf(node)
        : undefined;
    const { type } = (declaration ?? {}) as { type?: ts.TypeNode };
    return nameOfType(type);
  };
  // A member with that name on an object of the project itself keeps its name, even if its value is the database's
  // member.
  const isKeptName = (member: Member | undefined): boolean => member !== undefined && !isMockMember(member);
  const isOwn = (object: ts.Node): boolean => isKeptName(members.memberOf(object, from));
  const add = (node: ts.Node, replacement: string, isMock = false): void => {
    found.push({ node, start: node.getStart(), end: node.end, text: replacement, isMock });
  };
  const isOfDatabase = (node: Access): boolean =>
    ((isTableOf(node, keys) && !isRequest(node.expression)) || (!isCalled(node) && isClient(node.expression))) &&
    !isOwn(node.expression);
  const quote = (node: ts.Node) => node.getText().charAt(0) + to + node.getText().charAt(0);
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && node.name.text === from) {
      if (isOfDatabase(node)) add(node.name, to);
    } else if (ts.isElementAccessExpression(node) && keyOfAccess(node, project.evaluator) === from) {
      // With `db[name]`, the constant `name` may be used for other things too, so it is replaced in this place only.
      const { argumentExpression: key } = node;
      const written = ts.isStringLiteralLike(key) ? quote(key) : quoted(to, project.styleOf(ast.fileName));
      if (isOfDatabase(node)) add(key, written);
    } else if (ts.isBindingElement(node) && (node.propertyName ?? node.name).getText() === from) {
      const owner = node.parent.parent;
      const source = ts.isVariableDeclaration(owner) ? owner.initializer : undefined;
      if (source && isClient(source) && !isOwn(source)) {
        if (node.propertyName && node.name.getText() === to) add(node, to);
        else if (node.propertyName) add(node.propertyName, to);
        else add(node.name, `${to}: ${node.name.getText()}`);
      }
    } else if (ts.isQualifiedName(node) && node.right.text === from) {
      const { parent } = node;
      const isTable = ts.isQualifiedName(parent) && keys.has(parent.right.text);
      const isNamed = isTable || databaseName.test(node.left.getText().replace(/.*\./s, ''));
      if (isNamed && !isOwn(node.left)) add(node.right, to);
    } else if (ts.isIndexedAccessTypeNode(node) && isText(node.indexType, from)) {
      const { parent } = node;
      const index = ts.isIndexedAccessTypeNode(parent) && parent.objectType === node ? parent.indexType : undefined;
      const isTable =
        index && ts.isLiteralTypeNode(index) && ts.isStringLiteral(index.literal) && keys.has(index.literal.text);
      const isOwnType = isKeptName(members.memberOfType(node.objectType, from));
      if ((isTable || databaseName.test(nameOfType(node.objectType))) && !isOwnType)
        add(node.indexType, quote(node.indexType));
    } else if (ts.isLiteralTypeNode(node) && isText(node, from)) {
      if (isPicked(node)) add(node, quote(node));
    } else if (isMockMember(node) && nameText(node.name) === from) {
      add(node.name, ts.isIdentifier(node.name) ? to : quote(node.name), ts.isPropertyAssignment(node));
    }
    ts.forEachChild(node, visit);
  };
  visit(ast);
  return found;
}

/**
 * Whether an access is followed by a table's key: `x.query.users`, `x.query['users']`, or a key computed at run time.
 */
function isTableOf({ parent }: ts.Node, keys: ReadonlySet<string>): boolean {
  const owner = ts.isNonNullExpression(parent) ? parent.parent : parent;
  if (ts.isPropertyAccessExpression(owner)) return keys.has(owner.name.text);
  return (
    ts.isElementAccessExpression(owner) &&
    (!ts.isStringLiteralLike(owner.argumentExpression) || keys.has(owner.argumentExpression.text))
  );
}

/** Whether a node is the callee of a call. */
function isCalled(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && node.parent.expression === node;
}

/** Whether a literal type names a member of a database: `Pick<Db, 'query' | 'select'>`, `Omit<Db, 'query'>`. */
function isPicked({ parent }: ts.Node): boolean {
  const type = ts.isUnionTypeNode(parent) ? parent.parent : parent;
  const owner = ts.isTypeReferenceNode(type) && /^(?:Pick|Omit)$/.test(type.typeName.getText()) ? type : undefined;
  return databaseName.test(nameOfType(owner?.typeArguments?.[0]));
}

/** The last name of a type, without type arguments and `typeof`. */
function nameOfType(type: ts.TypeNode | undefined): string {
  const text = type
    ?.getText()
    .replace(/<.*/s, '')
    .replace(/^\(?typeof\s+|\)$/g, '');
  return text?.replace(/.*\./s, '') ?? '';
}

/** Whether a node is a string literal, or its type, with a given text. */
function isText(node: ts.Node, text: string): boolean {
  const inner = ts.isLiteralTypeNode(node) ? node.literal : node;
  return ts.isStringLiteralLike(inner) && inner.text === text;
}

/** Whether an expression is named like what has a `query` of its own: the request or the address of a page. */
function isRequest(node: ts.Node): boolean {
  return /(?:^|\.)(?:req(?:uest)?|router?|url|location)$/i.test(unwrap(node).getText());
}

/**
 * Whether an object (or a type literal) has a member named like a table, as a mock of `db.query` has:
 * `{ users: { findFirst: … } }`.
 */
function isMock(node: ts.Node, keys: ReadonlySet<string>): boolean {
  return (membersOf(node) ?? []).some((member) => {
    if (!member.name || !keys.has(nameText(member.name) ?? '')) return false;
    const held = ts.isPropertyAssignment(member) ? member.initializer : (member as { type?: ts.TypeNode }).type;
    return !held || mayBeTable(held);
  });
}

/** Whether a value or type may stand for a table of `db.query`: neither a list nor primitive, nor an object without its methods. */
function mayBeTable(node: ts.Node): boolean {
  const members = membersOf(node);
  if (members)
    return members.length === 0 || members.some(({ name }) => !name || (nameText(name) ?? 'find').startsWith('find'));
  const inner = unwrap(node);
  const { TrueKeyword, FalseKeyword, NullKeyword, StringKeyword, NumberKeyword, BooleanKeyword } = ts.SyntaxKind;
  const isPrimitive = [TrueKeyword, FalseKeyword, NullKeyword, StringKeyword, NumberKeyword, BooleanKeyword];
  return !(
    (isPrimitive as ts.SyntaxKind[]).includes(inner.kind) ||
    ts.isLiteralExpression(inner) ||
    ts.isTemplateExpression(inner) ||
    ts.isArrayLiteralExpression(inner) ||
    ts.isArrayTypeNode(inner) ||
    ts.isLiteralTypeNode(inner)
  );
}

/** The members of an object literal or a type literal; undefined for anything else. */
function membersOf(node: ts.Node): readonly (ts.ObjectLiteralElementLike | ts.TypeElement)[] | undefined {
  const inner = unwrap(node);
  if (ts.isObjectLiteralExpression(inner)) return inner.properties;
  return ts.isTypeLiteralNode(inner) ? inner.members : undefined;
}
