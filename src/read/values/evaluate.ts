import { ts } from '../../ts.cts';
import type { Env, Value } from '../../facts.ts';
import { createAutoImports } from '../modules/auto-imports.ts';
import { propertyOfThis } from '../syntax/class-properties.ts';
import { isExports } from '../modules/exports.ts';
import { createModuleValues } from './module-values.ts';
import type { Resolver } from '../modules/resolve.ts';
import { declarationOf, type Declaration } from '../syntax/scope.ts';
import type { Sources } from '../modules/sources.ts';
import { isTableMaker, readTable } from './tables.ts';
import { isOutOfSight } from './tables-out-of-sight.ts';
import type { TimeLimit } from '../syntax/time-limit.ts';
import {
  isConst,
  isFunction,
  isImportCall,
  nameText,
  returnedExpression,
  unwrap,
  type FunctionNode,
} from '../syntax/syntax.ts';
import { isNeverAssigned } from '../syntax/writes.ts';
import { valueOfType } from './value-of-type.ts';
import { noEnv, unknown, type Evaluator } from './value.ts';

/** How many calls of project functions may be followed into each other. */
const maxDepth = 24;

/**
 * Makes the evaluator, which says what expressions stand for without a type checker and without running anything (see
 * ARCHITECTURE.md, "Reading without a type checker"). Results are cached, so an evaluator is valid only for the texts
 * it has read.
 *
 * @param paths paths of every script of the project, for names that a framework imports automatically
 * @param limit stops the work when a file has used up its time
 */
