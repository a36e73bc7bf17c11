import { ts } from '../ts.cts';
import type { ClientCall, QuerySite, RelationsBlock } from '../facts.ts';
import type { Database } from './databases.ts';
import { isDefineRelations, readDefinition } from './definitions.ts';
import { isForeignSite } from './foreign-sites.ts';
import { createHeldQueries, type HeldQueries } from './held-queries.ts';
import { nodesOf } from './nodes.ts';
import { isRelationsFunction, readRelationsBlock } from './relations.ts';
import { readSchemaObject } from './schema.ts';
import { declarationOf } from './scope.ts';
import type { SourceModule } from './sources.ts';
import { nameText, unwrap } from './syntax.ts';
import type { TypeContext } from './types.ts';
import { isUnseenSite } from './unseen-sites.ts';
import type { Env, Evaluator } from './value.ts';

/** Everything in the project that v1 and v2 treat differently, before any decision. */
export interface Scan {
  blocks: Map<ts.CallExpression, RelationsBlock>;
  clients: ClientCall[];
  sites: QuerySite[];
  /** Databases whose relations are written for v2 already. */
  migrated: Database[];
  /** Places where a part of `db.query` is given to code out of sight. */
  escapes: ts.Node[];
  /** Calls that are given conditions of v1 by a receiver that could not be followed to `db.query`. */
  unseen: ts.CallExpression[];
}

const driverModule =
  /^drizzle-orm\/(?!(?:pg|mysql|sqlite|singlestore|mssql|cockroach|gel)-core|_?relations$|(?:sql|utils|casing|column|table|zod|valibot|typebox|arktype)(?:\/|$))(.+)$/;

/**
 * Collects relations blocks, `drizzle()` calls and relational queries.
 *
 * @param aliasing paths of the modules that may call Drizzle's functions by names of the project's own
 */
export function scan(modules: readonly SourceModule[], aliasing: ReadonlySet<string>, context: TypeContext): Scan {
  const { evaluator } = context;
  const result: Scan = { blocks: new Map(), clients: [], sites: [], migrated: [], escapes: [], unseen: [] };
  const queries = createHeldQueries(context);
  const calls: ts.CallExpression[] = [];
  const aliases = new Set(modules.flatMap(({ ast }) => aliasesIn(ast)));
  for (const module of modules) evaluator.spendOn(module.path, () => readModule(module));
  // Only now is it known what functions are given.
  for (const call of calls)
    evaluator.spendOn(call.getSourceFile().fileName, () => readSite(call, queries, evaluator, result));
  return result;

  function readModule(module: SourceModule): void {
    const isNamed = module.text.includes('relations') || module.text.includes('drizzle');
    const mayDefine = isNamed || aliasing.has(module.path);
    const mayQuery = module.text.includes('find');
    const mayHand = /\bquery\b/.test(module.text);
    if (!mayDefine && !mayQuery && !mayHand) return;
    for (const node of nodesOf(module.ast).uses) {
      if (ts.isCallExpression(node)) {
        if (mayDefine) readCall(node, aliases, evaluator, result);
        if (mayQuery) calls.push(node);
        if (mayHand && !queries.hand(node) && !isMock(node)) result.escapes.push(node);
      } else if (!mayHand) continue;
      else if (ts.isNewExpression(node)) {
        if (!queries.hand(node)) result.escapes.push(node);
      } else if (isTakenAway(node, queries)) result.escapes.push(node);
    }
  }
}

const wanted = /drizzle|relations|^mock$/i;

/** Names a file may give to a function it did not make: `const connect = drizzle`, `export { drizzle as connect }`. */
function aliasesIn({ statements }: ts.SourceFile): string[] {
  const namesOf = (name: ts.BindingName): string[] =>
    ts.isIdentifier(name)
      ? [name.text]
      : name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesOf(element.name) : []));
  return statements.flatMap((statement) => {
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
        initializer && isMade(unwrap(initializer)) ? [] : namesOf(name),
      );
    }
    const clause = ts.isExportDeclaration(statement) ? statement.exportClause : undefined;
    return clause && ts.isNamedExports(clause)
      ? clause.elements.flatMap(({ name, propertyName }) => (propertyName ? [name.text] : []))
      : [];
  });
}

/** Whether an expression makes a value of its own. */
function isMade(node: ts.Node): boolean {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isObjectLiteralExpression(node);
}

/**
 * Whether a function may be one of drizzle-orm's by its name. Where it comes from is looked up only then: the file it is
 * imported from has to be parsed for it, and the files that one imports from.
 */
