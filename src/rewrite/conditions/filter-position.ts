import { ts } from '../../ts.cts';
import { writtenTypeOf } from '../../read/types/doc-types.ts';
import { isSameTable } from '../../read/schema/same-table.ts';
import { declarationOf, variableOf } from '../../read/syntax/scope.ts';
import { type FunctionNode, isExported, nameText, outermost, unwrap } from '../../read/syntax/syntax.ts';
import { groupOfChoice } from '../../filter/parse/choice-by-size.ts';
import { callsOf } from './calls-of.ts';
import { isCallback, isInside, isMapping, listThatTakes, returnedBy } from './condition-places.ts';
import { holderId } from './filter-holders.ts';
import { type HeldMember, isHeldMember, readsOfHeld } from './held-members.ts';
import { levelOf } from '../level-of.ts';
import type { Level } from '../level.ts';
import { isAsync, mayReturnFilter } from './may-return-filter.ts';
import type { Project } from '../project.ts';
import { usesOf } from '../../read/syntax/references.ts';

/**
 * Whether an expression ends up as the `where` of relational queries of this level's table and nowhere else: written
 * there, or by way of local variables, lists and functions whose other users do the same. Only then can it become a
 * filter object.
 *
 * @param seen holders that are being looked at already; one that leads back to itself is no obstacle
 */
function isFilterPosition(expression: ts.Node, level: Level, project: Project, seen = new Set<ts.Node>()): boolean {
  let node = expression;
  // Depth of the lists around the condition, less the `...` that have spread them.
  let lists = 0;
  for (; isInside(node, project); node = node.parent) {
    const { parent } = node;
    if (ts.isSpreadElement(parent)) lists--;
    else if (ts.isArrayLiteralExpression(parent) || isMapping(parent)) lists++;
    if (!ts.isCallExpression(parent) || isMapping(parent)) continue;
    // A list beside it that cannot be converted keeps the whole group SQL, this condition included.
    const isOpen = (other: ts.Node) =>
      other !== node && ts.isSpreadElement(other) && isOpenList(other, level, project, seen);
    if (lists !== 0 || parent.arguments.some(isOpen)) return false;
  }
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) && parent.initializer === node && lists === 1)
    return pushedTo(parent, level, project, seen) !== undefined;
  if (lists !== 0) return false;
  if (ts.isVariableDeclaration(parent) && parent.initializer === node)
    return isFilterVariable(parent, level, project, seen);
  if (isAssignment(parent) && parent.right === node) {
    const variable = variableOf(parent.left);
    return variable !== undefined && isFilterVariable(variable, level, project, seen);
  }
  if (isHeldMember(parent) && parent.initializer === node) return isFilterMember(parent, level, project, seen);
  const list = ts.isSpreadElement(node) ? undefined : listThatTakes(node);
  if (list) return pushedTo(list, level, project, seen) !== undefined;
  const fn = returnedBy(node);
  if (fn && !isCallback(fn)) return isFilterHelper(fn, level, project, seen);
  return isWhere(fn ?? node, level, project);
}

/** Whether a node is the `where` of a query of this level's table, or of a relation to it. */
function isWhere(node: ts.Node, level: Level, project: Project): boolean {
  const { parent } = node;
  const isMember =
    (ts.isPropertyAssignment(parent) && nameText(parent.name) === 'where' && parent.initializer === node) ||
    (ts.isShorthandPropertyAssignment(parent) && parent.name === node && parent.name.text === 'where');
  const config = ts.isMethodDeclaration(node) ? parent : isMember ? parent.parent : undefined;
  const place = config && levelOf(config, project);
  return place !== undefined && isSameTable(place.table, level.table);
}

/**
 * Whether a function can return filter objects of this level's table: it may be changed (`mayReturnFilter`), and all
 * its calls end up as the `where` of relational queries of this table.
 */
export function isFilterHelper(fn: FunctionNode, level: Level, project: Project, seen = new Set<ts.Node>()): boolean {
  if (seen.has(fn)) return true;
  seen.add(fn);
  if (project.sqlHolders.has(holderId(fn)) || !mayReturnFilter(fn, project)) return false;
  const uses = callsOf(fn, project);
  // What is done with the promise of an async function is followed no further than `await`.
  const isUse = (call: ts.CallExpression) =>
    (!isAsync(fn) || ts.isAwaitExpression(outermost(call).parent)) && isFilterPosition(call, level, project, seen);
  return uses !== undefined && !uses.isTyped && uses.calls.every(isUse);
}

/**
 * Whether a class property or a member of a constant object can hold a filter object of this level's table: every place
 * that reads it ends up as the `where` of relational queries of this table.
 */
export function isFilterMember(member: HeldMember, level: Level, project: Project, seen = new Set<ts.Node>()): boolean {
  if (seen.has(member)) return true;
  seen.add(member);
  if (project.sqlHolders.has(holderId(member))) return false;
  const reads = readsOfHeld(member, project);
  return reads !== undefined && reads.every((read) => isFilterPosition(read, level, project, seen));
}

/**
 * Whether a local variable can hold filter objects of this level's table: it is not exported, and every use that reads
 * it ends up as the `where` of relational queries of this table.
 */
