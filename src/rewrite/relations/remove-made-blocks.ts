import { targetOf } from '../../read/modules/specifiers.ts';
import { ts } from '../../ts.cts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { escapeRegExp } from '../../read/syntax/escape-reg-exp.ts';
import type { RelationsBlock } from '../../facts.ts';
import { type FunctionNode, isFunction, nameText, outermost, returnedExpression } from '../../read/syntax/syntax.ts';
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
  if (blocks.size > 0) removeHolders(blocks, project);
}

/** The removal of a set of blocks. */
interface Removal {
  project: Project;
  /** The calls of `relations()`. */
  nodes: ReadonlySet<ts.Node>;
  /** Functions that return a block and nothing else. */
  makers: Set<ts.Node>;
  /** Names that held a block; their uses are looked for. */
  names: Set<string>;
  /** Declarations and specifiers that are removed. */
  gone: Set<ts.Node>;
}

/**
 * Removes what holds the blocks, starting at the blocks themselves. Names that come to hold one are worked through until
 * no new ones come up, because each removed holder may have users of its own.
 */
function removeHolders(blocks: ReadonlySet<RelationsBlock>, project: Project): void {
  const nodes = new Set<ts.Node>([...blocks].map(({ node }) => node));
  const removal: Removal = { project, nodes, makers: new Set(), names: new Set(), gone: new Set() };
  for (const { node } of blocks) removeHolder(node, removal);
  const done = new Set<string>();
  for (let left = [...removal.names]; left.length > 0; left = [...removal.names].filter((name) => !done.has(name))) {
    left.forEach((name) => done.add(name));
    const wanted = new Set(left);
    for (const { ast } of project.mentioning(new RegExp(left.map(escapeRegExp).join('|'))))
      for (const node of nodesOf(ast).identifiers) if (wanted.has(node.text)) removeUse(node, removal);
  }
}

/** Whether an expression stands for one of the blocks. */
function isBlock(node: ts.Node, { project, nodes }: Removal): boolean {
  const value = project.evaluator.evaluate(node);
  return value.kind === 'expression' && nodes.has(value.node);
}

/** Whether an expression stands for a function that only returns a block. */
function isMaker(node: ts.Node, { project, makers }: Removal): boolean {
  const value = project.evaluator.evaluate(node);
  return value.kind === 'expression' && makers.has(value.node);
}

/** Removes a function that only returns a block. */
function removeMaker(fn: FunctionNode, removal: Removal): void {
  if (removal.makers.has(fn)) return;
  removal.makers.add(fn);
  if (ts.isFunctionDeclaration(fn)) {
    const { start, end } = statementRange(fn);
    removal.project.changes.remove(fn.getSourceFile().fileName, start, end);
    removal.gone.add(fn);
    if (fn.name) forget(fn.name, fn, removal);
  } else if (ts.isVariableDeclaration(fn.parent)) removeVariable(fn.parent, removal);
  else if (ts.isPropertyAssignment(fn.parent)) removeMember(fn.parent, removal);
}

function removeVariable(declaration: ts.VariableDeclaration, removal: Removal): void {
  const { parent: list } = declaration;
  if (!ts.isIdentifier(declaration.name) || !ts.isVariableDeclarationList(list)) return;
  const statement = ts.isVariableStatement(list.parent) ? list.parent : undefined;
  removal.project.changes.removeElement(declaration, list.declarations, statement);
  removal.gone.add(declaration);
  forget(declaration.name, declaration, removal);
}

/** Removes a member of an object literal, and looks for uses of its name later. */
function removeMember(property: ts.ObjectLiteralElementLike, removal: Removal): void {
  removeProperty(property, removal.project);
  removal.gone.add(property);
  const name = property.name && nameText(property.name);
  if (name !== undefined) removal.names.add(name);
}

/** Removes the export of a name, and looks for uses of it later. */
function forget(name: ts.Identifier, declaration: ts.Node, removal: Removal): void {
  removal.names.add(name.text);
  removal.project.changes.removeExport(declaration.getSourceFile().fileName, name.text);
}

/**
 * Removes what an expression, being a block, is assigned to or returned from.
 *
 * @returns false when it is used in some other way
 */
function removeHolder(expression: ts.Node, removal: Removal): boolean {
  const node = outermost(expression);
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) && parent.initializer === node) removeVariable(parent, removal);
  else if (ts.isPropertyAssignment(parent) && parent.initializer === node) removeMember(parent, removal);
  else if (ts.isShorthandPropertyAssignment(parent)) removeMember(parent, removal);
  else if (ts.isArrowFunction(parent) && parent.body === node) removeMaker(parent, removal);
  else if (ts.isReturnStatement(parent) && isFunction(parent.parent.parent)) {
    const fn = parent.parent.parent;
    if (returnedExpression(fn) !== parent.expression) return false;
    removeMaker(fn, removal);
  } else return false;
  return true;
}

/** Removes one mention of a name that held a block, or reports it when it cannot be removed. */
function removeUse(node: ts.Identifier, removal: Removal): void {
  const { parent } = node;
  if (ts.findAncestor(node, (ancestor) => removal.gone.has(ancestor)) || ts.isImportSpecifier(parent)) return;
  if (ts.isExportSpecifier(parent)) {
    if (!isBlock(node, removal) && !isMaker(node, removal) && !isRemovedExport(parent, removal)) return;
    removal.project.changes.removeElement(parent, parent.parent.elements, parent.parent.parent);
    removal.gone.add(parent);
    return forget(parent.name as ts.Identifier, parent, removal);
  }
  if (ts.isBindingElement(parent)) {
    if (!ts.isIdentifier(parent.name) || !isBlock(parent.name, removal)) return;
    if (!ts.isObjectBindingPattern(parent.parent)) return;
    removal.project.changes.removeElement(parent, parent.parent.elements);
    removal.gone.add(parent);
    return forget(parent.name, parent, removal);
  }
  if (ts.isPropertyAssignment(parent) && parent.name === node) {
    if (isBlock(parent.initializer, removal)) removeMember(parent, removal);
    return;
  }
  if (ts.isTypeQueryNode(parent) || ts.isTypeNode(parent) || (ts.isVariableDeclaration(parent) && parent.name === node))
    return;
  const whole = ts.isPropertyAccessExpression(parent) && parent.name === node ? parent : node;
  const called = isMaker(whole, removal) && ts.isCallExpression(whole.parent) && whole.parent.expression === whole;
  const expression = called ? whole.parent : whole;
  if (!called && !isBlock(whole, removal)) return;
  if (!removeHolder(expression, removal))
    removal.project.changes.report('RQB_RELATION_USED', node, { relation: node.text });
}

/** `export { x } from './y'`, where the export `x` of `y` is removed. */
function isRemovedExport(specifier: ts.ExportSpecifier, removal: Removal): boolean {
  const target = targetOf(specifier.parent.parent, removal.project.resolver);
  const name = (specifier.propertyName ?? specifier.name).text;
  return target !== undefined && (removal.project.changes.removedExports().get(target)?.has(name) ?? false);
}
