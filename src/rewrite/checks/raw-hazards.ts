import { ts } from '../../ts.cts';
import type { Env } from '../../facts.ts';
import { isBuilderCall } from '../../filter/sql/sql-text.ts';
import { leavesOf } from '../../read/values/leaves.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { isFunction, isName } from '../../read/syntax/syntax.ts';
import type { Evaluator } from '../../read/values/value.ts';

/**
 * The first column in the SQL of a `RAW` that is one of an imported table and not of the callback's: v2 queries the
 * table under an alias and does not re-alias `RAW`, so the column names no table there. `undefined` when there is none.
 */
export function globalColumnIn(raw: ts.Expression, env: Env, evaluator: Evaluator): ts.Node | undefined {
  for (const leaf of leavesOf(raw, env, evaluator)) {
    const found = columnIn(leaf.node, leaf.env, evaluator);
    if (found) return found;
  }
  return undefined;
}

/** The first such column in an expression or function body. */
function columnIn(node: ts.Node, env: Env, evaluator: Evaluator): ts.Node | undefined {
  /** Whether a name is declared within the expression, as the callback's parameters are. */
  const isOwn = (name: ts.Node): boolean => {
    if (ts.isPropertyAccessExpression(name)) return isOwn(name.expression);
    const declaration = ts.isIdentifier(name) ? declarationOf(name) : undefined;
    return declaration !== undefined && declaration.pos >= node.pos && declaration.end <= node.end;
  };
  const visit = (child: ts.Node): ts.Node | undefined => {
    if (isBuilderCall(child) || ts.isTypeNode(child)) return undefined;
    // A subquery in a template has tables of its own.
    if (ts.isTaggedTemplateExpression(child) && /\bfrom\b/i.test(child.template.getText())) return undefined;
    if (ts.isCallExpression(child) && isAliased(child, env, evaluator)) return undefined;
    const mayBeColumn = ts.isPropertyAccessExpression(child) || (ts.isIdentifier(child) && !isName(child));
    if (mayBeColumn && !isOwn(child) && evaluator.evaluate(child, env).kind === 'column') return child;
    return ts.forEachChild(child, visit);
  };
  return visit(isFunction(node) && node.body ? node.body : node);
}

/**
 * Whether a call re-aliases the columns it is given: `mapColumnsInSQLToAlias(…)`, or perhaps a function of the project.
 */
function isAliased({ expression }: ts.CallExpression, env: Env, evaluator: Evaluator): boolean {
  const callee = evaluator.evaluate(expression, env);
  if (callee.kind !== 'external') return callee.kind === 'unknown' || callee.kind === 'expression';
  return /^mapColumnsIn|^aliased/.test(callee.name);
}
