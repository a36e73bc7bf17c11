import { ts } from '../../ts.cts';
import type { Env, RelationsBlock, SchemaObject, Table, Value } from '../../facts.ts';
import { isRelationsFunction, readRelationsBlock } from './relations.ts';
import { nameText } from '../syntax/syntax.ts';
import type { Evaluator } from '../values/value.ts';

/**
 * Reads an expression passed as `schema`: its tables by key, and its v1 relations.
 *
 * @param blocks every `relations()` call read so far; new ones are added, so that each is read once
 * @param env values of the parameters around the expression
 */
export function readSchemaObject(
  node: ts.Expression,
  evaluator: Evaluator,
  blocks: Map<ts.CallExpression, RelationsBlock>,
  env?: Env,
): SchemaObject {
  return readSchemaValue(evaluator.evaluate(node, env), node, evaluator, blocks);
}

/**
 * The same as `readSchemaObject`, for a value that is not written as an expression, such as the module named by
 * `--schema`.
 *
 * @param node becomes `SchemaObject.node`
 */
export function readSchemaValue(
  given: Value,
  node: ts.Node,
  evaluator: Evaluator,
  blocks: Map<ts.CallExpression, RelationsBlock>,
): SchemaObject {
  let value = given;
  let { names, complete } = evaluator.keys(value);
  // v1 unwraps `{ default: {…} }` (drizzle-orm 0.45.4, `extractTablesRelationalConfig`).
  if (names.length === 1 && names[0] === 'default') {
    value = evaluator.member(value, 'default');
    ({ names, complete } = evaluator.keys(value));
  }
  const tables = new Map<string, Table>();
  const found: RelationsBlock[] = [];
  for (const name of names) {
    const member = evaluator.member(value, name);
    if (member.kind === 'table') tables.set(name, member.table);
    const block = blockOf(member, evaluator, blocks);
    if (block && !found.includes(block)) found.push(block);
  }
  return { value, node, tables, blocks: found, complete };
}

/**
 * The property of a schema object literal that cannot be read; undefined when there is none, or when the schema is not
 * an object literal.
 */
export function partOutOfSight({ value }: SchemaObject, evaluator: Evaluator): ts.Node | undefined {
  if (value.kind !== 'expression' || !ts.isObjectLiteralExpression(value.node)) return undefined;
  const { node, env } = value;
  return node.properties.find((property) => {
    if (!ts.isSpreadAssignment(property)) return !property.name || nameText(property.name) === undefined;
    return !evaluator.keys(evaluator.evaluate(property.expression, env)).complete;
  });
}

/** The v1 `relations()` call that a value comes from; undefined for other values. */
function blockOf(
  value: Value,
  evaluator: Evaluator,
  blocks: Map<ts.CallExpression, RelationsBlock>,
): RelationsBlock | undefined {
  if (value.kind !== 'expression' || !ts.isCallExpression(value.node)) return undefined;
  const known = blocks.get(value.node);
  // A call inside a function is about other tables each time the function is called, so it is read anew for each `env`.
  if (known && (!known.maker || value.env.size === 0)) return known;
  if (!isRelationsFunction(evaluator.evaluate(value.node.expression, value.env))) return undefined;
  const block = madeBlock(value.node, value.env, evaluator);
  if (known && block.problems.length > 0 && block.problems.length >= known.problems.length) return known;
  if (!known || known.problems.length > 0) blocks.set(value.node, block);
  return block;
}

/** Blocks made by functions, by the parameter values of the call. */
const made = new WeakMap<Env, Map<ts.CallExpression, RelationsBlock>>();

/** Reads a block for the parameter values of one call, once. */
function madeBlock(node: ts.CallExpression, env: Env, evaluator: Evaluator): RelationsBlock {
  let known = made.get(env);
  if (!known) made.set(env, (known = new Map()));
  const block = known.get(node) ?? readRelationsBlock(node, evaluator, env);
  known.set(node, block);
  return block;
}
