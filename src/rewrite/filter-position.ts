import { ts } from '../ts.cts';
import type { Table } from '../facts.ts';
import type { Database } from '../read/databases.ts';
import { isSameTable } from '../read/same-table.ts';
import { declarationOf } from '../read/scope.ts';
import { nameText, unwrap } from '../read/syntax.ts';
import type { Project } from './project.ts';
import type { Level } from './query-context.ts';
import { usesOf } from './references.ts';
import { queryId } from './units.ts';

/**
 * Whether an expression ends as the `where` of relational queries of this level's table and nowhere else: written there,
 * or by way of local variables and lists that hold nothing but such conditions.
 */
export function isFilterPosition(
  expression: ts.Node,
  level: Level,
  project: Project,
  seen = new Set<ts.Node>(),
): boolean {
  let node = expression;
  while (
    ts.isParenthesizedExpression(node.parent) ||
    ts.isNonNullExpression(node.parent) ||
    (ts.isConditionalExpression(node.parent) && node.parent.condition !== node) ||
    (ts.isCallExpression(node.parent) && isGroup(node.parent, project))
  ) {
    // A list beside it that cannot be converted would keep the whole group SQL.
    const isOpen = (other: ts.Node) =>
      other !== node && ts.isSpreadElement(other) && isOpenList(other, level, project, seen);
    if (ts.isCallExpression(node.parent) && node.parent.arguments.some(isOpen)) return false;
    node = node.parent;
  }
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) && parent.initializer === node)
    return isFilterVariable(parent, level, project, seen);
  if (isAssignment(parent) && parent.right === node) {
    const variable = ts.isIdentifier(parent.left) ? declarationOf(parent.left) : undefined;
    return (
      variable !== undefined && ts.isVariableDeclaration(variable) && isFilterVariable(variable, level, project, seen)
    );
  }
  const isWhere =
    (ts.isPropertyAssignment(parent) && nameText(parent.name) === 'where' && parent.initializer === node) ||
    (ts.isShorthandPropertyAssignment(parent) && parent.name === node && parent.name.text === 'where');
  const place = isWhere ? levelOf(parent.parent, project) : undefined;
  return place !== undefined && isSameTable(place.table, level.table);
}

/** Whether a local variable holds conditions of this level's table only, and is used for nothing else. */
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
    !ts.isVariableStatement(declaration.parent.parent)
  )
    return false;
  const uses = usesOf(declaration.name);
  return (
    uses.some((use) => !isTarget(use)) &&
    uses.every((use) => isTarget(use) || isFilterPosition(use, level, project, seen))
  );
}

/** Whether a variable is given a value here: `name = …` as a statement. */
export function isTarget(use: ts.Identifier): boolean {
  return isAssignment(use.parent) && use.parent.left === use;
}

/** Whether a declaration can be used by other modules. */
export function isExported(declaration: ts.Declaration): boolean {
  return (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) !== 0;
}

function isAssignment(node: ts.Node): node is ts.BinaryExpression {
  return (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isExpressionStatement(node.parent)
  );
}

/** The table that a configuration written in place is for: of a query, or of a relation below it. */
export function levelOf(
  config: ts.Node,
  project: Project,
): { database: Database; tableKey: string; table: Table } | undefined {
  const site = project.scan.sites.find((candidate) => candidate.config && unwrap(candidate.config) === config);
  if (site) {
    // A query that stays on v1 takes SQL.
    if (project.kept.has(queryId(site))) return undefined;
    const database = site.key === undefined ? undefined : project.databaseOf(site);
    const table = database?.tables.get(site.key!);
    return database && table && { database, tableKey: site.key!, table };
  }
  const relation = config.parent;
  const property = relation?.parent?.parent;
  if (!property || !ts.isPropertyAssignment(relation) || !ts.isPropertyAssignment(property)) return undefined;
  if (nameText(property.name) !== 'with') return undefined;
  const outer = levelOf(property.parent, project);
  const found = outer?.database.relations.get(outer.tableKey)?.find(({ key }) => key === nameText(relation.name));
  return outer && found && { database: outer.database, tableKey: found.targetKey, table: found.target };
}

/** A list of conditions that is neither written in place nor held in a variable that can become a list of filters. */
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

function isGroup(call: ts.CallExpression, project: Project): boolean {
  const callee = project.evaluator.evaluate(call.expression);
  const isOutOfSight = callee.kind === 'unknown' && callee.reason !== 'runtime';
  const name = callee.kind === 'external' ? callee.name : isOutOfSight ? call.expression.getText() : undefined;
  return name === 'and' || name === 'or';
}

/** The conditions in an array literal, also those in `...(test ? [a] : [])`; a list of another kind is given as it is. */
export function membersOf(list: ts.Expression): ts.Expression[] {
  const inner = unwrap(list) as ts.Expression;
  if (ts.isConditionalExpression(inner)) return [...membersOf(inner.whenTrue), ...membersOf(inner.whenFalse)];
  if (!ts.isArrayLiteralExpression(inner)) return [inner];
  return inner.elements.flatMap((element) => (ts.isSpreadElement(element) ? membersOf(element.expression) : [element]));
}

/** The conditions pushed onto a list, or undefined when it is used in any other way than to collect a query's conditions. */
export function pushedTo(
  declaration: ts.VariableDeclaration,
  level: Level,
  project: Project,
  seen = new Set<ts.Node>(),
): ts.Expression[] | undefined {
  if (seen.has(declaration)) return [];
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
    } else return undefined;
  }
  return members;
}
