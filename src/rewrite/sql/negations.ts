import { ts } from '../../ts.cts';
import { survives } from '../../edits/apply.ts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { isFunction, unwrap } from '../../read/syntax/syntax.ts';
import { isDrizzle } from '../../read/types/type-references.ts';
import { noEnv, type Evaluator } from '../../read/values/value.ts';
import type { Project } from '../project.ts';
import { envsAt } from './v1-callbacks.ts';

/**
 * Writes `not(…)!` where the types around a call require `SQL`: `const hidden: SQL = not(…)`, `list.push(not(…))` of an
 * `SQL[]`. From 1.0.0-rc.5 on, `not()` accepts undefined and its type is `SQL | undefined`. The `!` is safe, because
 * v1's `not()` took no undefined. Only for SQL that stays SQL: what becomes a filter object is left out.
 */
export function rewriteNegations(project: Project): void {
  const { capabilities, changes, evaluator, mentioning } = project;
  if (!capabilities.optionalNot) return;
  const envsOf = envsAt(project);
  for (const { ast, path } of mentioning(/\bnot(?:\s*\(|\s+as\b)/)) {
    if (!/\.[cm]?tsx?$/.test(path) || changes.deleted().has(path)) continue;
    const edits = changes.edits(path);
    for (const call of nodesOf(ast).calls) {
      // Looking for the parameter that a call is given to takes longer, so only calls of that name are worth it.
      const isPlain = /\bnot$/.test(call.expression.getText());
      if (!isPromised(call, evaluator) && !(isPlain && isExpected(call, evaluator))) continue;
      if (!envsOf(call).some((env) => operatorOf(call, evaluator, env) === 'not')) continue;
      const last = call.end - 1;
      if (!survives(call.getStart(), edits) || !survives(last, edits)) continue;
      // Replacing the `)` keeps the `!` inside of a range that another edit keeps; an insertion behind it would be
      // outside.
      changes.replace(path, last, call.end, ')!');
      changes.report('RQB_NOT_TYPE', call);
    }
  }
}

/** The name of the export of drizzle-orm that is called; undefined for other expressions. */
function operatorOf(node: ts.Node, evaluator: Evaluator, env = noEnv): string | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const value = evaluator.evaluate(node.expression, env);
  return isDrizzle(value) ? value.name : undefined;
}

/**
 * Whether the types around a call require it to be `SQL`: an annotation, a return type, or the list it is pushed to.
 */
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

/** Whether a parameter or a record requires a call to be `SQL`, or the function whose body the call is to return it. */
function isExpected(call: ts.Node, evaluator: Evaluator): boolean {
  const { parent } = call;
  if (!ts.isArrowFunction(parent)) return isSql(expectedType(call, evaluator), 'SQL');
  if (parent.body !== call || parent.type) return false;
  const type = expectedType(parent, evaluator);
  return type !== undefined && ts.isFunctionTypeNode(type) && isSql(type.type, 'SQL');
}

/**
 * The type that an argument or a member of an object must have: that of the parameter of a function of the project, or
 * of the values of an annotated `Record`.
 */
function expectedType(node: ts.Node, evaluator: Evaluator): ts.TypeNode | undefined {
  const { parent } = node;
  if (ts.isCallExpression(parent)) {
    const fn = evaluator.evaluate(parent.expression);
    if (fn.kind !== 'expression' || !isFunction(fn.node)) return undefined;
    const parameter = fn.node.parameters[parent.arguments.indexOf(node as ts.Expression)];
    const isOptional = parameter?.questionToken ?? parameter?.initializer ?? parameter?.dotDotDotToken;
    return isOptional ? undefined : parameter?.type;
  }
  if (!ts.isPropertyAssignment(parent) || !ts.isVariableDeclaration(parent.parent.parent)) return undefined;
  const { type } = parent.parent.parent;
  const isRecord = type && ts.isTypeReferenceNode(type) && type.typeName.getText() === 'Record';
  return isRecord ? type.typeArguments?.[1] : undefined;
}

/** Whether a type is exactly `SQL` (or a promise of it), or a list of `SQL`. */
function isSql(type: ts.TypeNode | undefined, kind: 'SQL' | 'list'): boolean {
  const name = String.raw`SQL(?:<\w+>)?`;
  const pattern = kind === 'SQL' ? `(?:${name}|Promise<${name}>)` : `(?:${name}\\[\\]|Array<${name}>)`;
  return type !== undefined && new RegExp(`^${pattern}$`).test(type.getText());
}

/** Whether an initializer like `[eq(users.id, 1)]` makes TypeScript infer `SQL[]`, without undefined. */
function isListOfSql(initializer: ts.Expression | undefined, evaluator: Evaluator): boolean {
  const list = initializer && unwrap(initializer);
  if (!list || !ts.isArrayLiteralExpression(list) || list.elements.length === 0) return false;
  return list.elements.every((element) => {
    const operator = operatorOf(element, evaluator);
    return operator !== undefined && !['and', 'or', 'not'].includes(operator);
  });
}
