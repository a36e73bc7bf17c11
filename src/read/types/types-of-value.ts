import { ts } from '../../ts.cts';
import { isAlternative, isAssertion, isFunction, returnedExpression } from '../syntax/syntax.ts';
import { writtenTypeOf } from './doc-types.ts';
import { functionCalled, valueOfMember, type Member, type ObjectMembers } from './object-members.ts';
import { noEnv } from '../values/value.ts';
import { declarationOfName, type TypeContext } from './types.ts';

/** How many references may be followed from one expression. */
const maxDepth = 12;

/**
 * The types that are written for what an expression may stand for: at the parameter, variable or member it comes from,
 * for what a function returns, or in an assertion. Those of `tx` in `db.transaction((tx) => …)` are the types of `db`.
 * Empty for a value whose type is inferred from what a library returns.
 */
export function typesOfValue(node: ts.Node, members: ObjectMembers, context: TypeContext): ts.TypeNode[] {
  return ofValue(node, 0);

  function ofValue(node: ts.Node, depth: number): ts.TypeNode[] {
    const follow = (inner: ts.Node | undefined) => (inner ? ofValue(inner, depth + 1) : []);
    if (depth > maxDepth) return [];
    if (isAssertion(node) && !ts.isConstTypeReference(node.type)) return [node.type];
    if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isSatisfiesExpression(node))
      return follow(node.expression);
    if (ts.isAwaitExpression(node)) return follow(node.expression).map(awaited);
    if (isAlternative(node)) return [...follow(node.left), ...follow(node.right)];
    if (ts.isConditionalExpression(node)) return [...follow(node.whenTrue), ...follow(node.whenFalse)];
    if (ts.isPropertyAccessExpression(node)) return ofMember(members.memberOf(node.expression, node.name.text), depth);
    if (ts.isCallExpression(node)) return ofCall(node, depth);
    if (ts.isNewExpression(node) && node.expression.getText() === 'Proxy') return follow(node.arguments?.[0]);
    const declaration = ts.isIdentifier(node) ? declarationOfName(node, context) : undefined;
    if (!declaration) return [];
    if (ts.isBindingElement(declaration)) return ofMember(members.memberOfBinding(declaration), depth);
    if (!ts.isParameter(declaration) && !ts.isVariableDeclaration(declaration)) return [];
    const written = writtenTypeOf(declaration)?.type;
    return written ? [written] : follow(declaration.initializer ?? databaseOfTransaction(declaration));
  }

  function ofMember(member: Member | undefined, depth: number): ts.TypeNode[] {
    if (!member) return [];
    const { type } = member as { type?: ts.TypeNode };
    const value = type ? undefined : valueOfMember(member);
    return type ? [type] : value ? ofValue(value, depth + 1) : [];
  }

  function ofCall(call: ts.CallExpression, depth: number): ts.TypeNode[] {
    const fn = functionCalled(call, noEnv, context.evaluator, ({ expression, name }) =>
      members.memberOf(expression, name.text),
    );
    const returned = fn && !fn.type ? returnedExpression(fn) : undefined;
    return fn?.type ? [fn.type] : returned ? ofValue(returned, depth + 1) : [];
  }
}

/** `db` for the parameter of the callback of `db.transaction(…)`; undefined for other parameters and variables. */
function databaseOfTransaction({ parent }: ts.Node): ts.Expression | undefined {
  const call = isFunction(parent) ? parent.parent : undefined;
  const callee = call && ts.isCallExpression(call) ? call.expression : undefined;
  const isTransaction = callee && ts.isPropertyAccessExpression(callee) && callee.name.text === 'transaction';
  return isTransaction && parent === (call as ts.CallExpression).arguments[0] ? callee.expression : undefined;
}

/** `T` for `Promise<T>`. */
function awaited(type: ts.TypeNode): ts.TypeNode {
  const isPromise = ts.isTypeReferenceNode(type) && type.typeName.getText() === 'Promise';
  return (isPromise && type.typeArguments?.[0]) || type;
}
