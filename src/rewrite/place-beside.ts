import { ts } from '../ts.cts';
import { propertyName } from '../edits/style.ts';
import type { Database } from '../read/databases.ts';
import { declarationOf } from '../read/scope.ts';
import { unwrap } from '../read/syntax.ts';
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
 * The place for relations whose schema is a constant of the client's own file: between the two. Undefined when the file
 * is not laid out like that.
 */
export function placeBeforeClient(database: Database, name: string, project: Project): Placement | undefined {
  for (const { schemaNode, node, path } of database.clients) {
    const schema = schemaNode && unwrap(schemaNode);
    if (!schema || !ts.isIdentifier(schema)) continue;
    const declaration = declarationOf(schema);
    const statement = declaration && ts.findAncestor(declaration, ts.isStatement);
    const before = node.getSourceFile().statements.find(({ pos, end }) => pos <= node.pos && end >= node.end);
    if (!statement || !before || !ts.isSourceFile(statement.parent) || statement.end > before.pos) continue;
    if (statement.getSourceFile().fileName !== path || !ts.isVariableStatement(statement)) continue;
    project.keptSchemas.add(declaration);
    return {
      path,
      name,
      anchor: undefined,
      before,
      schemaArgument: schema.text,
      imports: [],
      importLines: [],
      commonJs: false,
    };
  }
  return undefined;
}
