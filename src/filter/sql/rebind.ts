import type { Piece } from '../../edits/edit.ts';
import { memberAccess, type Style } from '../../edits/style.ts';
import { isSameTable } from '../../read/schema/same-table.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { isName, type FunctionNode } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import { columnOf, type QueryContext } from '../context.ts';
import type { Insertion } from '../insertion.ts';
import { isCorrelatedElsewhere, isNamedInRaw } from './correlated.ts';
import { isRawText } from '../values/operators.ts';
import { nullForMissing } from '../values/null-for-missing.ts';
import {
  columnsInText,
  countedTable,
  followsFrom,
  innerTable,
  isBuilderCall,
  isNameInSpan,
  isTemplate,
  selectsByText,
} from './sql-text.ts';
import { takesTable } from './table-helpers.ts';
import { columnsOfTable, tableKeys } from './table-keys.ts';
import { createUsedOperators, type UsedOperators } from './used-operators.ts';
import { knownColumn, leftColumn } from '../values/named-columns.ts';

/** Whether an expression uses a parameter of the v1 callback it stands in, so that it cannot be moved out of it. */
export function usesParameters(node: ts.Node, context: QueryContext): boolean {
  const parameters: readonly ts.ParameterDeclaration[] = context.callback?.parameters ?? [];
  const visit = (child: ts.Node): boolean => {
    if (ts.isIdentifier(child) && !isName(child)) {
      const declaration = declarationOf(child);
      const owner = declaration && ts.findAncestor(declaration, ts.isParameter);
      if (owner && parameters.includes(owner)) return true;
    }
    return ts.forEachChild(child, visit) ?? false;
  };
  return visit(node);
}

/**
 * Whether a v1 callback has columns that must be re-bound, or destructures its table; otherwise v2 can take it as it
 * is, but for the types of `tableKeys`.
 */
export function rebindsAnything(fn: FunctionNode, context: QueryContext): boolean {
  const [first] = fn.parameters;
  if (!fn.body || (first && !ts.isIdentifier(first.name))) return fn.body !== undefined && first !== undefined;
  const style = { bracketSpacing: true, quote: "'" } as Style;
  const silent = { ...context, report: () => {} };
  return rebind(fn.body, silent, style).pieces.some((piece) => typeof piece === 'string' && piece !== columnsOfTable);
}

/**
 * A name for the table parameter that no identifier in the expression has: `t` if possible.
 *
 * @param taken further names that the callback uses
 */
