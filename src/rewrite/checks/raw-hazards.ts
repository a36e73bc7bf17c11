import { ts } from '../../ts.cts';
import type { Env } from '../../facts.ts';
import { isBuilderCall } from '../../filter/sql-text.ts';
import { leavesOf } from '../../read/leaves.ts';
import { declarationOf } from '../../read/scope.ts';
import { isFunction, isName } from '../../read/syntax.ts';
import type { Evaluator } from '../../read/value.ts';

/** A column in the SQL of a `RAW` that is not the callback's: v2 calls the table by an alias, so it names no table. */
export function globalColumnIn(raw: ts.Expression, env: Env, evaluator: Evaluator): ts.Node | undefined {
  for (const leaf of leavesOf(raw, env, evaluator)) {
    const found = columnIn(leaf.node, leaf.env, evaluator);
    if (found) return found;
  }
  return undefined;
}

function columnIn(node: ts.Node, env: Env, evaluator: Evaluator): ts.Node | undefined {
  const isOwn = (name: ts.Node): boolean => {
    if (ts.isPropertyAccessExpression(name)) return isOwn(name.expression);
    const declaration = ts.isIdentifier(name) ? declarationOf(name) : undefined;
    return declaration !== undefined && declaration.pos >= node.pos && declaration.end <= node.end;
  };
  const visit = (child: ts.Node): ts.Node | undefined => {
    if (isBuilderCall(child) || ts.isTypeNode(child)) return undefined;
    // A subquery in text has tables of its own.
    if (ts.isTaggedTemplateExpression(child) && /\bfrom\b/i.test(child.template.getText())) return undefined;
    if (ts.isCallExpression(child) && isAliased(child, env, evaluator)) return undefined;
    const mayBeColumn = ts.isPropertyAccessExpression(child) || (ts.isIdentifier(child) && !isName(child));
    if (mayBeColumn && !isOwn(child) && evaluator.evaluate(child, env).kind === 'column') return child;
    return ts.forEachChild(child, visit);
  };
  return visit(isFunction(node) && node.body ? node.body : node);
}

/** `mapColumnsInSQLToAlias(…)`, which gives the columns their alias, and whatever helper does it too. */
function isAliased({ expression }: ts.CallExpression, env: Env, evaluator: Evaluator): boolean {
  const callee = evaluator.evaluate(expression, env);
  if (callee.kind !== 'external') return callee.kind === 'unknown' || callee.kind === 'expression';
  return /^mapColumnsIn|^aliased/.test(callee.name);
}
