import { ts } from '../../ts.cts';
import type { Database, RelationsBlock } from '../../facts.ts';
import { newDatabase } from './databases.ts';
import { resolveRelations } from './resolve-relations.ts';
import { readSchemaValue } from './schema.ts';
import type { SourceModule } from '../modules/sources.ts';
import { isFunction, returnedExpression, unwrap } from '../syntax/syntax.ts';
import type { Evaluator } from '../values/value.ts';

/**
 * A function that returns tables together with their v1 relations, such as `createSchema(table)`. Callers spread its
 * result into their schema.
 */
export interface SchemaFactory {
  fn: ts.FunctionDeclaration | ts.ArrowFunction | ts.FunctionExpression;
  name: ts.Identifier;
  /** The statement that declares it. */
  statement: ts.FunctionDeclaration | ts.VariableStatement;
  /** The object literal that it returns. */
  object: ts.ObjectLiteralExpression;
  /** The returned object, read as a database of its own. */
  schema: Database;
}

/**
 * Finds the functions at the top level of modules that return an object literal with tables and v1 relations.
 *
 * @param blocks every v1 `relations()` call read so far
 */
export function findSchemaFactories(
  modules: readonly SourceModule[],
  blocks: Map<ts.CallExpression, RelationsBlock>,
  evaluator: Evaluator,
): SchemaFactory[] {
  if (![...blocks.values()].some(({ maker }) => maker)) return [];
  return modules.flatMap(({ ast }) =>
    ast.statements.flatMap((statement) => {
      const found: SchemaFactory[] = [];
      for (const { fn, name, owner } of functionsOf(statement)) {
        const returned = returnedExpression(fn);
        if (!returned) continue;
        const value = evaluator.evaluate(returned);
        if (value.kind !== 'expression' || !ts.isObjectLiteralExpression(value.node)) continue;
        if (ts.findAncestor(value.node, isFunction) !== fn) continue;
        const schema = readSchemaValue(value, value.node, evaluator, blocks);
        if (schema.blocks.length === 0 || schema.tables.size === 0) continue;
        const database = newDatabase(schema);
        resolveRelations(database, evaluator);
        found.push({ fn, name, statement: owner, object: value.node, schema: database });
      }
      return found;
    }),
  );
}

type TopFunction = Pick<SchemaFactory, 'fn' | 'name'> & { owner: SchemaFactory['statement'] };

/** The functions that a statement declares, by name. */
function functionsOf(statement: ts.Statement): TopFunction[] {
  if (ts.isFunctionDeclaration(statement))
    return statement.name ? [{ fn: statement, name: statement.name, owner: statement }] : [];
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name, initializer }) => {
    const fn = initializer && unwrap(initializer);
    const isOne = fn && (ts.isArrowFunction(fn) || ts.isFunctionExpression(fn));
    return isOne && ts.isIdentifier(name) ? [{ fn, name, owner: statement }] : [];
  });
}
