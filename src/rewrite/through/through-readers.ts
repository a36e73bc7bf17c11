import { ts } from '../../ts.cts';
import {
  accessedName,
  isAccess,
  isExported,
  isFunction,
  keyOfBinding,
  returnedExpression,
  unwrap,
} from '../../read/syntax/syntax.ts';
import { isWritten } from '../../read/syntax/writes.ts';
import { claimName } from './claim-name.ts';
import { isChangedInPlace, isLeftEarly, isTakenByPosition, outsideParentheses } from './list-uses.ts';
import type { Project } from '../project.ts';
import { usesOf } from '../../read/syntax/references.ts';
import type { ResultRead } from '../results/result-walk.ts';
import { isNothing, isTruthTest, otherBranch } from '../results/value-places.ts';

/**
 * The keys in the result: `list` is the name of the new relation (`groups`), `row` the key by which a row of the
 * junction holds the row behind it (`group`).
 */
export interface ThroughKeys {
  list: string;
  row: string;
}

/**
 * Rewrites the places that read a list of junction rows to read the rows behind them:
 * `x.usersToGroups.map((m) => m.group)` → `x.groups`.
 *
 * @returns the first place that uses the junction rows for anything else, or depends on their order; the caller then
 *   has to take back the edits. `undefined` when all could be rewritten
 */
