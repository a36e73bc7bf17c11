import { branchAlign } from '../edits/layout.ts';
import { membersOf } from '../edits/style.ts';
import { isAccess } from '../read/syntax/syntax.ts';
import { ts } from '../ts.cts';
import { breakAround } from './break-around.ts';
import type { Project } from './project.ts';

/**
 * What a formatter puts on lines of its own, part by part, when it does not fit on one: the members of an object, the
 * elements of an array, the arguments of a call, the body of an arrow function that is an argument or an element, the
 * branches of a choice, the awaited query in `(await query).length`.
 */
export type Container =
  | ts.ObjectLiteralExpression
  | ts.ArrayLiteralExpression
  | ts.CallExpression
  | ts.ArrowFunction
  | ts.ConditionalExpression
  | ts.ParenthesizedExpression;

/** The containers that were broken into lines, with the indentation of their parts. */
const broken = new WeakMap<ts.Node, string>();

/** The indentation of the parts of a container that was broken into lines; undefined for any other node. */
export function brokenIndent(container: ts.Node): string | undefined {
  return broken.get(container);
}

/** Whether the text of a node has no line break. */
export function isOnOneLine(node: ts.Node): boolean {
  return !node.getText().includes('\n');
}

/** The outermost of the one-line containers around an object that has not been broken; itself when there is none. */
export function outermost(container: Container): Container {
  const around = containerAround(container);
  return around && !broken.has(around) ? outermost(around) : container;
}

/**
 * The container on the same line of which an object, or the query whose configuration it is, is a part. Undefined where
 * there is none, or where it is not known how a formatter would break what is around.
 */
function containerAround(container: Container): Container | undefined {
  for (let part: ts.Node = container; part.parent && isOnOneLine(part.parent); part = part.parent) {
    const { parent } = part;
    if (!ts.isCallExpression(parent) && hasComment(part, parent)) return undefined;
    if (ts.isParenthesizedExpression(parent) && ts.isAwaitExpression(part) && isAccess(parent.parent)) return parent;
    if (ts.isAwaitExpression(parent) || ts.isParenthesizedExpression(parent)) continue;
    if (ts.isPropertyAssignment(parent) || ts.isSpreadAssignment(parent) || ts.isSpreadElement(parent)) continue;
    if (ts.isObjectLiteralExpression(parent) || ts.isArrayLiteralExpression(parent)) return parent;
    if (ts.isCallExpression(parent) && parent.expression !== part) {
      if (!isHugged(part, parent)) return parent;
    } else if (ts.isArrowFunction(parent))
      return isLastArgument(parent) || ts.isArrayLiteralExpression(parent.parent) ? parent : undefined;
    else return ts.isConditionalExpression(parent) && isBranch(part, parent) ? parent : undefined;
  }
  return undefined;
}

/** Whether a comment stands before a part, or behind it on its way to the next bracket or operator. */
function hasComment(part: ts.Node, parent: ts.Node): boolean {
  const isList = ts.isObjectLiteralExpression(parent) || ts.isArrayLiteralExpression(parent);
  return !isList && /\/\*/.test(parent.getText().replace(part.getText(), ''));
}

/** Whether brackets of an argument stand on the line of those of its call: `findMany({` … `})`. */
function isHugged(argument: ts.Node, call: ts.CallExpression): boolean {
  const { arguments: all } = call;
  const isList = (node: ts.Node) => ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node);
  const isOpen = isList(argument) || ts.isArrowFunction(argument);
  return (
    isOpen && all.at(-1) === argument && !all.slice(0, -1).some((other) => isList(other) || ts.isArrowFunction(other))
  );
}

/** Whether an arrow function is the last argument of a call, so that its body may go below the arrow. */
function isLastArgument(arrow: ts.ArrowFunction): boolean {
  return ts.isCallExpression(arrow.parent) && isHugged(arrow, arrow.parent);
}

/**
 * Whether a part is a branch of a choice whose branches go on lines of their own: an object in a choice that is spread,
 * or an argument (`...(where ? { where } : {})`), or a query in one that is all that is assigned or returned.
 */
function isBranch(part: ts.Node, choice: ts.ConditionalExpression): boolean {
  const { parent, condition } = choice;
  if (part === condition) return false;
  if (ts.isObjectLiteralExpression(part))
    return (
      ts.isCallExpression(parent) || (ts.isParenthesizedExpression(parent) && ts.isSpreadAssignment(parent.parent))
    );
  return ts.isVariableDeclaration(parent) || ts.isReturnStatement(parent);
}

/**
 * Puts each part of a one-line container, and of the one-line containers around it, on its own line.
 *
 * @returns the indentation of the parts
 */
export function breakContainer(container: Container, project: Project): string {
  const known = broken.get(container);
  if (known !== undefined) return known;
  const file = container.getSourceFile();
  const style = project.styleOf(file.fileName);
  const replace = (start: number, end: number, text: string) =>
    project.changes.replace(file.fileName, start, end, text);
  const around = containerAround(container);
  const outer = around
    ? breakContainer(around, project)
    : breakAround(ts.isCallExpression(container) ? container.arguments[0]! : container, project);
  let inner = outer + style.indent;
  if (ts.isConditionalExpression(container)) {
    const { condition, questionToken, whenTrue, colonToken } = container;
    replace(condition.end, questionToken.getStart(), style.newline + inner);
    replace(whenTrue.end, colonToken.getStart(), style.newline + inner);
    inner += branchAlign(style);
  } else if (ts.isArrowFunction(container)) {
    const { end } = container.equalsGreaterThanToken;
    replace(end, container.body.getStart(), style.newline + inner);
    const comma = style.argumentComma ? ',' : '';
    if (ts.isCallExpression(container.parent))
      replace(container.end, container.parent.end - 1, `${comma}${style.newline}${outer}`);
  } else if (ts.isParenthesizedExpression(container)) {
    replace(container.expression.pos, container.expression.getStart(), style.newline + inner);
    replace(container.expression.end, container.end - 1, style.newline + outer);
  } else breakList(container, membersOf(container), inner, outer);
  broken.set(container, inner);
  project.changes.onRestore(() => broken.delete(container));
  return inner;

  function breakList(list: ts.Node, parts: ts.NodeArray<ts.Node>, indent: string, closing: string): void {
    for (const part of parts) {
      // A comment in front of a part stays there.
      const space = /^\s*/.exec(file.text.slice(part.pos))![0].length;
      replace(part.pos, part.pos + space, style.newline + indent);
    }
    const [start, end] = [parts.end, list.end - 1];
    const isComma = ts.isCallExpression(list) ? style.argumentComma : style.trailingComma;
    const comma = isComma && !parts.hasTrailingComma ? ',' : '';
    const comment = file.text.slice(start, end).trim();
    const rest = comment === '' ? '' : ` ${comment}`;
    replace(start, end, `${comma}${rest}${style.newline}${closing}`);
  }
}
