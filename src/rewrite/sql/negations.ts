import { ts } from '../../ts.cts';
import { survives } from '../../edits/apply.ts';
import { nodesOf } from '../../read/nodes.ts';
import { declarationOf } from '../../read/scope.ts';
import { isFunction, unwrap } from '../../read/syntax.ts';
import { isDrizzle } from '../../read/type-references.ts';
import { noEnv, type Evaluator } from '../../read/value.ts';
import type { Project } from '../project.ts';
import { envsAt } from './v1-callbacks.ts';

/**
 * In 1.0.0-rc.5 `not()` takes undefined, too, and its type says that it may give it. SQL that stays SQL and is promised to
 * be there (`SQL[]`, a list of other conditions) gets `not(…)!`; what v1 allowed to give to `not()` is never undefined.
 */
export function rewriteNegations(project: Project): void {
  const { capabilities, changes, evaluator, mentioning } = project;
  if (!capabilities.optionalNot) return;
  const envsOf = envsAt(project);
  for (const { ast, path } of mentioning(/\bnot(?:\s*\(|\s+as\b)/)) {
    if (!/\.[cm]?tsx?$/.test(path) || changes.deleted().has(path)) continue;
    const edits = changes.edits(path);
    for (const call of nodesOf(ast).calls) {
      if (!isPromised(call, evaluator)) continue;
      if (!envsOf(call).some((env) => operatorOf(call, evaluator, env) === 'not')) continue;
      const last = call.end - 1;
      if (!survives(call.getStart(), edits) || !survives(last, edits)) continue;
      // An insertion behind it would not belong to what an edit around it keeps.
      changes.replace(path, last, call.end, ')!');
      changes.report('RQB_NOT_TYPE', call);
    }
  }
}

function operatorOf(node: ts.Node, evaluator: Evaluator, env = noEnv): string | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const value = evaluator.evaluate(node.expression, env);
  return isDrizzle(value) ? value.name : undefined;
}

/** Whether the types around a call say that there is SQL. */
function isPromised(call: ts.Node, evaluator: Evaluator): boolean {
  const { parent } = call;
  if (ts.isParenthesizedExpression(parent)) return isPromised(parent, evaluator);
  if (ts.isConditionalExpression(parent)) return parent.condition !== call && isPromised(parent, evaluator);
  if (ts.isVariableDeclaration(parent)) return isSql(parent.type, 'SQL');
  if (ts.isReturnStatement(parent)) return isSql(ts.findAncestor(parent, isFunction)?.type, 'SQL');
  if (ts.isArrowFunction(parent)) return parent.body === call && isSql(parent.type, 'SQL');
  if (ts.isArrayLiteralExpression(parent))
    return ts.isVariableDeclaration(parent.parent) && isSql(parent.parent.type, 'list');
  if (!ts.isCallExpression(parent) || !ts.isPropertyAccessExpression(parent.expression)) return false;
  const { expression: list, name } = parent.expression;
  const declaration = ts.isIdentifier(list) && /^(?:push|unshift)$/.test(name.text) && declarationOf(list);
  if (!declaration || !ts.isVariableDeclaration(declaration)) return false;
  return declaration.type ? isSql(declaration.type, 'list') : isListOfSql(declaration.initializer, evaluator);
}

function isSql(type: ts.TypeNode | undefined, kind: 'SQL' | 'list'): boolean {
  const name = String.raw`SQL(?:<\w+>)?`;
  const pattern = kind === 'SQL' ? `(?:${name}|Promise<${name}>)` : `(?:${name}\\[\\]|Array<${name}>)`;
  return type !== undefined && new RegExp(`^${pattern}$`).test(type.getText());
}

/** `[eq(users.id, 1)]`: what it may hold is inferred, and undefined is none of it. */
function isListOfSql(initializer: ts.Expression | undefined, evaluator: Evaluator): boolean {
  const list = initializer && unwrap(initializer);
  if (!list || !ts.isArrayLiteralExpression(list) || list.elements.length === 0) return false;
  return list.elements.every((element) => {
    const operator = operatorOf(element, evaluator);
    return operator !== undefined && !['and', 'or', 'not'].includes(operator);
  });
}
