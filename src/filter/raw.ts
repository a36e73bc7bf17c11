import { ts } from '../ts.cts';
import { text, type Code } from '../edits/layout.ts';
import { memberAccess, type Style } from '../edits/style.ts';
import type { Piece } from '../edits/edit.ts';
import { isNeverAssigned } from '../read/evaluate.ts';
import { declarationOf } from '../read/scope.ts';
import { isFunction, unwrap, type FunctionNode } from '../read/syntax.ts';
import { columnOf, type QueryContext } from './context.ts';
import { isSameTable } from '../read/same-table.ts';
import { takesTable } from './table-helpers.ts';
import { isOperator, isSql, leftColumn } from './values.ts';

/** A `RAW` (or `orderBy`, or extras) callback: the given SQL with this level's columns re-bound to the callback's table. */
export function rawCallback(
  node: ts.Node,
  context: QueryContext,
  style: Style,
  suffix = '',
  insertions: readonly Insertion[] = [],
): Code {
  const { pieces, operators, tableName, usesTable } = rebind(node, context, style, undefined, [
    ...assertions(node, context),
    ...insertions,
  ]);
  const parameters =
    operators === undefined
      ? usesTable
        ? tableParameter(node, tableName, context, style)
        : '()'
      : `(${tableName}, ${operators})`;
  const body = callCode(node, context, style, tableName) ?? { kind: 'source', node, pieces };
  return { kind: 'arrow', parameters, body: suffix ? { kind: 'sequence', parts: [body, text(suffix)] } : body };
}

