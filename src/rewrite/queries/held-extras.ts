import { ts } from '../../ts.cts';
import type { Code } from '../../edits/code.ts';
import { contextAt } from '../../edits/layout-context.ts';
import { layOut } from '../../edits/layout.ts';
import type { QueryContext } from '../../filter/context.ts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { isSameTable } from '../../read/schema/same-table.ts';
import { isAnd, isConst, isFunction, nameText, unwrap, type FunctionNode } from '../../read/syntax/syntax.ts';
import { noEnv } from '../../read/values/value.ts';
import { callsOf } from '../conditions/calls-of.ts';
import { returnedBy } from '../conditions/condition-places.ts';
import { mentionsRewritten } from '../conditions/late-values.ts';
import { holderId, noteHolder, noteUse, type Holder } from '../conditions/filter-holders.ts';
import { levelOf } from '../level-of.ts';
import type { Project } from '../project.ts';

type CodeOf = (extras: ts.Expression, context: QueryContext) => { code: Code; changed: boolean } | undefined;

/** What was decided about each holder, so that all queries that use it see the same form. */
const decided = new WeakMap<Project, Map<Holder, boolean>>();

/**
 * Rewrites extras that a constant holds or a function returns at the place where they are written, when queries of one
 * table are their only users: `const extras = { … }`, `findMany({ extras })`.
 *
 * @param codeOf the v2 code of extras (`extrasCode` of `extras.ts`)
 * @returns whether the extras are in v2 form now; false when they must stay as they are
 */
export function rewriteHeldExtras(
  node: ts.Expression,
  context: QueryContext,
  project: Project,
  codeOf: CodeOf,
): boolean {
  const value = context.evaluator.evaluate(node, context.env);
  if (value.kind !== 'expression' || value.node === node || isAboutTable(node, context)) return false;
  const held = value.node as ts.Expression;
  const holder = holderOf(held);
  const uses = holder && !project.sqlHolders.has(holderId(holder)) ? usesOf(holder, held, project) : undefined;
  if (!holder || !uses?.every((use) => isExtras(use, context, project))) return false;
  noteUse(node, project);
  let known = decided.get(project);
  if (!known) decided.set(project, (known = new Map()));
  const before = known.get(holder);
  if (before !== undefined) return before;
  const mark = project.changes.mark();
  const done = rewrite(held, { ...context, env: noEnv, callback: undefined, client: undefined }, project, codeOf);
  if (!done) project.changes.restore(mark);
  known.set(holder, done);
  project.changes.onRestore(() => known.delete(holder));
  if (done) noteHolder(holder, uses, project);
  return done;
}

/**
 * Writes the v2 code in place of the held extras. False when they cannot be read, or stand in a file that is not
 * edited.
 */
function rewrite(held: ts.Expression, context: QueryContext, project: Project, codeOf: CodeOf): boolean {
  const { fileName, text } = held.getSourceFile();
  // A constant's SQL was built where it stands; a callback would build it when the query runs.
  if (!isFunction(held) && mentionsRewritten(held)) return false;
  const extras = codeOf(held, { ...context, hoisted: true });
  if (!extras || !project.isEdited(fileName)) return false;
  const start = held.getStart();
  const pieces = layOut(extras.code, contextAt(text, start, project.styleOf(fileName)));
  if (extras.changed) project.changes.replace(fileName, start, held.end, ...pieces);
  return true;
}

/** Whether a call passes a table, a column or the schema: what the function returns then depends on the call. */
function isAboutTable(node: ts.Expression, { evaluator, env }: QueryContext): boolean {
  return (
    ts.isCallExpression(node) &&
    node.arguments.some((argument) => ['table', 'column', 'namespace'].includes(evaluator.evaluate(argument, env).kind))
  );
}

/**
 * The constant whose value an expression is, or the function that returns it; `undefined` when a type is written there,
 * which would not fit the new form.
 */
function holderOf(held: ts.Expression): Holder | undefined {
  let node: ts.Node = held;
  while (unwrap(node.parent) === held) node = node.parent;
  const { parent } = node;
  if (ts.isVariableDeclaration(parent)) return isConst(parent) && !parent.type ? parent : undefined;
  const fn = returnedBy(node);
  return fn?.type ? undefined : fn;
}

/**
 * All places that use what a holder gives; `undefined` when some may be out of sight, or when a type is derived from
 * it.
 */
function usesOf(holder: Holder, held: ts.Expression, project: Project): readonly ts.Node[] | undefined {
  if (!ts.isVariableDeclaration(holder)) {
    const uses = callsOf(holder as FunctionNode, project);
    return uses?.isTyped ? undefined : uses?.calls;
  }
  const { name } = holder;
  if (!ts.isIdentifier(name)) return undefined;
  /** Whether a name or member access stands for the held extras, not for a namesake. */
  const isIt = (node: ts.Node) => {
    const value = project.evaluator.evaluate(node);
    return value.kind === 'expression' && value.node === held;
  };
  const found = project.mentioning(name.text).flatMap(({ ast }) =>
    nodesOf(ast).identifiers.flatMap((node) => {
      if (node.text !== name.text || node === name) return [];
      const { parent } = node;
      const isRenamed = ts.isImportOrExportSpecifier(parent) && parent.propertyName !== undefined;
      if (ts.isImportOrExportSpecifier(parent) && !isRenamed) return [];
      const use = ts.isPropertyAccessExpression(parent) && parent.name === node ? parent : node;
      return isRenamed || isIt(use) ? [use] : [];
    }),
  );
  return found;
}

/**
 * Whether a value ends up as the `extras` of queries of this level's table and nowhere else, also by way of other
 * constants and functions.
 */
function isExtras(use: ts.Node, context: QueryContext, project: Project, seen = new Set<ts.Node>()): boolean {
  if (seen.has(use)) return true;
  seen.add(use);
  let node = use;
  for (; isInside(node); node = node.parent);
  const { parent } = node;
  const holder = returnedBy(node) ?? (ts.isVariableDeclaration(parent) ? parent : undefined);
  if (holder && !isCallback(holder)) {
    if (holderOf(node as ts.Expression) !== holder) return false;
    return (
      usesOf(holder, node as ts.Expression, project)?.every((each) => isExtras(each, context, project, seen)) ?? false
    );
  }
  const property = holder ? (ts.isMethodDeclaration(holder) ? holder : holder.parent) : parent;
  if (!ts.isObjectLiteralElement(property) || !property.name || nameText(property.name) !== 'extras') return false;
  const level = levelOf(property.parent, project);
  return level !== undefined && isSameTable(level.table, context.table);
}

/**
 * Whether the parent is still the same value or one of which it is a part: `x ? a : b`, `x && a`, `{ ...a }`, `a as T`.
 */
function isInside(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isConditionalExpression(parent)) return parent.condition !== node;
  if (isAnd(parent)) return parent.right === node;
  const isSpread = ts.isSpreadAssignment(parent) || ts.isSpreadAssignment(node);
  return isSpread || unwrap(parent) === unwrap(node);
}

/** Whether a function is itself the `extras` of a query: `extras: (t) => ({ … })`. */
function isCallback(holder: Holder): boolean {
  const property = ts.isMethodDeclaration(holder) ? holder : holder.parent;
  return ts.isObjectLiteralElement(property) && property.name !== undefined && nameText(property.name) === 'extras';
}
