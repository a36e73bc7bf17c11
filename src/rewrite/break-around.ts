import type { Piece } from '../edits/edit.ts';
import { widthOf } from '../edits/flat.ts';
import { branchAlign } from '../edits/layout.ts';
import { columns, contextAt, type LayoutContext } from '../edits/layout-context.ts';
import { ts } from '../ts.cts';
import type { Project } from './project.ts';

/**
 * Breaks the line around a query whose one-line configuration is broken into lines, where a formatter would do so:
 * behind the arrow of a function that consists of the query, before each call of a chain such as
 * `query.findMany({ … }).prepare()`, and before the branches of a choice.
 *
 * @param object the configuration, or any other argument of a call
 * @returns the indentation of the line on which the configuration then ends
 */
export function breakAround(object: ts.Expression, project: Project): string {
  const file = object.getSourceFile();
  const style = project.styleOf(file.fileName);
  const breakAt = (start: number, end: number, indent: string) =>
    project.changes.replace(file.fileName, start, end, style.newline + indent);
  let { indent } = contextAt(file.text, object.getStart(), style);
  const lineStart = file.text.lastIndexOf('\n', object.getStart()) + 1;
  // The further lines of a branch are indented behind its `?` or `:`.
  if (/^[ \t]*[?:] /.test(file.text.slice(lineStart, object.getStart()))) indent += branchAlign(style);
  const choice = object.parent;
  if (ts.isConditionalExpression(choice) && isWholeLine(choice)) {
    const branch = indent + style.indent;
    if (!brokenChoices.has(choice)) {
      brokenChoices.add(choice);
      project.changes.onRestore(() => brokenChoices.delete(choice));
      breakAt(choice.condition.end, choice.questionToken.getStart(), branch);
      breakAt(choice.whenTrue.end, choice.colonToken.getStart(), branch);
    }
    return branch + branchAlign(style);
  }
  const calls = callsFrom(object);
  const whole = calls.at(-1);
  if (!whole || whole.getText().includes('\n')) return indent;
  const awaited = ts.isAwaitExpression(whole.parent) ? whole.parent : whole;
  const { parent } = awaited;
  if (isHeldArrow(parent) && parent.body === awaited) {
    const between = file.text.slice(parent.equalsGreaterThanToken.end, awaited.getStart());
    if (between.trim() !== '') return indent;
    if (!between.includes('\n')) {
      indent += style.indent;
      breakAt(parent.equalsGreaterThanToken.end, awaited.getStart(), indent);
    }
  } else if (!isWholeValue(awaited)) return indent;
  if (calls.length === 1 || staysOnLine(calls)) return indent;
  indent += style.indent;
  for (const { expression } of calls) {
    const { end } = (expression as ts.PropertyAccessExpression).expression;
    breakAt(end, end, indent);
  }
  return indent;
}

/** The choices whose branches were put on lines of their own. */
const brokenChoices = new WeakSet<ts.ConditionalExpression>();

/** Whether a choice without comments is the value of a member that has its line for itself. */
function isWholeLine(choice: ts.ConditionalExpression): boolean {
  const member = choice.parent;
  const file = choice.getSourceFile();
  const lineStart = file.text.lastIndexOf('\n', member.getStart()) + 1;
  const between = [
    file.text.slice(choice.condition.end, choice.questionToken.getStart()),
    file.text.slice(choice.whenTrue.end, choice.colonToken.getStart()),
  ];
  return (
    ts.isPropertyAssignment(member) &&
    !choice.getText().includes('\n') &&
    file.text.slice(lineStart, member.getStart()).trim() === '' &&
    between.every((text) => text.trim() === '')
  );
}

/**
 * The call that takes the configuration and the calls chained to it: `findMany({ … })`, `findMany({ … }).prepare()`.
 * Empty when the receiver of the first call is not a plain chain of names, which may begin with a call if the configuration
 * stands in the only other one: `getDb().query.users.findMany({ … })`.
 */
