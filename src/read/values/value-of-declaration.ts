import { ts } from '../../ts.cts';
import type { Env, Value } from '../../facts.ts';
import { propertyOfThis } from '../syntax/class-properties.ts';
import type { Declaration } from '../syntax/scope.ts';
import { isConst, keyOfBinding, unwrap } from '../syntax/syntax.ts';
import { isNeverAssigned } from '../syntax/writes.ts';
import { isTableMaker } from './tables.ts';
import { valueOfType } from './value-of-type.ts';
import { unknown, type Evaluator } from './value.ts';

/** What a declared name stands for. What is assigned to later has no known value. */
export function valueOfDeclaration(declaration: Declaration, env: Env, evaluator: Evaluator): Value {
  if (ts.isParameter(declaration)) {
    const given = isNeverAssigned(declaration) ? env.get(declaration) : undefined;
    return given ?? unboundParameter(declaration, evaluator);
  }
  if (ts.isVariableDeclaration(declaration)) {
    const known = isConst(declaration) || isNeverAssigned(declaration);
    return declaration.initializer && known ? evaluator.evaluate(declaration.initializer, env) : unknown('runtime');
  }
  if (ts.isBindingElement(declaration))
    return isNeverAssigned(declaration) ? valueOfBinding(declaration, env, evaluator) : unknown('runtime');
  if (ts.isFunctionDeclaration(declaration)) return { kind: 'expression', node: declaration, env };
  if (ts.isImportSpecifier(declaration)) {
    const { moduleSpecifier } = declaration.parent.parent.parent;
    return evaluator.imported(declaration, moduleSpecifier, (declaration.propertyName ?? declaration.name).text);
  }
  if (ts.isImportClause(declaration))
    return evaluator.imported(declaration, declaration.parent.moduleSpecifier, 'default');
  if (ts.isNamespaceImport(declaration)) {
    return evaluator.imported(declaration, declaration.parent.parent.moduleSpecifier, '*');
  }
  if (ts.isImportEqualsDeclaration(declaration) && ts.isExternalModuleReference(declaration.moduleReference)) {
    return evaluator.imported(declaration, declaration.moduleReference.expression, '*');
  }
  return unknown('runtime');
}

/**
 * The value of a destructured name: `users` of `const { users } = schema`. Of arrays only
 * `const [a, b] = await Promise.all([x, y])` is followed. For a rest element (`...others`) it is the whole object.
 */
function valueOfBinding(element: ts.BindingElement, env: Env, evaluator: Evaluator): Value {
  const owner = element.parent.parent;
  if (ts.isArrayBindingPattern(element.parent)) {
    const awaited = ts.isVariableDeclaration(owner) ? awaitedTogether(owner.initializer) : undefined;
    const own = element.dotDotDotToken ? undefined : awaited?.[element.parent.elements.indexOf(element)];
    return own ? evaluator.evaluate(own, env) : unknown('runtime');
  }
  let whole: Value;
  if (ts.isBindingElement(owner)) whole = valueOfBinding(owner, env, evaluator);
  else if (ts.isParameter(owner)) whole = env.get(owner) ?? unboundParameter(owner, evaluator);
  else whole = owner.initializer ? evaluator.evaluate(owner.initializer, env) : unknown('runtime');
  if (element.dotDotDotToken) return whole;
  const key = keyOfBinding(element);
  return key === undefined ? unknown('runtime') : evaluator.member(whole, key);
}

/**
 * The value of `this.name` by the class: its initialiser, its type if that is about tables, or its only assignment.
 */
export function valueOfThis(node: ts.PropertyAccessExpression, env: Env, evaluator: Evaluator): Value {
  const property = propertyOfThis(node, node.name.text);
  if (property.initializer) return evaluator.evaluate(property.initializer, env);
  const typed = property.type ? valueOfType(property.type, evaluator) : unknown('runtime');
  const assigned = typed.kind === 'unknown' ? property.assigned() : undefined;
  return assigned ? evaluator.evaluate(assigned, env) : typed;
}

/**
 * The value of a parameter whatever the caller passes: by its type if that is about tables, or its default value if
 * that is a function that makes tables.
 */
function unboundParameter(parameter: ts.ParameterDeclaration, evaluator: Evaluator): Value {
  const typed = parameter.type ? valueOfType(parameter.type, evaluator) : unknown('runtime');
  if (typed.kind !== 'unknown' || !parameter.initializer) return typed;
  const value = evaluator.evaluate(parameter.initializer);
  return isTableMaker(value, evaluator) ? value : typed;
}

/** The elements of `await Promise.all([a, b])`; undefined for other expressions. */
function awaitedTogether(initializer: ts.Expression | undefined): readonly ts.Expression[] | undefined {
  const inner = initializer && unwrap(initializer);
  const call = inner && ts.isAwaitExpression(inner) ? unwrap(inner.expression) : undefined;
  if (!call || !ts.isCallExpression(call) || call.expression.getText() !== 'Promise.all') return undefined;
  const [list] = call.arguments;
  return list && ts.isArrayLiteralExpression(list) ? list.elements : undefined;
}
