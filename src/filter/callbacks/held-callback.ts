import type { Piece } from '../../edits/edit.ts';
import type { Env } from '../../facts.ts';
import { mayReturnNothing, returnedValues } from '../../read/syntax/function-ends.ts';
import {
  isAlternative,
  isAnd,
  isAssignment,
  isConst,
  isFunction,
  isNullish,
  propertyValue,
  unwrap,
  type FunctionNode,
} from '../../read/syntax/syntax.ts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { declarationOf, variableOf } from '../../read/syntax/scope.ts';
import { calledBy } from '../../read/values/value-of-call.ts';
import { ts } from '../../ts.cts';
import type { QueryContext } from '../context.ts';
import { isOptionalType } from '../values/written-type.ts';

/** A v1 callback that is not written in place: held by a name or an object, chosen, or made by a function. */
export interface HeldCallback {
  /** The callback; of several that it may be the one that takes the most. */
  fn: FunctionNode;
  /** Whether there may be none. */
  isOptional: boolean;
}

/** What an expression may stand for: a function, nothing (`null`, `undefined`), or anything else. */
type Outcome = FunctionNode | 'nothing' | 'else';

/**
 * The v1 callback that an expression stands for: a name, a choice between callbacks, a member of an object of such
 * (`filters[name]`), or a call that makes one: `ownedBy(id)` of `const ownedBy = (id) => (t, { eq }) => …`.
 *
 * @returns 'in part' for what may also give something else; undefined for what gives no callback
 */
export function heldCallback(node: ts.Node, context: QueryContext): HeldCallback | 'in part' | undefined {
  const outcomes = outcomesOf(node, context.env, context);
  const callbacks = outcomes.filter((outcome) => typeof outcome !== 'string');
  const [fn] = callbacks.toSorted((a, b) => b.parameters.length - a.parameters.length);
  if (fn && outcomes.includes('else')) return 'in part';
  return fn && { fn, isOptional: outcomes.includes('nothing') };
}

/** Whether an expression may stand for a v1 callback, among other things. */
export function mayBeCallback(node: ts.Node, context: QueryContext): boolean {
  return heldCallback(node, context) !== undefined;
}

function outcomesOf(node: ts.Node, env: Env, context: QueryContext, depth = 0): Outcome[] {
  const inner = unwrap(node);
  const next = (part: ts.Node, within = env) => outcomesOf(part, within, context, depth + 1);
  if (depth > 8) return ['else'];
  if (isFunction(inner)) return [inner];
  if (isNullish(inner)) return ['nothing'];
  if (ts.isConditionalExpression(inner)) return [inner.whenTrue, inner.whenFalse].flatMap((branch) => next(branch));
  // Of `isOpen && callback` the left side may be `false`, which cannot be called.
  if (isAnd(inner)) return ['else', ...next(inner.right)];
  if (isAlternative(inner)) return [...next(inner.left).filter((each) => each !== 'nothing'), ...next(inner.right)];
  if (ts.isCallExpression(inner)) {
    const called = calledBy(inner, env, context.evaluator);
    if (!called) return ['else'];
    const made = returnedValues(called.fn).flatMap((returned) => next(returned, called.env));
    return mayReturnNothing(called.fn) ? [...made, 'nothing'] : made;
  }
  const value = context.evaluator.evaluate(inner, env);
  const variable = variableOf(inner);
  const isOpen = variable?.type !== undefined && !isConst(variable) && isOptionalType(variable.type);
  const declared: Outcome[] = isOpen ? ['nothing'] : [];
  if (value.kind === 'expression' && unwrap(value.node) !== inner) return [...declared, ...next(value.node, value.env)];
  if (ts.isElementAccessExpression(inner)) return membersOf(inner.expression, env, context, next);
  if (!variable || isConst(variable)) return ['else'];
  const initial: Outcome[] = variable.initializer ? next(variable.initializer) : ['nothing'];
  return [...declared, ...initial, ...assignedTo(variable).flatMap((given) => next(given))];
}

/** What any member of an object literal may stand for; there may be none of a name. */
function membersOf(
  object: ts.Expression,
  env: Env,
  { evaluator }: QueryContext,
  next: (part: ts.Node, env: Env) => Outcome[],
): Outcome[] {
  const value = evaluator.evaluate(object, env);
  const map = value.kind === 'expression' ? unwrap(value.node) : undefined;
  if (value.kind !== 'expression' || !map || !ts.isObjectLiteralExpression(map)) return ['else'];
  const members = map.properties.flatMap((property): Outcome[] => {
    const member = ts.isMethodDeclaration(property) ? property : propertyValue(property);
    return member ? next(member, value.env) : ['else'];
  });
  return [...members, 'nothing'];
}

/** What a variable is assigned anywhere in its file. */
function assignedTo(variable: ts.VariableDeclaration): ts.Expression[] {
  return nodesOf(variable.getSourceFile()).identifiers.flatMap((name) => {
    const { parent } = name;
    const isTarget = isAssignment(parent) && parent.left === name;
    return isTarget && declarationOf(name) === variable ? parent.right : [];
  });
}

/** Whether a callback takes the operators, too. */
export function takesOperators({ parameters }: FunctionNode): boolean {
  return parameters.length > 1 || parameters.some(({ dotDotDotToken }) => dotDotDotToken);
}

/** The code that calls a callback, with as many arguments as it takes: `ownedBy(id)(t, operators)`. */
export function calledCallback(node: ts.Expression, { fn, isOptional }: HeldCallback, table: string): Piece[] {
  const given = takesOperators(fn) ? `(${table}, operators)` : fn.parameters.length === 1 ? `(${table})` : '()';
  const called = isOptional ? `?.${given}` : given;
  const name = { start: node.getStart(), end: node.end };
  return ts.isLeftHandSideExpression(node) ? [name, called] : ['(', name, ')', called];
}
