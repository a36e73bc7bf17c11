import { targetOf } from '../../read/modules/specifiers.ts';
import { ts } from '../../ts.cts';
import { escapeRegExp } from '../../read/syntax/escape-reg-exp.ts';
import type { RelationsBlock } from '../../facts.ts';
import { type FunctionNode, nameText, outermost, returnedExpression } from '../../read/syntax/syntax.ts';
import type { Project } from '../project.ts';
import { removeProperty } from './remove-blocks.ts';
import { statementRange } from '../statements.ts';

/**
 * Removes the v1 blocks that are created inside of functions, once all databases that have them are placed: the
 * functions that only return a block, and every name under which a block is passed on (constants, object members,
 * destructured names, exports).
 */
export function removeMadeBlocks(project: Project): void {
  const blocks = new Set<RelationsBlock>();
  for (const [database, placement] of project.placements) {
    for (const block of placement ? database.blocks : []) if (block.maker) blocks.add(block);
  }
  if (blocks.size > 0) createRemoval(blocks, project).run();
}

/**
 * The removal of a set of blocks. It starts at the blocks themselves and works through every name that comes to hold
 * one.
 */
function createRemoval(blocks: ReadonlySet<RelationsBlock>, project: Project) {
  const { changes, evaluator } = project;
  const nodes = new Set<ts.Node>([...blocks].map(({ node }) => node));
  // Functions that return a block and nothing else.
  const makers = new Set<ts.Node>();
  const names = new Set<string>();
  const gone = new Set<ts.Node>();
  const seen = new Set<ts.Node>();

  const isBlock = (node: ts.Node): boolean => {
    const value = evaluator.evaluate(node);
    return value.kind === 'expression' && nodes.has(value.node);
  };
  const isMaker = (node: ts.Node): boolean => {
    const value = evaluator.evaluate(node);
    return value.kind === 'expression' && makers.has(value.node);
  };

  /** Removes a function that only returns a block. */
  function removeMaker(fn: FunctionNode): void {
    if (makers.has(fn)) return;
    makers.add(fn);
    if (ts.isFunctionDeclaration(fn)) {
      const { start, end } = statementRange(fn);
      changes.remove(fn.getSourceFile().fileName, start, end);
      gone.add(fn);
      if (fn.name) forget(fn.name, fn);
    } else if (ts.isVariableDeclaration(fn.parent)) removeVariable(fn.parent);
    else if (ts.isPropertyAssignment(fn.parent)) removeMember(fn.parent);
  }

  function removeVariable(declaration: ts.VariableDeclaration): void {
    const { parent: list } = declaration;
    if (!ts.isIdentifier(declaration.name) || !ts.isVariableDeclarationList(list)) return;
    const statement = ts.isVariableStatement(list.parent) ? list.parent : undefined;
    changes.removeElement(declaration, list.declarations, statement);
    gone.add(declaration);
    forget(declaration.name, declaration);
  }

  /** Removes a member of an object literal, and looks for uses of its name later. */
  function removeMember(property: ts.ObjectLiteralElementLike): void {
    removeProperty(property, project);
    gone.add(property);
    const name = property.name && nameText(property.name);
    if (name !== undefined) names.add(name);
  }

  /** Removes the export of a name, and looks for uses of it later. */
  function forget(name: ts.Identifier, declaration: ts.Node): void {
    names.add(name.text);
    changes.removeExport(declaration.getSourceFile().fileName, name.text);
  }

  /**
   * Removes what an expression, being a block, is assigned to or returned from.
   *
   * @returns false when it is used in some other way
   */
  function removeHolder(expression: ts.Node): boolean {
    const node = outermost(expression);
    const { parent } = node;
    if (ts.isVariableDeclaration(parent) && parent.initializer === node) removeVariable(parent);
    else if (ts.isPropertyAssignment(parent) && parent.initializer === node) removeMember(parent);
    else if (ts.isShorthandPropertyAssignment(parent)) removeMember(parent);
    else if (ts.isArrowFunction(parent) && parent.body === node) removeMaker(parent);
    else if (ts.isReturnStatement(parent) && isFunctionNode(parent.parent.parent)) {
      const fn = parent.parent.parent;
      if (returnedExpression(fn) !== parent.expression) return false;
      removeMaker(fn);
    } else return false;
    return true;
  }

  /** Removes one mention of a name that held a block, or reports it when it cannot be removed. */
  function removeUse(node: ts.Identifier): void {
    const { parent } = node;
    if (ts.findAncestor(node, (ancestor) => gone.has(ancestor)) || ts.isImportSpecifier(parent)) return;
    if (ts.isExportSpecifier(parent)) {
      if (!isBlock(node) && !isMaker(node) && !isRemovedExport(parent)) return;
      changes.removeElement(parent, parent.parent.elements, parent.parent.parent);
      gone.add(parent);
      return forget(parent.name as ts.Identifier, parent);
    }
    if (ts.isBindingElement(parent)) {
      if (!ts.isIdentifier(parent.name) || !isBlock(parent.name)) return;
      if (!ts.isObjectBindingPattern(parent.parent)) return;
      changes.removeElement(parent, parent.parent.elements);
      gone.add(parent);
      return forget(parent.name, parent);
    }
    if (ts.isPropertyAssignment(parent) && parent.name === node) {
      if (isBlock(parent.initializer)) removeMember(parent);
      return;
    }
    if (
      ts.isTypeQueryNode(parent) ||
      ts.isTypeNode(parent) ||
      (ts.isVariableDeclaration(parent) && parent.name === node)
    )
      return;
    const whole = ts.isPropertyAccessExpression(parent) && parent.name === node ? parent : node;
    const called = isMaker(whole) && ts.isCallExpression(whole.parent) && whole.parent.expression === whole;
    const expression = called ? whole.parent : whole;
    if (!called && !isBlock(whole)) return;
    if (!removeHolder(expression)) changes.report('RQB_RELATION_USED', node, { relation: node.text });
  }

  /** `export { x } from './y'`, where the export `x` of `y` is removed. */
  function isRemovedExport(specifier: ts.ExportSpecifier): boolean {
    const target = targetOf(specifier.parent.parent, project.resolver);
    const name = (specifier.propertyName ?? specifier.name).text;
    return target !== undefined && (changes.removedExports().get(target)?.has(name) ?? false);
  }

  /** Names are worked through until no new ones come up, because each removed holder may have users of its own. */
  function run(): void {
    for (const { node } of blocks) removeHolder(node);
    const done = new Set<string>();
    for (let left = [...names]; left.length > 0; left = [...names].filter((name) => !done.has(name))) {
      left.forEach((name) => done.add(name));
      const files = project.mentioning(new RegExp(left.map(escapeRegExp).join('|')));
      const wanted = new Set(left);
      for (const { ast } of files) {
        const visit = (node: ts.Node): void => {
          if (ts.isIdentifier(node) && wanted.has(node.text) && !seen.has(node)) {
            seen.add(node);
            removeUse(node);
          }
          ts.forEachChild(node, visit);
        };
        visit(ast);
      }
    }
  }

  return { run };
}

function isFunctionNode(node: ts.Node): node is FunctionNode {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node)
  );
}
