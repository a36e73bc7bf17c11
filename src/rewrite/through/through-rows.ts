import { ts } from '../../ts.cts';
import { usesOf } from '../../read/syntax/references.ts';
import {
  accessedName,
  isAccess,
  isFunction,
  keyOfBinding,
  returnedExpression,
  unwrap,
} from '../../read/syntax/syntax.ts';
import { isWritten } from '../../read/syntax/writes.ts';
import type { Project } from '../project.ts';
import { claimName } from './claim-name.ts';
import { outsideParentheses } from './list-uses.ts';

/**
 * The keys in the result: `list` is the name of the new relation (`groups`), `row` the key by which a row of the
 * junction holds the row behind it (`group`).
 */
export interface ThroughKeys {
  list: string;
  row: string;
}

/** What the steps of rewriting the readers of one query share. */
export interface ThroughRewrite {
  keys: ThroughKeys;
  project: Project;
  /** Notes a place that cannot be rewritten. */
  refuse(node: ts.Node): void;
}

/** Whether a callback returns just the row behind a row of the junction: `(m) => m.group`, `({ group }) => group`. */
export function isRowItself(fn: ts.ArrowFunction | ts.FunctionExpression, rewrite: ThroughRewrite): boolean {
  const [parameter, second] = fn.parameters;
  const isOnly = fn.body && (!ts.isBlock(fn.body) || fn.body.statements.length === 1);
  const returned = isOnly && isFunction(fn) ? returnedExpression(fn) : undefined;
  if (!parameter || parameter.type || second || !returned || fn.modifiers) return false;
  const value = unwrap(returned);
  if (ts.isIdentifier(parameter.name)) {
    const isRow = isAccess(value) && accessedName(value) === rewrite.keys.row;
    return isRow && unwrap(value.expression).getText() === parameter.name.text;
  }
  const name = onlyRow(parameter.name, rewrite);
  return name !== undefined && ts.isIdentifier(name) && value.getText() === name.text;
}

/**
 * Rewrites a variable that holds a row of the junction to hold the row behind it, named after it where that name is
 * free.
 *
 * @param isOnly whether no other variable beside it holds a row: `sort` compares two
 */
export function followRow(name: ts.BindingName, scope: ts.Node, isOnly: boolean, rewrite: ThroughRewrite): void {
  if (!ts.isIdentifier(name)) return unwrapPattern(name, rewrite);
  const text = isOnly && claimName(rewrite.keys.row, scope) ? rewrite.keys.row : name.text;
  if (text !== name.text) put(name, text, rewrite);
  for (const use of usesOf(name)) followRowUse(use, text, rewrite);
}

/** Rewrites a use of such a variable: `m.group` → `group`. Any other use is an obstacle. */
function followRowUse(use: ts.Identifier, text: string, rewrite: ThroughRewrite): void {
  const node = outsideParentheses(use);
  const { parent } = node;
  if (isAccess(parent) && parent.expression === node && accessedName(parent) === rewrite.keys.row) {
    if (isWritten(parent)) return rewrite.refuse(parent);
    put(parent, text, rewrite);
    return shorten(parent, text, rewrite);
  }
  if (!ts.isVariableDeclaration(parent) || ts.isIdentifier(parent.name) || parent.type) return rewrite.refuse(node);
  if (text !== use.text) put(use, text, rewrite);
  unwrapPattern(parent.name, rewrite);
}

/** Replaces a pattern by the variable in it: `{ group }` → `group`. */
function unwrapPattern(pattern: ts.BindingPattern, rewrite: ThroughRewrite): void {
  const name = onlyRow(pattern, rewrite);
  if (!name || hasComment(pattern, pattern.getStart(), pattern.end)) return rewrite.refuse(pattern);
  const { fileName } = pattern.getSourceFile();
  rewrite.project.changes.replace(fileName, pattern.getStart(), pattern.end, { start: name.getStart(), end: name.end });
}

/**
 * The variable of a pattern that takes nothing but the row behind the junction; `undefined` for any other pattern.
 */
function onlyRow(pattern: ts.BindingPattern, rewrite: ThroughRewrite): ts.BindingName | undefined {
  const [element, second] = pattern.elements;
  if (!element || second || !ts.isBindingElement(element) || !ts.isObjectBindingPattern(pattern)) return undefined;
  return keyOfBinding(element) === rewrite.keys.row && !element.initializer && !element.dotDotDotToken
    ? element.name
    : undefined;
}

/** Uses the shorthand where a member has the name of its value: `group: m.group` → `group`. */
export function shorten(value: ts.Node, text: string, rewrite: ThroughRewrite): void {
  const { parent } = value;
  if (ts.isPropertyAssignment(parent) && parent.initializer === value && parent.name.getText() === text)
    cut(value, parent.getStart(), value.getStart(), rewrite);
}

/** Replaces a node. */
export function put(node: ts.Node, text: string, rewrite: ThroughRewrite): void {
  rewrite.project.changes.replace(node.getSourceFile().fileName, node.getStart(), node.end, text);
}

/** Removes the code between two positions in the file of a node. */
export function cut(node: ts.Node, start: number, end: number, rewrite: ThroughRewrite): void {
  rewrite.project.changes.replace(node.getSourceFile().fileName, start, end);
}

/** Whether a stretch of code has a comment, which would be lost with it. */
export function hasComment(node: ts.Node, start: number, end: number): boolean {
  return /\/[/*]/.test(node.getSourceFile().text.slice(start, end));
}
