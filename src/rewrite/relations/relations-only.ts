import { targetOf } from '../../read/modules/specifiers.ts';
import { ts } from '../../ts.cts';
import { unwrap } from '../../read/syntax/syntax.ts';
import { isBlockConstant } from './block-constants.ts';
import type { Project } from '../project.ts';

/**
 * Whether a module does nothing but define or re-export v1 relations. It may also hold imports, types and the constants
 * that only its blocks use. The schema needs nothing of such a file, so the new relations can go there. False for a
 * module with neither blocks nor re-exports, and for one that re-exports itself.
 *
 * @param known what is known of the modules visited so far; false for those that are still being looked at
 */
export function isRelationsOnly(path: string, project: Project, known = new Map<string, boolean>()): boolean {
  const before = known.get(path);
  const module = project.sources.get(path);
  if (before !== undefined || !module) return before ?? false;
  known.set(path, false);
  const isBlockCall = (node: ts.Node | undefined) =>
    node !== undefined && project.scan.blocks.has(unwrap(node) as ts.CallExpression);
  const isBlock = ({ initializer }: ts.VariableDeclaration) => isBlockCall(initializer);
  const { statements } = module.ast;
  const isRelations = (statement: ts.Statement): boolean => {
    if (ts.isExportDeclaration(statement)) {
      if (!statement.moduleSpecifier) return exportedNodes(statement, project).every(isBlockCall);
      const target = targetOf(statement, project.resolver);
      return target !== undefined && isRelationsOnly(target, project, known);
    }
    if (ts.isExportAssignment(statement)) return isBlockCall(exportedNode(statement.expression, project));
    return ts.isVariableStatement(statement) && statement.declarationList.declarations.every(isBlock);
  };
  const isNeutral = (statement: ts.Statement) =>
    (ts.isVariableStatement(statement) &&
      statement.declarationList.declarations.every((it) => isBlockConstant(it, isBlockCall, project))) ||
    ts.isImportDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    (ts.isExportDeclaration(statement) && isEmptyList(statement));
  const others = statements.filter((statement) => !isNeutral(statement));
  const isOnly = others.length > 0 && others.every(isRelations);
  known.set(path, isOnly);
  return isOnly;
}

/** `export {}` */
function isEmptyList({ exportClause }: ts.ExportDeclaration): boolean {
  return exportClause !== undefined && ts.isNamedExports(exportClause) && exportClause.elements.length === 0;
}

/**
 * The expressions that the names of an `export { a, b }` stand for; undefined in place of a name that is something else
 * than an expression (a table, an import from a package). Any other export declaration gives one undefined.
 */
export function exportedNodes(
  { exportClause }: ts.ExportDeclaration,
  { evaluator }: Pick<Project, 'evaluator'>,
): (ts.Node | undefined)[] {
  if (!exportClause || !ts.isNamedExports(exportClause)) return [undefined];
  return exportClause.elements.map(({ name, propertyName }) => exportedNode(propertyName ?? name, { evaluator }));
}

/** The expression that an exported name stands for; undefined when it is something else. */
export function exportedNode(name: ts.Node, { evaluator }: Pick<Project, 'evaluator'>): ts.Node | undefined {
  const value = evaluator.evaluate(name);
  return value.kind === 'expression' ? value.node : undefined;
}