function mayBeWanted(callee: ts.Identifier, aliases: ReadonlySet<string>): boolean {
  if (wanted.test(callee.text)) return true;
  const declaration = declarationOf(callee);
  if (!declaration || !ts.isImportSpecifier(declaration)) return declaration !== undefined;
  const { text: imported } = declaration.propertyName ?? declaration.name;
  return imported === 'default' || wanted.test(imported) || aliases.has(imported);
}

function readCall(node: ts.CallExpression, aliases: ReadonlySet<string>, evaluator: Evaluator, result: Scan): void {
  const callee = unwrap(node.expression);
  if (!ts.isIdentifier(callee) && !ts.isPropertyAccessExpression(callee)) return;
  if (ts.isIdentifier(callee) ? !mayBeWanted(callee, aliases) : !wanted.test(callee.name.text)) return;
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
    const found = schemaIn(value.node, value.env, evaluator);
    const property = found?.property;
    client.schemaProperty = property;
    if (property && ts.isPropertyAssignment(property)) client.schemaNode = property.initializer;
    if (property && ts.isShorthandPropertyAssignment(property)) client.schemaNode = property.name;
    if (client.schemaNode) client.schema = readSchemaObject(client.schemaNode, evaluator, result.blocks, found!.env);
    break;
  }
  return client;
}

/** The `schema` member of options, also in an object that is spread into them. */
function schemaIn(
  options: ts.ObjectLiteralExpression,
  env: Env,
  evaluator: Evaluator,
): { property: ts.ObjectLiteralElementLike; env: Env } | undefined {
  let found: ReturnType<typeof schemaIn>;
  for (const property of options.properties) {
    if (property.name && nameText(property.name) === 'schema') found = { property, env };
    if (!ts.isSpreadAssignment(property)) continue;
    const spread = evaluator.evaluate(property.expression, env);
    if (spread.kind === 'expression' && ts.isObjectLiteralExpression(spread.node) && spread.node !== options)
      found = schemaIn(spread.node, spread.env, evaluator) ?? found;
  }
  return found;
}

/** The method of a table of `db.query` that a call calls: directly, or one that was bound to its table. */
function methodOf(call: ts.CallExpression): ts.PropertyAccessExpression | undefined {
  const callee = unwrap(call.expression);
  if (ts.isPropertyAccessExpression(callee)) return isFind(callee) ? callee : undefined;
  const declaration = ts.isIdentifier(callee) ? declarationOf(callee) : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration)) return undefined;
  const bound = declaration.initializer && unwrap(declaration.initializer);
  const bind = bound && ts.isCallExpression(bound) ? unwrap(bound.expression) : undefined;
  const isBind = bind && ts.isPropertyAccessExpression(bind) && bind.name.text === 'bind';
  const method = isBind ? unwrap(bind.expression) : undefined;
  return method && ts.isPropertyAccessExpression(method) && isFind(method) ? method : undefined;
}

function isFind({ name }: ts.PropertyAccessExpression): boolean {
  return name.text === 'findMany' || name.text === 'findFirst';
}

function readSite(node: ts.CallExpression, queries: HeldQueries, evaluator: Evaluator, result: Scan): void {
  const method = methodOf(node);
  const held = method && queries.heldBy(method.expression);
  if (method && !held && isUnseenSite(node, method, queries.members, evaluator)) result.unseen.push(node);
  if (held?.kind !== 'table' || isForeignSite(held.node, evaluator)) return;
  const { key } = held;
  const name = method!.name.text as QuerySite['method'];
  const path = node.getSourceFile().fileName;
  result.sites.push({ node, path, query: held.node, key, method: name, config: node.arguments[0] });
}

/** Whether a method of a table is taken as a value, so that nobody sees what it is called with. Mocks do that, and bind it. */
function isTakenAway(node: ts.PropertyAccessExpression, queries: HeldQueries): boolean {
  if (!isFind(node)) return false;
  const { parent } = node;
  const isKept =
    (ts.isVariableDeclaration(parent) && parent.initializer === node) ||
    (ts.isPropertyAssignment(parent) && parent.initializer === node) ||
    (ts.isPropertyAccessExpression(parent) && /^(?:call|apply)$/.test(parent.name.text));
  return isKept && queries.heldBy(node.expression)?.kind === 'table';
}

/** `vi.spyOn(db.query.users, 'findFirst')`, `expect(db.query.users.findFirst)`: tests look at what is called; `bind` keeps it. */
function isMock(call: ts.CallExpression): boolean {
  const callee = unwrap(call.expression);
  if (ts.isPropertyAccessExpression(callee) && callee.name.text === 'bind') return true;
  return /^(?:expect|vi|jest|sinon|assert|mock\w*|spyOn|console)\b|[sS]py|[mM]ock/.test(call.expression.getText());
}
