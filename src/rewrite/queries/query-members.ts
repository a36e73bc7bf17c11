import { ts } from '../../ts.cts';
import type { Database, Env, Table } from '../../facts.ts';
import { leavesOf } from '../../read/values/leaves.ts';
import { nameText, propertyValue } from '../../read/syntax/syntax.ts';
import { laterWritesOf } from './later-writes.ts';
import type { Evaluator } from '../../read/values/value.ts';

/** The table that one level of a query selects from. */
export interface QueryLevel {
  database: Database;
  table: Table;
  tableKey: string;
}

/** The members that `membersOf` yields. */
const wanted = new Set(['where', 'orderBy', 'extras', 'limit', 'offset']);

/** A `where`, `orderBy`, `extras`, `limit` or `offset` of one level. A member written as a method is its own value. */
export interface QueryMember extends QueryLevel {
  name: string;
  value: ts.Expression | ts.MethodDeclaration;
  env: Env;
}

/**
 * Yields the members of a configuration that decide which rows and values come back, of the level itself and of all
 * relations below it, wherever they are written. Reads v1 and v2 code alike, and skips what is out of sight.
 *
 * @param level the level that `config` belongs to
 */
export function* membersOf(
  config: ts.Expression,
  env: Env,
  level: QueryLevel,
  evaluator: Evaluator,
): Generator<QueryMember> {
  for (const leaf of leavesOf(config, env, evaluator)) {
    if (!ts.isObjectLiteralExpression(leaf.node)) continue;
    for (const property of leaf.node.properties) {
      const name = property.name && nameText(property.name);
      const value = ts.isMethodDeclaration(property) ? property : propertyValue(property);
      if (ts.isSpreadAssignment(property)) yield* membersOf(property.expression, leaf.env, level, evaluator);
      else if (!value) continue;
      else if (name !== undefined && wanted.has(name)) yield { ...level, name, value, env: leaf.env };
      else if (name === 'with' && !ts.isMethodDeclaration(value))
        yield* membersOfRelations(value, leaf.env, level, evaluator);
    }
    for (const { member } of laterWritesOf(leaf.node)) {
      if (member && wanted.has(member.name)) yield { ...level, name: member.name, value: member.value, env: leaf.env };
    }
  }
}

/** Yields the members of the configurations in a `with`; relations are known by their v1 or v2 name. */
function* membersOfRelations(
  node: ts.Expression,
  env: Env,
  level: QueryLevel,
  evaluator: Evaluator,
): Generator<QueryMember> {
  for (const leaf of leavesOf(node, env, evaluator)) {
    if (!ts.isObjectLiteralExpression(leaf.node)) continue;
    for (const property of leaf.node.properties) {
      if (ts.isSpreadAssignment(property)) yield* membersOfRelations(property.expression, leaf.env, level, evaluator);
      if (!ts.isPropertyAssignment(property)) continue;
      const key = nameText(property.name);
      const relation = level.database.relations
        .get(level.tableKey)
        ?.find((candidate) => candidate.newKey === key || candidate.key === key);
      if (!relation) continue;
      const { target: table, targetKey: tableKey } = relation;
      yield* membersOf(property.initializer, leaf.env, { ...level, table, tableKey }, evaluator);
    }
  }
}
