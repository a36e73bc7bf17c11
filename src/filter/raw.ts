import { ts } from 'ts-morph';
import { text, type Code } from '../edits/layout.ts';
import { memberAccess, type Style } from '../edits/style.ts';
import type { Piece } from '../edits/edit.ts';
import { unwrap } from '../read/syntax.ts';
import { columnOf, isSameTable, type QueryContext } from './context.ts';

/** A `RAW` (or `orderBy`, or extras) callback: the given SQL with this level's columns re-bound to the callback's table. */
export function rawCallback(node: ts.Node, context: QueryContext, style: Style, suffix = ''): Code {
  const { pieces, operators, tableName, usesTable } = rebind(node, context, style);
  const parameters = operators === undefined ? (usesTable ? parenthesize(tableName, style) : '()') : `(${tableName}, ${operators})`;
  const body = unwrap(node);
  const needsParentheses = ts.isObjectLiteralExpression(body);
  return text(`${parameters} => `, ...(needsParentheses ? ['('] : []), ...pieces, ...(needsParentheses ? [')'] : []), suffix);
}

/** The re-alias fallback: `(t) => mapColumnsInSQLToAlias(expr, getTableName(t))`, correct for SQL of any origin. */
export function aliasCallback(node: ts.Node, context: QueryContext, style: Style, suffix = ''): Code {
  const tableName = freshName(node);
  const map = context.need('mapColumnsInSQLToAlias');
  const name = context.need('getTableName');
  const { pieces } = rebind(node, context, style, tableName);
  return text(`${parenthesize(tableName, style)} => ${map}(`, ...pieces, `${suffix}, ${name}(${tableName}))`);
}

function parenthesize(name: string, style: Style): string {
  return style.arrowParens ? `(${name})` : name;
}

/** A parameter name that no identifier inside the expression uses. */
function freshName(node: ts.Node): string {
  const used = new Set<string>();
  const visit = (child: ts.Node): void => {
    if (ts.isIdentifier(child)) used.add(child.text);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return ['t', 'table', 'tbl', 'self'].find((name) => !used.has(name)) ?? '$table';
}

interface Rebound {
  pieces: Piece[];
  tableName: string;
  usesTable: boolean;
  /** Second parameter to write; undefined when operators of the callback are not used. */
  operators: string | undefined;
}

function rebind(node: ts.Node, context: QueryContext, style: Style, forcedName?: string): Rebound {
  const file = node.getSourceFile();
  const [tableParameter, operatorsParameter] = context.callback?.parameters ?? [];
  const ownName = tableParameter && ts.isIdentifier(tableParameter.name) ? tableParameter.name.text : undefined;
  const tableName = forcedName ?? ownName ?? freshName(node);
  const replaced: { start: number; end: number; text: string }[] = [];
  const operators = new Set<string>();
  let usesTable = false;
  let usesWholeOperators = false;

  const visit = (child: ts.Node, insideBuilder: boolean): void => {
    const builder = insideBuilder || isBuilderCall(child);
    if (builder && !insideBuilder && selectsFromTable(child, context)) return;
    if (ts.isIdentifier(child) && !isName(child)) noteOperator(child);
    if (isReference(child)) {
      const found = columnOf(child, context);
      if (found && !(found.foreign && (builder || isTemplate(child)))) {
        usesTable = true;
        const keepsText = child.getText(file) === memberAccess(tableName, found.column.key, style);
        if (!keepsText) replaced.push({ start: child.getStart(file), end: child.end, text: shorthandPrefix(child) + memberAccess(tableName, found.column.key, style) });
        return;
      }
      if (found) return;
      const value = context.evaluator.evaluate(child, context.env);
      if (value.kind === 'table' && isSameTable(value.table, context.table) && !builder) {
        if (ts.isIdentifier(child) && child.text === tableName) usesTable = true;
        else if (ts.isTemplateSpan(child.parent) && !followsFrom(child.parent)) {
          usesTable = true;
          replaced.push({ start: child.getStart(file), end: child.end, text: tableName });
        }
        return;
      }
    }
    ts.forEachChild(child, (grandchild) => visit(grandchild, builder));
  };

  const noteOperator = (identifier: ts.Identifier): void => {
    if (!operatorsParameter) return;
    if (ts.isIdentifier(operatorsParameter.name)) {
      if (identifier.text === operatorsParameter.name.text) usesWholeOperators = true;
    } else if (ts.isObjectBindingPattern(operatorsParameter.name)) {
      const element = operatorsParameter.name.elements.find((candidate) => ts.isIdentifier(candidate.name) && candidate.name.text === identifier.text);
      if (element) operators.add(element.getText(file));
    }
  };

  visit(node, false);
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

function isName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isBindingElement(parent) && (parent.name === node || parent.propertyName === node)) ||
    (ts.isParameter(parent) && parent.name === node)
  );
}

/** `{ id }` with `id` a column must become `{ id: t.id }`. */
function shorthandPrefix(node: ts.Node): string {
  return ts.isShorthandPropertyAssignment(node.parent) ? `${node.parent.name.text}: ` : '';
}

function isTemplate(node: ts.Node): boolean {
  return ts.findAncestor(node, ts.isTaggedTemplateExpression) !== undefined;
}

function isBuilderCall(node: ts.Node): boolean {
  return ts.isCallExpression(node) && /\.\s*(?:select|selectDistinct|selectDistinctOn)\s*\(/.test(node.getText()) && /\.\s*from\s*\(/.test(node.getText());
}

/** Whether a subquery selects from (or joins) this level's own table: its columns then mean the inner one. */
function selectsFromTable(node: ts.Node, context: QueryContext): boolean {
  const visit = (child: ts.Node): boolean => {
    if (ts.isCallExpression(child) && ts.isPropertyAccessExpression(child.expression) && /^from$|Join$/.test(child.expression.name.text)) {
      const [source] = child.arguments;
      const value = source && context.evaluator.evaluate(source, context.env);
      if (value?.kind === 'table' && isSameTable(value.table, context.table)) return true;
    }
    return ts.forEachChild(child, visit) ?? false;
  };
  return visit(node);
}

/** Whether the template text before a span ends in FROM, JOIN, INTO or UPDATE: there the table itself is meant. */
function followsFrom(span: ts.TemplateSpan): boolean {
  const { parent } = span;
  const index = parent.templateSpans.indexOf(span);
  const before = index === 0 ? parent.head.text : parent.templateSpans[index - 1]!.literal.text;
  return /\b(?:from|join|into|update|only|lateral)\s+$/i.test(before) || /,\s*$/.test(before);
}
