import { usesOf } from '../../read/syntax/references.ts';
import { returnedValues } from '../../read/syntax/function-ends.ts';
import { declarationOf, variableOf } from '../../read/syntax/scope.ts';
import { isAlternative, isFunction, propertyValue, unwrap } from '../../read/syntax/syntax.ts';
import { writtenTypeOf } from '../../read/types/doc-types.ts';
import { ts } from '../../ts.cts';
import type { QueryContext, ValueContext } from '../context.ts';
import { calledFunction, isSql, isTypedAsSql } from '../values/is-sql.ts';
import { elementType } from '../../read/types/type-parts.ts';
import { writtenType } from '../values/written-type.ts';

/**
 * Whether a value is SQL or a column, or a list, an object, a `Map` or a `Set` of these: `Object.values(columns)`,
 * `conditions.filter(Boolean)`, `keys.map((key) => columns[key])`. Rows that are awaited hold values. False when it
 * cannot be told.
 *
 * @param depth how many names, functions and members have been followed already
 */
export function holdsSql(node: ts.Node, context: ValueContext, depth = 0): boolean {
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
  if (!ts.isIdentifier(inner) || isTypedAsPrimitive(inner)) return false;
  if (isTypedAsSql(inner) || [...givenTo(inner), ...context.givenValues(inner)].some(holds)) return true;
  return holds(listOfMember(inner));
}

/** Whether a name is declared as a text, number or the like: `id: string`. */
function isTypedAsPrimitive(name: ts.Identifier): boolean {
  const { StringKeyword, NumberKeyword, BooleanKeyword, BigIntKeyword } = ts.SyntaxKind;
  const kind = writtenType(name)?.type.kind;
  return kind !== undefined && [StringKeyword, NumberKeyword, BooleanKeyword, BigIntKeyword].includes(kind);
}

/**
 * The list that a variable or parameter is a member of: `columns` for `column` of `columns.map((column) => …)` and of
 * `for (const column of columns)`.
 */
function listOfMember(name: ts.Identifier): ts.Expression | undefined {
  const declaration = declarationOf(name);
  const owner = declaration && ts.findAncestor(declaration, (each) => !ts.isBindingElement(each) && !isPattern(each));
  if (!owner) return undefined;
  if (ts.isVariableDeclaration(owner))
    return ts.isForOfStatement(owner.parent.parent) ? owner.parent.parent.expression : undefined;
  const call = ts.isParameter(owner) && isFunction(owner.parent) ? owner.parent.parent : undefined;
  if (!call || !ts.isCallExpression(call) || call.arguments[0] !== owner.parent) return undefined;
  return ts.isPropertyAccessExpression(call.expression) ? call.expression.expression : undefined;
}

function isPattern(node: ts.Node): boolean {
  return ts.isObjectBindingPattern(node) || ts.isArrayBindingPattern(node);
}

/**
 * Whether a name is a member of a list of unknown type that is put into SQL, so that it may be a column:
 * `` list.map((each) => sql`${each}`) `` of `list: any`.
 */
export function isUnknownInSql(name: ts.Identifier, context: QueryContext): boolean {
  const list = ts.isTemplateSpan(name.parent) ? listOfMember(name) : undefined;
  return list !== undefined && isUnknownList(list, context);
}

/** Whether a list is a parameter that may hold anything, by its type and by what callers in sight give it. */
function isUnknownList(node: ts.Expression, context: QueryContext): boolean {
  const list = unwrap(node);
  if (!ts.isIdentifier(list)) return false;
  const declaration = declarationOf(list);
  if (!declaration || !ts.isParameter(declaration) || declaration.initializer) return false;
  const type = writtenTypeOf(declaration)?.type;
  return (!type || isUntold(type) || isUntold(elementType(type))) && context.givenValues(list).length === 0;
}

function isUntold(type: ts.TypeNode | undefined): boolean {
  return type?.kind === ts.SyntaxKind.AnyKeyword || type?.kind === ts.SyntaxKind.UnknownKeyword;
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
