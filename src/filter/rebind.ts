import type { Piece } from '../edits/edit.ts';
import { memberAccess, type Style } from '../edits/style.ts';
import { isSameTable } from '../read/same-table.ts';
import { declarationOf } from '../read/scope.ts';
import { isName, type FunctionNode } from '../read/syntax.ts';
import { ts } from '../ts.cts';
import { columnOf, type QueryContext } from './context.ts';
import type { Insertion } from './insertion.ts';
import { nullForMissing } from './null-for-missing.ts';
import { columnsInText, followsFrom, isBuilderCall, isTemplate, selectsByText, selectsFromTable } from './sql-text.ts';
import { takesTable } from './table-helpers.ts';
import { knownColumn, leftColumn } from './values.ts';

/** Whether an expression uses a parameter of the v1 callback it stands in. */
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

/** Whether an expression names columns that must be re-bound to the callback's table. */
export function rebindsAnything(fn: FunctionNode, context: QueryContext): boolean {
  const [first] = fn.parameters;
  if (!fn.body || (first && !ts.isIdentifier(first.name))) return fn.body !== undefined && first !== undefined;
  const style = { bracketSpacing: true, quote: "'" } as Style;
  return rebind(fn.body, context, style).pieces.some((piece) => typeof piece === 'string');
}

/** A parameter name that no identifier inside the expression uses. */
export function freshName(node: ts.Node): string {
  const used = new Set<string>();
  const visit = (child: ts.Node): void => {
    if (ts.isIdentifier(child)) used.add(child.text);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return ['t', 'table', 'tbl', 'self'].find((name) => !used.has(name)) ?? '$table';
}

/** Code with its columns re-bound, and what a callback around it has to be given. */
interface Rebound {
  pieces: Piece[];
  tableName: string;
  usesTable: boolean;
  /** Second parameter to write; undefined when operators of the callback are not used. */
  operators: string | undefined;
}

/**
 * The code of an expression or block with the columns of this level's table as properties of the callback's table:
 * v2 calls the table by an alias, so a global column would name a table that is not in the query.
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
  // `_` says that it is not used, which it may be now.
  const ownName = given !== undefined && /^_+$/.test(given) ? undefined : given;
  const tableName = forcedName ?? ownName ?? freshName(node);
  const replaced: { start: number; end: number; text: string }[] = [];
  const operators = new Set<string>();
  let usesTable = false;
  let usesWholeOperators = false;

  const visit = (child: ts.Node, insideBuilder: boolean): void => {
    const builder = insideBuilder || isBuilderCall(child);
    if (builder && !insideBuilder && selectsFromTable(child, context)) return;
    if (ts.isIdentifier(child) && !isName(child)) noteOperator(child);
    if (ts.isTemplateLiteralToken(child) && !insideBuilder) noteTableNames(child);
    if (isReference(child)) {
      const named = leftColumn(child, context) ?? (insideBuilder ? undefined : knownColumn(child, context));
      const found = columnOf(child, context) ?? (named && { column: named, foreign: false });
      if (found && !(found.foreign && (builder || isTemplate(child)))) {
        usesTable = true;
        const keepsText = child.getText(file) === memberAccess(tableName, found.column.key, style);
        if (!keepsText)
          replaced.push({
            start: child.getStart(file),
            end: child.end,
            text: shorthandPrefix(child) + memberAccess(tableName, found.column.key, style),
          });
        return;
      }
      if (found) return;
      const value = context.evaluator.evaluate(child, context.env);
      if (value.kind === 'table' && isSameTable(value.table, context.table)) {
        // In a subquery only what stands for a column is of the query around it.
        if (builder && !isComputedOwner(child)) return;
        if (ts.isIdentifier(child) && child.text === tableName) usesTable = true;
        else if (
          isComputedOwner(child) ||
          (ts.isTemplateSpan(child.parent) && !followsFrom(child.parent)) ||
          (ts.isCallExpression(child.parent) && takesTable(child.parent, context))
        ) {
          usesTable = true;
          replaced.push({ start: child.getStart(file), end: child.end, text: tableName });
        }
        return;
      }
    }
    ts.forEachChild(child, (grandchild) => visit(grandchild, builder));
  };

  const noteTableNames = (token: ts.TemplateLiteralToken): void => {
    const named = columnsInText(token.getText(file), context.tableKey);
    // Reading the whole text anew for each of its parts would take the square of its length.
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

/** An expression that may be a column or table, as opposed to a name in a declaration or after a dot. */
function isReference(node: ts.Node): node is ts.Expression {
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return true;
  return ts.isIdentifier(node) && !isName(node);
}

/** `{ id }` with `id` a column must become `{ id: t.id }`: the `id: ` that is missing, or nothing. */
export function shorthandPrefix(node: ts.Node): string {
  return ts.isShorthandPropertyAssignment(node.parent) ? `${node.parent.name.text}: ` : '';
}

/** The `users` of `users[name]`. */
function isComputedOwner(node: ts.Node): boolean {
  return ts.isElementAccessExpression(node.parent) && node.parent.expression === node;
}
