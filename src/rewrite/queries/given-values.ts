import { ts } from '../../ts.cts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { isFunction, nameText, unwrap } from '../../read/syntax/syntax.ts';
import { callsOf } from '../conditions/calls-of.ts';
import type { Project } from '../project.ts';

/**
 * The values that all calls of a function pass for a parameter, or for a member of one: for `options.with` in
 * `list(options)`, the `with` of every object that `list` is called with, and for `...args` of a rest parameter the
 * first of the values. Default values count too; a call that omits the argument adds nothing.
 *
 * @returns `undefined` when the expression is not (a member of) a parameter, or when some call or value is out of sight
 */
export function givenValues(node: ts.Expression, project: Project): ts.Expression[] | undefined {
  const inner = unwrap(node);
  if (ts.isPropertyAccessExpression(inner)) {
    const owners = givenValues(inner.expression, project);
    return owners && membersOf(owners, inner.name.text, project);
  }
  const rest = restParameter(inner);
  if (rest) return argumentsOf(rest, project);
  const declaration = ts.isIdentifier(inner) ? declarationOf(inner) : undefined;
  if (!declaration) return undefined;
  if (ts.isParameter(declaration)) return declaration.dotDotDotToken ? undefined : argumentsOf(declaration, project);
  const owner = ts.isBindingElement(declaration) ? declaration.parent.parent : undefined;
  if (!owner || !ts.isParameter(owner) || owner.dotDotDotToken || !ts.isBindingElement(declaration)) return undefined;
  const name = declaration.propertyName ?? declaration.name;
  const given = argumentsOf(owner, project);
  if (!given || declaration.dotDotDotToken || !ts.isIdentifier(name)) return undefined;
  const members = membersOf(given, name.text, project);
  return members && (declaration.initializer ? [...members, declaration.initializer] : members);
}

/** The values that object literals have under a key; `undefined` when an owner is no known literal or has a spread. */
function membersOf(owners: readonly ts.Expression[], key: string, project: Project): ts.Expression[] | undefined {
  const found: ts.Expression[] = [];
  for (const owner of owners) {
    const value = project.evaluator.evaluate(owner);
    if (value.kind !== 'expression' || !ts.isObjectLiteralExpression(value.node)) return undefined;
    for (const property of value.node.properties) {
      if (ts.isSpreadAssignment(property)) return undefined;
      if (!property.name || nameText(property.name) !== key) continue;
      if (ts.isPropertyAssignment(property)) found.push(property.initializer);
      else if (ts.isShorthandPropertyAssignment(property)) found.push(property.name);
      else return undefined;
    }
  }
  return found;
}

/** The rest parameter whose first value a first argument is: `args` of `findMany(...args)` and `findMany(args[0])`. */
function restParameter(node: ts.Node): ts.ParameterDeclaration | undefined {
  const isFirst =
    ts.isElementAccessExpression(node) &&
    ts.isNumericLiteral(node.argumentExpression) &&
    node.argumentExpression.text === '0';
  const list = isFirst || ts.isSpreadElement(node) ? unwrap(node.expression) : undefined;
  const declaration = list && ts.isIdentifier(list) ? declarationOf(list) : undefined;
  return declaration && ts.isParameter(declaration) && declaration.dotDotDotToken ? declaration : undefined;
}

/**
 * The arguments that all calls pass for a parameter, the first ones for a rest parameter, and its default; `undefined`
 * when a call may be out of sight.
 */
function argumentsOf(parameter: ts.ParameterDeclaration, project: Project): ts.Expression[] | undefined {
  const fn = parameter.parent;
  if (!isFunction(fn)) return undefined;
  const index = fn.parameters.indexOf(parameter);
  const calls = callsOf(fn, project)?.calls;
  if (!calls) return undefined;
  const given = parameter.initializer ? [parameter.initializer] : [];
  for (const call of calls) {
    if (call.arguments.slice(0, index + 1).some(ts.isSpreadElement)) return undefined;
    const argument = call.arguments[index];
    if (argument) given.push(argument);
  }
  return given;
}
