import { ts } from '../../ts.cts';
import type { Value } from '../../facts.ts';
import { exportsOf } from '../modules/exports.ts';
import type { Resolver } from '../modules/resolve.ts';
import { declarationOf, type Declaration } from '../syntax/scope.ts';
import type { Sources } from '../modules/sources.ts';
import { targetOf } from '../modules/specifiers.ts';
import { valueOfName } from '../values/value-of-type.ts';
import { unknown, type Evaluator } from '../values/value.ts';

/** What is needed to follow the names of types. */
export interface TypeContext {
  sources: Sources;
  resolver: Resolver;
  evaluator: Evaluator;
}

/** The name in a type reference: `PgDatabase`, `pg.PgDatabase`. In an `extends` clause it is an expression. */
export type TypeName = ts.EntityName | ts.Expression;

/** What an import type refers to: the module for `import('…')`, one of its exports for `import('…').name`. */
export function importedValue(node: ts.ImportTypeNode, { resolver, evaluator }: TypeContext): Value {
  if (!ts.isLiteralTypeNode(node.argument) || !ts.isStringLiteral(node.argument.literal)) return unknown('runtime');
  const module = node.argument.literal.text;
  const path = resolver.resolve(node.getSourceFile().fileName, module);
  const whole: Value = path === undefined ? { kind: 'external', module, name: '*' } : { kind: 'namespace', path };
  const member = (name: ts.EntityName): Value =>
    ts.isQualifiedName(name)
      ? evaluator.member(member(name.left), name.right.text)
      : evaluator.member(whole, name.text);
  return node.qualifier ? member(node.qualifier) : whole;
}

/**
 * The declaration that the name of a type, class or function refers to, followed through imports and re-exports.
 * Undefined when it is outside the project.
 */
export function declarationOfName(name: TypeName, context: TypeContext): Declaration | undefined {
  if (ts.isIdentifier(name)) {
    const declaration = declarationOf(name);
    return declaration && followImport(declaration, context);
  }
  const [left, right] = ts.isQualifiedName(name)
    ? [name.left, name.right.text]
    : ts.isPropertyAccessExpression(name)
      ? [name.expression, name.name.text]
      : [];
  const owner = left && valueOfName(left, context.evaluator);
  return owner?.kind === 'namespace' ? exportedDeclaration(owner.path, right!, context) : undefined;
}

/** The declaration behind an import; other declarations are returned as they are. */
function followImport(declaration: Declaration, context: TypeContext): Declaration | undefined {
  const [clause, name] = ts.isImportSpecifier(declaration)
    ? [declaration.parent.parent, (declaration.propertyName ?? declaration.name).text]
    : ts.isImportClause(declaration)
      ? [declaration, 'default']
      : [];
  if (!clause || name === undefined) return declaration;
  const path = targetOf(clause.parent, context.resolver);
  return path === undefined ? undefined : exportedDeclaration(path, name, context);
}

/**
 * The declaration that a module exports under a name, followed through re-exports.
 *
 * @param seen modules visited on the way, which ends circular re-exports
 */
function exportedDeclaration(
  path: string,
  name: string,
  context: TypeContext,
  seen = new Set<string>(),
): Declaration | undefined {
  const module = context.sources.get(path);
  if (!module || seen.has(path)) return undefined;
  seen.add(path);
  const { named, stars } = exportsOf(module);
  const own = named.get(name);
  if (own?.kind === 'declaration') return followImport(own.node, context);
  const from = own?.kind === 'reexport' ? [own.specifier] : own ? [] : stars;
  for (const specifier of from) {
    const target = context.resolver.resolve(path, specifier);
    const wanted = own?.kind === 'reexport' ? own.name : name;
    const found = target === undefined ? undefined : exportedDeclaration(target, wanted, context, seen);
    if (found) return found;
  }
  return undefined;
}

/** The type parameters of a declaration; for a `const` those of the function it holds. Undefined when it has none. */
export function typeParametersOf(declaration: Declaration): ts.NodeArray<ts.TypeParameterDeclaration> | undefined {
  if (ts.isVariableDeclaration(declaration)) {
    const { initializer } = declaration;
    const isFunction = initializer && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer));
    return isFunction ? initializer.typeParameters : undefined;
  }
  return (declaration as Partial<ts.DeclarationWithTypeParameterChildren>).typeParameters;
}
