import { ts } from '../../ts.cts';
import type { Env } from '../../facts.ts';
import { returnedValues } from '../../read/syntax/function-ends.ts';
import { isAlternative, isAnd, isFunction, isNegation, unwrap } from '../../read/syntax/syntax.ts';
import { writtenType } from '../../filter/values/written-type.ts';
import { mergedBy } from '../../read/values/members.ts';
import { calledBy } from '../../read/values/value-of-call.ts';
import { noEnv } from '../../read/values/value.ts';
import { givenValues } from './given-values.ts';
import { isPlainValue, isWrittenLater } from './later-writes.ts';
import { plainObjectsOf } from './plain-entries.ts';
import type { Project } from '../project.ts';

/** Methods that give `true` or `false`. */
const booleanMethods = new Set(['every', 'endsWith', 'has', 'includes', 'isArray', 'some', 'startsWith', 'test']);

const comparison = /^(?:[!=]==?|[<>]=?|in|instanceof)$/;

/** Whether an expression surely is `true` or `false`: a comparison, a negation, `names.includes(name)`, … */
function isBoolean(node: ts.Expression): boolean {
  const inner = unwrap(node);
  if (isNegation(inner)) return true;
  if (isAnd(inner) || isAlternative(inner)) return isBoolean(inner.left) && isBoolean(inner.right);
  if (ts.isBinaryExpression(inner)) return comparison.test((inner as ts.BinaryExpression).operatorToken.getText());
  if (!ts.isCallExpression(inner)) return writtenType(inner)?.type.kind === ts.SyntaxKind.BooleanKeyword;
  const callee = unwrap(inner.expression);
  return ts.isPropertyAccessExpression(callee)
    ? booleanMethods.has(callee.name.text)
    : ts.isIdentifier(callee) && callee.text === 'Boolean';
}

/** Object literals, each with what is known about the parameters around it. */
type Objects = { object: ts.ObjectLiteralExpression; env: Env }[] | undefined;

/**
 * The object literals that an expression can stand for, through constants, conditionals, helper functions and the
 * arguments given for a parameter, and those that `Object.assign({}, …)` merges. Empty for `true`, `false`, `undefined` and `null`.
 *
 * @param depth how many calls have been followed already
 * @returns `undefined` when one of the possible values is out of sight
 */
export function objectsOf(node: ts.Expression, env: Env, project: Project, depth = 0): Objects {
  const inner = unwrap(node) as ts.Expression;
  if (isPlainValue(inner) || inner.kind === ts.SyntaxKind.NullKeyword) return [];
  if (ts.isObjectLiteralExpression(inner)) return [{ object: inner, env }];
  if (ts.isConditionalExpression(inner)) {
    return both(objectsOf(inner.whenTrue, env, project, depth), objectsOf(inner.whenFalse, env, project, depth));
  }
  if (isAnd(inner)) return objectsOf(inner.right, env, project, depth);
  if (isAlternative(inner) && isBoolean(inner.left)) return objectsOf(inner.right, env, project, depth);
  if (isAlternative(inner))
    return both(objectsOf(inner.left, env, project, depth), objectsOf(inner.right, env, project, depth));
  const [target, ...merged] = mergedBy(inner);
  if (target && ts.isObjectLiteralExpression(target))
    return [target, ...merged].reduce<Objects>((found, each) => both(found, objectsOf(each, env, project, depth)), []);
  const value = project.evaluator.evaluate(inner, env);
  const called =
    value.kind === 'expression' && value.node === inner && ts.isCallExpression(inner) && depth < 8
      ? calledBy(inner, value.env, project.evaluator)
      : undefined;
  if (called) {
    // A function that returns one of several.
    const own = withoutColumns(called.env);
    return returnedValues(called.fn).reduce<Objects>(
      (found, node) => both(found, objectsOf(node, own, project, depth + 1)),
      [],
    );
  }
  const plain = ts.isCallExpression(inner) ? plainObjectsOf(inner, project) : undefined;
  if (plain) return plain.map((object) => ({ object, env: noEnv }));
  if (value.kind !== 'expression' || value.node === inner || isFunction(value.node) || isWrittenLater(inner)) {
    const given = isWrittenLater(inner) ? undefined : givenValues(inner, project);
    return given?.reduce<Objects>((found, node) => both(found, objectsOf(node, noEnv, project, depth)), []);
  }
  return objectsOf(value.node, withoutColumns(value.env), project, depth);
}

/**
 * Parameter values without columns. A function that is given a column, `page(posts.id)`, returns a configuration for
 * any column, so what is rewritten in it must go by its parameter.
 */
function withoutColumns(env: Env): Env {
  return new Map([...env].filter(([, { kind }]) => kind !== 'column'));
}

function both<T>(a: T[] | undefined, b: T[] | undefined): T[] | undefined {
  return a && b ? [...a, ...b] : undefined;
}
