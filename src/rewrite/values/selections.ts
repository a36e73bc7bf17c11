import type { Column, Env } from '../../facts.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { keyOfBinding, nameText, propertyValue, unwrap } from '../../read/syntax/syntax.ts';
import { isDrizzle } from '../../read/types/type-references.ts';
import { noEnv, type Evaluator } from '../../read/values/value.ts';
import { ts } from '../../ts.cts';
import { namedTable, type NamedTable } from './joined-tables.ts';

/** A member of a selection, or of an object in it. */
export interface Selected {
  /** Where it is written, or the spread or table that it comes from. */
  node: ts.Expression;
  env: Env;
}

/** What a member selects. */
export interface SelectedValue extends Selected {
  /** The table whose column it is, for a column. */
  owner?: NamedTable;
  /** The column; undefined when it is out of sight. */
  column?: Column | undefined;
}

/**
 * The members of an object of columns, in the order in which they are selected: of a literal and what it spreads, of a
 * table, of `getTableColumns(table)`, of constants that hold such, and of what is left of them:
 * `const { password, ...rest } = getTableColumns(users)`. Undefined when some are out of sight. What members of literals
 * select is told by `selectedValue`.
 */
export function selectedBy(
  node: ts.Expression,
  evaluator: Evaluator,
  env: Env = noEnv,
): Map<string, Selected | SelectedValue> | undefined {
  const inner = unwrap(node) as ts.Expression;
  if (ts.isObjectLiteralExpression(inner)) return membersOf(inner, env, evaluator);
  const value = evaluator.evaluate(inner, env);
  const made = value.kind === 'expression' ? value : { node: inner, env };
  if (ts.isObjectLiteralExpression(made.node)) return membersOf(made.node, made.env, evaluator);
  const rest = ts.isIdentifier(inner) ? restOf(inner, evaluator) : undefined;
  if (rest) return rest;
  const owner = namedTable(listedTable(made.node, evaluator) ?? inner, evaluator);
  return (
    owner.table &&
    new Map([...owner.table.columns].map(([key, column]) => [key, { node: inner, env: noEnv, owner, column }]))
  );
}

function membersOf(
  object: ts.ObjectLiteralExpression,
  env: Env,
  evaluator: Evaluator,
): Map<string, Selected | SelectedValue> | undefined {
  const found = new Map<string, Selected | SelectedValue>();
  for (const property of object.properties) {
    if (ts.isSpreadAssignment(property)) {
      const spread = selectedBy(property.expression, evaluator, env);
      if (!spread) return undefined;
      for (const [key, member] of spread) found.set(key, member);
      continue;
    }
    const given = propertyValue(property);
    const key = property.name && nameText(property.name);
    if (!given || key === undefined) return undefined;
    found.set(key, { node: unwrap(given) as ts.Expression, env });
  }
  return found;
}

/** Tells what a member selects: a column (`users.name`), or something else. */
export function selectedValue(member: Selected | SelectedValue, evaluator: Evaluator): SelectedValue {
  if ('owner' in member) return member;
  const { node, env } = member;
  const owner = ts.isPropertyAccessExpression(node) ? namedTable(node.expression, evaluator) : undefined;
  if (owner?.table)
    return { node, env, owner, column: owner.table.columns.get((node as ts.PropertyAccessExpression).name.text) };
  const value = evaluator.evaluate(node, env);
  if (value.kind === 'column')
    return { node, env, owner: { node, table: value.table, alias: undefined }, column: value.column };
  return owner ? { node, env, owner } : member;
}

/** The table whose columns a call lists: `getTableColumns(users)`. */
function listedTable(node: ts.Node, evaluator: Evaluator): ts.Expression | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const lister = evaluator.evaluate(node.expression, noEnv);
  return isDrizzle(lister) && /(?:^|\.)(?:getTableColumns|getColumns)$/.test(lister.name)
    ? node.arguments[0]
    : undefined;
}

/** What a pattern leaves: `rest` of `const { password, ...rest } = columns`. */
function restOf(name: ts.Identifier, evaluator: Evaluator): Map<string, Selected | SelectedValue> | undefined {
  const declaration = declarationOf(name);
  if (!declaration || !ts.isBindingElement(declaration) || !declaration.dotDotDotToken) return undefined;
  const pattern = declaration.parent;
  const variable = pattern.parent;
  if (!ts.isObjectBindingPattern(pattern) || !ts.isVariableDeclaration(variable) || !variable.initializer)
    return undefined;
  const members = selectedBy(variable.initializer, evaluator);
  for (const element of pattern.elements) {
    const key = element === declaration ? undefined : keyOfBinding(element);
    if (key !== undefined) members?.delete(key);
  }
  return members;
}
