import { ts } from '../ts.cts';
import type { Env } from '../facts.ts';
import { declarationOf } from './scope.ts';
import { isConst, isUndefined, unwrap } from './syntax.ts';
import type { Evaluator } from './value.ts';

/** One of the things an expression may turn out to be. */
export interface Leaf {
  node: ts.Node;
  env: Env;
  /** The type written at the declaration of a value that is not known itself. */
  type: ts.TypeNode | undefined;
}

/** What an expression may be, through conditionals, defaults, constants and helpers that are in sight. */
export function* leavesOf(node: ts.Node, env: Env, evaluator: Evaluator, depth = 0): Generator<Leaf> {
  const inner = unwrap(node);
  const follow = (part: ts.Node) => leavesOf(part, env, evaluator, depth);
  if (ts.isConditionalExpression(inner)) {
    yield* follow(inner.whenTrue);
    yield* follow(inner.whenFalse);
    return;
  }
  if (ts.isBinaryExpression(inner)) {
    const { kind } = inner.operatorToken;
    if (kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.QuestionQuestionToken) {
      for (const leaf of follow(inner.left)) if (!isNullish(leaf.node)) yield leaf;
      yield* follow(inner.right);
      return;
    }
    if (kind === ts.SyntaxKind.AmpersandAmpersandToken) {
      yield* follow(inner.right);
      return;
    }
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

/** `const x = undefined`: the evaluator does not know the global. */
export function isConstantNothing(declaration: ts.VariableDeclaration): boolean {
  const { initializer } = declaration;
  return isConst(declaration) && initializer !== undefined && isNullish(unwrap(initializer));
}

/** `undefined` or `null` as it is written. */
export function isNullish(node: ts.Node): boolean {
  return isUndefined(node) || node.kind === ts.SyntaxKind.NullKeyword;
}
