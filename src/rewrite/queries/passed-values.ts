import type { PassedValue } from '../../filter/context.ts';
import { isUnchecked } from '../../filter/values/unchecked.ts';
import { followed, memberNames, pathOf } from '../../read/syntax/paths.ts';
import { declarationOf, ownerOfBinding } from '../../read/syntax/scope.ts';
import { type FunctionNode, isFunction, nameText, propertyValue, unwrap } from '../../read/syntax/syntax.ts';
import { isNeverAssigned } from '../../read/syntax/writes.ts';
import { ts } from '../../ts.cts';
import { callsInSight, handedInSight } from '../conditions/calls-in-sight.ts';
import type { Project } from '../project.ts';

/** How many functions may hand on a value, and how many constants may hold it. */
const maxDepth = 4;

/** Tests pass what they have made themselves. */
const test = /\/__tests__\/|[.-](?:test|spec|e2e)\.\w+$/;
const isNoTest = (path: string) => !test.test(path);

/** What a call passes for a parameter. */
export type Passed = Pick<PassedValue, 'value' | 'part'>;

const whole = (value: ts.Expression): Passed => ({ value, part: 'whole' });

/**
 * What calls in sight pass for a parameter or for a member of one, also when it is read through constants:
 * `input.user.id` in `byUser(input)`, `id` of `const { id } = input`. Of an object that nothing has checked
 * (`await request.json()`), the object itself. Calls in tests are left out. There may be other calls; `givenValues` has
 * all or nothing.
 */
export function passedValues(node: ts.Expression, project: Project, depth = 0): Passed[] {
  const written = pathOf(node);
  const path = written && followed(written);
  const parameter = path?.root && ownerOfBinding(path.root);
  if (!path?.root || !parameter || !ts.isParameter(parameter) || depth > maxDepth) return [];
  const isFixed = isNeverAssigned(path.root as ts.ParameterDeclaration | ts.BindingElement);
  const names = memberNames(path.root, parameter);
  const fn = parameter.parent;
  if (!isFixed || !isFunction(fn) || parameter.dotDotDotToken || path.text.includes('[')) return [];
  // Only the default of a name that has one: what is passed may be missing.
  if (!names) return ts.isBindingElement(path.root) && path.root.initializer ? [whole(path.root.initializer)] : [];
  const all = [...names, ...path.text.split('.').slice(1)];
  const index = fn.parameters.indexOf(parameter);
  const given = callsInSight(fn, project, isNoTest).flatMap((call) => argumentsAt(call, index, project));
  const values = parameter.initializer ? [...given, parameter.initializer] : given;
  return [...values.flatMap((value) => membersAt(value, all, project, depth)), ...handed()];

  /** What the function is handed on to gives it. Of elements of unchecked lists, any member may be missing. */
  function handed(): Passed[] {
    const given = index === 0 ? handedInSight(fn as FunctionNode, project, isNoTest) : [];
    return given.flatMap(({ value, part }): Passed[] => {
      if (part === 'whole') return membersAt(value, all, project, depth);
      return all.length === 0 || isUnchecked(value, project.evaluator) ? [{ value, part }] : [];
    });
  }
}

/**
 * The argument of a call at a place, also when it is spread from a list that is written in place, or from a rest
 * parameter: then the arguments of the calls in sight that it comes from.
 *
 * @param depth how many functions have handed on their arguments already
 */
function argumentsAt(call: ts.CallExpression, index: number, project: Project, depth = 0): ts.Expression[] {
  const { arguments: given } = call;
  const before = given.slice(0, index + 1);
  const at = before.findIndex(ts.isSpreadElement);
  if (at < 0) return before.slice(index);
  const { expression: list } = before[at] as ts.SpreadElement;
  if (isUnchecked(list, project.evaluator)) return [list];
  const rest = ts.isIdentifier(list) ? declarationOf(list) : undefined;
  if (rest && ts.isParameter(rest) && rest.dotDotDotToken && isFunction(rest.parent) && depth < maxDepth) {
    const { parent: fn } = rest;
    const first = fn.parameters.indexOf(rest) - at;
    return callsInSight(fn, project, isNoTest).flatMap((each) => argumentsAt(each, first + index, project, depth + 1));
  }
  const value = project.evaluator.evaluate(unwrap(list));
  if (value.kind !== 'expression' || !ts.isArrayLiteralExpression(value.node)) return [];
  const { elements } = value.node;
  const element = elements[index - at];
  return !element || elements.slice(0, index - at + 1).some(ts.isSpreadElement) ? [] : [element];
}

/** The values that a member of a member of … an object may have, given the names on the way. */
function membersAt(owner: ts.Expression, names: readonly string[], project: Project, depth: number): Passed[] {
  const [name, ...rest] = names;
  if (name === undefined || isUnchecked(owner, project.evaluator)) return [whole(owner)];
  const value = project.evaluator.evaluate(unwrap(owner));
  if (value.kind !== 'expression' || !ts.isObjectLiteralExpression(value.node)) {
    const passed = passedValues(owner, project, depth + 1).flatMap((each) =>
      each.part === 'whole' ? membersAt(each.value, names, project, depth + 1) : [],
    );
    // A member that a cast makes up is silent only there.
    return project.capabilities.undefinedThrows ? passed : [...passed, { value: owner, part: { member: name } }];
  }
  const property = value.node.properties.findLast((each) => each.name && nameText(each.name) === name);
  const member = property && propertyValue(property);
  return member ? membersAt(member, rest, project, depth) : [];
}
