import { ts } from '../ts.cts';
import type { QuerySite } from '../facts.ts';
import { declarationOf } from '../read/syntax/scope.ts';
import type { Project } from './project.ts';

/** The variables and functions outside of a query that its configuration uses, directly or through one another. */
export function usedBy({ config, node }: QuerySite, { evaluator }: Project): Set<ts.Node> {
  const found = new Set<ts.Node>();
  const meantBy = (name: ts.Identifier): ts.Node | undefined => {
    const declaration = declarationOf(name);
    if (!declaration || ts.isVariableDeclaration(declaration) || ts.isFunctionDeclaration(declaration))
      return declaration;
    const value = ts.isImportSpecifier(declaration) ? evaluator.evaluate(name) : undefined;
    return value?.kind === 'expression' ? (ts.findAncestor(value.node, isDeclaration) ?? value.node) : undefined;
  };
  const visit = (child: ts.Node): void => {
    const meant = ts.isIdentifier(child) ? meantBy(child) : undefined;
    const isInside = meant?.getSourceFile() === node.getSourceFile() && meant.pos >= node.pos && meant.end <= node.end;
    if (meant && !isInside && !found.has(meant)) {
      found.add(meant);
      visit(meant);
    }
    ts.forEachChild(child, visit);
  };
  if (config) visit(config);
  return found;
}

function isDeclaration(node: ts.Node): boolean {
  return ts.isVariableDeclaration(node) || ts.isFunctionDeclaration(node);
}
