import { ts } from '../../ts.cts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { usesOf } from '../../read/syntax/references.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { isSameTable } from '../../read/schema/same-table.ts';
import {
  accessedName,
  isAccess,
  isFunction,
  outermost,
  unwrap,
  valueNamed,
  type FunctionNode,
} from '../../read/syntax/syntax.ts';
import { isWritten } from '../../read/syntax/writes.ts';
import { callsOf } from '../conditions/calls-of.ts';
import { holderId, noteHolder } from '../conditions/filter-holders.ts';
import { levelOf } from '../level-of.ts';
import type { Level } from '../level.ts';
import type { Project } from '../project.ts';

const rewritten = ['where', 'orderBy', 'extras'];

/**
 * Records that the members of a configuration are rewritten that a variable holds (`const config = { where: eq(…) }`)
 * or a function returns, together with every place that reads one of them, so that `filter-holders.ts` can check afterwards that none still
 * needs SQL.
 *
 * @returns false when the configuration must stay SQL, because an earlier plan found other code reading a member as
 *   SQL: `db.$count(posts, config.where)`
 */
export function noteConfig(object: ts.ObjectLiteralExpression, project: Project): boolean {
  const holder = holderOf(object);
  if (!holder) return true;
  if (project.sqlHolders.has(holderId(holder))) return false;
  const reads = isFunction(holder) ? readsOfResult(holder, project) : readsOf(object, holder.name.text, project);
  if (reads.length > 0) noteHolder(holder, reads, project);
  return true;
}

/**
 * The same for a configuration that is a parameter, whose members are rewritten where calls give them, and for the
 * places of its function that read one of them: `const where = options.where` beside `findMany(options)`.
 */
export function noteGivenConfig(node: ts.Expression, project: Project): boolean {
  const inner = unwrap(node);
  const parameter = ts.isIdentifier(inner) ? declarationOf(inner) : undefined;
  if (!parameter || !ts.isParameter(parameter)) return true;
  if (project.sqlHolders.has(holderId(parameter))) return false;
  const reads = usesOf(parameter.name).flatMap((use) => takenFrom(use, project));
  if (reads.length > 0) noteHolder(parameter, reads, project);
  return true;
}

/**
 * Whether `config.where` is a filter object by now: `config` is a held object literal, and a query of this level's
 * table is given it or spreads it.
 */
export function isHeldFilter(access: ts.PropertyAccessExpression, level: Level, project: Project): boolean {
  const object = objectOf(access.expression, project);
  const holder = object && holderOf(object);
  if (!holder || access.name.text !== 'where' || project.sqlHolders.has(holderId(holder))) return false;
  const value = valueNamed(object!, 'where');
  if (!value || isFunction(unwrap(value))) return false;
  const uses = isFunction(holder) ? (callsOf(holder, project)?.calls ?? []) : usesOf(holder.name);
  return uses.some((use) => isConfigOf(use, level, project));
}

/** Whether a name or call is passed to a query of this level's table as its configuration, or spread into that. */
function isConfigOf(use: ts.Node, { table }: Level, project: Project): boolean {
  const { parent } = use;
  const place = levelOf(ts.isSpreadAssignment(parent) ? parent.parent : use, project);
  return place !== undefined && isSameTable(place.table, table);
}

type Holder = (ts.VariableDeclaration & { name: ts.Identifier }) | FunctionNode;

/** The variable that is initialized with an object literal, or the function that returns it. */
function holderOf(object: ts.ObjectLiteralExpression): Holder | undefined {
  const { parent } = outermost(object);
  const fn = ts.isReturnStatement(parent) ? ts.findAncestor(parent, ts.isFunctionLike) : parent;
  if (fn && isFunction(fn)) return fn;
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? (parent as Holder) : undefined;
}

/**
 * All places of the project that take `where`, `orderBy` or `extras` out of a held configuration or a copy of it, by
 * `.where`, `['where']` or destructuring, also in a function that is given the configuration.
 */
function readsOf(object: ts.ObjectLiteralExpression, name: string, project: Project): ts.Node[] {
  const values = rewritten.flatMap((key) => valueNamed(object, key) ?? []).map(unwrap);
  /** Whether an access takes a rewritten member of a copy, `{ ...config }`. */
  const isOfCopy = (use: ts.Node) => {
    const value =
      isAccess(use) && rewritten.includes(accessedName(use) ?? '') ? project.evaluator.evaluate(use) : undefined;
    return value?.kind === 'expression' && values.includes(value.node);
  };
  return project.mentioning(name).flatMap(({ ast }) => {
    const { identifiers, uses } = nodesOf(ast);
    const own = identifiers.flatMap((node) => {
      if (node.text !== name) return [];
      const { parent } = node;
      // In `module.config.where` the object is `module.config`.
      const owner = ts.isPropertyAccessExpression(parent) && parent.name === node ? parent : node;
      const taken = isRead(owner.parent) ? takenFrom(owner, project) : [];
      return taken.length > 0 && objectOf(owner, project) === object ? taken : [];
    });
    const copied = uses.filter((use) => isOfCopy(use) && !isWritten(use) && !own.includes(use));
    return [...own, ...copied];
  });
}

/** All places that take such a member out of what a function returns: `listOf(id).where`, or of a variable for that. */
function readsOfResult(fn: FunctionNode, project: Project): ts.Node[] {
  return (callsOf(fn, project)?.calls ?? []).flatMap((call) => {
    const owner = outermost(call);
    const { parent } = owner;
    const isHeld = ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name);
    return isHeld
      ? usesOf(parent.name as ts.Identifier).flatMap((use) => takenFrom(use, project))
      : takenFrom(owner, project);
  });
}

function isRead(parent: ts.Node): boolean {
  return isAccess(parent) || ts.isVariableDeclaration(parent) || ts.isCallExpression(parent);
}

/**
 * The nodes that read rewritten members of an object: the access `config.where`, the elements of a destructuring
 * pattern, or those in the function that the object is passed to. A write, `config.where = …`, is no read.
 */
function takenFrom(owner: ts.Node, project: Project): ts.Node[] {
  const { parent } = owner;
  if (isAccess(parent)) {
    const isTaken = parent.expression === owner && rewritten.includes(accessedName(parent) ?? '');
    return isTaken && !isWritten(parent) ? [parent] : [];
  }
  if (ts.isVariableDeclaration(parent)) return parent.initializer === owner ? takenBy(parent.name) : [];
  if (!ts.isCallExpression(parent)) return [];
  const fn = project.evaluator.evaluate(parent.expression);
  const parameter =
    fn.kind === 'expression' && isFunction(fn.node)
      ? fn.node.parameters[parent.arguments.indexOf(owner as ts.Expression)]
      : undefined;
  if (!parameter) return [];
  if (!ts.isIdentifier(parameter.name)) return takenBy(parameter.name);
  return usesOf(parameter.name).flatMap((use) => (ts.isCallExpression(use.parent) ? [] : takenFrom(use, project)));
}

/** The elements of a destructuring pattern that take a rewritten member, or all that is left. */
function takenBy(name: ts.BindingName): ts.Node[] {
  if (!ts.isObjectBindingPattern(name)) return [];
  return name.elements.filter(({ name: local, propertyName, dotDotDotToken }) => {
    const key = propertyName ?? local;
    return dotDotDotToken !== undefined || rewritten.includes(key.getText());
  });
}

function objectOf(node: ts.Expression | ts.Node, { evaluator }: Project): ts.ObjectLiteralExpression | undefined {
  const value = evaluator.evaluate(node);
  return value.kind === 'expression' && ts.isObjectLiteralExpression(value.node) ? value.node : undefined;
}
