import { ts } from '../ts.cts';
import { declarationOf } from './scope.ts';
import { isFunction, nameText, returnedExpression, unwrap } from './syntax.ts';
import { declarationOfName, type TypeContext, type TypeName } from './types.ts';

/** `db.query`, or one of its tables, wherever it is kept. */
export type Held =
  | { kind: 'query'; node: ts.Expression }
  /** `key` is undefined for a table that is chosen at run time. */
  | { kind: 'table'; node: ts.Expression; key: string | undefined };

export interface HeldQueries {
  /** What an expression holds of `db.query`; undefined when it is something else. */
  heldBy(node: ts.Node): Held | undefined;
  /** Remembers what a call gives its function; `false` when it gives a part of `db.query` to one that is out of sight. */
  hand(call: ts.CallExpression | ts.NewExpression): boolean;
}

const maxDepth = 12;

/** Whether one of the methods of a table is taken from an expression. */
function isAsked({ parent }: ts.Node): boolean {
  return ts.isPropertyAccessExpression(parent) && ['findMany', 'findFirst'].includes(parent.name.text);
}

/** Makes a reader that follows `db.query` and its tables through constants, parameters, members, types and imports. */
export function createHeldQueries(context: TypeContext): HeldQueries {
  const { evaluator } = context;
  const handed = new Map<ts.ParameterDeclaration, Held>();
  let depth = 0;

  function heldBy(node: ts.Node): Held | undefined {
    if (depth > maxDepth) return undefined;
    depth++;
    const held = find(unwrap(node));
    depth--;
    return held;
  }

  function find(node: ts.Node): Held | undefined {
    if (ts.isPropertyAccessExpression(node)) return ofMember(node, node.name.text);
    if (ts.isElementAccessExpression(node)) {
      const { argumentExpression: key } = node;
      return ofMember(node, ts.isStringLiteralLike(key) ? key.text : undefined);
    }
    if (ts.isIdentifier(node)) return ofIdentifier(node);
    if (ts.isConditionalExpression(node)) return either(heldBy(node.whenTrue), heldBy(node.whenFalse));
    if (ts.isBinaryExpression(node) && node.operatorToken.kind !== ts.SyntaxKind.CommaToken)
      return node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken ? heldBy(node.left) : undefined;
    if (ts.isCallExpression(node)) {
      const fn = evaluator.evaluate(node.expression);
      const returned = fn.kind === 'expression' && isFunction(fn.node) ? returnedExpression(fn.node) : undefined;
      return returned && heldBy(returned);
    }
    return undefined;
  }

  function ofMember(
    node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
    key: string | undefined,
  ): Held | undefined {
    const { expression } = node;
    const field =
      key !== undefined && unwrap(expression).kind === ts.SyntaxKind.ThisKeyword ? ofField(node, key) : undefined;
    if (field) return field;
    const isQuery = isQueryKey(key);
    // `db.query.query.findMany()` is about a table of that name.
    if (isQuery && !isAsked(node)) return { kind: 'query', node };
    const base = heldBy(expression);
    if (isQuery && base?.kind !== 'query') return { kind: 'query', node };
    if (base?.kind === 'query') return { kind: 'table', node: unwrap(expression) as ts.Expression, key };
    if (base || key === undefined) return undefined;
    const object = evaluator.evaluate(expression);
    if (object.kind !== 'expression' || !ts.isObjectLiteralExpression(object.node)) return undefined;
    const property = object.node.properties.find((candidate) => candidate.name && nameText(candidate.name) === key);
    return property && ts.isPropertyAssignment(property) ? heldBy(property.initializer) : undefined;
  }

  /** `this.users`: a property, or a parameter of the constructor that is one. */
  function ofField(node: ts.Node, key: string): Held | undefined {
    const owner = ts.findAncestor(node, ts.isClassLike);
    for (const member of owner?.members ?? []) {
      if (ts.isPropertyDeclaration(member) && nameText(member.name) === key) {
        const held = (member.initializer && heldBy(member.initializer)) ?? (member.type && ofType(member.type));
        if (held) return held;
      }
      if (!ts.isConstructorDeclaration(member)) continue;
      for (const parameter of member.parameters) {
        if (ts.isIdentifier(parameter.name) && parameter.name.text === key && parameter.modifiers)
          return ofDeclaration(parameter);
      }
      const assigned = member.body?.statements.find(
        (statement): statement is ts.ExpressionStatement =>
          ts.isExpressionStatement(statement) &&
          ts.isBinaryExpression(statement.expression) &&
          statement.expression.left.getText() === `this.${key}`,
      );
      if (assigned && ts.isBinaryExpression(assigned.expression)) return heldBy(assigned.expression.right);
    }
    return undefined;
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

  function ofDeclaration(declaration: ts.VariableDeclaration | ts.ParameterDeclaration): Held | undefined {
    return (
      (declaration.initializer && heldBy(declaration.initializer)) ??
      (declaration.type && ofType(declaration.type)) ??
      (ts.isParameter(declaration) ? handed.get(declaration) : undefined)
    );
  }

  function ofBinding(element: ts.BindingElement, node: ts.Identifier): Held | undefined {
    const owner = element.parent.parent;
    const name = element.propertyName ?? element.name;
    const key = ts.isIdentifier(name) ? name.text : ts.isBindingName(name) ? undefined : nameText(name);
    if (key === undefined || ts.isArrayBindingPattern(element.parent)) return undefined;
    if (isQueryKey(key)) return { kind: 'query', node };
    const base = ts.isBindingElement(owner) ? ofBinding(owner, node) : ofDeclaration(owner);
    return base?.kind === 'query' ? { kind: 'table', node: base.node, key } : undefined;
  }

  function ofType(type: ts.TypeNode): Held | undefined {
    if (ts.isParenthesizedTypeNode(type)) return ofType(type.type);
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

  function ofTypeName(name: TypeName): Held | undefined {
    if (ts.isIdentifier(name)) return heldBy(name);
    if (!ts.isQualifiedName(name)) return undefined;
    if (isQueryKey(name.right.text)) return { kind: 'query', node: name.right };
    const base = ofTypeName(name.left);
    return base?.kind === 'query' ? { kind: 'table', node: base.node, key: name.right.text } : undefined;
  }

  /** The parameters of the function or class that is called, when it is in sight. */
  function parametersOf(call: ts.CallExpression | ts.NewExpression): readonly ts.ParameterDeclaration[] {
    if (ts.isCallExpression(call)) {
      const fn = evaluator.evaluate(call.expression);
      return fn.kind === 'expression' && isFunction(fn.node) ? fn.node.parameters : [];
    }
    const made = declarationOfName(call.expression, context);
    const constructor = made && ts.isClassLike(made) ? made.members.find(ts.isConstructorDeclaration) : undefined;
    return constructor?.parameters ?? [];
  }

  function hand(call: ts.CallExpression | ts.NewExpression): boolean {
    let isInSight = true;
    (call.arguments ?? []).forEach((argument, index) => {
      const inner = unwrap(argument);
      if (!ts.isPropertyAccessExpression(inner) && !ts.isElementAccessExpression(inner)) return;
      if (!/\bquery\b/.test(inner.getText())) return;
      const held = heldBy(inner);
      if (!held) return;
      const parameter = parametersOf(call)[index];
      if (parameter) handed.set(parameter, merged(handed.get(parameter), held));
      else isInSight = false;
    });
    return isInSight;
  }

  return { heldBy, hand };
}

function isQueryKey(key: string | undefined): boolean {
  return key === 'query' || key === '_query';
}

/** A node to stand for a type that names no expression. */
function placeholder(type: ts.IndexedAccessTypeNode): ts.Expression {
  return ts.isLiteralTypeNode(type.indexType) ? (type.indexType.literal as ts.Expression) : ts.factory.createNull();
}

function merged(known: Held | undefined, held: Held): Held {
  return known ? (either(known, held) ?? held) : held;
}

function either(a: Held | undefined, b: Held | undefined): Held | undefined {
  if (!a || !b || a.kind !== b.kind) return undefined;
  if (a.kind === 'query' || b.kind === 'query') return a;
  return a.key === b.key ? a : { ...a, key: undefined };
}
