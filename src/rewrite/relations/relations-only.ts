import { targetOf } from '../../read/specifiers.ts';
import { ts } from '../../ts.cts';
import { isBlockConstant } from './block-constants.ts';
import type { Project } from '../project.ts';

/** Whether all a module does is to define or collect v1 relations (and perhaps types): nothing in it is a table or a client. */
export function isRelationsOnly(path: string, project: Project, seen = new Set<string>()): boolean {
  const module = project.sources.get(path);
  if (!module || seen.has(path)) return false;
  seen.add(path);
  const isBlockCall = (node: ts.Node | undefined) =>
    node !== undefined && ts.isCallExpression(node) && project.scan.blocks.has(node);
  const isBlock = ({ initializer }: ts.VariableDeclaration) => isBlockCall(initializer);
  const { statements } = module.ast;
  const isRelations = (statement: ts.Statement): boolean => {
    if (ts.isExportDeclaration(statement)) {
      if (!statement.moduleSpecifier) return exportedNodes(statement, project).every(isBlockCall);
      const target = targetOf(statement, project.resolver);
      return target !== undefined && isRelationsOnly(target, project, seen);
    }
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
  return others.length > 0 && others.every(isRelations);
}

/** `export {}` */
function isEmptyList({ exportClause }: ts.ExportDeclaration): boolean {
  return exportClause !== undefined && ts.isNamedExports(exportClause) && exportClause.elements.length === 0;
}

/** What the names of an `export { a, b }` stand for; undefined where it is no expression. */
export function exportedNodes({ exportClause }: ts.ExportDeclaration, { evaluator }: Project): (ts.Node | undefined)[] {
  if (!exportClause || !ts.isNamedExports(exportClause)) return [undefined];
  return exportClause.elements.map(({ name, propertyName }) => {
    const value = evaluator.evaluate(propertyName ?? name);
    return value.kind === 'expression' ? value.node : undefined;
  });
}
