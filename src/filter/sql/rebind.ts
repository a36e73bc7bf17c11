import type { Piece } from '../../edits/edit.ts';
import { memberAccess, type Style } from '../../edits/style.ts';
import { isSameTable } from '../../read/schema/same-table.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { isName, type FunctionNode } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import { columnOf, type QueryContext } from '../context.ts';
import type { Insertion } from '../insertion.ts';
import { nullForMissing } from '../values/null-for-missing.ts';
import { columnsInText, followsFrom, innerTable, isBuilderCall, isTemplate, selectsByText } from './sql-text.ts';
import { takesTable } from './table-helpers.ts';
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
 * is.
 */
export function rebindsAnything(fn: FunctionNode, context: QueryContext): boolean {
  const [first] = fn.parameters;
  if (!fn.body || (first && !ts.isIdentifier(first.name))) return fn.body !== undefined && first !== undefined;
  const style = { bracketSpacing: true, quote: "'" } as Style;
  return rebind(fn.body, context, style).pieces.some((piece) => typeof piece === 'string');
}

/** A name for the table parameter that no identifier in the expression has: `t` if possible. */
export function freshName(node: ts.Node): string {
  const used = new Set<string>();
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
  const file = node.getSourceFile();
  const [tableParameter, operatorsParameter] = context.callback?.parameters ?? [];
  const given = tableParameter && ts.isIdentifier(tableParameter.name) ? tableParameter.name.text : undefined;
  // A parameter called `_` is meant to be unused, but the new code may use it.
  const ownName = given !== undefined && /^_+$/.test(given) ? undefined : given;
  const tableName = forcedName ?? ownName ?? freshName(node);
  const replaced: { start: number; end: number; text: string }[] = [];
  const operators = new Set<string>();
  let usesTable = false;
  let usesWholeOperators = false;

  const bind = (child: ts.Node, owner: string, newText: string): void => {
    if (owner === tableName) usesTable = true;
    if (child.getText(file) === newText) return;
    replaced.push({ start: child.getStart(file), end: child.end, text: shorthandPrefix(child) + newText });
  };

  const visit = (child: ts.Node, insideBuilder: boolean): void => {
    const builder = insideBuilder || isBuilderCall(child);
    if (ts.isIdentifier(child) && !isName(child)) noteOperator(child);
    if (ts.isTemplateLiteralToken(child) && !insideBuilder) noteTableNames(child);
    if (isReference(child)) {
      const inner = builder ? innerTable(child, context) : undefined;
      const isInner = inner !== undefined && !usesParameters(child, context);
      // v1's alias at the root was the table's key: where that is its name, too, the inner table hid the callback's.
      const isHidden = inner !== undefined && context.isRoot && context.tableKey === context.table.dbName;
      const owner = isHidden ? inner.getText(file) : tableName;
      const named = isInner
        ? undefined
        : (leftColumn(child, context) ?? (insideBuilder ? undefined : knownColumn(child, context)));
      const found = columnOf(child, context) ?? (named && { column: named, foreign: false });
      if (found && !isInner && !(found.foreign && (builder || isTemplate(child)))) {
        bind(child, owner, memberAccess(owner, found.column.key, style));
        return;
      }
      if (found) return;
      const value = context.evaluator.evaluate(child, context.env);
      if (value.kind === 'table' && isSameTable(value.table, context.table)) {
        const isParameter = ts.isIdentifier(child) && declarationOf(child) === tableParameter;
        // In a subquery, the table itself is its own; only `users[name]` is a column of the query around it.
        if (builder && !isParameter && (isInner || !isComputedOwner(child))) return;
        if (
          isParameter ||
          isComputedOwner(child) ||
          (ts.isTemplateSpan(child.parent) && !followsFrom(child.parent)) ||
          (ts.isCallExpression(child.parent) && takesTable(child.parent, context))
        )
          bind(child, owner, owner);
        return;
      }
    }
    ts.forEachChild(child, (grandchild) => visit(grandchild, builder));
  };

  const noteTableNames = (token: ts.TemplateLiteralToken): void => {
    const named = columnsInText(token.getText(file), context.tableKey);
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
      usesTable = true;
      const at = token.getStart(file);
      replaced.push({ start: at + start, end: at + end, text: `\${${memberAccess(tableName, column.key, style)}}` });
    }
  };

  const noteOperator = (identifier: ts.Identifier): void => {
    if (!operatorsParameter) return;
    if (ts.isIdentifier(operatorsParameter.name)) {
      if (identifier.text === operatorsParameter.name.text) usesWholeOperators = true;
    } else if (ts.isObjectBindingPattern(operatorsParameter.name)) {
      const element = operatorsParameter.name.elements.find(
        (candidate) => ts.isIdentifier(candidate.name) && candidate.name.text === identifier.text,
      );
      if (element) operators.add(element.getText(file));
    }
  };

  visit(node, false);
  for (const insertion of [...insertions, ...nullForMissing(node, context)])
    replaced.push({ start: insertion.position, end: insertion.end ?? insertion.position, text: insertion.text });
  replaced.sort((a, b) => a.start - b.start || a.end - b.end);
  const pieces: Piece[] = [];
  let position = node.getStart(file);
  for (const { start, end, text: replacement } of replaced) {
    // The indentation of a line that has gone with a column written over several lines.
    if (start < position && replacement.trim() === '') continue;
    if (start > position) pieces.push({ start: position, end: start });
    pieces.push(replacement);
    position = end;
  }
  if (position < node.end) pieces.push({ start: position, end: node.end });
  const pad = style.bracketSpacing ? ' ' : '';
  return {
    pieces,
    tableName,
    usesTable: usesTable || usesWholeOperators || operators.size > 0,
    operators: usesWholeOperators
      ? operatorsParameter?.name.getText(file)
      : operators.size > 0
        ? `{${pad}${[...operators].join(', ')}${pad}}`
        : undefined,
  };
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
export function shorthandPrefix(node: ts.Node): string {
  return ts.isShorthandPropertyAssignment(node.parent) ? `${node.parent.name.text}: ` : '';
}

/** Whether a node is the `users` of `users[name]`. */
function isComputedOwner(node: ts.Node): boolean {
  return ts.isElementAccessExpression(node.parent) && node.parent.expression === node;
}
