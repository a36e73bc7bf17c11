import { ts } from '../../ts.cts';
import { returnedValues } from '../../read/syntax/function-ends.ts';
import { type Declaration, declarationOf, variableOf, ownerOfBinding } from '../../read/syntax/scope.ts';
import {
  isAccess,
  isAlternative,
  isAsConst,
  isAssertion,
  isFunction,
  nameText,
  unwrap,
} from '../../read/syntax/syntax.ts';
import type { Evaluator } from '../../read/values/value.ts';
import {
  isBoundFromAny,
  isListOfAny,
  isWrittenAny,
  namesType,
  objectTypesOf,
  resultType,
  writtenType,
} from './written-type.ts';

/**
 * Whether the compiler has checked nothing about a value, as far as syntax tells: it comes from outside of the program
 * (`await request.json()`, `JSON.parse(text)`, `req.body`, `getQuery(event)`), or is declared as `any`. A type that an
 * annotation or assertion gives it afterwards proves nothing: it may still be undefined, or an object where a string is
 * expected.
 */
export function isUnchecked(node: ts.Node, evaluator: Evaluator, depth = 0): boolean {
  if (isAssertion(node)) {
    const isUnknown = writtenType(node.expression)?.type.kind === ts.SyntaxKind.UnknownKeyword;
    return isUnknown || node.type.kind === ts.SyntaxKind.AnyKeyword || isUnchecked(node.expression, evaluator, depth);
  }
  if (
    ts.isParenthesizedExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isAwaitExpression(node)
  )
    return isUnchecked(node.expression, evaluator, depth);
  if (isWrittenAny(node) || isSearchParams(node)) return true;
  if (isAccess(node)) return isInputOfRequest(node) || isUnchecked(node.expression, evaluator, depth);
  if (depth > 4) return false;
  if (ts.isCallExpression(node)) return givesUnchecked(node, evaluator, depth);
  const declaration = ts.isIdentifier(node) ? declarationOf(node) : undefined;
  return declaration !== undefined && isUncheckedDeclaration(declaration, evaluator, depth);
}

/**
 * Whether a value may be an object or list where a primitive is expected, because nothing has checked it, or a cast
 * hides what is known about it: `form.get('email') as string`, `body.name ?? ''`.
 */
export function mayBeObject(node: ts.Node, evaluator: Evaluator, depth = 0): boolean {
  if (isUnchecked(node, evaluator)) return true;
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node))
    return mayBeObject(node.expression, evaluator, depth);
  if (isAssertion(node)) return !isAsConst(node) && hidesValue(node.expression);
  if (isAlternative(node)) return mayBeObject(node.left, evaluator, depth) || mayBeObject(node.right, evaluator, depth);
  if (ts.isConditionalExpression(node))
    return mayBeObject(node.whenTrue, evaluator, depth) || mayBeObject(node.whenFalse, evaluator, depth);
  const initializer = variableOf(node)?.initializer;
  return initializer !== undefined && depth < 4 && mayBeObject(initializer, evaluator, depth + 1);
}

/** Methods that return an array or a string, never undefined. */
const neverUndefined =
  /^(?:getAll|split|map|filter|flatMap|slice|concat|toSorted|toString|trim|toLowerCase|toUpperCase|join|replace|replaceAll)$/;

/**
 * Whether a cast of this expression may hide undefined or another kind of value: it is a call or member access that is
 * not known to give a value, or declared as `unknown` or as optional.
 */
export function hidesValue(expression: ts.Node, depth = 0): boolean {
  const node = unwrap(expression);
  if (ts.isAwaitExpression(node)) return hidesValue(node.expression, depth);
  const written = writtenType(node);
  if (written) return written.isOptional || namesType(written.type, 'undefined', 'null', 'unknown', 'any');
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression))
    return !neverUndefined.test(node.expression.name.text);
  if (isAccess(node) || ts.isCallExpression(node)) return true;
  const initializer = variableOf(node)?.initializer;
  return initializer !== undefined && depth < 4 && hidesValue(initializer, depth + 1);
}

/** Whether a name is declared with, or destructured from, a value that nothing has checked. */
function isUncheckedDeclaration(declaration: Declaration, evaluator: Evaluator, depth: number): boolean {
  const owner = ownerOf(declaration);
  if (!owner) return false;
  if (isBoundFromAny(declaration)) return true;
  if (ts.isParameter(owner)) return owner.type === undefined && isGivenUnchecked(owner, evaluator, depth);
  const list = listOver(owner);
  if (list) return isListOfAny(list) || isUnchecked(list, evaluator, depth + 1);
  if (!owner.initializer) return false;
  const [first] = ts.isObjectBindingPattern(owner.name) ? pathTo(declaration, owner) : [];
  const isInput = first !== undefined && inputs.has(first) && isRequest(owner.initializer);
  return isInput || isUnchecked(owner.initializer, evaluator, depth + 1);
}

/** The list of `for (const item of list)`; undefined for other variables. */
function listOver({ parent }: ts.VariableDeclaration): ts.Expression | undefined {
  return ts.isForOfStatement(parent.parent) ? parent.parent.expression : undefined;
}

/** Whether a parameter of a callback gets the elements of an unchecked list: `item` of `body.items.map((item) => …)`. */
function isGivenUnchecked({ parent: fn }: ts.ParameterDeclaration, evaluator: Evaluator, depth: number): boolean {
  const call = fn.parent;
  if (!ts.isCallExpression(call) || !call.arguments.includes(fn as ts.Expression)) return false;
  const { expression: callee } = call;
  if (!ts.isPropertyAccessExpression(callee)) return false;
  return isListOfAny(callee.expression) || isUnchecked(callee.expression, evaluator, depth + 1);
}

