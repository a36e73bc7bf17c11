import { ts } from '../../ts.cts';
import { commentsOfStatement } from '../../filter/comments.ts';
import type { QueryContext } from '../../filter/context.ts';
import { isBuilderCall } from '../../filter/sql/sql-text.ts';
import { isSql } from '../../filter/values/is-sql.ts';
import { isSqlTag, operatorOf } from '../../filter/values/operators.ts';
import { declarationOf, ownerOfBinding } from '../../read/syntax/scope.ts';
import {
  isAssignment,
  isConst,
  isName,
  returnedExpression,
  unwrap,
  type FunctionNode,
} from '../../read/syntax/syntax.ts';

/** A `const` of a v1 callback. */
export type Constant = ts.VariableDeclaration & { initializer: ts.Expression };

/**
 * The constants of a v1 `extras` callback with several statements, `(t, { sql }) => { const full = sql`…`; return {…}; }`.
 * v2 has a callback for each key, so each of them gets the constants it needs.
 */
export interface Constants {
  /** The block that they stand in. */
  body: ts.Block;
  callback: FunctionNode;
  /** What a constant without a type holds, when the expression is its name; otherwise the expression itself. */
  follow(node: ts.Expression): ts.Expression;
  /** The constants that an expression mentions, and those that these mention, in their order. */
  neededBy(node: ts.Node): readonly Constant[];
  /** Notes that the callback of a key holds a constant, or what it stands for. */
  take(key: ts.Node, constants: readonly Constant[]): void;
  /** The constants that an expression leads through when it is followed. */
  followed(node: ts.Expression): readonly Constant[];
  /**
   * Whether v2 does as much as v1 did: what may have an effect, or another value each time, is in the callback of one
   * key alone.
   */
  isMovable(): boolean;
  /** The comments in the block that belong to no constant which has moved with its own. */
  comments(): string[];
}

/**
 * Reads the body of a callback that consists of constants and a `return`.
 *
 * @returns `undefined` for a body with any other statement
 */
export function constantsOf(fn: FunctionNode, context: QueryContext): Constants | undefined {
  const { body } = fn;
  if (!body || !ts.isBlock(body) || !returnedExpression(fn)) return undefined;
  const lists = body.statements
    .slice(0, -1)
    .map((statement) => (ts.isVariableStatement(statement) ? statement.declarationList.declarations : undefined));
  const all = lists.flat();
  if (!all.every((each): each is Constant => each?.initializer !== undefined && isConst(each))) return undefined;
  const takenBy = new Map<Constant, Set<ts.Node>>();
  const constantOf = (node: ts.Node): Constant | undefined => {
    const declaration = ts.isIdentifier(node) && !isName(node) ? declarationOf(node) : undefined;
    return declaration && all.find((each) => each === ownerOfBinding(declaration));
  };
  const held = (node: ts.Expression): Constant | undefined => {
    const constant = constantOf(unwrap(node));
    return constant && !constant.type && ts.isIdentifier(constant.name) ? constant : undefined;
  };
  const mentioned = (node: ts.Node, found: Set<Constant>): Set<Constant> => {
    const visit = (child: ts.Node): void => {
      const constant = constantOf(child);
      // A name of a column is re-bound to the table of the new callback.
      if (constant && !found.has(constant) && !isRebound(child, node, context))
        mentioned(constant.initializer, found.add(constant));
      ts.forEachChild(child, visit);
    };
    visit(node);
    return found;
  };
  const followed = (node: ts.Expression): Constant[] => {
    const constant = held(node);
    return constant ? [constant, ...followed(constant.initializer)] : [];
  };
  return {
    body,
    callback: fn,
    follow: (node) => followed(node).at(-1)?.initializer ?? node,
    followed,
    neededBy(node) {
      const found = mentioned(node, new Set());
      return all.filter((each) => found.has(each));
    },
    take(key, constants) {
      for (const constant of constants) takenBy.set(constant, (takenBy.get(constant) ?? new Set()).add(key));
    },
    isMovable() {
      const impure = all.filter(({ initializer }) => !isPure(initializer, context));
      const keys = new Set(impure.flatMap((each) => [...(takenBy.get(each) ?? [])]));
      return impure.length === 0 || (keys.size === 1 && impure.every((each) => takenBy.has(each)));
    },
    comments: () =>
      body.statements.flatMap((statement) => {
        const isTaken =
          ts.isVariableStatement(statement) &&
          statement.declarationList.declarations.some((each) => takenBy.has(each as Constant));
        return isTaken ? [] : commentsOfStatement(statement);
      }),
  };
}

/** Whether a name that stands for a column becomes a property of the new callback's table. */
function isRebound(name: ts.Node, root: ts.Node, { evaluator, env }: QueryContext): boolean {
  if (evaluator.evaluate(name, env).kind !== 'column') return false;
  return !ts.findAncestor(name, (outer) => (outer === root ? 'quit' : isBuilderCall(outer)));
}

/** Whether an expression only makes a value, the same each time: SQL, literals, members of other values. */
function isPure(node: ts.Node, context: QueryContext): boolean {
  const inner = unwrap(node);
  if (ts.isFunctionLike(inner)) return true;
  if (ts.isTaggedTemplateExpression(inner) && !isSqlTag(inner.tag, context)) return false;
  if (ts.isCallExpression(inner) && !operatorOf(inner, context) && !isBuilderCall(inner) && !isSql(inner, context))
    return false;
  if (ts.isNewExpression(inner) || ts.isAwaitExpression(inner) || ts.isYieldExpression(inner) || isAssignment(inner))
    return false;
  const isStep =
    ts.isPostfixUnaryExpression(inner) ||
    (ts.isPrefixUnaryExpression(inner) &&
      [ts.SyntaxKind.PlusPlusToken, ts.SyntaxKind.MinusMinusToken].includes(inner.operator));
  if (isStep || ts.isDeleteExpression(inner)) return false;
  return !ts.forEachChild(inner, (child) => (isPure(child, context) ? undefined : true));
}
