import { ts } from '../../ts.cts';
import { assignmentIn, createObjectMembers, type Member, type ObjectMembers } from '../types/object-members.ts';
import { isQueryKey, namesQuery } from './query-key.ts';
import { keyOfAccess, methodAt } from './query-methods.ts';
import { declarationOf } from '../syntax/scope.ts';
import {
  type Access,
  type FunctionNode,
  isAccess,
  isFunction,
  keyOfBinding,
  propertyValue,
  returnedExpression,
  unwrap,
} from '../syntax/syntax.ts';
import { declarationOfName, type TypeContext, type TypeName } from '../types/types.ts';

/**
 * What an expression has as its value: the `query` object of a database, or one of its tables (`db.query.users`).
 * `node` is the expression for the `query` object.
 */
export type Held =
  | { kind: 'query'; node: ts.Expression }
  /** `key` is undefined for a table that is chosen at run time. */
  | { kind: 'table'; node: ts.Expression; key: string | undefined };

/** Follows `db.query` and its tables to the places that use them. */
export interface HeldQueries {
  /** Whether an expression is `db.query` or one of its tables; undefined when it is something else. */
  heldBy(node: ts.Node): Held | undefined;
  /**
   * Records what a call passes to the parameters of its function, so that `heldBy` knows them. Returns the parts of
   * `db.query` that are passed to a function out of sight. All calls have to be recorded before `heldBy` is asked about
   * parameters.
   */
  hand(call: ts.CallExpression | ts.NewExpression): Held[];
  /** The reader of object members that it uses. */
  members: ObjectMembers;
}

/** How many references may be followed from one expression. */
const maxDepth = 12;

/**
 * Makes a reader that follows `db.query` and its tables through constants, parameters, members, destructuring, types
 * and imports.
 */