/** The variable or parameter that a name is declared by or destructured from: `{ body }` of `const { body } = req`. */
function ownerOf(declaration: ts.Node) {
  const owner = ownerOfBinding(declaration);
  return ts.isVariableDeclaration(owner) || ts.isParameter(owner) ? owner : undefined;
}

/**
 * The member names on the way from a destructured variable to a name: `['body', 'id']` for `id` of `{ body: { id } }`.
 */
function pathTo(declaration: ts.Node, owner: ts.Node): string[] {
  const names: string[] = [];
  for (let node = declaration; node !== owner; node = node.parent) {
    if (!ts.isBindingElement(node)) continue;
    const name = node.propertyName ?? node.name;
    names.unshift(ts.isBindingName(name) && !ts.isIdentifier(name) ? '' : (nameText(name as ts.PropertyName) ?? ''));
  }
  return names;
}

/**
 * Whether a call returns what nothing has checked: `response.json()`, `JSON.parse(text)`, `Object.fromEntries(form)`,
 * `c.req.query()` and `c.req.parseBody()` of Hono, `readBody(event)` and `getQuery(event)` of h3, or a function that
 * returns such a value. A type argument is as good as a cast.
 */
function givesUnchecked(
  { expression, arguments: given }: ts.CallExpression,
  evaluator: Evaluator,
  depth: number,
): boolean {
  if (ts.isIdentifier(expression))
    return /^(?:readBody|getQuery)$/.test(expression.text) || returnsUnchecked(expression, evaluator, depth);
  if (!ts.isPropertyAccessExpression(expression)) return false;
  const { text: method } = expression.name;
  if (given.length === 0 && (method === 'json' || (method === 'query' && isRequest(expression.expression))))
    return true;
  if (method === 'parseBody' || /^(?:JSON\.parse|Object\.fromEntries)$/.test(expression.getText())) return true;
  return returnsUnchecked(expression, evaluator, depth);
}

/**
 * Whether a function is declared to return `any` or `unknown`, or returns an unchecked value without a type. One that is
 * held by a parameter is judged by its type, and one of another file by the type that its callers see: what it casts or
 * annotates there is what they are told.
 */
function returnsUnchecked(
  callee: ts.Identifier | ts.PropertyAccessExpression,
  evaluator: Evaluator,
  depth: number,
): boolean {
  const type = resultType(callee);
  if (type) return isUncheckedResult(type);
  const value = evaluator.evaluate(callee);
  const fn = value.kind === 'expression' ? value.node : undefined;
  if (!fn || !isFunction(fn)) return false;
  if (fn.type) return isUncheckedResult(fn.type);
  const isHere = fn.getSourceFile() === callee.getSourceFile();
  return returnedValues(fn).some((each) => (isHere || staysAny(each)) && isUnchecked(each, evaluator, depth + 1));
}

function isUncheckedResult(type: ts.TypeNode): boolean {
  return /^(?:any|unknown|Promise<(?:any|unknown)>)$/.test(type.getText());
}

/** Whether an unchecked value has got no type by a cast or an annotation: `JSON.parse(text)`, but not `… as User`. */
function staysAny(node: ts.Node, depth = 0): boolean {
  if (isAssertion(node)) return node.type.kind === ts.SyntaxKind.AnyKeyword;
  if (ts.isSatisfiesExpression(node)) return staysAny(node.expression, depth);
  if (
    ts.isParenthesizedExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isAwaitExpression(node) ||
    isAccess(node)
  )
    return staysAny(node.expression, depth);
  const variable = variableOf(node);
  if (!variable) return true;
  if (variable.type) return variable.type.kind === ts.SyntaxKind.AnyKeyword;
  return variable.initializer !== undefined && depth < 4 && staysAny(variable.initializer, depth + 1);
}

/** The members of a request that hold what the client has sent, without a check. */
const inputs: ReadonlySet<string> = new Set(['body', 'query']);

/** `req.body`, `req.query`. */
function isInputOfRequest(node: ts.Node): boolean {
  return ts.isPropertyAccessExpression(node) && inputs.has(node.name.text) && isRequest(node.expression);
}

/**
 * Whether an expression is called `req` or `request`, or is declared as a `…Request`, and has no type arguments that
 * would give its body a type.
 */
function isRequest(node: ts.Node): boolean {
  const type = writtenType(node)?.type;
  const isReference = type !== undefined && ts.isTypeReferenceNode(type);
  if (isReference && type.typeArguments) return false;
  if (/^(?:\w+\.)*req(?:uest)?$/.test(node.getText())) return type === undefined || isReference;
  return isReference && type.getText().endsWith('Request');
}

/**
 * The `searchParams` of a page of Next.js, if its type is written in the same file: whatever it says, they may be
 * missing.
 */
function isSearchParams(node: ts.Node): boolean {
  const name = ts.isPropertyAccessExpression(node) ? node.name : node;
  if (!ts.isIdentifier(name) || name.text !== 'searchParams') return false;
  const type = writtenType(node)?.type;
  const isPromise = type !== undefined && ts.isTypeReferenceNode(type) && type.typeName.getText() === 'Promise';
  const inner = isPromise ? type.typeArguments?.[0] : type;
  return inner !== undefined && objectTypesOf(inner).length > 0;
}
