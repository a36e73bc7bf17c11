import { specifierOf, targetOf } from '../../read/modules/specifiers.ts';
import { ts } from '../../ts.cts';
import { casedFactories, type Casing } from '../../drizzle/casing.ts';
import { quoted } from '../../edits/style.ts';
import { coreName, madeBy } from '../../read/values/core-module.ts';
import { exportsOf } from '../../read/modules/exports.ts';
import { declarationOf, lookUp, type Declaration } from '../../read/syntax/scope.ts';
import { unwrap } from '../../read/syntax/syntax.ts';
import type { Project } from '../project.ts';
import { source as sourceCode, text } from '../../edits/code.ts';
import { contextAt } from '../../edits/layout-context.ts';
import { layOut } from '../../edits/layout.ts';

/** The member of `snakeCase` and `camelCase` that replaces a factory: `pgTable` → `snakeCase.table`. */
type Member = 'table' | 'view' | 'materializedView' | 'schema';

/** An edit that changes the factory of one or several tables, and the node where it is made. */
export interface FactoryMove {
  at: ts.Node;
  edit(): void;
}

/**
 * The edit by which a table, view or table creator takes its column names from `casing`. It is made where the factory
 * is named: in the call itself, or in the alias or re-export that the call uses.
 *
 * @returns undefined when the table has a casing already; a string with the reason when it cannot be changed
 */
export function casedFactory(
  call: ts.CallExpression,
  casing: Casing,
  project: Project,
): FactoryMove | string | undefined {
  const { evaluator } = project;
  const callee = unwrap(call.expression);
  if (ts.isPropertyAccessExpression(callee) && ['table', 'view', 'materializedView'].includes(callee.name.text)) {
    const schema = madeBy(evaluator.evaluate(callee.expression), /(?:Schema|Database|\.schema)$/, evaluator);
    if (schema) return casedCallee(schema.call.expression, 'schema', casing, project);
  }
  const value = evaluator.evaluate(callee);
  const creator = madeBy(value, /TableCreator$/, evaluator);
  if (creator) return casedCreator(creator.call, casing, project);
  const core = coreName(value);
  if (!core) return 'the function that makes it is out of sight';
  if (core.name.endsWith('TableCreator')) return casedCreator(call, casing, project);
  const member = memberOf(core.name);
  return member ? casedCallee(callee as ts.Expression, member, casing, project) : `\`${core.name}\` is not known`;
}

/** The member that replaces a factory of drizzle-orm, by its name; undefined for an unknown one. */
function memberOf(name: string): Member | undefined {
  if (/MaterializedView$/i.test(name)) return 'materializedView';
  if (/View$/i.test(name)) return 'view';
  if (/Table$/i.test(name)) return 'table';
  return /(?:Schema|Database)$/i.test(name) ? 'schema' : undefined;
}

/** `pgTableCreator(fn)` → `pgTableCreator(fn, 'snake_case')`. */
function casedCreator(call: ts.CallExpression, casing: Casing, project: Project): FactoryMove | string | undefined {
  const [customize, existing] = call.arguments;
  if (!customize) return 'its table creator has no arguments';
  if (existing) return undefined;
  const { fileName, text: source } = call.getSourceFile();
  const style = project.styleOf(fileName);
  const added = quoted(casing, style);
  const edit = () => {
    if (call.getText().includes('\n'))
      return project.changes.replace(fileName, customize.end, customize.end, `, ${added}`);
    const { length } = /^[^\n\r]*/.exec(source.slice(call.end))![0].trimEnd();
    const callee = [{ start: call.getStart(), end: call.expression.end }];
    const context = contextAt(source, call.getStart(), style, length);
    const code = layOut({ kind: 'call', callee, args: [sourceCode(customize), text(added)] }, context);
    project.changes.replace(fileName, call.getStart(), call.end, ...code);
  };
  return { at: call, edit };
}

/**
 * Replaces `pgTable` by `snakeCase.table` at the place where the name is finally written, following aliases.
 *
 * @param depth how many aliases were followed so far
 */