export function createEvaluator(
  sources: Sources,
  resolver: Resolver,
  paths: readonly string[],
  limit: TimeLimit,
): Evaluator {
  /** Results by parameter values, then by node. */
  const memo = new WeakMap<Env, Map<ts.Node, Value>>();
  let depth = 0;

  function evaluate(node: ts.Node, env: Env = noEnv): Value {
    limit.check();
    const inner = unwrap(node);
    let known = memo.get(env);
    if (!known) memo.set(env, (known = new Map()));
    const found = known.get(inner);
    if (found) return found;
    known.set(inner, unknown('runtime')); // ends the recursion of circular references
    const value = computeWithin(inner, env);
    known.set(inner, value);
    return value;
  }

  /** Limits the recursion: in a chain of hundreds of constants, or when the stack runs out, the value is unknown. */
  function computeWithin(node: ts.Node, env: Env): Value {
    if (depth > 400) return unknown('runtime');
    depth++;
    try {
      return compute(node, env);
    } catch (error) {
      if (error instanceof RangeError) return unknown('runtime');
      throw error;
    } finally {
      depth--;
    }
  }

  /** What an unwrapped node stands for, without cache and limits. */
  function compute(node: ts.Node, env: Env): Value {
    if (ts.isIdentifier(node)) {
      const declaration = declarationOf(node);
      return declaration ? ofDeclaration(declaration, env) : ofUndeclared(node);
    }
    if (ts.isPropertyAccessExpression(node)) {
      if (node.expression.kind === ts.SyntaxKind.ThisKeyword) return ofThis(node, env);
      if (isExports(node.expression)) {
        return exported(node.getSourceFile().fileName, node.name.text) ?? unknown('runtime');
      }
      return member(evaluate(node.expression, env), node.name.text);
    }
    if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
      return member(evaluate(node.expression, env), node.argumentExpression.text);
    }
    if (ts.isAwaitExpression(node)) return evaluate(node.expression, env);
    if (ts.isCallExpression(node)) return ofCall(node, env);
    if (ts.isExpression(node) || ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) {
      return { kind: 'expression', node, env };
    }
    return unknown('runtime');
  }

  /** A name without a declaration may be auto-imported by a framework. */
  function ofUndeclared(name: ts.Identifier): Value {
    const origin = autoImports(name.getSourceFile().fileName, name.text);
    if (!origin) return unknown('unbound');
    if ('path' in origin) return exported(origin.path, origin.name) ?? unknown('unbound');
    return { kind: 'external', module: origin.module, name: origin.name };
  }

  /** What a declared name stands for. A `let` counts as a constant when nothing is assigned to it later. */
  function ofDeclaration(declaration: Declaration, env: Env): Value {
    if (ts.isParameter(declaration)) return env.get(declaration) ?? unboundParameter(declaration);
    if (ts.isVariableDeclaration(declaration)) {
      const known = isConst(declaration) || isNeverAssigned(declaration);
      return declaration.initializer && known ? evaluate(declaration.initializer, env) : unknown('runtime');
    }
    if (ts.isBindingElement(declaration)) return ofBinding(declaration, env);
    if (ts.isFunctionDeclaration(declaration)) return { kind: 'expression', node: declaration, env };
    if (ts.isImportSpecifier(declaration)) {
      const { moduleSpecifier } = declaration.parent.parent.parent;
      return imported(declaration, moduleSpecifier, (declaration.propertyName ?? declaration.name).text);
    }
    if (ts.isImportClause(declaration)) return imported(declaration, declaration.parent.moduleSpecifier, 'default');
    if (ts.isNamespaceImport(declaration)) {
      return imported(declaration, declaration.parent.parent.moduleSpecifier, '*');
    }
    if (ts.isImportEqualsDeclaration(declaration) && ts.isExternalModuleReference(declaration.moduleReference)) {
      return imported(declaration, declaration.moduleReference.expression, '*');
    }
    return unknown('runtime');
  }

  /**
   * The value of a destructured name: `users` of `const { users } = schema`. Of arrays only
   * `const [a, b] = await Promise.all([x, y])` is followed. For a rest element (`...others`) it is the whole object.
   */
  function ofBinding(element: ts.BindingElement, env: Env): Value {
    const owner = element.parent.parent;
    if (ts.isArrayBindingPattern(element.parent)) {
      const awaited = ts.isVariableDeclaration(owner) ? awaitedTogether(owner.initializer) : undefined;
      const own = element.dotDotDotToken ? undefined : awaited?.[element.parent.elements.indexOf(element)];
      return own ? evaluate(own, env) : unknown('runtime');
    }
    let whole: Value;
    if (ts.isBindingElement(owner)) whole = ofBinding(owner, env);
    else if (ts.isParameter(owner)) whole = env.get(owner) ?? unboundParameter(owner);
    else whole = owner.initializer ? evaluate(owner.initializer, env) : unknown('runtime');
    if (element.dotDotDotToken) return whole;
    const name = element.propertyName ?? element.name;
    const key = ts.isIdentifier(name) ? name.text : ts.isBindingName(name) ? undefined : nameText(name);
    return key === undefined ? unknown('runtime') : member(whole, key);
  }

  /**
   * The value of `this.name` by the class: its initialiser, its type if that is about tables, or its only assignment.
   */
  function ofThis(node: ts.PropertyAccessExpression, env: Env): Value {
    const property = propertyOfThis(node, node.name.text);
    if (property.initializer) return evaluate(property.initializer, env);
    const typed = property.type ? valueOfType(property.type, evaluator) : unknown('runtime');
    const assigned = typed.kind === 'unknown' ? property.assigned() : undefined;
    return assigned ? evaluate(assigned, env) : typed;
  }

  /**
   * The value of a parameter whatever the caller passes: by its type if that is about tables, or its default value if
   * that is a function that makes tables.
   */
  function unboundParameter(parameter: ts.ParameterDeclaration): Value {
    const typed = parameter.type ? valueOfType(parameter.type, evaluator) : unknown('runtime');
    if (typed.kind !== 'unknown' || !parameter.initializer) return typed;
    const value = evaluate(parameter.initializer);
    return isTableMaker(value, evaluator) ? value : typed;
  }

  /**
   * The value of a call: an imported module, a table, what a project function returns, or otherwise the call itself.
   */
  function ofCall(call: ts.CallExpression, env: Env): Value {
    if (isImportCall(call)) {
      const [specifier] = call.arguments;
      return specifier ? imported(call, specifier, '*') : unknown('runtime');
    }
    const table = readTable(call, env, evaluator);
    if (table) return { kind: 'table', table };
    const callee = unwrap(call.expression);
    if (ts.isPropertyAccessExpression(callee) && keepsTable.has(callee.name.text)) {
      const inner = evaluate(callee.expression, env);
      if (inner.kind === 'table') return inner;
    }
    const fn = evaluate(callee, env);
    if (fn.kind === 'expression' && isFunction(fn.node)) {
      const returned = returnedExpression(fn.node);
      if (returned && invocations < maxDepth) {
        const value = ofReturned(returned, bind(fn.node, call, fn.env, env));
        if (value.kind !== 'unknown') return value;
      }
    }
    const isOperators = fn.kind === 'external' && fn.name === 'getOperators' && fn.module.startsWith('drizzle-orm');
    if (isOperators) return { kind: 'external', module: 'drizzle-orm', name: '*' };
    // A wrapper around a table that can be queried like it, such as `drizzleSilk(table)` of GQLoom.
    if (fn.kind === 'external' && /silk$/i.test(fn.name) && call.arguments[0]) {
      const wrapped = evaluate(call.arguments[0], env);
      if (wrapped.kind === 'table') return wrapped;
    }
    return { kind: 'expression', node: call, env };
  }

  let invocations = 0;
  /** Evaluates what a called function returns, counting how deep calls are nested. */
  function ofReturned(returned: ts.Expression, env: Env): Value {
    invocations++;
    try {
      return evaluate(returned, env);
    } finally {
      invocations--;
    }
  }

  /** The values of the parameters of `fn` for one call of it. */
  function bind(fn: FunctionNode, call: ts.CallExpression, fnEnv: Env, callerEnv: Env): Env {
    const bound = new Map<ts.Node, Value>(fnEnv);
    fn.parameters.forEach((parameter, index) => {
      const argument = call.arguments[index];
      if (argument && !parameter.dotDotDotToken) bound.set(parameter, evaluate(argument, callerEnv));
      else if (parameter.initializer) bound.set(parameter, evaluate(parameter.initializer, fnEnv));
    });
    return bound;
  }

  function member(value: Value, name: string): Value {
    switch (value.kind) {
      case 'external':
        if (value.name === '*' || value.name === 'default') return { ...value, name };
        return { ...value, name: `${value.name}.${name}` };
      case 'namespace':
        return exported(value.path, name) ?? unknown('unresolved-import');
      case 'table': {
        const column = value.table.columns.get(name);
        return column ? { kind: 'column', table: value.table, column } : unknown('runtime');
      }
      case 'expression':
        if (ts.isObjectLiteralExpression(value.node))
          return property(value.node, name, value.env) ?? unknown('runtime');
        return memberOfAny(mergedBy(value.node), name, value.env) ?? unknown('runtime');
      default:
        return value.kind === 'unknown' ? value : unknown('runtime');
    }
  }

  /**
   * The value of a property of an object literal, looking into spreads. Later entries override earlier ones, so it
   * searches from the end.
   */
  function property(object: ts.ObjectLiteralExpression, name: string, env: Env): Value | undefined {
    let hidden: Value | undefined;
    for (const entry of object.properties.toReversed()) {
      if (ts.isSpreadAssignment(entry)) {
        const value = memberOfAny([entry.expression], name, env);
        // A package whose source is not in sight may or may not export the name, so an object before it that has it for
        // certain is preferred.
        if (value && isOutOfSight(value)) hidden ??= value;
        else if (value) return value;
      } else if (entry.name && nameText(entry.name) === name) {
        if (ts.isPropertyAssignment(entry)) return evaluate(entry.initializer, env);
        if (ts.isShorthandPropertyAssignment(entry)) return evaluate(entry.name, env);
        if (ts.isMethodDeclaration(entry)) return { kind: 'expression', node: entry, env };
        return unknown('runtime');
      }
    }
    return hidden;
  }

  /** The member of the last of several objects that has it, as spreading or `Object.assign` merges them. */
  function memberOfAny(objects: readonly ts.Expression[], name: string, env: Env): Value | undefined {
    for (const object of objects.toReversed()) {
      const value = member(evaluate(object, env), name);
      if (value.kind !== 'unknown' && !(value.kind === 'external' && value.name.includes('.'))) return value;
    }
    return undefined;
  }

  function keys(value: Value): { names: string[]; complete: boolean } {
    if (value.kind === 'namespace') return { names: exportNames(value.path), complete: true };
    if (value.kind !== 'expression') return { names: [], complete: false };
    const { node, env } = value;
    const merged = mergedBy(node);
    const isObject = ts.isObjectLiteralExpression(node);
    const names = new Set<string>();
    let complete = isObject || merged.length > 0;
    for (const entry of isObject ? node.properties : merged) {
      if (ts.isSpreadAssignment(entry) || ts.isExpression(entry)) {
        const spread = keys(evaluate(ts.isSpreadAssignment(entry) ? entry.expression : entry, env));
        spread.names.forEach((name) => names.add(name));
        complete &&= spread.complete;
      } else {
        const name = entry.name && nameText(entry.name);
        if (name === undefined) complete = false;
        else names.add(name);
      }
    }
    return { names: [...names], complete };
  }

  const { imported, exported, exportNames } = createModuleValues(sources, resolver, {
    evaluate,
    member,
    keys,
    ofDeclaration,
    isIdle: () => depth === 0,
  });
  const evaluator: Evaluator = { evaluate, member, exported, exportNames, keys, spendOn: limit.spendOn };
  const autoImports = createAutoImports(paths, resolver.packageOf, sources, exportNames);
  return evaluator;
}

/** The arguments of `Object.assign({}, users, posts)`; none for other nodes. */
function mergedBy(node: ts.Node): readonly ts.Expression[] {
  return ts.isCallExpression(node) && node.expression.getText() === 'Object.assign' ? node.arguments : [];
}

/** Methods that return the table or view they are called on, or one with the same columns. */
const keepsTable = new Set(['enableRLS', 'withRLS', 'as', 'existing', 'with']);

/** The elements of `await Promise.all([a, b])`; undefined for other expressions. */
function awaitedTogether(initializer: ts.Expression | undefined): readonly ts.Expression[] | undefined {
  const inner = initializer && unwrap(initializer);
  const call = inner && ts.isAwaitExpression(inner) ? unwrap(inner.expression) : undefined;
  if (!call || !ts.isCallExpression(call) || call.expression.getText() !== 'Promise.all') return undefined;
  const [list] = call.arguments;
  return list && ts.isArrayLiteralExpression(list) ? list.elements : undefined;
}
