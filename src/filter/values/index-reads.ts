import { declarationOf } from '../../read/syntax/scope.ts';
import { isAssertion, unwrap } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import type { QueryContext } from '../context.ts';
import { elementType } from '../../read/types/type-parts.ts';
import { isKnownToHaveMembers } from './list-guards.ts';
import { namesType, objectTypesOf, writtenType } from './written-type.ts';

/**
 * Whether a value is read from a list or map by an index that may lead nowhere: `ids[0]`, `names[key]`, `id` of
 * `const [id] = ids`. The compiler takes it for defined unless `noUncheckedIndexedAccess` is on. Members of tuples and
 * objects with known keys are there.
 */
export function isUnsureIndex(node: ts.Node, context: QueryContext): boolean {
  const isChecked = context.strict && context.checked;
  if (isChecked && context.indexesChecked) return false;
  if (ts.isElementAccessExpression(node)) return isUnsureAccess(node, isChecked, context);
  const declaration = ts.isIdentifier(node) ? declarationOf(node) : undefined;
  return declaration !== undefined && ts.isBindingElement(declaration) && isUnsureElement(declaration);
}

/**
 * Whether `ids[0]` is there, and so `ids[0]!` hides nothing: a test around it says that the list has members, and its
 * elements are of a type without null and undefined.
 */
export function isKnownElement(node: ts.Node, { strict, checked }: QueryContext): boolean {
  const inner = unwrap(node);
  if (!strict || !checked || !ts.isElementAccessExpression(inner) || !isWithinLength(inner)) return false;
  const type = writtenType(inner.expression)?.type;
  const element = type && elementType(type);
  return element !== undefined && !namesType(element, 'undefined', 'null', 'any', 'unknown');
}

/** Whether `list[0]` lies within the length of the list, because a test around it says how many members it has. */
function isWithinLength({ expression: list, argumentExpression: index }: ts.ElementAccessExpression): boolean {
  return ts.isNumericLiteral(index) && isKnownToHaveMembers(index, [list.getText()], Number(index.text) + 1);
}

/** Whether `list[index]` or `map[key]` may lead nowhere; keys that are written in place are members, not indexes. */
function isUnsureAccess(node: ts.ElementAccessExpression, isChecked: boolean, context: QueryContext): boolean {
  const { expression, argumentExpression: index } = node;
  if (ts.isStringLiteralLike(index)) return false;
  if (!isChecked || isAssertion(index)) return true;
  if (isWithinLength(node)) return false;
  const owner = context.evaluator.evaluate(expression, context.env);
  // The compiler allows no key of an object literal that may not be one of its members.
  if (owner.kind === 'expression' && ts.isObjectLiteralExpression(owner.node)) return false;
  const type = writtenType(expression)?.type;
  if (!type) return true;
  if (ts.isTupleTypeNode(type)) return !ts.isNumericLiteral(index) || Number(index.text) >= type.elements.length;
  if (isMapOfKnownKeys(type)) return false;
  const known = objectTypesOf(type);
  return known.length === 0 || known.some((part) => part.index !== undefined);
}

/** Whether a type is `Record<'a' | 'b', T>`: its keys are all there. */
function isMapOfKnownKeys(type: ts.TypeNode): boolean {
  if (!ts.isTypeReferenceNode(type) || type.typeName.getText() !== 'Record') return false;
  const key = type.typeArguments?.[0];
  return key !== undefined && ts.isUnionTypeNode(key) && key.types.every(ts.isLiteralTypeNode);
}

/** Whether a name is destructured without a default from a list that may be shorter: `const [id] = ids`. */
function isUnsureElement(element: ts.BindingElement): boolean {
  const { parent: pattern, initializer, dotDotDotToken } = element;
  if (!ts.isArrayBindingPattern(pattern) || initializer || dotDotDotToken) return false;
  const owner = pattern.parent;
  if (ts.isBindingElement(owner)) return false;
  const list = ts.isVariableDeclaration(owner) ? owner.initializer : undefined;
  if (list && isKnownToHaveMembers(owner, [list.getText()], pattern.elements.indexOf(element) + 1)) return false;
  if (owner.type) return elementType(owner.type) !== undefined;
  return list !== undefined && isListOfAnyLength(list);
}

/** Whether a list may have any number of elements: it is no array literal, tuple or `await Promise.all([…])`. */
function isListOfAnyLength(list: ts.Expression): boolean {
  const inner = unwrap(list);
  if (ts.isAwaitExpression(inner)) return isListOfAnyLength(inner.expression);
  if (ts.isArrayLiteralExpression(inner)) return false;
  if (ts.isCallExpression(inner)) return listMethods.test(inner.expression.getText());
  const type = writtenType(inner)?.type;
  if (type) return elementType(type) !== undefined;
  const declaration = ts.isIdentifier(inner) ? declarationOf(inner) : undefined;
  const initializer = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return initializer !== undefined && isListOfAnyLength(initializer);
}

/** Calls that return a list: `text.split(' ')`, `Object.keys(map)`. Other functions may return tuples. */
const listMethods =
  /\.(?:split|map|filter|flatMap|slice|concat|toSorted|getAll|matchAll)$|^(?:Object\.(?:keys|values)|Array\.from)$/;
