import { ts } from '../../ts.cts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { usesOf } from '../../read/syntax/references.ts';
import { isSameTable } from '../../read/schema/same-table.ts';
import { isAssignment, isFunction, outermost, unwrap, valueNamed } from '../../read/syntax/syntax.ts';
import { holderId, noteHolder } from '../conditions/filter-holders.ts';
import { levelOf } from '../level-of.ts';
import type { Level } from '../level.ts';
import type { Project } from '../project.ts';

const rewritten = ['where', 'orderBy', 'extras'];

/**
 * Records that the members of a configuration held in a variable are rewritten (`const config = { where: eq(…) }`),
 * together with every place that reads one of them, so that `filter-holders.ts` can check afterwards that none still
 * needs SQL.
 *
 * @returns false when the configuration must stay SQL, because an earlier plan found other code reading a member as
 *   SQL: `db.$count(posts, config.where)`
 */
export function noteConfig(object: ts.ObjectLiteralExpression, project: Project): boolean {
  const declaration = holderOf(object);
  if (!declaration) return true;
  if (project.sqlHolders.has(holderId(declaration))) return false;
  const reads = readsOf(object, declaration.name.text, project);
  if (reads.length > 0) noteHolder(declaration, reads, project);
  return true;
}

/**
 * Whether `config.where` is a filter object by now: `config` is a held object literal, and a query of this level's
 * table is given it or spreads it.
 */
export function isHeldFilter(access: ts.PropertyAccessExpression, level: Level, project: Project): boolean {
  const object = objectOf(access.expression, project);
  const declaration = object && holderOf(object);
  if (!declaration || access.name.text !== 'where' || project.sqlHolders.has(holderId(declaration))) return false;
  const value = valueNamed(object!, 'where');
  if (!value || isFunction(unwrap(value))) return false;
  return usesOf(declaration.name).some((use) => isConfigOf(use, level, project));
}

/** Whether a name is passed to a query of this level's table as its configuration, or spread into that. */
function isConfigOf(use: ts.Identifier, { table }: Level, project: Project): boolean {
  const { parent } = use;
  const place = levelOf(ts.isSpreadAssignment(parent) ? parent.parent : use, project);
  return place !== undefined && isSameTable(place.table, table);
}

type Holder = ts.VariableDeclaration & { name: ts.Identifier };

/** The variable that is initialized with an object literal. */
function holderOf(object: ts.ObjectLiteralExpression): Holder | undefined {
  const { parent } = outermost(object);
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? (parent as Holder) : undefined;
}

/**
 * All places of the project that take `where`, `orderBy` or `extras` out of a held configuration, by `.where` or by
 * destructuring.
 */
function readsOf(object: ts.ObjectLiteralExpression, name: string, project: Project): ts.Node[] {
  const names = project
    .mentioning(name)
    .flatMap(({ ast }) => nodesOf(ast).identifiers.filter(({ text, parent }) => text === name && isRead(parent)));
  return names.flatMap((node) => {
    const { parent } = node;
    // In `module.config.where` the object is `module.config`.
    const owner = ts.isPropertyAccessExpression(parent) && parent.name === node ? parent : node;
    const taken = takenFrom(owner);
    return taken && objectOf(owner, project) === object ? [taken] : [];
  });
}

function isRead(parent: ts.Node): boolean {
  return ts.isPropertyAccessExpression(parent) || ts.isVariableDeclaration(parent);
}

/**
 * The node that reads a rewritten member of an object: the access `config.where`, or the element of a destructuring
 * pattern. A write, `config.where = …`, is no read.
 */
function takenFrom({ parent }: ts.Node): ts.Node | undefined {
  if (ts.isPropertyAccessExpression(parent)) {
    const isWritten = isAssignment(parent.parent) && parent.parent.left === parent;
    return rewritten.includes(parent.name.text) && !isWritten ? parent : undefined;
  }
  if (!ts.isVariableDeclaration(parent) || !ts.isObjectBindingPattern(parent.name)) return undefined;
  return parent.name.elements.find(({ name, propertyName, dotDotDotToken }) => {
    const key = propertyName ?? name;
    return dotDotDotToken !== undefined || rewritten.includes(key.getText());
  });
}

function objectOf(node: ts.Expression | ts.Node, { evaluator }: Project): ts.ObjectLiteralExpression | undefined {
  const value = evaluator.evaluate(node);
  return value.kind === 'expression' && ts.isObjectLiteralExpression(value.node) ? value.node : undefined;
}
