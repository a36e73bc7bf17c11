import { declarationOf } from '../../read/syntax/scope.ts';
import { isName, unwrap } from '../../read/syntax/syntax.ts';
import type { Member } from '../../read/types/object-members.ts';
import { ts } from '../../ts.cts';
import type { QueryContext } from '../context.ts';
import { calledFunction, isSql } from '../values/is-sql.ts';
import { holdsSql, writtenTo } from './holds-sql.ts';

/**
 * The code that the variables, parameters and helper functions in SQL get their value from: initializers, what is
 * assigned, pushed or passed, bodies of functions and methods.
 */
export function ingredientsOf(node: ts.Node, context: QueryContext): ts.Node[] {
  const found = new Set<ts.Node>();
  const add = (part: ts.Node | undefined): void => {
    if (!part || found.has(part) || found.size > 50) return;
    found.add(part);
    visit(part);
  };
  const visit = (child: ts.Node): void => {
    if (ts.isCallExpression(child)) add(calledFunction(child, context)?.body);
    const isRead = (ts.isIdentifier(child) && !isName(child)) || ts.isPropertyAccessExpression(child);
    if (isRead && (child === node || isSql(child, context))) context.givenValues(child).forEach(add);
    if (ts.isPropertyAccessExpression(child)) add(valueOfMember(context.memberOf(child)));
    add(collectionRead(child, context));
    const declaration = ts.isIdentifier(child) && !isName(child) ? declarationOf(child) : undefined;
    if (declaration && ts.isVariableDeclaration(declaration)) {
      const owner = ts.findAncestor(declaration, ts.isFunctionLike);
      const { initializer } = declaration;
      const held = initializer && unwrap(initializer);
      const isList =
        held !== undefined &&
        (ts.isArrayLiteralExpression(held) || (ts.isObjectLiteralExpression(held) && holdsSql(held, context)));
      if ((owner || isList) && ts.isIdentifier(declaration.name)) {
        add(initializer);
        writtenTo(declaration).forEach(add);
        // Constants of a module that hold no SQL are tables, clients and the like.
      } else if (initializer && !owner && isSql(initializer, context)) add(initializer);
    } else if (declaration && isImported(declaration)) {
      const value = context.evaluator.evaluate(child, context.env);
      if (value.kind === 'expression' && isCollection(value.node) && holdsSql(value.node, context)) add(value.node);
    }
    ts.forEachChild(child, visit);
  };
  visit(node);
  return [...found];
}

/** What a class property is initialized with, or the body of a getter. */
function valueOfMember(member: Member | undefined): ts.Node | undefined {
  if (member && ts.isPropertyDeclaration(member)) return member.initializer;
  return member && ts.isGetAccessor(member) ? member.body : undefined;
}

/**
 * The object, list or `Map` that code reads by a key which is known only at run time, `sorts[key]`, `sorts.get(key)` or
 * `const { [key]: sort } = sorts`: any member of it may be meant.
 */
function collectionRead(node: ts.Node, { evaluator, env }: QueryContext): ts.Node | undefined {
  const owner = ownerRead(node);
  const value = owner && evaluator.evaluate(owner, env);
  return value?.kind === 'expression' && isCollection(value.node) ? value.node : undefined;
}

function ownerRead(node: ts.Node): ts.Expression | undefined {
  if (ts.isElementAccessExpression(node)) return node.expression;
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression))
    return node.expression.name.text === 'get' ? node.expression.expression : undefined;
  const binding = ts.isIdentifier(node) && !isName(node) ? declarationOf(node) : undefined;
  if (!binding || !ts.isBindingElement(binding) || !binding.propertyName) return undefined;
  const { parent } = binding.parent;
  return ts.isComputedPropertyName(binding.propertyName) && ts.isVariableDeclaration(parent)
    ? parent.initializer
    : undefined;
}

function isCollection(node: ts.Node): boolean {
  const inner = unwrap(node);
  return ts.isObjectLiteralExpression(inner) || ts.isArrayLiteralExpression(inner) || ts.isNewExpression(inner);
}

function isImported(declaration: ts.Node): boolean {
  return ts.isImportSpecifier(declaration) || ts.isImportClause(declaration) || ts.isNamespaceImport(declaration);
}
