import { ts } from '../ts.cts';
import type { ClientCall, QuerySite, RelationsBlock } from '../facts.ts';
import type { Database } from './databases.ts';
import { isDefineRelations, readDefinition } from './definitions.ts';
import { isRelationsFunction, readRelationsBlock } from './relations.ts';
import { readSchemaObject } from './schema.ts';
import { declarationOf } from './scope.ts';
import type { SourceModule } from './sources.ts';
import { nameText, unwrap } from './syntax.ts';
import type { Evaluator } from './value.ts';

/** Everything in the project that v1 and v2 treat differently, before any decision. */
export interface Scan {
  blocks: Map<ts.CallExpression, RelationsBlock>;
  clients: ClientCall[];
  sites: QuerySite[];
  /** Databases whose relations are written for v2 already. */
  migrated: Database[];
}

const driverModule =
  /^drizzle-orm\/(?!(?:pg|mysql|sqlite|singlestore|mssql|cockroach|gel)-core|_?relations$|(?:sql|utils|casing|column|table|zod|valibot|typebox|arktype)(?:\/|$))(.+)$/;

/** Walks parsed files once and collects relations blocks, `drizzle()` calls and relational queries. */
export function scan(modules: readonly SourceModule[], evaluator: Evaluator): Scan {
  const result: Scan = { blocks: new Map(), clients: [], sites: [], migrated: [] };
  for (const module of modules) {
    const mayDefine = module.text.includes('relations') || module.text.includes('drizzle');
    const mayQuery = module.text.includes('find');
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node)) {
        if (mayDefine) readCall(node, evaluator, result);
        if (mayQuery) readSite(node, result);
      }
      ts.forEachChild(node, visit);
    };
    visit(module.ast);
  }
  return result;
}

function readCall(node: ts.CallExpression, evaluator: Evaluator, result: Scan): void {
  const callee = unwrap(node.expression);
  if (!ts.isIdentifier(callee) && !ts.isPropertyAccessExpression(callee)) return;
  // A cheap look first: the callee's root must be imported, or come out of a `require`/dynamic import.
  const name = ts.isIdentifier(callee) ? callee.text : callee.name.text;
  if (!/drizzle|relations|^mock$/i.test(name) && !ts.isIdentifier(callee)) return;
  const value = evaluator.evaluate(callee);
  if (value.kind !== 'external' || !value.module.startsWith('drizzle-orm')) return;
  if (isRelationsFunction(value)) {
    if (!result.blocks.has(node)) result.blocks.set(node, readRelationsBlock(node, evaluator));
    return;
  }
  if (isDefineRelations(value)) {
    const database = readDefinition(node, evaluator, result.blocks);
    if (database) result.migrated.push(database);
    return;
  }
  const [, driver] = driverModule.exec(value.module) ?? [];
  if (driver !== undefined && (value.name === 'drizzle' || value.name === 'drizzle.mock'))
    result.clients.push(readClient(node, driver, evaluator, result));
}

function readClient(node: ts.CallExpression, driver: string, evaluator: Evaluator, result: Scan): ClientCall {
  const client: ClientCall = {
    node,
    path: node.getSourceFile().fileName,
    driver,
    options: undefined,
    schemaNode: undefined,
    schemaProperty: undefined,
    schema: undefined,
    relations: undefined,
  };
  for (const argument of [...node.arguments].reverse()) {
    const value = evaluator.evaluate(argument);
    if (value.kind !== 'expression' || !ts.isObjectLiteralExpression(value.node)) continue;
    client.options = value.node;
    const relations = evaluator.member(value, 'relations');
    if (evaluator.keys(value).names.includes('relations')) client.relations = relations;
    for (const property of value.node.properties) {
      if (property.name && nameText(property.name) === 'schema') {
        client.schemaProperty = property;
        if (ts.isPropertyAssignment(property)) client.schemaNode = property.initializer;
        if (ts.isShorthandPropertyAssignment(property)) client.schemaNode = property.name;
      }
    }
    if (client.schemaNode) client.schema = readSchemaObject(client.schemaNode, evaluator, result.blocks, value.env);
    break;
  }
  return client;
}

function readSite(node: ts.CallExpression, result: Scan): void {
  const callee = unwrap(node.expression);
  if (!ts.isPropertyAccessExpression(callee)) return;
  const method = callee.name.text;
  if (method !== 'findMany' && method !== 'findFirst') return;
  const held = unwrap(callee.expression);
  const table = ts.isIdentifier(held) ? heldTable(held) : tableOf(held);
  if (!table) return;
  result.sites.push({ node, path: node.getSourceFile().fileName, ...table, method, config: node.arguments[0] });
}

interface TableAccess {
  query: ts.Expression;
  key: string | undefined;
}

/** `db.query.users` or `db.query['users']`. */
function tableOf(node: ts.Node): TableAccess | undefined {
  if (!ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node)) return undefined;
  const query = unwrap(node.expression) as ts.Expression;
  if (!isQuery(query)) return undefined;
  if (ts.isPropertyAccessExpression(node)) return { query, key: node.name.text };
  const { argumentExpression } = node;
  return { query, key: ts.isStringLiteralLike(argumentExpression) ? argumentExpression.text : undefined };
}

/** `const users = db.query.users` or `const { users } = db.query`. */
function heldTable(identifier: ts.Identifier): TableAccess | undefined {
  const declaration = declarationOf(identifier);
  if (declaration && ts.isVariableDeclaration(declaration)) {
    return declaration.initializer && tableOf(unwrap(declaration.initializer));
  }
  if (!declaration || !ts.isBindingElement(declaration)) return undefined;
  const owner = declaration.parent.parent;
  const query = ts.isVariableDeclaration(owner) && owner.initializer ? unwrap(owner.initializer) : undefined;
  if (!query || !ts.isExpression(query) || !isQuery(query)) return undefined;
  const name = declaration.propertyName ?? declaration.name;
  return { query, key: ts.isIdentifier(name) ? name.text : undefined };
}

/** `x.query`, `x['query']`, a bare `query` taken out of a database object, or `x._query` of the 1.0 betas. */
function isQuery(node: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(node)) return node.name.text === 'query' || node.name.text === '_query';
  if (ts.isElementAccessExpression(node))
    return ts.isStringLiteralLike(node.argumentExpression) && node.argumentExpression.text === 'query';
  return ts.isIdentifier(node) && node.text === 'query';
}