function callsFrom(object: ts.Expression): ts.CallExpression[] {
  const calls: ts.CallExpression[] = [];
  for (let call = object.parent; ts.isCallExpression(call) && isPlainCall(call);) {
    calls.push(call);
    if (ts.isIdentifier(call.expression)) break;
    if (!ts.isPropertyAccessExpression(call.parent) || call.parent.expression !== call) break;
    call = call.parent.parent;
  }
  const [first] = calls;
  return first && (isPath(first.expression) || (calls.length === 1 && isPath(first.expression, true))) ? calls : [];
}

/**
 * Whether a formatter keeps a chain on the line of its receiver, as it does behind a name that looks like that of a
 * class: `db.query.Users.findMany({ … }).sync()`.
 */
function staysOnLine(calls: readonly ts.CallExpression[]): boolean {
  const table = ((calls[0] as ts.CallExpression).expression as ts.PropertyAccessExpression).expression;
  return calls.length <= 3 && ts.isPropertyAccessExpression(table) && /^[A-Z]|^[$_]+$/.test(table.name.text);
}

/** Whether a call is of the form `a.b()`, without `?.`, or `a()`. */
function isPlainCall({ expression, questionDotToken }: ts.CallExpression): boolean {
  if (ts.isIdentifier(expression)) return true;
  return ts.isPropertyAccessExpression(expression) && !questionDotToken && !expression.questionDotToken;
}

/**
 * Whether an expression consists of names only: `db.query.users.findMany`, `this.db.query.users.findMany`.
 *
 * @param mayCall whether the first name may be called
 */
function isPath(node: ts.Expression, mayCall = false): boolean {
  if (ts.isPropertyAccessExpression(node)) return isPath(node.expression, mayCall);
  if (mayCall && ts.isCallExpression(node)) return isPath(node.expression);
  return ts.isIdentifier(node) || node.kind === ts.SyntaxKind.ThisKeyword;
}

/**
 * Whether a node is an arrow function that is assigned to a name. One that is an argument would make a formatter break
 * the call around it too.
 */
function isHeldArrow(node: ts.Node): node is ts.ArrowFunction {
  if (!ts.isArrowFunction(node)) return false;
  return (
    ts.isVariableDeclaration(node.parent) ||
    ts.isPropertyAssignment(node.parent) ||
    ts.isPropertyDeclaration(node.parent)
  );
}

/** Whether an expression is all that is assigned, returned or executed. */
function isWholeValue({ parent }: ts.Node): boolean {
  return (
    ts.isVariableDeclaration(parent) ||
    ts.isReturnStatement(parent) ||
    ts.isExpressionStatement(parent) ||
    ts.isPropertyAssignment(parent)
  );
}

/**
 * Lays out code in place of `node`, a part of a statement. A statement without braces on the line of its `if`, as in
 * `if (q) where = …`, goes to a line of its own when the new code does not fit on that line.
 *
 * @param layOutAt lays out the code for a place
 */
export function layOutInClause(
  node: ts.Node,
  layout: LayoutContext,
  layOutAt: (layout: LayoutContext) => Piece[],
  { changes }: Project,
): Piece[] {
  const pieces = layOutAt(layout);
  const clause = ts.findAncestor(node, ts.isStatement);
  if (!clause || widthOf(pieces, layout) !== undefined || !isClauseOnLine(clause)) return pieces;
  const { style, source } = layout;
  const start = clause.getStart();
  const lineStart = source.lastIndexOf('\n', start - 1) + 1;
  const indent = layout.indent + style.indent;
  changes.replace(clause.getSourceFile().fileName, clause.pos, start, style.newline + indent);
  const column = layout.column + columns(indent, style) - columns(source.slice(lineStart, start), style);
  return layOutAt({ ...layout, indent, column });
}

/** Whether a statement is a clause without braces, on one line with the `if` or `else` it belongs to. */
function isClauseOnLine(statement: ts.Statement): boolean {
  if (!ts.isExpressionStatement(statement) || !ts.isIfStatement(statement.parent)) return false;
  return /^[ \t]*$/.test(statement.getSourceFile().text.slice(statement.pos, statement.getStart()));
}
