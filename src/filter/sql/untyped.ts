import { declarationOf, ownerOfBinding } from '../../read/syntax/scope.ts';
import { isAccess, isAsConst, isAssertion, isAssignment } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import type { QueryContext } from '../context.ts';
import { isQuery } from '../query-call.ts';
import { calledFunction } from '../values/is-sql.ts';

/**
 * Whether callbacks get no types where a condition stands, because the query or the configuration around it is `any`.
 */
export function isUntyped(node: ts.Node, context: QueryContext): boolean {
  if (context.javascript) return false;
  const query = ts.findAncestor(node, isQuery);
  if (query && ts.isCallExpression(query) && isOfAny(query, context)) return true;
  for (let child = node; child.parent && child.parent !== query; child = child.parent) {
    const { parent } = child;
    if (isAssertion(parent) && !isAsConst(parent)) return isLoose(parent.type);
    if (ts.isVariableDeclaration(parent)) return isLoose(parent.type);
    const fn = ts.isCallExpression(parent) ? calledFunction(parent, context) : undefined;
    if (fn)
      return isLoose(fn.parameters[(parent as ts.CallExpression).arguments.indexOf(child as ts.Expression)]?.type);
    if (isAssignment(parent)) return isMemberOfLoose(parent.left);
    if (ts.isFunctionLike(parent) || ts.isSatisfiesExpression(parent)) return false;
  }
  return false;
}

/** Queries whose database, or a part of it, is `any`, among those looked at so far. */
const queriesOfAny = new WeakMap<ts.CallExpression, boolean>();

function isOfAny(query: ts.CallExpression, context: QueryContext): boolean {
  let found = queriesOfAny.get(query);
  if (found === undefined) queriesOfAny.set(query, (found = isAny(databaseOf(query), context)));
  return found;
}

/** `db` of `db.query.users.findMany(…)`, or the variable or parameter that holds a part of it. */
function databaseOf({ expression: method }: ts.CallExpression): ts.Expression {
  const table = isAccess(method) ? method.expression : method;
  const tables = isAccess(table) ? table.expression : table;
  const isOwn = ts.isPropertyAccessExpression(tables) && /^_?query$/.test(tables.name.text);
  return isOwn ? tables.expression : tables;
}

/** How many steps may be followed from one expression. */
const maxDepth = 12;

/** Whether an expression is `any` by what is written for it, or for what it is a part of: `tx.query` of `(tx: any)`. */
function isAny(node: ts.Expression, context: QueryContext, depth = 0): boolean {
  if (depth > maxDepth) return false;
  if (context.typesOf(node).some(isAnyType)) return true;
  const isPart = isAccess(node) || ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node);
  if (isPart) return isAny(node.expression, context, depth + 1);
  const declaration = ts.isIdentifier(node) ? declarationOf(node) : undefined;
  const owner = declaration && ownerOfBinding(declaration);
  const source = owner && (ts.isVariableDeclaration(owner) || ts.isParameter(owner)) ? owner : undefined;
  const type = source && (ts.isParameter(source) ? context.typeOfParameter(source) : source.type);
  if (type) return isAnyType(type);
  return source?.initializer !== undefined && isAny(source.initializer, context, depth + 1);
}

function isAnyType(type: ts.TypeNode): boolean {
  return type.kind === ts.SyntaxKind.AnyKeyword || (ts.isUnionTypeNode(type) && type.types.some(isAnyType));
}

/**
 * Whether a type is `any`, `unknown`, `Record<string, any>` or the like, from which functions in an object get no
 * types.
 */
function isLoose(type: ts.TypeNode | undefined): boolean {
  return /^(?:any|unknown|never|object|\{\s*\}|Record<\s*string,\s*(?:any|unknown)\s*>)$/.test(type?.getText() ?? '');
}

/** Whether an expression is `config.where` of a variable with such a type. */
function isMemberOfLoose(node: ts.Expression): boolean {
  const declaration = isAccess(node) && ts.isIdentifier(node.expression) ? declarationOf(node.expression) : undefined;
  return declaration !== undefined && ts.isVariableDeclaration(declaration) && isLoose(declaration.type);
}
