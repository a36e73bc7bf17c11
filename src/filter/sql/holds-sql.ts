import { usesOf } from '../../read/syntax/references.ts';
import { returnedValues } from '../../read/syntax/function-ends.ts';
import { variableOf } from '../../read/syntax/scope.ts';
import { isAlternative, isFunction, propertyValue, unwrap } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import type { QueryContext } from '../context.ts';
import { calledFunction, isSql, isTypedAsSql } from '../values/is-sql.ts';

/**
 * Whether a value is SQL or a column, or a list, an object, a `Map` or a `Set` of these: `Object.values(columns)`,
 * `conditions.filter(Boolean)`, `keys.map((key) => columns[key])`. Rows that are awaited hold values. False when it
 * cannot be told.
 *
 * @param depth how many names, functions and members have been followed already
 */
export function holdsSql(node: ts.Node, context: QueryContext, depth = 0): boolean {
  const inner = unwrap(node);
  if (depth > 8 || ts.isAwaitExpression(inner)) return false;
  if (isSql(inner, context)) return true;
  const holds = (part: ts.Node | undefined) => part !== undefined && holdsSql(part, context, depth + 1);
  if (ts.isArrayLiteralExpression(inner)) return inner.elements.some(holds);
  if (ts.isSpreadElement(inner)) return holds(inner.expression);
  if (ts.isObjectLiteralExpression(inner))
    return inner.properties.some((each) => holds(ts.isSpreadAssignment(each) ? each.expression : propertyValue(each)));
  if (ts.isConditionalExpression(inner)) return holds(inner.whenTrue) || holds(inner.whenFalse);
  if (isAlternative(inner)) return holds(inner.left) || holds(inner.right);
  if (ts.isNewExpression(inner)) return isCollection(inner.expression) && (inner.arguments ?? []).some(holds);
  if (ts.isCallExpression(inner)) {
    const fn = calledFunction(inner, context);
    return fn ? returnedValues(fn).some(holds) : callHolds(inner, holds);
  }
  const value = context.evaluator.evaluate(inner, context.env);
  if (value.kind === 'expression' && value.node !== inner && !isFunction(value.node)) {
    if (holdsSql(value.node, { ...context, env: value.env }, depth + 1)) return true;
  } else if (ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner))
    return holds(inner.expression);
  return ts.isIdentifier(inner) && (isTypedAsSql(inner) || givenTo(inner).some(holds));
}

/** What a variable is declared with, assigned, or gets as a member by `push`, `unshift`, `add` and `set`. */
function givenTo(name: ts.Identifier): ts.Node[] {
  const variable = variableOf(name);
  if (!variable) return [];
  return [...(variable.initializer ? [variable.initializer] : []), ...writtenTo(variable)];
}

/** What is assigned to a variable, or becomes a member of it. */
export function writtenTo({ name }: ts.VariableDeclaration): ts.Node[] {
  return usesOf(name).flatMap((use): readonly ts.Node[] => {
    const { parent } = use;
    if (ts.isBinaryExpression(parent) && parent.left === use && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken)
      return [parent.right];
    if (!ts.isPropertyAccessExpression(parent) || parent.expression !== use || !ts.isCallExpression(parent.parent))
      return [];
    return fillers.has(parent.name.text) ? parent.parent.arguments : [];
  });
}

/** Methods that put their arguments into the list or collection they are called on. */
const fillers = new Set(['push', 'unshift', 'add', 'set']);

/** Whether a method of a list or collection, or of `Object` or `Array`, returns what it is called on or given. */
function callHolds({ expression, arguments: given }: ts.CallExpression, holds: (node: ts.Node) => boolean): boolean {
  const callee = unwrap(expression);
  if (!ts.isPropertyAccessExpression(callee)) return false;
  const { expression: owner, name } = callee;
  if (name.text === 'keys') return false;
  if (ts.isIdentifier(owner) && ['Object', 'Array'].includes(owner.text))
    return given.some((each) => (isFunction(each) ? returnedValues(each).some(holds) : holds(each)));
  if (name.text === 'concat' && given.some(holds)) return true;
  const [first] = given;
  const isMade = (name.text === 'map' || name.text === 'flatMap') && first !== undefined && isFunction(first);
  return isMade ? returnedValues(first).some(holds) || holds(owner) : holds(owner);
}

function isCollection(node: ts.Expression): boolean {
  return ts.isIdentifier(node) && (node.text === 'Map' || node.text === 'Set');
}