export function createHeldQueries(context: TypeContext): HeldQueries {
  const { evaluator } = context;
  const members = createObjectMembers(context);
  /** What was passed to parameters, by the calls seen so far. */
  const handed = new Map<ts.ParameterDeclaration, Held>();
  /** For parameters that are functions: what their function calls them with, by the index of the argument. */
  const called = new Map<ts.ParameterDeclaration, Map<number, Held>>();
  let depth = 0;

  function heldBy(node: ts.Node): Held | undefined {
    if (depth > maxDepth) return undefined;
    depth++;
    const held = find(unwrap(node));
    depth--;
    return held;
  }

  function find(node: ts.Node): Held | undefined {
    if (isAccess(node)) return ofMember(node, keyOfAccess(node, evaluator));
    if (ts.isIdentifier(node)) return ofIdentifier(node);
    if (ts.isConditionalExpression(node)) return either(heldBy(node.whenTrue), heldBy(node.whenFalse));
    if (ts.isBinaryExpression(node) && node.operatorToken.kind !== ts.SyntaxKind.CommaToken)
      return node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken ? heldBy(node.left) : undefined;
    if (ts.isCallExpression(node)) return ofCall(node);
    return undefined;
  }

  function ofCall(call: ts.CallExpression): Held | undefined {
    const fn = calledBy(call);
    const returned = fn && returnedExpression(fn);
    return returned && heldBy(returned);
  }

  /** The function or method that is called; undefined when it is out of sight. */
  function calledBy({ expression }: ts.CallExpression): FunctionNode | undefined {
    const callee = unwrap(expression);
    const fn = evaluator.evaluate(callee);
    if (fn.kind === 'expression' && isFunction(fn.node)) return fn.node;
    const method = ts.isPropertyAccessExpression(callee) && members.memberOf(callee.expression, callee.name.text);
    return method && isFunction(method) ? method : undefined;
  }

  /**
   * What a member access holds: `query` of anything that is not known to be something else, or a table of what is
   * `query`.
   */
  function ofMember(node: Access, key: string | undefined): Held | undefined {
    const { expression } = node;
    const isQuery = isQueryKey(key);
    // In `db.query.query.findMany()` the second `query` is a table of that name.
    if (isQuery && !methodAt(node.parent, evaluator)) return { kind: 'query', node };
    // A member named `query` can also be one of the project that returns a table:
    // `get query() { return this.db.query[this.name]; }`.
    const own = isQuery ? members.memberOf(expression, key!) : undefined;
    const table = own && ofOwnMember(own);
    if (table?.kind === 'table') return table;
    const base = heldBy(expression);
    if (isQuery && base?.kind !== 'query') return { kind: 'query', node };
    if (base?.kind === 'query') return { kind: 'table', node: unwrap(expression) as ts.Expression, key };
    if (base || key === undefined) return undefined;
    const object = evaluator.evaluate(expression);
    const owner = object.kind === 'expression' ? object.node : expression;
    const member = members.memberOf(expression, key) ?? members.memberOf(owner, key);
    if (member) return ofOwnMember(member);
    const declaration = ts.isPropertyAccessExpression(node) ? declarationOfName(node, context) : undefined;
    return declaration && ts.isVariableDeclaration(declaration) ? ofDeclaration(declaration) : undefined;
  }

  /** What a member of an object or class of the project holds, by its value or its type. */
  function ofOwnMember(member: Member): Held | undefined {
    if (ts.isParameter(member)) return ofDeclaration(member);
    if (ts.isPropertyAssignment(member) || ts.isShorthandPropertyAssignment(member))
      return heldBy(propertyValue(member)!);
    if (ts.isGetAccessorDeclaration(member)) {
      const returned = returnedExpression(member);
      return (returned && heldBy(returned)) ?? (member.type && ofType(member.type));
    }
    if (ts.isPropertySignature(member)) return member.type && ofType(member.type);
    if (ts.isBinaryExpression(member)) return heldBy(member.right);
    if (!ts.isPropertyDeclaration(member)) return undefined;
    const value = member.initializer ?? assignmentIn(member.parent, member.name.getText())?.right;
    return (value && heldBy(value)) ?? (member.type && ofType(member.type));
  }

  function ofIdentifier(node: ts.Identifier): Held | undefined {
    const own = declarationOf(node);
    const declaration = own && (declarationOfName(node, context) ?? own);
    const held =
      declaration &&
      (ts.isVariableDeclaration(declaration) || ts.isParameter(declaration)
        ? ofDeclaration(declaration)
        : ts.isBindingElement(declaration)
          ? ofBinding(declaration, node)
          : undefined);
    return held ?? (isQueryKey(node.text) ? { kind: 'query', node } : undefined);
  }

  /** What a variable or parameter holds: by its initialiser, its type, or what callers pass to it. */
  function ofDeclaration(declaration: ts.VariableDeclaration | ts.ParameterDeclaration): Held | undefined {
    return (
      (declaration.initializer && heldBy(declaration.initializer)) ??
      (declaration.type && ofType(declaration.type)) ??
      (ts.isParameter(declaration) ? (handed.get(declaration) ?? ofCallback(declaration)) : undefined)
    );
  }

  /**
   * What the parameter of a callback is given: `q` of `load((q) => …)`, when `load` calls its argument with a part of
   * `db.query`.
   */
  function ofCallback(parameter: ts.ParameterDeclaration): Held | undefined {
    const callback = parameter.parent;
    const call = callback.parent;
    if (!ts.isCallExpression(call) || !(ts.isArrowFunction(callback) || ts.isFunctionExpression(callback)))
      return undefined;
    const given = parametersOf(call)[call.arguments.indexOf(callback)];
    return given && called.get(given)?.get(callback.parameters.indexOf(parameter));
  }

  /** What a destructured name holds: `users` of `const { users } = db.query`. */
  function ofBinding(element: ts.BindingElement, node: ts.Identifier): Held | undefined {
    const owner = element.parent.parent;
    const key = keyOfBinding(element);
    if (key === undefined || ts.isArrayBindingPattern(element.parent)) return undefined;
    if (isQueryKey(key)) return { kind: 'query', node };
    const base = ts.isBindingElement(owner) ? ofBinding(owner, node) : ofDeclaration(owner);
    if (base) return base.kind === 'query' ? { kind: 'table', node: base.node, key } : undefined;
    const member = members.memberOfBinding(element);
    return (member && ofOwnMember(member)) ?? (element.initializer && heldBy(element.initializer));
  }

  /** What a value of a type holds: `(typeof db)['query']`, `(typeof db.query)['users']`, and aliases of them. */
  function ofType(type: ts.TypeNode): Held | undefined {
    if (ts.isParenthesizedTypeNode(type)) return ofType(type.type);
    if (ts.isUnionTypeNode(type)) {
      const [only, ...others] = type.types.flatMap((part) => ofType(part) ?? []);
      return others.length === 0 ? only : undefined;
    }
    if (ts.isTypeQueryNode(type)) return ofTypeName(type.exprName);
    if (ts.isIndexedAccessTypeNode(type)) {
      const { indexType } = type;
      const key =
        ts.isLiteralTypeNode(indexType) && ts.isStringLiteral(indexType.literal) ? indexType.literal.text : undefined;
      if (isQueryKey(key)) return { kind: 'query', node: placeholder(type) };
      const base = ofType(type.objectType);
      return base?.kind === 'query' ? { kind: 'table', node: base.node, key } : undefined;
    }
    if (!ts.isTypeReferenceNode(type)) return undefined;
    const [argument] = type.typeArguments ?? [];
    const { typeName } = type;
    if (ts.isIdentifier(typeName) && argument && /^(?:Pick|Omit|Readonly|Partial|NonNullable)$/.test(typeName.text))
      return ofType(argument);
    const declaration = declarationOfName(typeName, context);
    return declaration && ts.isTypeAliasDeclaration(declaration) ? ofType(declaration.type) : undefined;
  }

  /** What the name in `typeof db.query.users` holds. */
  function ofTypeName(name: TypeName): Held | undefined {
    if (ts.isIdentifier(name)) return heldBy(name);
    if (!ts.isQualifiedName(name)) return undefined;
    if (isQueryKey(name.right.text)) return { kind: 'query', node: name.right };
    const base = ofTypeName(name.left);
    return base?.kind === 'query' ? { kind: 'table', node: base.node, key: name.right.text } : undefined;
  }

  /** The parameters of the function or constructor that is called; none when it is out of sight. */
  function parametersOf(call: ts.CallExpression | ts.NewExpression): readonly ts.ParameterDeclaration[] {
    if (ts.isCallExpression(call)) return calledBy(call)?.parameters ?? [];
    const made = declarationOfName(call.expression, context);
    const constructor = made && ts.isClassLike(made) ? made.members.find(ts.isConstructorDeclaration) : undefined;
    return constructor?.parameters ?? [];
  }

  function hand(call: ts.CallExpression | ts.NewExpression): Held[] {
    const away: Held[] = [];
    (call.arguments ?? []).forEach((argument, index) => {
      const inner = unwrap(argument);
      if (!isAccess(inner)) return;
      if (!namesQuery(inner.getText())) return;
      const held = heldBy(inner);
      if (!held) return;
      const parameter = parametersOf(call)[index];
      if (parameter) handed.set(parameter, merged(handed.get(parameter), held));
      else away.push(held);
      // When the called function is itself a parameter, its callers pass the callback whose parameters get the value.
      const callee = unwrap(call.expression);
      const fn = ts.isIdentifier(callee) ? declarationOf(callee) : undefined;
      if (!fn || !ts.isParameter(fn)) return;
      const known = called.get(fn) ?? new Map<number, Held>();
      called.set(fn, known.set(index, merged(known.get(index), held)));
    });
    return away;
  }

  return { heldBy, hand, members };
}

/** A `Held` needs an expression as its node, which a type does not have. */
function placeholder(type: ts.IndexedAccessTypeNode): ts.Expression {
  return ts.isLiteralTypeNode(type.indexType) ? (type.indexType.literal as ts.Expression) : ts.factory.createNull();
}

/** What a parameter holds when several calls pass something to it. */
function merged(known: Held | undefined, held: Held): Held {
  return known ? (either(known, held) ?? held) : held;
}

/** What is held when it may be one or the other: of two different tables, a table without a key. */
function either(a: Held | undefined, b: Held | undefined): Held | undefined {
  if (!a || !b || a.kind !== b.kind) return undefined;
  if (a.kind === 'query' || b.kind === 'query') return a;
  return a.key === b.key ? a : { ...a, key: undefined };
}
