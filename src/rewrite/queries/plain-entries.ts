import { mayReturnNothing, returnedValues } from '../../read/syntax/function-ends.ts';
import { hasOtherReturns, isFunction, nameText, returnedExpression, unwrap } from '../../read/syntax/syntax.ts';
import { createObjectMembers, functionOfMember } from '../../read/types/object-members.ts';
import { ts } from '../../ts.cts';
import { namesakes } from '../conditions/namesakes.ts';
import type { Project } from '../project.ts';

/** Members of a configuration that mean the same for every table of a dialect. */
const harmless: ReadonlySet<string> = new Set(['columns', 'limit', 'offset']);

/**
 * The value that a `with` gives each of the relations it chooses at run time, when no more than the dialect decides how
 * it is rewritten: `true`, `false` or a configuration of `columns`, `limit` and `offset`. Read is one form only,
 * `Object.fromEntries(names.map((name) => [name, true]))`.
 */
export function plainEntryOf(node: ts.Expression): ts.Expression | undefined {
  const call = unwrap(node);
  if (!ts.isCallExpression(call) || call.expression.getText() !== 'Object.fromEntries') return undefined;
  const list = call.arguments[0] && unwrap(call.arguments[0]);
  if (!list || !ts.isCallExpression(list) || !list.expression.getText().endsWith('.map')) return undefined;
  const [mapping] = list.arguments;
  if (!mapping || !isFunction(mapping)) return undefined;
  const returned = returnedExpression(mapping);
  const entry = returned && unwrap(returned);
  if (!entry || !ts.isArrayLiteralExpression(entry) || hasOtherReturns(mapping, returned)) return undefined;
  const [, value] = entry.elements;
  return value && isPlain(unwrap(value)) ? value : undefined;
}

/**
 * The objects that a call of a method gives, `this.page(query)` for example, which a base class may have and other
 * classes override: every body of that name must return `columns`, `limit` and `offset` only.
 *
 * @returns `undefined` when a body is out of sight or returns anything else
 */
export function plainObjectsOf(
  { expression }: ts.CallExpression,
  project: Project,
): ts.ObjectLiteralExpression[] | undefined {
  const callee = unwrap(expression);
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const name = callee.name.text;
  const method = functionOfMember(createObjectMembers(project).memberOf(callee.expression, name));
  if (!method) return undefined;
  const others = namesakes(name, project).filter(mayHoldFunction);
  const bodies = [...new Set([method, ...others.map(({ parent }) => functionOfMember(parent))])];
  if (bodies.some((fn) => fn === undefined || mayReturnNothing(fn))) return undefined;
  const returned = bodies.flatMap((fn) => (fn ? returnedValues(fn) : [])).map(unwrap);
  return returned.every((value) => ts.isObjectLiteralExpression(value) && isPlain(value))
    ? (returned as ts.ObjectLiteralExpression[])
    : undefined;
}

/** Whether a name is that of a class member that is, or may hold, a function. */
function mayHoldFunction(name: ts.Identifier): boolean {
  const member = name.parent;
  if (!ts.isClassElement(member) || member.name !== name) return false;
  return !ts.isPropertyDeclaration(member) || member.initializer !== undefined;
}

function isPlain(value: ts.Node): boolean {
  if (!ts.isObjectLiteralExpression(value)) return /^(?:true|false)$/.test(value.getText());
  return value.properties.every((property) => harmless.has((property.name && nameText(property.name)) ?? ''));
}