/** A call that stands on several lines, to be laid out anew: it may fit on one now. */
function callCode(node: ts.Node, context: QueryContext, style: Style, tableName: string): Code | undefined {
  const isOpen = ts.isCallExpression(node) && node.arguments.length > 0 && node.getText().includes('\n');
  if (!isOpen || !/^[\w$.]+$/.test(node.expression.getText())) return undefined;
  if (node.arguments.some((argument) => /\n|\/[/*]/.test(argument.getFullText().trim()))) return undefined;
  const args = node.arguments.map((argument): Code => {
    const { pieces } = rebind(argument, context, style, tableName, assertions(argument, context));
    return { kind: 'source', node: argument, pieces };
  });
  return { kind: 'call', callee: node.expression.getText(), args };
}

/** The re-alias fallback: `(t) => mapColumnsInSQLToAlias(expr, getTableName(t))`, correct for SQL of any origin. */
export function aliasCallback(
  node: ts.Node,
  context: QueryContext,
  style: Style,
  suffix = '',
  map: 'mapColumnsInSQLToAlias' | 'mapColumnsInAliasedSQLToAlias' = 'mapColumnsInSQLToAlias',
): Code {
  const callee = context.need(map);
  const name = context.need('getTableName');
  // What the v1 callback was given must still be called the same.
  const own = usesParameters(node, context) ? undefined : freshName(node);
  const { pieces, operators, tableName } = rebind(node, context, style, own, assertions(node, context));
  const parameters =
    operators === undefined ? tableParameter(node, tableName, context, style) : `(${tableName}, ${operators})`;
  const expression: Code = { kind: 'sequence', parts: [{ kind: 'source', node, pieces }, text(suffix)] };
  const body: Code = { kind: 'call', callee, args: [expression, text(`${name}(${tableName})`)] };
  return { kind: 'arrow', parameters, body };
}

/** The first parameter; outside of a query nothing tells its type, so it is written down. */
function tableParameter(node: ts.Node, name: string, context: QueryContext, style: Style): string {
  if (!context.hoisted || context.javascript) return parenthesize(name, style);
  return `(${name}: ${tableExpression(node, context) ?? 'any'})`;
}

/** `typeof users`, when the SQL names the table by an import or constant. */
function tableExpression(node: ts.Node, context: QueryContext): string | undefined {
  const visit = (child: ts.Node): string | undefined => {
    if (ts.isPropertyAccessExpression(child)) {
      const owner = context.evaluator.evaluate(child.expression, context.env);
      const isOwn = owner.kind === 'table' && isSameTable(owner.table, context.table);
      if (isOwn && !context.callback && columnOf(child, context)) return `typeof ${child.expression.getText()}`;
    }
    return ts.forEachChild(child, visit);
  };
  return visit(node);
}

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

/**
 * `!` behind property paths that a condition around them has tested: the compiler forgets that inside the callback.
 */
function assertions(node: ts.Node, context: QueryContext): Insertion[] {
  if (context.javascript || !context.strict) return [];
  const tested = testedPaths(node);
  if (tested.size === 0) return [];
  const insertions: Insertion[] = [];
  const visit = (child: ts.Node): void => {
    const isPath = ts.isPropertyAccessExpression(child) || (ts.isIdentifier(child) && !isName(child));
    // A template takes any value.
    const isChained = ts.isPropertyAccessExpression(child.parent) && child.parent.questionDotToken !== undefined;
    const isTyped = !ts.isNonNullExpression(child.parent) && !ts.isTemplateSpan(child.parent) && !isChained;
    if (isPath && isTyped && tested.has(child.getText())) {
      insertions.push({ position: child.end, text: '!' });
      return;
    }
    if (!ts.isFunctionLike(child)) ts.forEachChild(child, visit);
  };
  visit(node);
  return insertions;
}

function isWrittenAgain(identifier: ts.Identifier): boolean {
  const declaration = declarationOf(identifier);
  if (!declaration || !ts.isVariableDeclaration(declaration)) return false;
  return (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) === 0 && !isNeverAssigned(declaration);
}

/** The property paths that conditions and earlier guards around a node have looked at. */
function testedPaths(node: ts.Node): Set<string> {
  const paths = new Set<string>();
  const collect = (test: ts.Node): void => {
    if (ts.isPropertyAccessExpression(test)) paths.add(test.getText());
    // Of a variable the compiler forgets it only when the variable is written again.
    if (ts.isIdentifier(test) && !isName(test) && isWrittenAgain(test)) paths.add(test.text);
    ts.forEachChild(test, collect);
  };
  for (let child: ts.Node = node; child.parent && !ts.isFunctionLike(child); child = child.parent) {
    const { parent } = child;
    if (ts.isConditionalExpression(parent) && parent.whenTrue === child) collect(parent.condition);
    if (
      ts.isBinaryExpression(parent) &&
      parent.right === child &&
      parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken
    )
      collect(parent.left);
    if (ts.isIfStatement(parent) && parent.thenStatement === child) collect(parent.expression);
    if (ts.isWhileStatement(parent) && parent.statement === child) collect(parent.expression);
    if (ts.isBlock(parent)) {
      for (const statement of parent.statements) {
        if (statement === child) break;
        if (ts.isIfStatement(statement)) collect(statement.expression);
      }
    }
  }
  return paths;
}

/**
 * A v1 callback of several statements, kept as the `RAW` callback: v2 calls it with the same two arguments. SQL that
 * comes from outside of it is re-aliased where it is returned.
 */
export function blockCallback(fn: FunctionNode, context: QueryContext, style: Style, isForeign: boolean): Code {
  const returns = isForeign
    ? realiasedReturns(fn, context)
    : context.javascript
      ? []
      : assertedReturns(fn.body!, context);
  return callbackOf(fn, context, style, [...returns, ...shiftedLines(fn.body!, style)]);
}

/** What the first parameter of a v1 callback is called under v2. */
function ownTableName(fn: FunctionNode): string {
  const [first] = fn.parameters;
  return first && ts.isIdentifier(first.name) ? first.name.text : freshName(fn);
}

function callbackOf(fn: FunctionNode, context: QueryContext, style: Style, insertions: readonly Insertion[]): Code {
  const file = fn.getSourceFile();
  const tableName = ownTableName(fn);
  const parameters = fn.parameters.map((parameter, index) => (index === 0 ? tableName : parameter.name.getText(file)));
  const { pieces } = rebind(fn.body!, context, style, tableName, insertions);
  return text(`(${parameters.length > 0 ? parameters.join(', ') : tableName}) => `, ...pieces);
}

/** Insertions that indent the lines of a block one step more; lines inside template literals stay. */
function shiftedLines(body: ts.Node, style: Style): Insertion[] {
  const file = body.getSourceFile();
  const templates: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTemplateLiteralToken(node)) templates.push(node);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return [...file.text.slice(body.getStart(), body.end).matchAll(/\n(?=[ \t]*[^\s])/g)]
    .map(({ index }) => body.getStart() + index + 1)
    .filter((position) => !templates.some((token) => position > token.getStart() && position < token.end))
    .map((position) => ({ position, text: style.indent }));
}

interface Insertion {
  position: number;
  /** End of the text it takes the place of, if any. */
  end?: number;
  text: string;
}

/** A v1 callback that is a value: called with what v2 offers, and its SQL re-aliased in case it uses global columns. */
export function foreignCallback(fn: ts.Expression, context: QueryContext): Code {
  const map = context.need('mapColumnsInSQLToAlias');
  const name = context.need('getTableName');
  const sql = context.need('sql');
  return text(
    '(t, operators) => ',
    `${map}(`,
    { start: fn.getStart(), end: fn.end },
    `(t, operators) ?? ${sql}\`true\`, ${name}(t))`,
  );
}

/** An order as a callback: v2 takes one as v1 did, but only columns of the callback's own table. */
export function orderCallback(node: ts.Node, context: QueryContext, style: Style): Code {
  if (isFunction(node)) {
    return callbackOf(node, context, style, []);
  }
  const inner = unwrap(node) as ts.Expression;
  if (isBuiltHere(inner, context)) {
    // v2 takes an empty list, but not in every version a callback that returns nothing.
    const nothings = nothingsOf(inner).map((part) => ({ position: part.getStart(), end: part.end, text: '[]' }));
    return rawCallback(inner, context, style, '', nothings);
  }
  if (isOneOrder(inner, context)) return aliasCallback(inner, context, style);
  const name = freshName(inner);
  const isList = ts.isArrayLiteralExpression(inner) && !inner.elements.some(ts.isSpreadElement);
  if (isList && !/\/[/*]/.test(inner.getText())) {
    const items = inner.elements.map((element) => ({ value: orderItem(element, name, context, style) }));
    return { kind: 'arrow', parameters: tableParameter(node, name, context, style), body: { kind: 'array', items } };
  }
  // SQL from elsewhere: one item or a list, as v1 took both.
  const range = { start: node.getStart(), end: node.end };
  const listed: Piece[] = !mayBeMissing(inner)
    ? [range]
    : ts.isConditionalExpression(inner)
      ? ['(', range, ') ?? []']
      : [range, ' ?? []'];
  const list: Piece[] = ts.isArrayLiteralExpression(inner) ? [range] : ['[', ...listed, '].flat()'];
  const item = realiased(text(`${context.need('sql')}\`\${item}\``), name, context);
  const map: Code = { kind: 'arrow', parameters: parenthesize('item', style), body: item };
  return {
    kind: 'arrow',
    parameters: tableParameter(node, name, context, style),
    body: { kind: 'sequence', parts: [text(...list, '.map('), map, text(')')] },
  };
}

/** One item of a list of orders: with its columns re-bound when it is written in place, else re-aliased. */
function orderItem(element: ts.Expression, name: string, context: QueryContext, style: Style): Code {
  if (isBuiltHere(element, context))
    return { kind: 'source', node: element, pieces: rebind(element, context, style, name).pieces };
  const isSqlItem = isOneOrder(element, context) || isDirected(element, context);
  const item = { kind: 'source' as const, node: element, pieces: [{ start: element.getStart(), end: element.end }] };
  // What may be a column has to become SQL.
  return realiased(isSqlItem ? item : text(`${context.need('sql')}\`\${`, ...item.pieces, '}`'), name, context);
}

/** `mapColumnsInSQLToAlias(sql, getTableName(t))`, with the name of the callback's table. */
function realiased(code: Code, name: string, context: QueryContext): Code {
  const callee = context.need('mapColumnsInSQLToAlias');
  return { kind: 'call', callee, args: [code, text(`${context.need('getTableName')}(${name})`)] };
}

/** A call of what is `asc` or `desc`, whichever of them. */
function isDirected(node: ts.Expression, context: QueryContext): boolean {
  const inner = unwrap(node);
  if (!ts.isCallExpression(inner)) return false;
  const isDirection = (callee: ts.Node, env: QueryContext['env']): boolean => {
    const value = context.evaluator.evaluate(callee, env);
    if (value.kind === 'external') return value.name === 'asc' || value.name === 'desc';
    return (
      value.kind === 'expression' &&
      ts.isConditionalExpression(value.node) &&
      isDirection(value.node.whenTrue, value.env) &&
      isDirection(value.node.whenFalse, value.env)
    );
  };
  return isDirection(inner.expression, context.env);
}

/** The branches of a conditional order that are `undefined`. */
function nothingsOf(node: ts.Node): ts.Node[] {
  const inner = unwrap(node);
  if (ts.isConditionalExpression(inner)) return [inner.whenTrue, inner.whenFalse].flatMap(nothingsOf);
  return isUndefined(inner) ? [inner] : [];
}

function isUndefined(node: ts.Node): boolean {
  return ts.isIdentifier(node) && node.text === 'undefined';
}

/** Whether an order that is built elsewhere may be undefined, which v1 took for none. */
function mayBeMissing(node: ts.Expression, depth = 0): boolean {
  const inner = unwrap(node);
  if (nothingsOf(inner).length > 0) return true;
  if (ts.isConditionalExpression(inner))
    return [inner.whenTrue, inner.whenFalse].some((branch) => mayBeMissing(branch, depth));
  if (ts.isBinaryExpression(inner)) return inner.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
  if (!ts.isIdentifier(inner) || depth > 4) return false;
  const declaration = declarationOf(inner);
  if (!declaration || !(ts.isParameter(declaration) || ts.isVariableDeclaration(declaration))) return false;
  if (declaration.type) return /\bundefined\b/.test(declaration.type.getText()) || isOptional(declaration);
  return (
    isOptional(declaration) || (declaration.initializer ? mayBeMissing(declaration.initializer, depth + 1) : false)
  );
}

/** A parameter with a question mark, or a variable that is given its value later, perhaps. */
function isOptional(declaration: ts.ParameterDeclaration | ts.VariableDeclaration): boolean {
  return ts.isParameter(declaration) ? declaration.questionToken !== undefined : declaration.initializer === undefined;
}

/** Whether an order is known to be one piece of SQL: no list, no column. */
function isOneOrder(node: ts.Node, context: QueryContext): boolean {
  const inner = unwrap(node);
  if (ts.isConditionalExpression(inner))
    return isOneOrder(inner.whenTrue, context) && isOneOrder(inner.whenFalse, context);
  const value = context.evaluator.evaluate(inner as ts.Expression, context.env);
  if (value.kind === 'expression' && value.node !== inner && ts.isConditionalExpression(value.node))
    return isOneOrder(value.node, { ...context, env: value.env });
  return value.kind !== 'column' && value.kind !== 'table' && !isTypedAsMore(inner) && isSql(inner, context);
}

/** Whether a variable is written to be a list, or perhaps nothing. */
function isTypedAsMore(node: ts.Node): boolean {
  const declaration = ts.isIdentifier(node) ? declarationOf(node) : undefined;
  if (!declaration || !(ts.isParameter(declaration) || ts.isVariableDeclaration(declaration))) return false;
  const type = declaration.type?.getText() ?? '';
  return /\[|Array\b|\bundefined\b/.test(type) || (type !== '' && isOptional(declaration));
}

/** Whether an order is written in place, so that all its columns are in sight. */
function isBuiltHere(node: ts.Node, context: QueryContext): boolean {
  const inner = unwrap(node);
  if (ts.isArrayLiteralExpression(inner)) {
    return inner.elements.every((element) =>
      isBuiltHere(ts.isSpreadElement(element) ? element.expression : element, context),
    );
  }
  if (ts.isConditionalExpression(inner))
    return isBuiltHere(inner.whenTrue, context) && isBuiltHere(inner.whenFalse, context);
  if (ts.isTaggedTemplateExpression(inner) || isUndefined(inner)) return true;
  if (ts.isCallExpression(inner)) {
    const root = ts.isPropertyAccessExpression(inner.expression) ? inner.expression.expression : undefined;
    if (root && isBuiltHere(root, context)) return true;
    return inner.arguments.length > 0 && inner.arguments.every((argument) => isBuiltHere(argument, context));
  }
  if (ts.isElementAccessExpression(inner)) {
    const owner = context.evaluator.evaluate(inner.expression, context.env);
    if (owner.kind === 'table') return isSameTable(owner.table, context.table);
  }
  return columnOf(inner, context) !== undefined;
}

/** Whether an expression names columns that must be re-bound to the callback's table. */
export function rebindsAnything(fn: FunctionNode, context: QueryContext): boolean {
  const [first] = fn.parameters;
  if (!fn.body || (first && !ts.isIdentifier(first.name))) return fn.body !== undefined && first !== undefined;
  const style = { bracketSpacing: true, quote: "'" } as Style;
  return rebind(fn.body, context, style).pieces.some((piece) => typeof piece === 'string');
}

/** Insertions that make every `return` of a block an SQL to the type checker: v2 does not take undefined there. */
function assertedReturns(body: ts.Node, context: QueryContext): Insertion[] {
  const insertions: Insertion[] = [];
  const always = () => `${sqlTag(context)}\`true\``;
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node)) {
      const { expression } = node;
      const inner = expression && unwrap(expression);
      if (!expression || !inner) {
        insertions.push({ position: node.getStart() + 'return'.length, text: ` ${always()}` });
      } else if (ts.isIdentifier(inner) && inner.text === 'undefined') {
        insertions.push({ position: expression.getStart(), end: expression.end, text: always() });
      } else if (!isAlwaysSql(inner, context)) {
        const needsParentheses = !ts.isCallExpression(expression) && !ts.isIdentifier(expression);
        if (needsParentheses) insertions.push({ position: expression.getStart(), text: '(' });
        insertions.push({ position: expression.end, text: needsParentheses ? ')!' : '!' });
      }
      return;
    }
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit);
  };
  visit(body);
  return insertions;
}

/** Insertions that give the SQL of every `return` of a block this level's alias; nothing returned is no condition. */
function realiasedReturns(fn: FunctionNode, context: QueryContext): Insertion[] {
  const insertions: Insertion[] = [];
  const map = context.need('mapColumnsInSQLToAlias');
  const alias = `${context.need('getTableName')}(${ownTableName(fn)})`;
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node)) {
      const { expression } = node;
      const inner = expression && unwrap(expression);
      if (!expression || !inner || (ts.isIdentifier(inner) && inner.text === 'undefined')) {
        const start = expression?.getStart() ?? node.getStart() + 'return'.length;
        const text = `${expression ? '' : ' '}${sqlTag(context)}\`true\``;
        insertions.push({ position: start, end: expression?.end, text });
        return;
      }
      const isSure = isAlwaysSql(inner, context);
      const needsParentheses = !isSure && !ts.isCallExpression(expression) && !ts.isIdentifier(expression);
      insertions.push({ position: expression.getStart(), text: `${map}(${needsParentheses ? '(' : ''}` });
      const otherwise = isSure ? '' : `${needsParentheses ? ')' : ''} ?? ${sqlTag(context)}\`true\``;
      insertions.push({ position: expression.end, text: `${otherwise}, ${alias})` });
      return;
    }
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit);
  };
  visit(fn.body!);
  return insertions;
}

