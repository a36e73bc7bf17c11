import { ts } from '../ts.cts';
import { propertyName } from '../edits/style.ts';
import type { Database } from '../read/databases.ts';
import { declarationOf } from '../read/scope.ts';
import { isFunction, propertyValue, unwrap } from '../read/syntax.ts';
import type { Placement } from './placement.ts';
import type { Project } from './project.ts';

/**
 * The place for relations whose tables and client share one file: behind the tables, where the last v1 block stood,
 * and before the client. Undefined when the file is not laid out like that.
 */
export function placeBesideTables(database: Database, name: string, project: Project): Placement | undefined {
  const [path, ...others] = new Set([...database.tables.values()].map((table) => table.path));
  if (path === undefined || others.length > 0) return undefined;
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
    importLines: [],
    commonJs: false,
  };
}

/**
 * The place for relations whose schema is put together in the client's own file: before the client. Undefined when the
 * file is not laid out like that.
 */
export function placeBeforeClient(database: Database, name: string, project: Project): Placement | undefined {
  for (const { schemaNode, node, path } of database.clients) {
    const schema = schemaNode && unwrap(schemaNode);
    const before = ts.findAncestor(node, (it): it is ts.Statement => ts.isStatement(it) && ts.isSourceFile(it.parent));
    if (!schema || !before || schema.getSourceFile().fileName !== path) continue;
    const none = { path, name, anchor: undefined, imports: [], importLines: [], commonJs: false };
    if (ts.isObjectLiteralExpression(schema)) {
      if (ts.findAncestor(node, isFunction)) continue;
      const members = schema.properties.filter((property) => !isBlock(property, database, project));
      for (const member of members) keepNames(member, project);
      const schemaArgument = `{ ${members.map((property) => property.getText()).join(', ')} }`;
      return { ...none, before, schemaArgument };
    }
    const declaration = ts.isIdentifier(schema) ? declarationOf(schema) : undefined;
    const statement = declaration && ts.findAncestor(declaration, ts.isVariableStatement);
    if (!declaration || !statement || statement.getSourceFile().fileName !== path) continue;
    const inner = ts.findAncestor(
      node,
      (it): it is ts.Statement => ts.isStatement(it) && it.parent === statement.parent,
    );
    const isLocal = !ts.isSourceFile(statement.parent);
    if (!inner || statement.end > inner.pos || (isLocal && database.clients.length > 1)) continue;
    project.keptDeclarations.add(declaration);
    return { ...none, before: inner, isLocal, schemaArgument: schema.getText() };
  }
  return undefined;
}

/** What the text of a node names must stay when the node itself goes. */
function keepNames(node: ts.Node, project: Project): void {
  const declaration = ts.isIdentifier(node) ? declarationOf(node) : undefined;
  if (declaration) project.keptDeclarations.add(declaration);
  ts.forEachChild(node, (child) => keepNames(child, project));
}

function isBlock(property: ts.ObjectLiteralElementLike, database: Database, { evaluator }: Project): boolean {
  const value = propertyValue(property);
  const held = value && evaluator.evaluate(value);
  return held?.kind === 'expression' && database.blocks.some(({ node }) => node === held.node);
}
