import { ts } from '../../ts.cts';
import { dynamicKey, type Database, type Relation, type RelationsBlock, type Value } from '../../facts.ts';
import { readSchemaObject } from './schema.ts';
import { isFunction, nameText, returnedExpression, unwrap } from '../syntax/syntax.ts';
import type { Evaluator } from '../values/value.ts';

/** Whether a value is v2's `defineRelations` or `defineRelationsPart`. */
export function isDefineRelations(value: Value): boolean {
  return (
    value.kind === 'external' && value.module.startsWith('drizzle-orm') && /^defineRelations(?:Part)?$/.test(value.name)
  );
}

/**
 * Reads a v2 call `defineRelations(schema, (r) => ({ … }))` as a migrated database. Of each relation only the key, kind
 * and target are read (what is needed to follow `with`); its columns are left empty. Undefined when the schema has no
 * tables in sight.
 *
 * @param blocks every v1 `relations()` call read so far
 */
export function readDefinition(
  call: ts.CallExpression,
  evaluator: Evaluator,
  blocks: Map<ts.CallExpression, RelationsBlock>,
): Database | undefined {
  const [schemaNode, callback] = call.arguments;
  if (!schemaNode) return undefined;
  const schema = readSchemaObject(schemaNode, evaluator, blocks);
  if (schema.tables.size === 0) return undefined;
  const database: Database = {
    schema,
    tables: schema.tables,
    clients: [],
    blocks: [],
    adopted: new Set(),
    relations: new Map(),
    inferred: [],
    dead: [],
    ignored: [],
    migrated: true,
  };
  const fn = callback && evaluator.evaluate(callback);
  const returned = fn?.kind === 'expression' && isFunction(fn.node) ? returnedExpression(fn.node) : undefined;
  const object = returned && unwrap(returned);
  const unread = (database.unread = new Set<string>());
  if (!object || !ts.isObjectLiteralExpression(object)) {
    if (callback) unread.add(dynamicKey);
    return database;
  }
  for (const property of object.properties) {
    const key = property.name && nameText(property.name);
    const entries = ts.isPropertyAssignment(property) ? unwrap(property.initializer) : undefined;
    if (key !== undefined && entries && ts.isObjectLiteralExpression(entries)) {
      const relations = readRelations(entries, database);
      database.relations.set(key, relations);
      if (relations.length < entries.properties.length) unread.add(key);
    } else unread.add(key ?? dynamicKey);
  }
  return database;
}

/** Whether all relations of a table are known, in a migrated database of which a client is in sight. */
export function hasAllRelations({ migrated, clients, unread }: Database, tableKey: string): boolean {
  return migrated && clients.length > 0 && unread !== undefined && !unread.has(tableKey) && !unread.has(dynamicKey);
}

/** Reads the relations of one table: `{ author: r.one.users({ … }) }`. */
function readRelations(object: ts.ObjectLiteralExpression, database: Database): Relation[] {
  const relations: Relation[] = [];
  for (const property of object.properties) {
    const key = property.name && nameText(property.name);
    const call = ts.isPropertyAssignment(property) ? unwrap(property.initializer) : undefined;
    if (key === undefined || !call || !ts.isCallExpression(call)) continue;
    const callee = unwrap(call.expression);
    const targetKey = lastName(callee);
    const target = targetKey === undefined ? undefined : database.tables.get(targetKey);
    if (targetKey === undefined || !target) continue;
    // `users` of `r.many.users`, and of `many.users` where the parameter is destructured.
    const maker = unwrap((callee as ts.AccessExpression).expression);
    const kind = (lastName(maker) ?? maker.getText()) === 'many' ? 'many' : 'one';
    relations.push({
      key,
      newKey: key,
      kind,
      target,
      targetKey,
      from: [],
      to: [],
      required: false,
      alias: undefined,
      entry: undefined,
    });
  }
  return relations;
}

/** The last name of an access: `users` of `r.one.users` and `r.one['users']`. */
function lastName(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression))
    return node.argumentExpression.text;
  return undefined;
}
