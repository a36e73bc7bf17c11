import { ts } from '../../ts.cts';
import {
  type FunctionNode,
  isFunction,
  keyOfBinding,
  memberNamed,
  propertyValue,
  returnedExpression,
  unwrap,
} from '../syntax/syntax.ts';
import type { Env } from '../../facts.ts';
import type { Evaluator } from '../values/value.ts';
import { declarationOfName, type TypeContext, type TypeName } from './types.ts';

/**
 * The declaration of one member of an object literal, class, interface or object type. In a class it can also be a
 * constructor parameter (`private readonly db: Db`) or an assignment `this.key = …`.
 */
export type Member =
  ts.ObjectLiteralElementLike | ts.ClassElement | ts.TypeElement | ts.ParameterDeclaration | ts.BinaryExpression;

/** Finds the declaration of a member of an object. */
export interface ObjectMembers {
  /** The member `key` of the object that an expression stands for; undefined when it is out of sight. */
  memberOf(object: ts.Node, key: string): Member | undefined;
  /** The member `key` of values of a type; undefined when it is out of sight. */
  memberOfType(type: ts.TypeNode, key: string): Member | undefined;
  /** The member that a destructured name takes its value from: `name` of `const { name } = object`. */
  memberOfBinding(element: ts.BindingElement): Member | undefined;
}

/**
 * The method that a member is, or the function that a class property is initialised with; undefined for other members.
 */
export function functionOfMember(member: ts.Node | undefined): FunctionNode | undefined {
  if (member && ts.isMethodDeclaration(member)) return member;
  const held = member && ts.isPropertyDeclaration(member) ? member.initializer : undefined;
  return held && isFunction(held) ? held : undefined;
}

/**
 * The function or method of the project that a call calls; undefined when it is out of sight.
 *
 * @param memberOf finds the member behind an access whose value the evaluator does not know: by class or type
 */
export function functionCalled(
  { expression }: ts.CallExpression,
  env: Env,
  evaluator: Evaluator,
  memberOf: (access: ts.PropertyAccessExpression) => ts.Node | undefined,
): FunctionNode | undefined {
  const callee = unwrap(expression);
  const value = evaluator.evaluate(callee, env);
  if (value.kind === 'expression' && isFunction(value.node)) return value.node;
  return ts.isPropertyAccessExpression(callee) ? functionOfMember(memberOf(callee)) : undefined;
}

/** How many references may be followed from one expression or type. */
const maxDepth = 12;
/** Utility types whose members are taken to be those of their argument. */
const wrapping = /^(?:Pick|Omit|Readonly|Partial|Required|NonNullable|Awaited|Promise)$/;

/**
 * Makes a reader that finds members by their declarations, through constants, parameters, `new`, `this`, base classes
 * and types.
 */
