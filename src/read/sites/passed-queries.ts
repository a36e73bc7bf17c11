import { ts } from '../../ts.cts';
import { declarationOf } from '../syntax/scope.ts';
import { isAccess, unwrap, type FunctionNode } from '../syntax/syntax.ts';
import { functionCalled } from '../types/object-members.ts';
import { declarationOfName } from '../types/types.ts';
import { noEnv } from '../values/value.ts';
import { merged, type Held, type HeldContext } from './held.ts';
import { namesQuery } from './query-key.ts';

/** Knows what calls pass to the parameters of the project's functions, of `db.query` and its tables. */
export interface PassedQueries extends Pick<HeldContext, 'passedTo'> {
  /**
   * Records what a call passes to the parameters of its function, so that `passedTo` knows them. Returns the parts of
   * `db.query` that are passed to a function out of sight. All calls have to be recorded before `heldBy` is asked about
   * parameters.
   */
  hand(call: ts.CallExpression | ts.NewExpression): Held[];
}

/** Makes the part of the reader of held queries that knows the parameters of functions. */
export function createPassedQueries(context: HeldContext): PassedQueries {
  /** What was passed to parameters, by the calls seen so far. */
  const passed = new Map<ts.ParameterDeclaration, Held>();
  /** For parameters that are functions: what their function calls them with, by the index of the argument. */
  const called = new Map<ts.ParameterDeclaration, Map<number, Held>>();

  function hand(call: ts.CallExpression | ts.NewExpression): Held[] {
    const away: Held[] = [];
    (call.arguments ?? []).forEach((argument, index) => {
      const inner = unwrap(argument);
      if (!isAccess(inner) || !namesQuery(inner.getText())) return;
      const held = context.heldBy(inner);
      if (!held) return;
      const parameter = parametersOf(call, context)[index];
      if (parameter) passed.set(parameter, merged(passed.get(parameter), held));
      else away.push(held);
      // When the called function is itself a parameter, its callers pass the callback whose parameters get the value.
      const callee = unwrap(call.expression);
      const fn = ts.isIdentifier(callee) ? declarationOf(callee) : undefined;
      if (!fn || !ts.isParameter(fn)) return;
      const known = called.get(fn) ?? new Map<number, Held>();
      called.set(fn, known.set(index, merged(known.get(index), held)));
    });
    return away;
  }

  /**
   * What the parameter of a callback is given: `q` of `load((q) => …)`, when `load` calls its argument with a part of
   * `db.query`.
   */
  function passedToCallback(parameter: ts.ParameterDeclaration): Held | undefined {
    const callback = parameter.parent;
    const call = callback.parent;
    if (!ts.isCallExpression(call) || !(ts.isArrowFunction(callback) || ts.isFunctionExpression(callback)))
      return undefined;
    const given = parametersOf(call, context)[call.arguments.indexOf(callback)];
    return given && called.get(given)?.get(callback.parameters.indexOf(parameter));
  }

  return { hand, passedTo: (parameter) => passed.get(parameter) ?? passedToCallback(parameter) };
}

/** The function or method that is called; undefined when it is out of sight. */
export function calledBy(call: ts.CallExpression, { evaluator, members }: HeldContext): FunctionNode | undefined {
  return functionCalled(call, noEnv, evaluator, ({ expression, name }) => members.memberOf(expression, name.text));
}

/** The parameters of the function or constructor that is called; none when it is out of sight. */
function parametersOf(
  call: ts.CallExpression | ts.NewExpression,
  context: HeldContext,
): readonly ts.ParameterDeclaration[] {
  if (ts.isCallExpression(call)) return calledBy(call, context)?.parameters ?? [];
  const made = declarationOfName(call.expression, context);
  const constructor = made && ts.isClassLike(made) ? made.members.find(ts.isConstructorDeclaration) : undefined;
  return constructor?.parameters ?? [];
}
