import { ts } from '../../ts.cts';
import type { ClientCall, Database, Env, QuerySite, RelationsBlock } from '../../facts.ts';
import { isDefineRelations, readDefinition } from '../schema/definitions.ts';
import { isForeignSite } from './foreign-sites.ts';
import { createHeldQueries, type HeldQueries } from './held-queries.ts';
import type { Held } from './held.ts';
import { nodesOf } from '../syntax/nodes.ts';
import { namesQuery } from './query-key.ts';
import { calledMethod, isMock, isOfMethod, isTakenAway, keyOfAccess, methodAt } from './query-methods.ts';
import { isRelationsFunction, readRelationsBlock } from '../schema/relations.ts';
import { readSchemaObject } from '../schema/schema.ts';
import { declarationOf } from '../syntax/scope.ts';
import type { SourceModule } from '../modules/sources.ts';
import { isAccess, nameText, unwrap } from '../syntax/syntax.ts';
import type { TypeContext } from '../types/types.ts';
import { isUnseenSite, mayBeUnseenSite } from './unseen-sites.ts';
import type { Evaluator } from '../values/value.ts';

/** Everything found in the project that differs between v1 and v2, before any decision is made. */
export interface Scan {
  /** The v1 `relations()` calls. */
  blocks: Map<ts.CallExpression, RelationsBlock>;
  /** The `drizzle()` calls. */
  clients: ClientCall[];
  /** The relational queries. */
  sites: QuerySite[];
  /** One database for each `defineRelations` or `defineRelationsPart` call. */
  migrated: Database[];
  /** Places where a part of `db.query` goes to code that is out of sight, so that queries may be missed. */
  escapes: { node: ts.Node; held: Held }[];
  /** Calls of `findMany` or `findFirst` with v1 conditions whose receiver could not be traced to `db.query`. */
  unseen: ts.CallExpression[];
  /** Calls of `findMany` or `findFirst` of which neither the receiver nor the argument is in sight. */
  perhaps: ts.CallExpression[];
}

/** Matches the modules that are drivers: all submodules of drizzle-orm but those known to be something else. */
const driverModule =
  /^drizzle-orm\/(?!(?:pg|mysql|sqlite|singlestore|mssql|cockroach|gel)-core|_?relations$|(?:sql|utils|casing|column|table|zod|valibot|typebox|arktype)(?:\/|$))(.+)$/;

/**
 * Collects `relations()` and `defineRelations` calls, `drizzle()` calls and relational queries.
 *
 * @param aliasing paths of modules that may import functions of Drizzle under other names (see alias-users.ts); they
 * are read even if their text does not mention `drizzle` or `relations`
 */
export function scan(modules: readonly SourceModule[], aliasing: ReadonlySet<string>, context: TypeContext): Scan {
  const { evaluator } = context;
  const result: Scan = {
    blocks: new Map(),
    clients: [],
    sites: [],
    migrated: [],
    escapes: [],
    unseen: [],
    perhaps: [],
  };
  const queries = createHeldQueries(context);
  const calls: { node: ts.CallExpression; path: string }[] = [];
  const aliases = new Set(modules.flatMap(({ ast }) => aliasesIn(ast)));
  for (const module of modules) evaluator.spendOn(module.path, () => readModule(module));
  // Queries are read after all modules, because only then it is known what is passed to parameters.
  for (const { node, path } of calls) evaluator.spendOn(path, () => readSite(node, queries, evaluator, result));
  return result;

  /**
   * Reads one module: what it defines is added to the result, its calls that may be queries are collected for later.
   */
  function readModule(module: SourceModule): void {
    const isNamed = module.text.includes('relations') || module.text.includes('drizzle');
    const mayDefine = isNamed || aliasing.has(module.path);
    const mayQuery = module.text.includes('find');
    const mayHand = namesQuery(module.text);
    if (!mayDefine && !mayQuery && !mayHand) return;
    for (const node of nodesOf(module.ast).uses) {
      if (ts.isCallExpression(node)) {
        if (mayDefine) readCall(node, aliases, evaluator, result);
        if (mayQuery) calls.push({ node, path: module.path });
        if (mayHand && !isMock(node, module.ast) && !isOfMethod(node, evaluator)) escape(node, queries.hand(node));
      } else if (!mayHand) continue;
      else if (ts.isNewExpression(node)) escape(node, queries.hand(node));
      else escape(node, [takenAway(node, queries, evaluator)]);
    }
  }

  function escape(node: ts.Node, given: readonly (Held | undefined)[]): void {
    for (const held of given) if (held) result.escapes.push({ node, held });
  }
}

/** Names under which the functions looked for are exported, or can be expected to be imported. */
const wanted = /drizzle|relations|^mock$/i;

/**
 * Names that a file may give to a function it did not make: `const connect = drizzle`, `export { drizzle as connect }`.
 */
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

/** Whether an expression makes a new function or object, so that it is no alias. */
function isMade(node: ts.Node): boolean {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isObjectLiteralExpression(node);
}

/**
 * Whether a called function may be one of Drizzle's. Named imports are judged by their name, because evaluating one
 * means parsing the file it comes from, and the files that one imports.
 */
function mayBeWanted(callee: ts.Identifier, aliases: ReadonlySet<string>): boolean {
  if (wanted.test(callee.text)) return true;
  const declaration = declarationOf(callee);
  if (!declaration || !ts.isImportSpecifier(declaration)) return declaration !== undefined;
  const { text: imported } = declaration.propertyName ?? declaration.name;
  return imported === 'default' || wanted.test(imported) || aliases.has(imported);
}

/** Adds a call to the result if it calls `relations`, `defineRelations`, `drizzle` or `drizzle.mock`. */
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

/** Reads a `drizzle()` call. The last argument that is an object literal counts as its options. */
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

/** The `schema` member of options, also in an object that is spread into them; the last one counts. */
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

/** Adds a call of `findMany` or `findFirst` to the result, as a query or as one that is only suspected. */
function readSite(node: ts.CallExpression, queries: HeldQueries, evaluator: Evaluator, result: Scan): void {
  const method = calledMethod(node, evaluator);
  if (!method) return;
  const { config, name } = method;
  const held = queries.heldBy(method.node.expression);
  if (held?.kind !== 'table' && isUnseenSite(method, queries.members, evaluator)) result.unseen.push(node);
  else if (!held && mayBeUnseenSite(method, queries.members, evaluator)) result.perhaps.push(node);
  if (held?.kind !== 'table' || isForeignSite(held.node, evaluator)) return;
  const path = node.getSourceFile().fileName;
  result.sites.push({ node, path, query: held.node, key: held.key, method: name, config });
}

/**
 * The table of `db.query` whose method or unknown member is used as a value here, or that is put into a list; undefined
 * for other nodes.
 */
function takenAway(node: ts.Node, queries: HeldQueries, evaluator: Evaluator): Held | undefined {
  if (!isAccess(node)) return undefined;
  const isUnknown = ts.isElementAccessExpression(node) && keyOfAccess(node, evaluator) === undefined;
  if (methodAt(node, evaluator) ? isTakenAway(node, evaluator) : isUnknown) {
    const owner = queries.heldBy(node.expression);
    if (owner?.kind === 'table') return owner;
  }
  if (!isListed(node)) return undefined;
  const held = queries.heldBy(node);
  return held?.kind === 'table' ? held : undefined;
}

/** Whether an expression is an element of an array or yielded; neither is followed. */
function isListed({ parent }: ts.Node): boolean {
  return ts.isArrayLiteralExpression(parent) || ts.isYieldExpression(parent);
}
