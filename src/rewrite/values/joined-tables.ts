import type { Table } from '../../facts.ts';
import { isFunction, isAssignment, outermost, unwrap } from '../../read/syntax/syntax.ts';
import { usesOf } from '../../read/syntax/references.ts';
import { variableOf } from '../../read/syntax/scope.ts';
import { isSameTable } from '../../read/schema/same-table.ts';
import { isDrizzle } from '../../read/types/type-references.ts';
import { calledBy } from '../../read/values/value-of-call.ts';
import { noEnv, type Evaluator } from '../../read/values/value.ts';
import { ts } from '../../ts.cts';
import { callsOf } from '../conditions/calls-of.ts';
import type { Project } from '../project.ts';

/** A table as a query names it. */
export interface NamedTable {
  node: ts.Expression;
  /** Undefined when it is out of sight, or a subquery. */
  table: Table | undefined;
  /** The call that gives it another name: `alias(users, 'reader')`. */
  alias: ts.Node | undefined;
}

/** Reads an expression that names a table: `users`, `schema.users`, `reader` of `alias(users, 'reader')`. */
export function namedTable(node: ts.Expression, evaluator: Evaluator): NamedTable {
  const value = evaluator.evaluate(node, noEnv);
  if (value.kind === 'table') return { node, table: value.table, alias: undefined };
  const call = value.kind === 'expression' && ts.isCallExpression(value.node) ? value.node : undefined;
  const maker = call && evaluator.evaluate(call.expression, noEnv);
  const [aliased] = call?.arguments ?? [];
  if (!call || !aliased || !isDrizzle(maker!) || !/(?:^|\.)(?:alias|aliasedTable)$/.test(maker.name))
    return { node, table: undefined, alias: undefined };
  return { node, table: namedTable(aliased, evaluator).table, alias: call };
}

/** Whether two expressions name the same table of a query; those out of sight are compared by their texts. */
export function isSameNamed(a: NamedTable, b: NamedTable): boolean {
  if (!a.table || !b.table) return a.table === b.table && a.node.getText() === b.node.getText();
  return a.alias === b.alias && isSameTable(a.table, b.table);
}

/** Methods behind which there is no query any more. */
const ending = /^(?:as|all|get|run|values|execute|prepare|toSQL|then|catch|finally)$/;

/**
 * The tables that may have no row in the result of a query, by the joins that are chained on its `select()`, and those
 * that are added later: to a variable that holds the query, by a function that is given it, or, for one that is
 * `$dynamic()`, by the callers of the function that returns it.
 *
 * @returns these tables, and the texts of all of its tables
 */
export function nullableTables(
  select: ts.CallExpression,
  project: Project,
): { nullable: NamedTable[]; texts: ReadonlySet<string> } {
  const { evaluator } = project;
  const tables: ts.Expression[] = [];
  const nullable = new Set<ts.Expression>();
  const seen = new Set<ts.Node>();
  const entered = new Set<ts.Node>();
  let isDynamic = false;
  follow(select);
  return {
    nullable: [...nullable].map((node) => namedTable(node, evaluator)),
    texts: new Set(tables.map((node) => node.getText())),
  };

  function follow(query: ts.Node): void {
    const node = outermost(query);
    if (seen.has(node)) return;
    seen.add(node);
    const { parent } = node;
    if (ts.isPropertyAccessExpression(parent)) {
      const call = outermost(parent).parent;
      if (!ts.isCallExpression(call) || unwrap(call.expression) !== parent || ending.test(parent.name.text)) return;
      join(parent.name.text, call.arguments);
      follow(call);
    } else if (ts.isVariableDeclaration(parent)) usesOf(parent.name).forEach(follow);
    else if (isAssignment(parent)) {
      const variable = parent.right === node ? variableOf(parent.left) : undefined;
      if (variable) usesOf(variable.name).forEach(follow);
    } else if (ts.isConditionalExpression(parent)) follow(parent);
    else if (ts.isCallExpression(parent)) followArgument(parent, node);
    else if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node))
      followReturned(parent);
  }

  function followArgument(call: ts.CallExpression, given: ts.Node): void {
    const fn = calledBy(call, noEnv, evaluator)?.fn;
    const parameter = fn?.parameters[call.arguments.findIndex((each) => each === given)];
    if (!fn || !parameter) return;
    entered.add(fn);
    usesOf(parameter.name).forEach(follow);
    follow(call);
  }

  /** What a function returns that was given the query is followed where it was. */
  function followReturned(place: ts.Node): void {
    const fn = isFunction(place) ? place : ts.findAncestor(place, isFunction);
    if (fn && isDynamic && !entered.has(fn)) callsOf(fn, project)?.calls.forEach(follow);
  }

  function join(method: string, [node]: ts.NodeArray<ts.Expression>): void {
    if (method === '$dynamic') isDynamic = true;
    const [, side] = /^(left|right|full|inner|cross)Join(?:Lateral)?$/.exec(method) ?? [];
    if (!node || (method !== 'from' && !side)) return;
    if (side === 'right' || side === 'full') for (const before of tables) nullable.add(before);
    if (side === 'left' || side === 'full') nullable.add(node);
    tables.push(node);
  }
}