/** What `sql` is called inside a callback: one of its operators, else an import. */
function sqlTag(context: QueryContext): string {
  const operators = context.callback?.parameters[1]?.name;
  if (operators && ts.isIdentifier(operators)) return `${operators.text}.sql`;
  const isBound = operators?.elements.some(
    (element) => ts.isBindingElement(element) && element.name.getText() === 'sql',
  );
  return isBound ? 'sql' : context.need('sql');
}

/** Whether an expression is never undefined to the type checker; `and(…)`, `or(…)` and v2's `not(…)` may be. */
function isAlwaysSql(node: ts.Node, context: QueryContext): boolean {
  if (ts.isTaggedTemplateExpression(node)) return true;
  const operator = ts.isCallExpression(node) ? isOperator(node, context) : undefined;
  return operator !== undefined && !['and', 'or', 'not'].includes(operator);
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

function rebind(
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
      const named = leftColumn(child, context);
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
      if (value.kind === 'table' && isSameTable(value.table, context.table) && !builder) {
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
    const named = [...token.getText(file).matchAll(tableNamePattern(context.tableKey, 'g'))];
    // Reading the whole text anew for each of its parts would take the square of its length.
    if (named.length === 0 || !isTemplate(token) || selectsByText(token, context)) return;
    for (const match of named) {
      const column = [...context.table.columns.values()].find(
        (candidate) => (candidate.dbName ?? candidate.key) === match[1],
      );
      if (!column) {
        context.fail('RQB_RAW_TABLE_NAME', token, { table: context.tableKey });
        continue;
      }
      usesTable = true;
      const start = token.getStart(file) + match.index;
      replaced.push({ start, end: start + match[0].length, text: `\${${memberAccess(tableName, column.key, style)}}` });
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
  for (const insertion of insertions)
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

/** The `users` of `users[name]`. */
function isComputedOwner(node: ts.Node): boolean {
  return ts.isElementAccessExpression(node.parent) && node.parent.expression === node;
}

/** `users.id`, `"users"."id"`: a column written out in the text of SQL, its name in the first group. */
export function tableNamePattern(table: string, flags = ''): RegExp {
  const name = table.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(String.raw`(?<![\w.])"?${name}"?\s*\.\s*"?(\w+)"?(?!\s*\()`, flags);
}

/** Whether the SQL text around a token selects from something that is called like this level's table: there that is meant. */
export function selectsByText(token: ts.Node, context: QueryContext): boolean {
  let outermost = token;
  for (let node = token; node.parent && !ts.isFunctionLike(node); node = node.parent)
    if (ts.isTaggedTemplateExpression(node)) outermost = node;
  let sql = '';
  const visit = (node: ts.Node): void => {
    if (ts.isTemplateLiteralToken(node)) sql += node.text;
    else if (ts.isTemplateSpan(node)) {
      const value = context.evaluator.evaluate(node.expression, context.env);
      sql += value.kind === 'table' ? (value.table.dbName ?? '?') : '?';
      visit(node.literal);
    } else ts.forEachChild(node, visit);
  };
  visit(outermost);
  const source = /\b(?:from|join|,)\s+(?:only\s+|lateral\s+)?"?(?:\w+"?\."?)?(\w+)"?(?:\s+(?:as\s+)?"?(\w+)"?)?/gi;
  return [...sql.matchAll(source)].some(([, table, alias]) => table === context.tableKey || alias === context.tableKey);
}

function isTemplate(node: ts.Node): boolean {
  return ts.findAncestor(node, ts.isTaggedTemplateExpression) !== undefined;
}

/** `db.select(…).from(…)…`: the chain itself, not a call that has one among its arguments. */
function isBuilderCall(node: ts.Node): boolean {
  let hasFrom = false;
  for (let call: ts.Node = node; ts.isCallExpression(call);) {
    const callee = unwrap(call.expression);
    if (!ts.isPropertyAccessExpression(callee)) return false;
    if (callee.name.text === 'from') hasFrom = true;
    if (/^select(?:Distinct|DistinctOn)?$/.test(callee.name.text)) return hasFrom;
    call = unwrap(callee.expression);
  }
  return false;
}

/** Whether a subquery selects from (or joins) this level's own table: its columns then mean the inner one. */
export function selectsFromTable(node: ts.Node, context: QueryContext): boolean {
  const visit = (child: ts.Node): boolean => {
    if (
      ts.isCallExpression(child) &&
      ts.isPropertyAccessExpression(child.expression) &&
      /^from$|Join$/.test(child.expression.name.text)
    ) {
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
