import { ts } from '../../ts.cts';
import type { Env, Value } from '../../facts.ts';
import { createAutoImports } from '../modules/auto-imports.ts';
import { isExports } from '../modules/exports.ts';
import type { Resolver } from '../modules/resolve.ts';
import type { Sources } from '../modules/sources.ts';
import { declarationOf } from '../syntax/scope.ts';
import { unwrap } from '../syntax/syntax.ts';
import type { TimeLimit } from '../syntax/time-limit.ts';
import { keysOf, memberOf } from './members.ts';
import { createModuleValues } from './module-values.ts';
import { createCallValues } from './value-of-call.ts';
import { valueOfDeclaration, valueOfThis } from './value-of-declaration.ts';
import { noEnv, unknown, type Evaluator } from './value.ts';

/** How deep expressions may lead to each other: a chain of more constants than these is not followed. */
const maxDepth = 400;

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
    if (depth > maxDepth) return unknown('runtime');
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
      return declaration ? valueOfDeclaration(declaration, env, evaluator) : ofUndeclared(node);
    }
    if (ts.isPropertyAccessExpression(node)) {
      if (node.expression.kind === ts.SyntaxKind.ThisKeyword) return valueOfThis(node, env, evaluator);
      if (isExports(node.expression)) {
        return modules.exported(node.getSourceFile().fileName, node.name.text) ?? unknown('runtime');
      }
      return memberOf(evaluate(node.expression, env), node.name.text, evaluator);
    }
    if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
      return memberOf(evaluate(node.expression, env), node.argumentExpression.text, evaluator);
    }
    if (ts.isAwaitExpression(node)) return evaluate(node.expression, env);
    if (ts.isCallExpression(node)) return valueOfCall(node, env);
    if (ts.isExpression(node) || ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) {
      return { kind: 'expression', node, env };
    }
    return unknown('runtime');
  }

  /** A name without a declaration may be auto-imported by a framework. */
  function ofUndeclared(name: ts.Identifier): Value {
    const origin = autoImports(name.getSourceFile().fileName, name.text);
    if (!origin) return unknown('unbound');
    if ('path' in origin) return modules.exported(origin.path, origin.name) ?? unknown('unbound');
    return { kind: 'external', module: origin.module, name: origin.name };
  }

  const evaluator: Evaluator = {
    evaluate,
    member: (value, name) => memberOf(value, name, evaluator),
    keys: (value) => keysOf(value, evaluator),
    imported: (from, specifier, name) => modules.imported(from, specifier, name),
    exported: (path, name) => modules.exported(path, name),
    exportNames: (path) => modules.exportNames(path),
    spendOn: limit.spendOn,
  };
  const modules = createModuleValues(sources, resolver, evaluator, () => depth === 0);
  const valueOfCall = createCallValues(evaluator);
  const autoImports = createAutoImports(paths, resolver.packageOf, sources, modules.exportNames);
  return evaluator;
}
