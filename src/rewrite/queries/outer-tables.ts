import { ts } from '../../ts.cts';
import type { QueryContext } from '../../filter/context.ts';
import { hasCorrelatedBuilder, isNamedInRaw, namesTable } from '../../filter/sql/correlated.ts';
import { ingredientsOf } from '../../filter/sql/ingredients.ts';
import { isAccess, propertyValue } from '../../read/syntax/syntax.ts';
import type { Level, OuterTable } from '../level.ts';

/** The tables around the relations of a level: that of the level itself, and those around it. */
export function aroundRelation(level: Level): OuterTable[] {
  const { around = [], table, tableKey, steps } = level;
  const outer = around.at(-1);
  const relation = String(steps.findLast((step) => step !== '[]'));
  return [...around, { alias: outer ? `${outer.alias}_${relation}` : tableKey, table, tableKey }];
}

/**
 * Fails a query in which SQL is about another table of the query by the name that v1 gave it: in text (`users.id` for the
 * row that a relation belongs to, `"users_posts"."data"` for what `with` joins), or by columns of the root table in a subquery. v1 called the root
 * table by its key in the schema, and its relation `posts` `users_posts`; v2 calls them `d0` and `d1`.
 */
export function checkOuterTables(property: ts.ObjectLiteralElementLike, level: Level, context: QueryContext): void {
  const value = ts.isMethodDeclaration(property) ? property : propertyValue(property);
  if (!value) return;
  const around = level.isRoot ? [] : aroundRelation(level);
  // What is selected by `with` is joined by the name of the level and that of the relation.
  const name = around.at(-1)?.alias ?? level.tableKey;
  const joined = property.name?.getText() === 'with' ? [] : (level.database.relations.get(level.tableKey) ?? []);
  // Most files name none of them.
  const { text } = value.getSourceFile();
  const aliases = joined.map(({ key }) => `${name}_${key}`).filter((alias) => text.includes(alias));
  if (level.isRoot && aliases.length === 0) return;

  const held = ts.isIdentifier(value) || isAccess(value) ? context.evaluator.evaluate(value, context.env) : undefined;
  const sources = held?.kind === 'expression' && held.node !== value ? [value, held.node] : [value];
  const parts = [...sources, ...sources.flatMap((source) => ingredientsOf(source, context))];
  for (const alias of aliases) {
    const own = { ...context, tableKey: alias, isRoot: true };
    if (!parts.some((part) => namesTable(part, own) || isNamedInRaw(part, own))) continue;
    context.fail('RQB_OUTER_TABLE', property, { table: alias });
    return;
  }
  for (const { alias, table, tableKey } of around) {
    const own = { ...context, table, tableKey: alias, isRoot: true };
    const isInText = (part: ts.Node) => namesTable(part, own) || isNamedInRaw(part, own);
    // A subquery has the table's own name, by which only the root was called.
    const isRoot = alias === tableKey && alias === table.dbName;
    if (!parts.some((part) => isInText(part) || (isRoot && hasCorrelatedBuilder(part, own)))) continue;
    context.fail('RQB_OUTER_TABLE', property, { table: alias });
    return;
  }
}
