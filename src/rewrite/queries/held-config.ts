import { ts } from '../../ts.cts';
import { nodesOf } from '../../read/nodes.ts';
import { usesOf } from '../../read/references.ts';
import { isSameTable } from '../../read/same-table.ts';
import { isAssignment, isFunction, outermost, unwrap, valueNamed } from '../../read/syntax.ts';
import { holderId, noteHolder } from '../conditions/filter-holders.ts';
import { levelOf } from '../level-of.ts';
import type { Level } from '../level.ts';
import type { Project } from '../project.ts';

const rewritten = ['where', 'orderBy', 'extras'];

/**
 * Notes that the members of a configuration change that a variable holds. False when they must stay as they are, because
 * other code reads one of them as SQL: `db.$count(posts, config.where)`.
 */
export function noteConfig(object: ts.ObjectLiteralExpression, project: Project): boolean {
  const declaration = holderOf(object);
  if (!declaration) return true;
  if (project.sqlHolders.has(holderId(declaration))) return false;
  const reads = readsOf(object, declaration.name.text, project);
  if (reads.length > 0) noteHolder(declaration, reads, project);
  return true;
}

/** Whether `config.where` is a filter object, because queries of this level's table are given what `config` holds. */
export function isHeldFilter(access: ts.PropertyAccessExpression, level: Level, project: Project): boolean {
  const object = objectOf(access.expression, project);
  const declaration = object && holderOf(object);
  if (!declaration || access.name.text !== 'where' || project.sqlHolders.has(holderId(declaration))) return false;
  const value = valueNamed(object!, 'where');
  if (!value || isFunction(unwrap(value))) return false;
  return usesOf(declaration.name).some((use) => isConfigOf(use, level, project));
}

/** Whether a name is given to a query of this level's table, or is spread in what one is given. */
function isConfigOf(use: ts.Identifier, { table }: Level, project: Project): boolean {
  const { parent } = use;
  const place = levelOf(ts.isSpreadAssignment(parent) ? parent.parent : use, project);
  return place !== undefined && isSameTable(place.table, table);
}

type Holder = ts.VariableDeclaration & { name: ts.Identifier };

/** The variable that an object literal is the value of. */
function holderOf(object: ts.ObjectLiteralExpression): Holder | undefined {
  const { parent } = outermost(object);
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? (parent as Holder) : undefined;
}

/** The places of the project that take one of the rewritten members out of a held configuration. */
function readsOf(object: ts.ObjectLiteralExpression, name: string, project: Project): ts.Node[] {
  const names = project
    .mentioning(name)
    .flatMap(({ ast }) => nodesOf(ast).identifiers.filter(({ text, parent }) => text === name && isRead(parent)));
  return names.flatMap((node) => {
    const { parent } = node;
    // `module.config.where`
    const owner = ts.isPropertyAccessExpression(parent) && parent.name === node ? parent : node;
    const taken = takenFrom(owner);
    return taken && objectOf(owner, project) === object ? [taken] : [];
  });
}

function isRead(parent: ts.Node): boolean {
  return ts.isPropertyAccessExpression(parent) || ts.isVariableDeclaration(parent);
}

/** What takes a rewritten member out of an object: `.where` behind it, or a pattern. */
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
