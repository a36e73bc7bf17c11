import { ts } from '../../ts.cts';
import { propertyName } from '../../edits/style.ts';
import type { Database } from '../../facts.ts';
import { declarationOf, lookUp } from '../../read/syntax/scope.ts';
import { isJavaScript } from '../../read/modules/sources.ts';
import { isFunction, propertyValue, unwrap } from '../../read/syntax/syntax.ts';
import type { Placement, RelationsMaker } from '../placement.ts';
import type { Project } from '../project.ts';
import { freeName } from '../imports/free-name.ts';
import { companionNames } from './schema-factories.ts';
import { hasUnreadTables } from './unread-tables.ts';

/**
 * The place for the relations of a project that has its tables and its client in one file: the statement of the first
 * v1 block that stands below all tables and above all clients is replaced. Undefined when the tables are in several
 * files, when no block stands there, or when a table is not the value of a named constant.
 *
 * @param name the name of the new constant
 */
export function placeBesideTables(database: Database, name: string, project: Project): Placement | undefined {
  const [path, ...others] = new Set([...database.tables.values()].map((table) => table.path));
  if (path === undefined || others.length > 0 || hasUnreadTables(database, project)) return undefined;
  const statements = database.blocks.flatMap((block) => {
    const statement =
      block.path === path &&
      !block.maker &&
      block.declaration &&
      ts.findAncestor(block.declaration, ts.isVariableStatement);
    return statement ? [statement] : [];
  });
  const lastTable = Math.max(...[...database.tables.values()].map(({ node }) => node.end));
  const firstClient = Math.min(
    ...database.clients.filter((client) => client.path === path).map(({ node }) => node.pos),
  );
  const anchor = statements
    .sort((a, b) => a.pos - b.pos)
    .find(({ pos, end }) => pos >= lastTable && end <= firstClient);
  if (!anchor) return undefined;
  const style = project.styleOf(path);
  const members: string[] = [];
  for (const [key, { node }] of database.tables) {
    const declaration = node.parent;
    if (!ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return undefined;
    const local = declaration.name.text;
    members.push(key === local ? key : `${propertyName(key, style)}: ${local}`);
  }
  return {
    path,
    name,
    anchor,
    schemaArgument: `{ ${members.join(', ')} }`,
    imports: [],
    commonJs: false,
  };
}

/**
 * The place for relations of a schema object that is built in the file of the client, in the `drizzle()` call or in a
 * constant: in front of the first statement around the call that has all of its parts in scope. Undefined when no
 * client's file is laid out like that. Inside of a function, it is a place only when the database has that one client.
 */
export function placeBeforeClient(database: Database, project: Project): Placement | undefined {
  const isShared = database.clients.length > 1;
  for (const { schemaNode, node, path } of database.clients) {
    const schema = schemaNode && unwrap(schemaNode);
    if (!schema || schema.getSourceFile().fileName !== path) continue;
    const placed = (before: ts.Statement, isLocal: boolean) => {
      const name = freeName(path, project, isLocal ? before.parent : undefined);
      return { path, name, anchor: undefined, imports: [], commonJs: false, before, isLocal };
    };
    if (ts.isObjectLiteralExpression(schema)) {
      const members = schema.properties.filter((property) => !isBlock(property, database, project));
      const declarations = members.flatMap(declarationsIn);
      const before = statementsAround(node).find((statement) => declarations.every((it) => isBefore(it, statement)));
      const isLocal = before !== undefined && !ts.isSourceFile(before.parent);
      if (!before || (isLocal && isShared)) continue;
      for (const declaration of declarations) project.keptDeclarations.add(declaration);
      const schemaArgument = `{ ${members.map((property) => property.getText()).join(', ')} }`;
      return { ...placed(before, isLocal), schemaArgument };
    }
    const declaration = ts.isIdentifier(schema) ? declarationOf(schema) : undefined;
    const statement = declaration && ts.findAncestor(declaration, ts.isVariableStatement);
    if (!declaration || !statement || statement.getSourceFile().fileName !== path) continue;
    const inner = statementsAround(node).find((it) => it.parent === statement.parent);
    const isLocal = !ts.isSourceFile(statement.parent);
    if (!inner || statement.end > inner.pos || (isLocal && isShared)) continue;
    project.keptDeclarations.add(declaration);
    const maker = isLocal ? relationsMaker(declaration, statementsAround(node)[0]!, project) : undefined;
    return { ...placed(inner, isLocal), maker, schemaArgument: schema.getText() };
  }
  return undefined;
}

/**
 * For tables that are the result of a call (`const schema = makeSchema()` inside of a function): the function to be
 * written for the relations, when some file has the type `ReturnType<typeof makeSchema>`. That type must then be
 * replaced by one of the relations, which needs a function at the top of a module to refer to. Undefined when no such
 * type exists or no name is free.
 *
 * @param before the statement that the new function is to stand before
 */
function relationsMaker(declaration: ts.Node, before: ts.Statement, project: Project): RelationsMaker | undefined {
  const call = ts.isVariableDeclaration(declaration) && declaration.initializer && unwrap(declaration.initializer);
  if (!call || !ts.isCallExpression(call) || !ts.isIdentifier(call.expression)) return undefined;
  const { text } = call.expression;
  const file = before.getSourceFile();
  const type = `ReturnType<typeof ${text}>`;
  const isTyped = !isJavaScript(file) && project.mentioning(text).some((module) => module.text.includes(type));
  const home = isTyped ? lookUp(text, file) : undefined;
  if (!home) return undefined;
  const name = companionNames(text).find((candidate) => !lookUp(candidate, file));
  return name === undefined ? undefined : { name, parameter: declaration.name.getText(), type, before };
}

/** The statements of the file and of blocks that contain a node, outermost first. */
function statementsAround(node: ts.Node): ts.Statement[] {
  const statements: ts.Statement[] = [];
  for (let inner = node; !ts.isSourceFile(inner); inner = inner.parent)
    if (ts.isStatement(inner) && holdsStatements(inner.parent)) statements.unshift(inner);
  return statements;
}

function holdsStatements(node: ts.Node): boolean {
  return ts.isBlock(node) || ts.isSourceFile(node);
}

/** Whether a declaration is in scope and already initialized where a statement begins. */
function isBefore(declaration: ts.Node, statement: ts.Statement): boolean {
  const scope = ts.findAncestor(declaration.parent, (it) => holdsStatements(it) || isFunction(it))!;
  return declaration.end <= statement.pos && scope.pos <= statement.pos && statement.end <= scope.end;
}

/**
 * The declarations that the code of a node refers to. They must not be removed as unused when the node goes, because
 * the relations now use them.
 */
function declarationsIn(node: ts.Node): ts.Node[] {
  const declaration = ts.isIdentifier(node) ? declarationOf(node) : undefined;
  const found: ts.Node[] = declaration ? [declaration] : [];
  ts.forEachChild(node, (child) => void found.push(...declarationsIn(child)));
  return found;
}

/** Whether a member of a schema object is a v1 `relations()` block of the database. */
function isBlock(property: ts.ObjectLiteralElementLike, database: Database, { evaluator }: Project): boolean {
  const value = propertyValue(property);
  const held = value && evaluator.evaluate(value);
  return held?.kind === 'expression' && database.blocks.some(({ node }) => node === held.node);
}
