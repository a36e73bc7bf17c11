import { ts } from '../../ts.cts';
import type { Env } from '../../facts.ts';
import { declarationOf } from '../syntax/scope.ts';
import { isAlternative, isAnd, isConst, isNullish, unwrap } from '../syntax/syntax.ts';
import type { Evaluator } from './value.ts';

/** One of the expressions that may give another expression its value. */
export interface Leaf {
  node: ts.Node;
  env: Env;
  /** When the value is unknown: the type annotation of the variable or parameter that it names, if it has one. */
  type: ts.TypeNode | undefined;
}

/**
 * Yields the expressions that may give an expression its value, following conditionals, `||`, `??`, `&&`, constants and
 * functions in sight: `a ? 1 : b ?? 2` → `1`, `b`, `2`. Of `a && b` only `b` is followed. For `a || b` and `a ?? b`, a
 * literal `null` or `undefined` on the left is left out.
 */
export function* leavesOf(node: ts.Node, env: Env, evaluator: Evaluator, depth = 0): Generator<Leaf> {
  const inner = unwrap(node);
  const follow = (part: ts.Node) => leavesOf(part, env, evaluator, depth);
  if (ts.isConditionalExpression(inner)) {
    yield* follow(inner.whenTrue);
    yield* follow(inner.whenFalse);
    return;
  }
  if (isAlternative(inner)) {
    for (const leaf of follow(inner.left)) if (!isNullish(leaf.node)) yield leaf;
    yield* follow(inner.right);
    return;
  }
  if (isAnd(inner)) {
    yield* follow(inner.right);
    return;
  }
  const value = evaluator.evaluate(inner, env);
  if (value.kind === 'expression' && value.node !== inner && depth < 8) {
    yield* leavesOf(value.node, value.env, evaluator, depth + 1);
    return;
  }
  const declaration = ts.isIdentifier(inner) && value.kind === 'unknown' ? declarationOf(inner) : undefined;
  if (declaration && ts.isVariableDeclaration(declaration) && isConstantNothing(declaration) && depth < 8) {
    yield* leavesOf(declaration.initializer!, env, evaluator, depth + 1);
    return;
  }
  const isTyped = declaration && (ts.isParameter(declaration) || ts.isVariableDeclaration(declaration));
  yield { node: inner, env, type: isTyped ? declaration.type : undefined };
}

/**
 * Whether a declaration is `const x = undefined` or `const x = null`. Needed because the evaluator does not know the
 * global `undefined`.
 */
export function isConstantNothing(declaration: ts.VariableDeclaration): boolean {
  const { initializer } = declaration;
  return isConst(declaration) && initializer !== undefined && isNullish(unwrap(initializer));
}
