import { ts } from '../../ts.cts';
import { isAlternative, isAnd, isAssertion, isFunction, nameText } from '../syntax/syntax.ts';
import { writtenTypeOf } from './doc-types.ts';
import type { Member, ObjectMembers } from './object-members.ts';
import { elementType } from './type-parts.ts';
import { declarationOfName, type TypeContext } from './types.ts';

/** How many steps may be taken from one expression or type. */
const maxDepth = 12;

/**
 * The type that TypeScript gives to a parameter: the one written for it, or for the function it belongs to where that is
 * expected. It is `any` for the `tx` of `withTx((tx) => …)` when `withTx` is written with `(work: (tx: any) => …)`.
 *
 * @returns the type, with aliases followed; undefined when there is none in sight
 */
export function typeOfParameter(
  parameter: ts.ParameterDeclaration,
  members: ObjectMembers,
  context: TypeContext,
): ts.TypeNode | undefined {
  const fn = parameter.parent;
  const written = writtenTypeOf(parameter)?.type;
  const expected = !written && isFunction(fn) ? expectedOf(fn, 0) : undefined;
  const own = expected && signatureOf(expected, 0)?.parameters[fn.parameters.indexOf(parameter)];
  const type = written ?? (own && writtenTypeOf(own)?.type);
  return type && withoutAlias(type, 0);

  function withoutAlias(node: ts.TypeNode, depth: number): ts.TypeNode {
    const behind = depth > maxDepth ? undefined : (declarationOfType(node) ?? parameterType(node));
    return behind && ts.isTypeNode(behind) ? withoutAlias(behind, depth + 1) : node;
  }

  /** The type that `Parameters<F>[0]` is. */
  function parameterType(node: ts.TypeNode): ts.TypeNode | undefined {
    if (!ts.isIndexedAccessTypeNode(node)) return undefined;
    const { objectType, indexType } = node;
    const isOfParameters = ts.isTypeReferenceNode(objectType) && objectType.typeName.getText() === 'Parameters';
    const [of] = (isOfParameters && objectType.typeArguments) || [];
    const own = of && signatureOf(of, 0)?.parameters[Number(indexType.getText())];
    return own && writtenTypeOf(own)?.type;
  }

  /** The type, or the signature, that is expected where an expression or method stands. */
  function expectedOf(node: ts.Node, depth: number): ts.Node | undefined {
    const { parent } = node;
    const outer = () => expectedOf(parent, depth + 1);
    if (depth > maxDepth) return undefined;
    if (ts.isMethodDeclaration(node)) return memberExpected(node, depth);
    if (ts.isVariableDeclaration(parent) || ts.isParameter(parent)) return writtenTypeOf(parent)?.type;
    if (ts.isPropertyDeclaration(parent)) return parent.type;
    if (isAssertion(parent) || ts.isSatisfiesExpression(parent))
      return ts.isConstTypeReference(parent.type) ? outer() : parent.type;
    if (ts.isParenthesizedExpression(parent) || isAlternative(parent)) return outer();
    if (isAnd(parent)) return parent.right === node ? outer() : undefined;
    if (ts.isConditionalExpression(parent)) return parent.condition === node ? undefined : outer();
    if (ts.isPropertyAssignment(parent)) return memberExpected(parent, depth);
    if (ts.isArrayLiteralExpression(parent)) return elementOf(outer(), depth);
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return argumentExpected(node, parent, depth);
    const fn = ts.isReturnStatement(parent) ? ts.findAncestor(parent, ts.isFunctionLike) : parent;
    if (!fn || !isFunction(fn)) return undefined;
    const around = fn.type ? undefined : expectedOf(fn, depth + 1);
    return fn.type ?? (around && signatureOf(around, depth)?.type);
  }

  /** What the type of an object says about one of its members. */
  function memberExpected(member: ts.ObjectLiteralElementLike, depth: number): ts.Node | undefined {
    const key = member.name && nameText(member.name);
    if (key === undefined || !ts.isObjectLiteralExpression(member.parent)) return undefined;
    const object = expectedOf(member.parent, depth + 1);
    if (!object || !ts.isTypeNode(object)) return undefined;
    return typeOfMember(members.memberOfType(object, key)) ?? valueOfRecord(object, depth);
  }

  function argumentExpected(node: ts.Node, call: ts.CallExpression | ts.NewExpression, depth: number) {
    const index = call.arguments?.indexOf(node as ts.Expression) ?? -1;
    const own = index < 0 ? undefined : calledSignature(call, depth)?.parameters[index];
    return own && writtenTypeOf(own)?.type;
  }

  function calledSignature(call: ts.CallExpression | ts.NewExpression, depth: number) {
    const { expression: callee } = call;
    if (ts.isPropertyAccessExpression(callee)) {
      const member = members.memberOf(callee.expression, callee.name.text);
      const held = member && typeOfMember(member);
      return held && signatureOf(held, depth);
    }
    const declaration = ts.isIdentifier(callee) ? declarationOfName(callee, context) : undefined;
    if (!declaration) return undefined;
    if (ts.isClassLike(declaration)) return declaration.members.find(ts.isConstructorDeclaration);
    const isVariable = ts.isVariableDeclaration(declaration) || ts.isParameter(declaration);
    return signatureOf((isVariable && typeOfMember(declaration)) || declaration, depth);
  }

  /** The signature of a function, or of the values of a type. */
  function signatureOf(node: ts.Node, depth: number): ts.SignatureDeclaration | undefined {
    if (depth > maxDepth) return undefined;
    if (ts.isFunctionLike(node)) return node;
    if (ts.isParenthesizedTypeNode(node)) return signatureOf(node.type, depth);
    if (ts.isUnionTypeNode(node) || ts.isIntersectionTypeNode(node))
      return node.types.map((type) => signatureOf(type, depth + 1)).find((signature) => signature !== undefined);
    if (ts.isTypeLiteralNode(node) || ts.isInterfaceDeclaration(node))
      return node.members.find(ts.isCallSignatureDeclaration);
    const declaration = declarationOfType(node);
    return declaration && signatureOf(declaration, depth + 1);
  }

  /** The type behind the name of an alias, or the interface of that name. */
  function declarationOfType(type: ts.Node): ts.Node | undefined {
    const declaration = ts.isTypeReferenceNode(type) ? declarationOfName(type.typeName, context) : undefined;
    return declaration && ts.isTypeAliasDeclaration(declaration) ? declaration.type : declaration;
  }

  /** `T` for `T[]`, `Array<T>` and aliases of these. */
  function elementOf(type: ts.Node | undefined, depth: number): ts.Node | undefined {
    if (!type || depth > maxDepth) return undefined;
    return (ts.isTypeNode(type) && elementType(type)) || elementOf(declarationOfType(type), depth + 1);
  }

  /** `T` for `Record<K, T>` and `{ [key: string]: T }`. */
  function valueOfRecord(type: ts.Node | undefined, depth: number): ts.Node | undefined {
    if (!type || depth > maxDepth) return undefined;
    if (ts.isTypeLiteralNode(type) || ts.isInterfaceDeclaration(type))
      return type.members.find(ts.isIndexSignatureDeclaration)?.type;
    const isRecord = ts.isTypeReferenceNode(type) && type.typeName.getText() === 'Record';
    return isRecord ? type.typeArguments?.[1] : valueOfRecord(declarationOfType(type), depth + 1);
  }
}

/** The type of a member or variable, or the function that it is. */
function typeOfMember(member: Member | ts.VariableDeclaration | undefined): ts.Node | undefined {
  if (!member) return undefined;
  if (ts.isFunctionLike(member)) return member;
  const { type, initializer } = member as { type?: ts.TypeNode; initializer?: ts.Expression };
  return type ?? (initializer && isFunction(initializer) ? initializer : undefined);
}