export function isFilterVariable(
  declaration: ts.VariableDeclaration,
  level: Level,
  project: Project,
  seen = new Set<ts.Node>(),
): boolean {
  if (seen.has(declaration)) return true;
  seen.add(declaration);
  if (
    !ts.isIdentifier(declaration.name) ||
    isExported(declaration) ||
    isTypedByComment(declaration) ||
    project.sqlHolders.has(holderId(declaration)) ||
    !ts.isVariableStatement(declaration.parent.parent)
  )
    return false;
  const uses = usesOf(declaration.name);
  return (
    uses.some((use) => !isTarget(use)) &&
    uses.every((use) => isTarget(use) || isFilterPosition(use, level, project, seen))
  );
}

/** Whether a JSDoc comment gives a variable its type, which would no longer be true. */
function isTypedByComment(declaration: ts.VariableDeclaration): boolean {
  return !declaration.type && writtenTypeOf(declaration) !== undefined;
}

/** Whether a use of a variable is the target of an assignment statement, `name = …`. */
export function isTarget(use: ts.Identifier): boolean {
  return isAssignment(use.parent) && use.parent.left === use;
}

/** All values of a variable: its initializer, and what assignment statements give it. */
export function valuesGivenTo(declaration: ts.VariableDeclaration): ts.Expression[] {
  const assigned = usesOf(declaration.name)
    .filter(isTarget)
    .map((target) => (target.parent as ts.BinaryExpression).right);
  return declaration.initializer ? [declaration.initializer, ...assigned] : assigned;
}

/** Whether a node is an assignment that is a statement of its own. */
function isAssignment(node: ts.Node): node is ts.BinaryExpression {
  return (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isExpressionStatement(node.parent)
  );
}

/**
 * Whether a spread list can not become a list of filters: it is neither an array literal nor a variable that `pushedTo`
 * understands, nor a choice between such.
 */
function isOpenList({ expression }: ts.SpreadElement, level: Level, project: Project, seen: Set<ts.Node>): boolean {
  const isKnown = (list: ts.Node): boolean => {
    const inner = unwrap(list);
    if (ts.isConditionalExpression(inner)) return isKnown(inner.whenTrue) && isKnown(inner.whenFalse);
    if (ts.isIdentifier(inner)) {
      const declaration = declarationOf(inner);
      return (
        declaration !== undefined &&
        ts.isVariableDeclaration(declaration) &&
        pushedTo(declaration, level, project, seen) !== undefined
      );
    }
    return (
      ts.isArrayLiteralExpression(inner) &&
      !inner.elements.some((each) => ts.isSpreadElement(each) && !isKnown(each.expression))
    );
  };
  return !isKnown(expression);
}

/**
 * The conditions in an array literal, through `...(test ? [a] : [])`. An expression of another form is returned as the
 * only member.
 */
export function membersOf(list: ts.Expression): ts.Expression[] {
  const inner = unwrap(list) as ts.Expression;
  if (ts.isConditionalExpression(inner)) return [...membersOf(inner.whenTrue), ...membersOf(inner.whenFalse)];
  if (!ts.isArrayLiteralExpression(inner)) return [inner];
  return inner.elements.flatMap((element) => (ts.isSpreadElement(element) ? membersOf(element.expression) : [element]));
}

/**
 * The conditions that are pushed to a list after its declaration, empty when there are none.
 *
 * @returns `undefined` when the list is used in any other way than to collect conditions (`push`, `length`) and to be
 *   spread into the `where` of this level's table, so that it must stay a list of SQL
 */
export function pushedTo(
  declaration: ts.VariableDeclaration,
  level: Level,
  project: Project,
  seen = new Set<ts.Node>(),
): ts.Expression[] | undefined {
  if (seen.has(declaration)) return [];
  if (isTypedByComment(declaration)) return undefined;
  seen.add(declaration);
  const members: ts.Expression[] = [];
  for (const use of usesOf(declaration.name)) {
    const { parent } = use;
    if (isTarget(use)) return undefined;
    if (ts.isPropertyAccessExpression(parent) && parent.expression === use) {
      if (parent.name.text === 'length') continue;
      const call = parent.parent;
      const isPush = parent.name.text === 'push' && ts.isCallExpression(call) && ts.isExpressionStatement(call.parent);
      if (!isPush) return undefined;
      members.push(
        ...call.arguments.flatMap((argument) =>
          ts.isSpreadElement(argument) ? membersOf(argument.expression) : [argument],
        ),
      );
    } else if (ts.isSpreadElement(parent) && ts.isCallExpression(parent.parent)) {
      if (!isFilterPosition(parent, level, project, seen)) return undefined;
    } else if (!isFirstOfGroup(parent)) return undefined;
  }
  return members;
}

/** Whether a node is `list[0]` in a choice that amounts to a group of the list: `list.length > 1 ? and(...list) : list[0]`. */
function isFirstOfGroup(node: ts.Node): boolean {
  if (!ts.isElementAccessExpression(node)) return false;
  let place: ts.Node = node;
  for (; unwrap(place.parent) === unwrap(place) || ts.isConditionalExpression(place.parent); place = place.parent) {
    if (ts.isConditionalExpression(place.parent) && groupOfChoice(place.parent)) return true;
  }
  return false;
}