export function rewriteThroughReaders(
  reads: readonly ResultRead[],
  keys: ThroughKeys,
  project: Project,
): ts.Node | undefined {
  const { changes } = project;
  const obstacles: ts.Node[] = [];
  const refuse = (node: ts.Node) => void obstacles.push(node);

  function put(node: ts.Node, text: string): void {
    changes.replace(node.getSourceFile().fileName, node.getStart(), node.end, text);
  }

  function cut(file: ts.SourceFile, start: number, end: number, text = ''): void {
    changes.replace(file.fileName, start, end, ...(text ? [text] : []));
  }

  /** Renames the key at a read, `usersToGroups` → `groups`, and follows the list from there. */
  function followRead(read: ResultRead): void {
    if (project.sources.get(read.getSourceFile().fileName)?.component) return refuse(read);
    if (!ts.isBindingElement(read)) {
      put(read, keys.list);
      return followList(read.parent);
    }
    const { name, propertyName, initializer } = read;
    if (!ts.isIdentifier(name) || isExported(read) || (initializer && !isNothing(initializer))) return refuse(read);
    const local = !propertyName && claimName(keys.list, read) ? keys.list : name.text;
    if (propertyName && local === keys.list) cut(read.getSourceFile(), propertyName.getStart(), name.getStart());
    else if (propertyName) put(propertyName, keys.list);
    else put(name, local === keys.list ? local : `${keys.list}: ${local}`);
    for (const use of usesOf(name)) {
      if (local !== name.text) put(use, local);
      followList(use, local);
    }
  }

  /**
   * Follows a list of junction rows to where its rows are read.
   *
   * @param local the name of the list here, when it is held by a variable
   */
  function followList(expression: ts.Node, local?: string): void {
    const node = outsideParentheses(expression);
    const { parent } = node;
    if (isTruthTest(parent, node)) return;
    const other = otherBranch(parent, node);
    if (other) return isNothing(other) ? followList(parent) : refuse(other);
    if (ts.isVariableDeclaration(parent) && parent.initializer === node) {
      if (!ts.isIdentifier(parent.name) || parent.type || isExported(parent)) return refuse(parent);
      for (const use of usesOf(parent.name)) followList(use, use.text);
      return;
    }
    if (ts.isForOfStatement(parent) && parent.expression === node) {
      const { initializer } = parent;
      if (!ts.isVariableDeclarationList(initializer) || isLeftEarly(parent.statement)) return refuse(parent);
      return followRow(initializer.declarations[0]!.name, parent);
    }
    if (!ts.isPropertyAccessExpression(parent) || parent.expression !== node) return refuse(node);
    if (parent.name.text === 'length') return;
    const call = parent.parent;
    if (!ts.isCallExpression(call) || call.expression !== parent) return refuse(parent);
    followMethod(parent.name.text, call, node, local);
  }

  /** Rewrites the callback of an array method to get the rows behind the junction. */
  function followMethod(method: string, call: ts.CallExpression, list: ts.Node, local: string | undefined): void {
    const [callback] = call.arguments;
    if (reversing.has(method) && !callback) return followList(call);
    const positions = rowParameters.get(method);
    if (!positions || !callback || !(ts.isArrowFunction(callback) || ts.isFunctionExpression(callback)))
      return refuse(call);
    const { parameters } = callback;
    if (callback.type && ts.isTypePredicateNode(callback.type)) return refuse(callback);
    // After the rows a callback gets their index, which stays, and then the list, whose elements would be others.
    if (parameters.length > positions.at(-1)! + 2) return refuse(callback);
    if (method === 'reduce' && call.arguments.length < 2) return refuse(call);
    if (mapping.has(method) && isTakenByPosition(call)) return refuse(call);
    if (mapping.has(method) && isRowItself(callback)) return replaceByRows(call, list, local);
    for (const position of positions) {
      const parameter = parameters[position];
      if (!parameter) continue;
      if (parameter.type || parameter.initializer || parameter.dotDotDotToken) return refuse(parameter);
      followRow(parameter.name, callback, positions.length === 1);
    }
    if (listing.has(method)) followList(call);
  }

  /** Replaces `list.map((m) => m.group)` by the new list itself, or by a copy when the result is changed in place. */
  function replaceByRows(call: ts.CallExpression, list: ts.Node, local: string | undefined): void {
    if (hasComment(call, list.end, call.end)) return refuse(call);
    const isCopied = isChangedInPlace(call);
    cut(call.getSourceFile(), list.end, call.end, isCopied ? '.slice()' : '');
    if (!isCopied && local !== undefined && ts.isIdentifier(list)) shorten(call, local);
  }

  /** Whether a callback returns just the row behind a row of the junction: `(m) => m.group`, `({ group }) => group`. */
  function isRowItself(fn: ts.ArrowFunction | ts.FunctionExpression): boolean {
    const [parameter, second] = fn.parameters;
    const isOnly = fn.body && (!ts.isBlock(fn.body) || fn.body.statements.length === 1);
    const returned = isOnly && isFunction(fn) ? returnedExpression(fn) : undefined;
    if (!parameter || parameter.type || second || !returned || fn.modifiers) return false;
    const value = unwrap(returned);
    if (ts.isIdentifier(parameter.name)) {
      const isRow = isAccess(value) && accessedName(value) === keys.row;
      return isRow && unwrap(value.expression).getText() === parameter.name.text;
    }
    const name = onlyRow(parameter.name);
    return name !== undefined && ts.isIdentifier(name) && value.getText() === name.text;
  }

  /**
   * Rewrites a variable that holds a row of the junction to hold the row behind it, named after it where that name is
   * free.
   */
  function followRow(name: ts.BindingName, scope: ts.Node, isOnly = true): void {
    if (!ts.isIdentifier(name)) return unwrapPattern(name);
    const text = isOnly && claimName(keys.row, scope) ? keys.row : name.text;
    if (text !== name.text) put(name, text);
    for (const use of usesOf(name)) followRowUse(use, text);
  }

  /** Rewrites a use of such a variable: `m.group` → `group`. Any other use is an obstacle. */
  function followRowUse(use: ts.Identifier, text: string): void {
    const node = outsideParentheses(use);
    const { parent } = node;
    if (isAccess(parent) && parent.expression === node && accessedName(parent) === keys.row) {
      if (isWritten(parent)) return refuse(parent);
      put(parent, text);
      return shorten(parent, text);
    }
    if (!ts.isVariableDeclaration(parent) || ts.isIdentifier(parent.name) || parent.type) return refuse(node);
    if (text !== use.text) put(use, text);
    unwrapPattern(parent.name);
  }

  /** Replaces a pattern by the variable in it: `{ group }` → `group`. */
  function unwrapPattern(pattern: ts.BindingPattern): void {
    const name = onlyRow(pattern);
    if (!name || hasComment(pattern, pattern.getStart(), pattern.end)) return refuse(pattern);
    const { fileName } = pattern.getSourceFile();
    changes.replace(fileName, pattern.getStart(), pattern.end, { start: name.getStart(), end: name.end });
  }

  /**
   * The variable of a pattern that takes nothing but the row behind the junction; `undefined` for any other pattern.
   */
  function onlyRow(pattern: ts.BindingPattern): ts.BindingName | undefined {
    const [element, second] = pattern.elements;
    if (!element || second || !ts.isBindingElement(element) || !ts.isObjectBindingPattern(pattern)) return undefined;
    return keyOfBinding(element) === keys.row && !element.initializer && !element.dotDotDotToken
      ? element.name
      : undefined;
  }

  /** Uses the shorthand where a member has the name of its value: `group: m.group` → `group`. */
  function shorten(value: ts.Node, text: string): void {
    const { parent } = value;
    if (ts.isPropertyAssignment(parent) && parent.initializer === value && parent.name.getText() === text)
      cut(value.getSourceFile(), parent.getStart(), value.getStart());
  }

  for (const read of reads) followRead(read);
  return obstacles[0];
}

/** Array methods that can be rewritten, with the positions of the parameters that get rows. */
const rowParameters: ReadonlyMap<string, readonly number[]> = new Map([
  ['map', [0]],
  ['flatMap', [0]],
  ['forEach', [0]],
  ['filter', [0]],
  ['some', [0]],
  ['every', [0]],
  ['sort', [0, 1]],
  ['toSorted', [0, 1]],
  ['reduce', [1]],
]);
/** Methods that return rows of the list again. */
const listing = new Set(['filter', 'sort', 'toSorted']);
/** Methods that return all rows in reverse order. */
const reversing = new Set(['reverse', 'toReversed']);
/** Methods whose callback makes the new elements. */
const mapping = new Set(['map', 'flatMap']);
/** Whether a stretch of code has a comment, which would be lost with it. */
function hasComment(node: ts.Node, start: number, end: number): boolean {
  return /\/[/*]/.test(node.getSourceFile().text.slice(start, end));
}
