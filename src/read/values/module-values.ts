import { ts } from '../../ts.cts';
import type { Value } from '../../facts.ts';
import { exportsOf } from '../modules/exports.ts';
import type { Resolver } from '../modules/resolve.ts';
import type { Sources } from '../modules/sources.ts';
import { valueOfDeclaration } from './value-of-declaration.ts';
import { noEnv, unknown, type Evaluator } from './value.ts';

/**
 * Makes the part of the evaluator that follows imports and re-exports through the modules of the project.
 *
 * @param evaluator the evaluator it is part of
 * @param isIdle whether no evaluation is in progress
 */
export function createModuleValues(
  sources: Sources,
  resolver: Resolver,
  evaluator: Evaluator,
  isIdle: () => boolean,
): Pick<Evaluator, 'imported' | 'exported' | 'exportNames'> {
  const memo = new Map<string, Map<string, Value | undefined>>();

  function imported(from: ts.Node, specifier: ts.Expression, name: string): Value {
    if (!ts.isStringLiteral(specifier)) return unknown('runtime');
    const path = resolver.resolve(from.getSourceFile().fileName, specifier.text);
    if (path === undefined) return { kind: 'external', module: specifier.text, name };
    if (name === '*') return { kind: 'namespace', path };
    return exported(path, name) ?? unknown('unresolved-import');
  }

  function exported(path: string, name: string): Value | undefined {
    let known = memo.get(path);
    if (!known) memo.set(path, (known = new Map()));
    if (known.has(name)) return known.get(name);
    const value = exportedFrom(path, name, new Set());
    // During an evaluation a result may be incomplete because of a circular reference, so it must not be cached.
    if (isIdle() || value?.kind === 'table' || value?.kind === 'namespace') known.set(name, value);
    return value;
  }

  /**
   * What a module exports under a name, followed through re-exports.
   *
   * @param seen modules visited on the way, which ends circular re-exports
   */
  function exportedFrom(path: string, name: string, seen: Set<string>): Value | undefined {
    const module = sources.read(path);
    if (!module || seen.has(path)) return undefined;
    seen.add(path);
    const { named, stars } = exportsOf(module);
    const own = named.get(name);
    const follow = (specifier: string, wanted: string): Value | undefined => {
      const target = resolver.resolve(path, specifier);
      if (target === undefined) return { kind: 'external', module: specifier, name: wanted };
      return wanted === '*' ? { kind: 'namespace', path: target } : exportedFrom(target, wanted, seen);
    };
    switch (own?.kind) {
      case 'declaration':
        return valueOfDeclaration(own.node, noEnv, evaluator);
      case 'expression':
        return evaluator.evaluate(own.node);
      case 'namespace':
        return follow(own.specifier, '*');
      case 'reexport':
        return follow(own.specifier, own.name);
    }
    const whole = named.get('export=');
    if (whole?.kind === 'expression') {
      const value = evaluator.evaluate(whole.node);
      return name === 'default' ? value : evaluator.member(value, name);
    }
    if (name === 'default') return undefined;
    // A package behind `export * from` may or may not export the name, so it counts only when no module of the project
    // does; drizzle-orm is preferred among packages.
    let outside: Value | undefined;
    for (const specifier of stars) {
      const value = follow(specifier, name);
      if (value && value.kind !== 'external') return value;
      if (value?.kind === 'external' && (!outside || value.module.startsWith('drizzle-orm'))) outside = value;
    }
    return outside;
  }

  function exportNames(path: string, seen: Set<string> = new Set()): string[] {
    const module = sources.read(path);
    if (!module || seen.has(path)) return [];
    seen.add(path);
    const { named, stars } = exportsOf(module);
    const names = new Set<string>();
    for (const [name, what] of named) {
      if (name === 'export=' && what.kind === 'expression')
        evaluator.keys(evaluator.evaluate(what.node)).names.forEach((key) => names.add(key));
      else if (name !== 'export=') names.add(name);
    }
    for (const specifier of stars) {
      const target = resolver.resolve(path, specifier);
      if (target !== undefined) exportNames(target, seen).forEach((name) => name !== 'default' && names.add(name));
    }
    return [...names];
  }

  return { imported, exported, exportNames: (path) => exportNames(path) };
}