function casedCallee(
  node: ts.Expression,
  member: Member,
  casing: Casing,
  project: Project,
  depth = 0,
): FactoryMove | string | undefined {
  const inner = unwrap(node) as ts.Expression;
  const core = coreName(project.evaluator.evaluate(inner));
  if (!core || depth > 8) return 'the function that makes it is out of sight';
  if (core.name.startsWith('snakeCase.') || core.name.startsWith('camelCase.')) return undefined;
  const factory = casedFactories[casing];
  const path = inner.getSourceFile().fileName;
  const module = `drizzle-orm/${core.dialect}-core`;

  if (ts.isPropertyAccessExpression(inner)) {
    const owner = project.evaluator.evaluate(inner.expression);
    const isWhole =
      (owner.kind === 'external' && (owner.name === '*' || owner.name === 'default')) ||
      (owner.kind === 'namespace' && coreName(project.evaluator.member(owner, factory)) !== undefined);
    if (isWhole) {
      // `p.pgTable` → `p.snakeCase.table`
      const { name } = inner;
      return { at: name, edit: () => project.changes.replace(path, name.getStart(), name.end, `${factory}.${member}`) };
    }
    return owner.kind === 'namespace' ? replaceBy(inner, module) : 'the function that makes it is kept in an object';
  }
  if (!ts.isIdentifier(inner)) return 'the function that makes it is chosen at run time';
  const declaration = declarationOf(inner);
  if (!declaration) return 'the function that makes it is out of sight';
  const alias = aliasOf(declaration, project);
  if (alias) return casedCallee(alias, member, casing, project, depth + 1);
  if (ts.isImportSpecifier(declaration) || ts.isBindingElement(declaration))
    return replaceBy(inner, sourceOf(declaration, factory, project) ?? module);
  return 'the function that makes it is passed around';

  /** The edit that replaces an expression by a member of the imported cased factory. */
  function replaceBy(target: ts.Expression, from: string): FactoryMove {
    return {
      at: target,
      edit() {
        const local = localName(factory, from, target, project);
        project.changes.replace(path, target.getStart(), target.end, `${local}.${member}`);
      },
    };
  }
}

/** The initializer of a variable (`const table = pgTable`), also through imports and re-exports. */
function aliasOf(declaration: Declaration, project: Project): ts.Expression | undefined {
  if (ts.isVariableDeclaration(declaration)) return declaration.initializer;
  if (!ts.isImportSpecifier(declaration)) return undefined;
  let path = targetOf(declaration.parent.parent.parent, project.resolver);
  let name = (declaration.propertyName ?? declaration.name).text;
  for (let depth = 0; path !== undefined && depth < 8; depth++) {
    const module = project.sources.get(path);
    const found = module && exportsOf(module).named.get(name);
    if (found?.kind === 'declaration')
      return ts.isVariableDeclaration(found.node) ? found.node.initializer : aliasOf(found.node, project);
    if (found?.kind === 'expression') return found.node;
    if (found?.kind !== 'reexport') return undefined;
    name = found.name;
    path = project.resolver.resolve(path, found.specifier);
  }
  return undefined;
}

/**
 * The module from which the cased factory can be imported: the one that the plain factory comes from, if it exports
 * both.
 */
function sourceOf(
  declaration: ts.ImportSpecifier | ts.BindingElement,
  factory: string,
  project: Project,
): string | undefined {
  if (!ts.isImportSpecifier(declaration)) return undefined;
  const statement = declaration.parent.parent.parent;
  const path = targetOf(statement, project.resolver);
  if (path !== undefined) return coreName(project.evaluator.exported(path, factory) ?? none) && path;
  const specifier = specifierOf(statement);
  return specifier !== undefined && /^drizzle-orm\/\w+-core$/.test(specifier) ? specifier : undefined;
}

const none = { kind: 'unknown', reason: 'unbound' } as const;

/** The local name of a cased factory in a file, which is imported if it is not there yet. */
function localName(factory: string, from: string, place: ts.Node, project: Project): string {
  const file = place.getSourceFile();
  const [, dialect = ''] = /drizzle-orm\/(\w+)-core/.exec(from) ?? [];
  const longName = factory.charAt(0).toUpperCase() + factory.slice(1);
  for (const local of [factory, `drizzle${longName}`, `${dialect}${longName}`]) {
    const existing = lookUp(local, place);
    if (existing && ts.isImportSpecifier(existing)) {
      const statement = existing.parent.parent.parent;
      const isSame = targetOf(statement, project.resolver) === from || specifierOf(statement) === from;
      if (isSame && (existing.propertyName ?? existing.name).text === factory) return local;
    }
    if (existing) continue;
    const asked = project.changes.imports(file.fileName).find((other) => other.local === local);
    if (asked && (asked.from !== from || asked.name !== factory)) continue;
    project.changes.needImport(file.fileName, { from, name: factory, local, typeOnly: false });
    return local;
  }
  throw new Error(`No free name for ${factory} in ${file.fileName}`);
}