export function freshName(node: ts.Node, taken: readonly string[] = []): string {
  const used = new Set(taken);
  const visit = (child: ts.Node): void => {
    if (ts.isIdentifier(child)) used.add(child.text);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return ['t', 'table', 'tbl', 'self'].find((name) => !used.has(name)) ?? '$table';
}

/** Code with its columns re-bound, and the parameters that the callback around it needs. */
interface Rebound {
  pieces: Piece[];
  tableName: string;
  usesTable: boolean;
  /** The second parameter: `operators`, `{ eq, sql }`; undefined when none of the v1 callback's operators are used. */
  operators: string | undefined;
}

/**
 * The code of an expression or block with its columns as properties of the callback's table: `users.name` becomes
 * `t.name`. v2 selects from the table under an alias (`d0`), so a column of the imported table would name a table that
 * is not in the query. Columns in the text of `sql` templates (`users.name`) become interpolations (`${t.name}`).
 * In subqueries that select from the same table, its columns mean the inner table and stay as they are.
 *
 * Makes the query fail when the text of a template names the table in a way that cannot be re-bound.
 *
 * @param forcedName what the table parameter must be called; by default as in the v1 callback, or a free name
 * @param insertions further changes to make in the code
 */
export function rebind(
  node: ts.Node,
  context: QueryContext,
  style: Style,
  forcedName?: string,
  insertions: readonly Insertion[] = [],
): Rebound {
  const { pieces, ...rest } = rebindAll([node], context, style, forcedName, insertions);
  return { ...rest, pieces: pieces[0]! };
}

/** The same for several expressions that go into one callback; `pieces` has those of each. */
export function rebindAll(
  nodes: readonly ts.Node[],
  context: QueryContext,
  style: Style,
  forcedName?: string,
  insertions: readonly Insertion[] = [],
): Omit<Rebound, 'pieces'> & { pieces: Piece[][] } {
  const [tableParameter, operatorsParameter] = context.callback?.parameters ?? [];
  const given = tableParameter && ts.isIdentifier(tableParameter.name) ? tableParameter.name.text : undefined;
  // A parameter called `_` is meant to be unused, but the new code may use it.
  const ownName = given !== undefined && /^_+$/.test(given) ? undefined : given;
  const tableName = forcedName ?? ownName ?? freshName(nodes[0]!);
  const operators = createUsedOperators(operatorsParameter);
  const works = nodes.map((node): Rebinding => {
    const work: Rebinding = { context, style, tableName, operators, replaced: [], usesTable: false };
    rebindIn(node, false, work);
    const isWithin = ({ position }: Insertion) => position >= node.getStart() && position <= node.end;
    const own = insertions.filter(isWithin);
    const ofTable = (context.insertions ?? []).filter(isWithin);
    work.usesTable ||= ofTable.length > 0;
    const further = [...ofTable, ...nullForMissing(node, context), ...tableKeys(node, context)];
    for (const { position, end = position, text } of [...own, ...further])
      work.replaced.push({ start: position, end, text });
    return work;
  });
  const used = operators.parameter(style);
  return {
    pieces: works.map(({ replaced }, index) => piecesOf(nodes[index]!, replaced)),
    tableName,
    usesTable: works.some(({ usesTable }) => usesTable) || used !== undefined,
    operators: used,
  };
}

/** A stretch of code and what stands in its place. */
interface Replacement {
  start: number;
  end: number;
  text: string;
}

/** The re-binding of one expression or block. */
interface Rebinding {
  context: QueryContext;
  style: Style;
  /** What the callback's table is called. */
  tableName: string;
  operators: UsedOperators;
  replaced: Replacement[];
  usesTable: boolean;
}

/** Re-binds the columns and tables in a node. `insideBuilder` is true within a subquery. */
function rebindIn(node: ts.Node, insideBuilder: boolean, work: Rebinding): void {
  const builder = insideBuilder || isBuilderCall(node);
  if (ts.isIdentifier(node) && !isName(node)) work.operators.note(node);
  if (ts.isTemplateLiteralToken(node) && !(insideBuilder && innerTable(node, work.context))) rebindText(node, work);
  if (!work.context.outerChecked) checkOwnName(node, work.context);
  if (isReference(node) && rebindReference(node, builder, insideBuilder, work)) return;
  ts.forEachChild(node, (child) => rebindIn(child, builder, work));
}

/** Makes the query fail when a node is about the table by its name and cannot be re-bound. */
function checkOwnName(node: ts.Node, context: QueryContext): void {
  if (isCorrelatedElsewhere(node, context)) context.fail('RQB_CORRELATED_SUBQUERY', node);
  if ((isRawText(node, context) || isNameInSpan(node, context)) && isNamedInRaw(node, context))
    context.fail('RQB_RAW_TABLE_NAME', node, { table: context.tableKey });
}

/** Re-binds a reference if it is to a column or the table of the query. Returns false when it is to anything else. */
function rebindReference(node: ts.Expression, builder: boolean, insideBuilder: boolean, work: Rebinding): boolean {
  const { context, style, tableName } = work;
  const inner = builder ? innerTable(node, context) : undefined;
  const isInner = inner !== undefined && !usesParameters(node, context);
  // v1's alias at the root was the table's key: where that is its name, too, the inner table hid the callback's.
  const isHidden = context.isRoot && context.tableKey === context.table.dbName;
  const hiding = isHidden && inner ? inner : builder ? undefined : countedTable(node, context);
  const owner = hiding ? hiding.getText() : tableName;
  const named = isInner
    ? undefined
    : (leftColumn(node, context) ?? (insideBuilder ? undefined : knownColumn(node, context)));
  const found = columnOf(node, context) ?? (named && { column: named, foreign: false });
  if (found && !isInner && !(found.foreign && (builder || (context.inExtra && isTemplate(node))))) {
    if (found.foreign) context.report('RQB_FOREIGN_COLUMN', node, { column: found.column.key });
    bind(node, owner, memberAccess(owner, found.column.key, style), work);
    return true;
  }
  if (found) return true;
  const value = context.evaluator.evaluate(node, context.env);
  if (value.kind !== 'table' || !isSameTable(value.table, context.table)) return false;
  const isParameter = ts.isIdentifier(node) && declarationOf(node) === context.callback?.parameters[0];
  const isOwner = isComputedOwner(node) || (ts.isTemplateSpan(node.parent) && !followsFrom(node.parent));
  // In a subquery, the table itself is its own; only what is read from it is of the query around it: `users[name]`.
  if (builder && !isParameter && (isInner || !isOwner)) return true;
  if (isParameter || isOwner || (ts.isCallExpression(node.parent) && takesTable(node.parent, context)))
    bind(node, owner, owner, work);
  return true;
}

/** Puts `text` in place of a node; `owner` is the table that the text names. */
function bind(node: ts.Node, owner: string, text: string, work: Rebinding): void {
  if (owner === work.tableName) work.usesTable = true;
  if (node.getText() === text) return;
  work.replaced.push({ start: node.getStart(), end: node.end, text: shorthandPrefix(node) + text });
}

/** Makes interpolations of the columns in the text of a template: `users.name` → `${t.name}`. */
function rebindText(token: ts.TemplateLiteralToken, work: Rebinding): void {
  const { context, style, tableName } = work;
  const named = columnsInText(token.getText(), context.tableKey);
  // `selectsByText` reads the whole template, so it comes last: calling it for every part takes quadratic time.
  if (named.length === 0 || !isTemplate(token) || selectsByText(token, context)) return;
  for (const { name, start, end } of named) {
    const column = [...context.table.columns.values()].find(
      (candidate) => (candidate.dbName ?? candidate.key) === name,
    );
    if (!column) {
      context.fail('RQB_RAW_TABLE_NAME', token, { table: context.tableKey });
      continue;
    }
    work.usesTable = true;
    const at = token.getStart();
    work.replaced.push({ start: at + start, end: at + end, text: `\${${memberAccess(tableName, column.key, style)}}` });
  }
}

/** The code of a node with the replacements made. */
export function piecesOf(node: ts.Node, replaced: readonly Replacement[]): Piece[] {
  const pieces: Piece[] = [];
  let position = node.getStart();
  for (const { start, end, text } of replaced.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    // The indentation of a line that has gone with a column written over several lines.
    if (start < position && text.trim() === '') continue;
    if (start > position) pieces.push({ start: position, end: start });
    pieces.push(text);
    position = end;
  }
  if (position < node.end) pieces.push({ start: position, end: node.end });
  return pieces;
}

/**
 * Whether a node is an expression that may be a column or table: an access or a variable, but no name of a declaration.
 */
function isReference(node: ts.Node): node is ts.Expression {
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return true;
  return ts.isIdentifier(node) && !isName(node);
}

/**
 * The `id: ` that must be added to a shorthand property `{ id }` when `id` is re-bound, for `{ id: t.id }`; else empty.
 */
function shorthandPrefix(node: ts.Node): string {
  return ts.isShorthandPropertyAssignment(node.parent) ? `${node.parent.name.text}: ` : '';
}

/** Whether a node is the `users` of `users[name]`. */
function isComputedOwner(node: ts.Node): boolean {
  return ts.isElementAccessExpression(node.parent) && node.parent.expression === node;
}