export function createObjectMembers(context: TypeContext): ObjectMembers {
  const { evaluator } = context;
  let depth = 0;

  /** Runs a look-up unless the nesting of look-ups is too deep, which also ends circular ones. */
  function within(find: () => Member | undefined): Member | undefined {
    if (depth > maxDepth) return undefined;
    depth++;
    const found = find();
    depth--;
    return found;
  }

  function memberOf(object: ts.Node, key: string): Member | undefined {
    return within(() => ofExpression(unwrap(object), key));
  }

  function memberOfType(type: ts.TypeNode, key: string): Member | undefined {
    return within(() => ofType(type, key));
  }

  function ofExpression(node: ts.Node, key: string): Member | undefined {
    if (node.kind === ts.SyntaxKind.ThisKeyword) {
      const owner = ts.findAncestor(node, ts.isClassLike);
      return owner && (ofClass(owner, key, false) ?? ofClass(owner, key, true));
    }
    if (ts.isObjectLiteralExpression(node)) return memberNamed(node.properties, key);
    if (ts.isAwaitExpression(node)) return memberOf(node.expression, key);
    if (ts.isNewExpression(node)) return ofDeclared(node.expression, key);
    if (ts.isCallExpression(node)) return ofCall(node, key);
    if (ts.isIdentifier(node)) return ofIdentifier(node, key);
    if (!ts.isPropertyAccessExpression(node)) return undefined;
    const outer = memberOf(node.expression, node.name.text);
    return outer && ofMember(outer, key);
  }

  function ofIdentifier(node: ts.Identifier, key: string): Member | undefined {
    const declaration = declarationOfName(node, context);
    if (!declaration) return undefined;
    if (ts.isClassLike(declaration)) return ofClass(declaration, key, true);
    if (ts.isVariableDeclaration(declaration) || ts.isParameter(declaration)) return ofMember(declaration, key);
    if (!ts.isBindingElement(declaration)) return undefined;
    const outer = memberOfBinding(declaration);
    return outer && ofMember(outer, key);
  }

  function memberOfBinding(element: ts.BindingElement): Member | undefined {
    const owner = element.parent.parent;
    const key = keyOfBinding(element);
    if (key === undefined || ts.isArrayBindingPattern(element.parent)) return undefined;
    if (!ts.isBindingElement(owner)) return ofMember(owner, key);
    const outer = memberOfBinding(owner);
    return outer && ofMember(outer, key);
  }

  /** The member `key` of what a variable, parameter or member holds, by its type or its value. */
  function ofMember(holder: Member | ts.VariableDeclaration, key: string): Member | undefined {
    const { type } = holder as { type?: ts.TypeNode };
    const value = valueOfMember(holder);
    return (type && memberOfType(type, key)) ?? (value && memberOf(value, key));
  }

  function ofCall(call: ts.CallExpression, key: string): Member | undefined {
    const fn = evaluator.evaluate(call.expression);
    const returned = fn.kind === 'expression' && isFunction(fn.node) ? returnedExpression(fn.node) : undefined;
    return returned && memberOf(returned, key);
  }

  /** The member `key` of instances of a class, or of values of an interface or alias, by its name. */
  function ofDeclared(name: TypeName, key: string): Member | undefined {
    const declaration = declarationOfName(name, context);
    if (!declaration) return undefined;
    if (ts.isClassLike(declaration)) return ofClass(declaration, key, false);
    if (ts.isTypeAliasDeclaration(declaration)) return memberOfType(declaration.type, key);
    if (!ts.isInterfaceDeclaration(declaration)) return undefined;
    return memberNamed(declaration.members, key) ?? ofBases(declaration, key);
  }

  /** A member of a class or its bases: a static one, or one of its instances. */
  function ofClass(owner: ts.ClassLikeDeclaration, key: string, isStatic: boolean): Member | undefined {
    const flag = isStatic ? ts.ModifierFlags.Static : ts.ModifierFlags.None;
    const members = owner.members.filter(
      (member) => (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) === flag,
    );
    const constructor = owner.members.find(ts.isConstructorDeclaration);
    const parameter = constructor?.parameters.find(
      (candidate) => candidate.modifiers && ts.isIdentifier(candidate.name) && candidate.name.text === key,
    );
    const own = isStatic ? undefined : (parameter ?? assignmentIn(owner, key));
    return memberNamed(members, key) ?? own ?? within(() => ofBases(owner, key));
  }

  /** Looks in the extended classes and interfaces; of `extends Mixin(Base)` in the classes passed as arguments. */
  function ofBases(owner: ts.ClassLikeDeclaration | ts.InterfaceDeclaration, key: string): Member | undefined {
    const bases = (owner.heritageClauses ?? []).filter(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
    const names = bases.flatMap(({ types }) => types.flatMap(({ expression }) => classesIn(expression)));
    return firstOf(names, (name) => ofDeclared(name, key));
  }

  function ofType(type: ts.TypeNode, key: string): Member | undefined {
    if (ts.isParenthesizedTypeNode(type)) return memberOfType(type.type, key);
    if (ts.isTypeLiteralNode(type)) return memberNamed(type.members, key);
    if (ts.isIntersectionTypeNode(type) || ts.isUnionTypeNode(type))
      return firstOf(type.types, (part) => memberOfType(part, key));
    if (ts.isTypeQueryNode(type)) return ts.isIdentifier(type.exprName) ? memberOf(type.exprName, key) : undefined;
    if (!ts.isTypeReferenceNode(type)) return undefined;
    const [argument] = type.typeArguments ?? [];
    const name = type.typeName.getText();
    if (argument && wrapping.test(name)) return memberOfType(argument, key);
    if (argument && name === 'ReturnType') return ofReturnType(argument, key);
    return ofDeclared(type.typeName, key);
  }

  function ofReturnType(type: ts.TypeNode, key: string): Member | undefined {
    if (!ts.isTypeQueryNode(type) || !ts.isIdentifier(type.exprName)) return undefined;
    const fn = evaluator.evaluate(type.exprName);
    const returned = fn.kind === 'expression' && isFunction(fn.node) ? returnedExpression(fn.node) : undefined;
    return returned && memberOf(returned, key);
  }

  return { memberOf, memberOfType, memberOfBinding };
}

/** The name of a class, or those among the arguments of a mixin call. */
function classesIn(expression: ts.Expression): TypeName[] {
  const base = unwrap(expression);
  return ts.isCallExpression(base) ? base.arguments.flatMap(classesIn) : [base as ts.Expression];
}

/** The assignment `this.key = …` at the top level of the constructor of a class; undefined without one. */
function assignmentIn({ members }: ts.ClassLikeDeclaration, key: string): ts.BinaryExpression | undefined {
  const constructor = members.find(ts.isConstructorDeclaration);
  return firstOf(constructor?.body?.statements ?? [], (statement) => {
    const inner = ts.isExpressionStatement(statement) ? statement.expression : undefined;
    return inner && ts.isBinaryExpression(inner) && inner.left.getText() === `this.${key}` ? inner : undefined;
  });
}

/** The expression that gives a variable or member its value; undefined when there is none. */
export function valueOfMember(holder: Member | ts.VariableDeclaration): ts.Expression | undefined {
  if (ts.isGetAccessorDeclaration(holder)) return returnedExpression(holder);
  if (ts.isBinaryExpression(holder)) return holder.right;
  if (ts.isPropertyAssignment(holder) || ts.isShorthandPropertyAssignment(holder)) return propertyValue(holder);
  if (ts.isPropertyDeclaration(holder))
    return holder.initializer ?? assignmentIn(holder.parent, holder.name.getText())?.right;
  return ts.isVariableDeclaration(holder) || ts.isParameter(holder) ? holder.initializer : undefined;
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
