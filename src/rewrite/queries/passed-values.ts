import { isUnchecked } from '../../filter/values/unchecked.ts';
import { followed, memberNames, pathOf } from '../../read/syntax/paths.ts';
import { ownerOfBinding } from '../../read/syntax/scope.ts';
import { isFunction, nameText, propertyValue, unwrap } from '../../read/syntax/syntax.ts';
import { isNeverAssigned } from '../../read/syntax/writes.ts';
import { ts } from '../../ts.cts';
import { callsInSight } from '../conditions/calls-in-sight.ts';
import type { Project } from '../project.ts';

/** How many functions may hand on a value, and how many constants may hold it. */
const maxDepth = 4;

/** Tests pass what they have made themselves. */
const test = /\/__tests__\/|[.-](?:test|spec|e2e)\.\w+$/;
const isNoTest = (path: string) => !test.test(path);

/**
 * What calls in sight pass for a parameter or for a member of one, also when it is read through constants:
 * `input.user.id` in `byUser(input)`, `id` of `const { id } = input`. Of an object that nothing has checked
 * (`await request.json()`), the object itself. Calls in tests are left out. There may be other calls; `givenValues` has
 * all or nothing.
 */
export function passedValues(node: ts.Expression, project: Project, depth = 0): ts.Expression[] {
  const written = pathOf(node);
  const path = written && followed(written);
  const parameter = path?.root && ownerOfBinding(path.root);
  if (!path?.root || !parameter || !ts.isParameter(parameter) || depth > maxDepth) return [];
  const isFixed = isNeverAssigned(path.root as ts.ParameterDeclaration | ts.BindingElement);
  const names = memberNames(path.root, parameter);
  const fn = parameter.parent;
  if (!isFixed || !isFunction(fn) || parameter.dotDotDotToken || path.text.includes('[')) return [];
  // Only the default of a name that has one: what is passed may be missing.
  if (!names) return ts.isBindingElement(path.root) && path.root.initializer ? [path.root.initializer] : [];
  const all = [...names, ...path.text.split('.').slice(1)];
  const index = fn.parameters.indexOf(parameter);
  const given = callsInSight(fn, project, isNoTest).flatMap(({ arguments: passed }) =>
    passed.slice(0, index + 1).some(ts.isSpreadElement) ? [] : (passed[index] ?? []),
  );
  const values = parameter.initializer ? [...given, parameter.initializer] : given;
  return values.flatMap((value) => membersAt(value, all, project, depth));
}

/** The values that a member of a member of … an object may have, given the names on the way. */
function membersAt(owner: ts.Expression, names: readonly string[], project: Project, depth: number): ts.Expression[] {
  const [name, ...rest] = names;
  if (name === undefined || isUnchecked(owner)) return [owner];
  const value = project.evaluator.evaluate(unwrap(owner));
  if (value.kind !== 'expression' || !ts.isObjectLiteralExpression(value.node))
    return passedValues(owner, project, depth + 1).flatMap((each) => membersAt(each, names, project, depth + 1));
  const property = value.node.properties.findLast((each) => each.name && nameText(each.name) === name);
  const member = property && propertyValue(property);
  return member ? membersAt(member, rest, project, depth) : [];
}
