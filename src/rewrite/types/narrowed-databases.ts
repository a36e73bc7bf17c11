import { ts } from '../../ts.cts';
import type { SourceModule } from '../../read/modules/sources.ts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { usesOf } from '../../read/syntax/references.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import type { Project } from '../project.ts';
import { parameterOf } from '../results/renamed-arguments.ts';
import { databaseClass } from './instance-types.ts';
import { partsOf } from '../../read/types/type-parts.ts';
import type { Slot } from './type-slots.ts';

/**
 * Reports values that a test of their class makes databases (`is(db, PgDatabase)`) where they are given to a function
 * whose parameter now names the relations: the test says nothing about these.
 */
export function reportNarrowed(files: readonly SourceModule[], slots: readonly Slot[], project: Project): void {
  const named = new Set<ts.Node>();
  for (const { isOpen, meaning, reference } of slots)
    if (isOpen && meaning.kind === 'database') named.add(reference.node);
  if (named.size === 0) return;
  for (const { ast, text } of files) {
    if (!/\bis\s*\(/.test(text)) continue;
    for (const name of testedNames(ast, project)) {
      for (const use of usesOf(name)) {
        const taker = parameterOf(use, project);
        if (taker?.type && partsOf(taker.type, project).some((part) => named.has(part)))
          project.changes.report('RQB_TYPE_TESTED', use, { name: use.text });
      }
    }
  }
}

/** The parameters of which code tests whether they are databases, unless their type says which. */
function testedNames(file: ts.SourceFile, project: Project): Set<ts.BindingName> {
  const names = new Set<ts.BindingName>();
  for (const node of nodesOf(file).uses) {
    const [value, tested] = ts.isCallExpression(node) && node.expression.getText() === 'is' ? node.arguments : [];
    if (!value || !tested || !ts.isIdentifier(value) || !databaseClass(project.evaluator.evaluate(tested), project))
      continue;
    const declaration = declarationOf(value);
    if (declaration && ts.isParameter(declaration) && isOfAnyType(declaration.type)) names.add(declaration.name);
  }
  return names;
}

/** Whether a type is `any`, `unknown` or a type parameter. */
function isOfAnyType(type: ts.TypeNode | undefined): boolean {
  if (!type || type.kind === ts.SyntaxKind.AnyKeyword || type.kind === ts.SyntaxKind.UnknownKeyword) return true;
  const declaration = ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) && declarationOf(type.typeName);
  return declaration !== undefined && declaration !== false && ts.isTypeParameterDeclaration(declaration);
}
