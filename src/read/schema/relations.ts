import { ts } from '../../ts.cts';
import type { Column, Env, RelationEntry, RelationsBlock, Table, Value } from '../../facts.ts';
import {
  type FunctionNode,
  hasOtherReturns,
  isFunction,
  memberNamed,
  nameText,
  outermost,
  returnedExpression,
  unwrap,
} from '../syntax/syntax.ts';
import type { Evaluator } from '../values/value.ts';
import { variableOf } from '../syntax/scope.ts';
import { isNeverAssigned } from '../syntax/writes.ts';

/**
 * The value of the callback parameter of `relations()`: its members `one` and `many` then evaluate to exports of this
 * module.
 */
const helpers: Value = { kind: 'external', module: 'drizzle-orm/relations', name: '*' };

/** Whether a value is v1's function `relations`. */
export function isRelationsFunction(value: Value): boolean {
  return value.kind === 'external' && isRelationsModule(value.module) && value.name === 'relations';
}

const relationsImport = /\brelations\b[^;]*\bfrom\s*['"]drizzle-orm/;

/** Whether a text has a statement that takes the name `relations` from drizzle-orm. */
export function takesRelations(text: string): boolean {
  return relationsImport.test(text);
}

/**
 * Whether a module exports v1's `relations`: `drizzle-orm` itself, `drizzle-orm/relations`, or `drizzle-orm/_relations`
 * of 1.0.
 */
export function isRelationsModule(module: string): boolean {
  return /^drizzle-orm(?:\/_?relations)?$/.test(module);
}

/**
 * Reads a v1 call `relations(table, ({ one, many }) => ({ … }))`. Parts that cannot be read are listed in `problems`,
 * all others in `entries`.
 *
 * @param env values of the parameters of the function around the call
 */
export function readRelationsBlock(node: ts.CallExpression, evaluator: Evaluator, env?: Env): RelationsBlock {
  const [tableNode, callback] = node.arguments;
  const tableValue = tableNode && evaluator.evaluate(tableNode, env);
  const holder = outermost(node).parent;
  const block: RelationsBlock = {
    node,
    path: node.getSourceFile().fileName,
    table: tableValue?.kind === 'table' ? tableValue.table : undefined,
    entries: [],
    problems: [],
    declaration: ts.isVariableDeclaration(holder) ? holder : undefined,
    maker: ts.findAncestor(node, isFunction),
  };
  if (!block.table) block.problems.push({ node, reason: 'the table it is about could not be found' });
  const fn = callback && evaluator.evaluate(callback, env);
  if (fn?.kind !== 'expression' || !isFunction(fn.node)) {
    block.problems.push({ node, reason: 'its callback is not written in place' });
    return block;
  }
  const [parameter] = fn.node.parameters;
  const inner = new Map(fn.env);
  if (parameter) inner.set(parameter, helpers);
  const returned = returnedObject(fn.node);
  if (returned) readEntries(returned, inner, evaluator, block);
  else block.problems.push({ node, reason: 'its callback does not return one object' });
  return block;
}

/** The object literal that the callback returns; undefined when it returns something else, or one of several objects. */
function returnedObject(fn: FunctionNode): ts.ObjectLiteralExpression | undefined {
  const returned = returnedExpression(fn);
  if (!returned || hasOtherReturns(fn, returned)) return undefined;
  const inner = unwrap(returned);
  return ts.isObjectLiteralExpression(inner) ? inner : undefined;
}

/**
 * Reads the entries of the returned object, also those of spreads. A later entry replaces an earlier one with the same
 * key, as in the running program.
 */
function readEntries(object: ts.ObjectLiteralExpression, env: Env, evaluator: Evaluator, block: RelationsBlock): void {
  for (const property of object.properties) {
    if (ts.isSpreadAssignment(property)) {
      const spread = evaluator.evaluate(property.expression, env);
      if (spread.kind === 'expression' && ts.isObjectLiteralExpression(spread.node))
        readEntries(spread.node, spread.env, evaluator, block);
      else block.problems.push({ node: property, reason: 'a spread in it is out of sight' });
      continue;
    }
    const key = property.name && nameText(property.name);
    const isEntry = ts.isPropertyAssignment(property) || ts.isShorthandPropertyAssignment(property);
    const entry = key !== undefined && isEntry ? readEntry(key, property, env, evaluator) : undefined;
    if (typeof entry === 'object') {
      const earlier = block.entries.findIndex((other) => other.key === entry.key);
      if (earlier >= 0) block.entries.splice(earlier, 1);
      block.entries.push(entry);
    } else block.problems.push({ node: property, reason: entry ?? 'an entry of it could not be read' });
  }
}

/** Reads one `one(…)` or `many(…)`; returns the reason in words when it cannot be read. */
function readEntry(
  key: string,
  property: ts.PropertyAssignment | ts.ShorthandPropertyAssignment,
  env: Env,
  evaluator: Evaluator,
): RelationEntry | string {
  const call = heldValue(ts.isPropertyAssignment(property) ? property.initializer : property.name);
  if (!ts.isCallExpression(call)) return `\`${key}\` is not a call of \`one\` or \`many\``;
  const callee = evaluator.evaluate(call.expression, env);
  const kind = callee.kind === 'external' && callee.module === 'drizzle-orm/relations' ? callee.name : undefined;
  if (kind !== 'one' && kind !== 'many') return `\`${key}\` is not a call of \`one\` or \`many\``;
  const [targetNode, configNode] = call.arguments;
  const target = targetNode && evaluator.evaluate(targetNode, env);
  if (target?.kind !== 'table') return `the target table of \`${key}\` could not be found`;
  const entry: RelationEntry = {
    key,
    kind,
    target: target.table,
    fields: undefined,
    references: undefined,
    fieldTables: [],
    referenceTables: [],
    relationName: undefined,
    node: property,
  };
  if (!configNode) return entry;
  const config = evaluator.evaluate(configNode, env);
  if (config.kind !== 'expression' || !ts.isObjectLiteralExpression(config.node))
    return `the options of \`${key}\` are out of sight`;
  for (const option of ['fields', 'references'] as const) {
    const list = evaluator.member(config, option);
    if (list.kind === 'unknown') continue;
    const columns = columnsOf(list, evaluator);
    if (!columns) return `\`${option}\` of \`${key}\` is not a list of columns in sight`;
    entry[option] = columns.map(({ column }) => column);
    entry[option === 'fields' ? 'fieldTables' : 'referenceTables'] = columns.map(({ table }) => table);
  }
  const name = evaluator.member(config, 'relationName');
  if (name.kind === 'expression' && ts.isStringLiteralLike(name.node)) entry.relationName = name.node.text;
  else if (memberNamed(config.node.properties, 'relationName')) return `\`relationName\` of \`${key}\` is out of sight`;
  return entry;
}

/** What a constant is initialized with: `many(posts)` of `const posts = many(schema.posts)`; else the node itself. */
function heldValue(node: ts.Expression, depth = 0): ts.Node {
  const inner = unwrap(node);
  const variable = variableOf(inner);
  const isHeld = variable?.initializer !== undefined && isNeverAssigned(variable) && depth < 8;
  return isHeld ? heldValue(variable.initializer, depth + 1) : inner;
}

/** The columns of a list such as `[posts.authorId]`; undefined when one of them cannot be resolved. */
function columnsOf(list: Value, evaluator: Evaluator): { table: Table; column: Column }[] | undefined {
  if (list.kind !== 'expression' || !ts.isArrayLiteralExpression(list.node)) return undefined;
  const columns: { table: Table; column: Column }[] = [];
  for (const element of list.node.elements) {
    const value = evaluator.evaluate(element, list.env);
    if (value.kind !== 'column') return undefined;
    columns.push({ table: value.table, column: value.column });
  }
  return columns;
}
