import { ts } from '../ts.cts';
import { declarationOf } from '../read/scope.ts';
import { isNamedInTemplate } from '../read/sources.ts';
import { nameText } from '../read/syntax.ts';
import type { Project } from './project.ts';
import { identifiersOf } from './references.ts';

/** A step into a query's result: a key, or `[]` for the elements of a list. */
export type Step = string;

/**
 * Follows the result of a query to where the key at the end of `steps` is read, and renames it there. Returns the places
 * where the result goes out of sight (an argument, a return value, a spread), so that reads behind them were not found.
 */
export function renameInResult(
  call: ts.CallExpression,
  steps: readonly Step[],
  renamed: string,
  project: Project,
): ts.Node[] {
  const escapes: ts.Node[] = [];

  function follow(expression: ts.Node, path: readonly Step[]): void {
    let node = expression;
    while (isTransparent(node.parent, node)) node = node.parent;
    const { parent } = node;
    if (isTruthTest(parent, node) || ts.isExpressionStatement(parent)) return;
    if (ts.isVariableDeclaration(parent) && parent.initializer === node) return followBinding(parent.name, path);
    if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)
      return follow(parent, path);
    if (ts.isConditionalExpression(parent)) return follow(parent, path);
    const [step, ...rest] = path;
    if (step === '[]') followList(node, path, rest);
    else if (ts.isPropertyAccessExpression(parent) && parent.expression === node) {
      if (parent.name.text !== step) return;
      if (rest.length > 0) follow(parent, rest);
      else rename(parent.name, renamed);
    } else escapes.push(node);
  }

  function followList(node: ts.Node, path: readonly Step[], rest: readonly Step[]): void {
    const { parent } = node;
    if (ts.isForOfStatement(parent) && parent.expression === node && ts.isVariableDeclarationList(parent.initializer)) {
      return followBinding(parent.initializer.declarations[0]!.name, rest);
    }
    if (ts.isElementAccessExpression(parent) && parent.expression === node) return follow(parent, rest);
    if (!ts.isPropertyAccessExpression(parent) || parent.expression !== node) return void escapes.push(node);
    const method = parent.name.text;
    const methodCall = parent.parent;
    if (method === 'length') return;
    if (!ts.isCallExpression(methodCall) || methodCall.expression !== parent) return void escapes.push(node);
    const [callback] = methodCall.arguments;
    if (ofElements.has(method)) {
      if (!callback || !(ts.isArrowFunction(callback) || ts.isFunctionExpression(callback)))
        return void escapes.push(node);
      const parameters =
        method === 'sort' || method === 'toSorted' ? callback.parameters : callback.parameters.slice(0, 1);
      for (const parameter of parameters) followBinding(parameter.name, rest);
    } else if (!ofLists.has(method) && !ofOne.has(method)) return void escapes.push(node);
    if (ofLists.has(method)) follow(methodCall, path);
    if (ofOne.has(method)) follow(methodCall, rest);
  }

  function followBinding(name: ts.BindingName, path: readonly Step[]): void {
    if (ts.isIdentifier(name)) {
      const module = project.sources.get(name.getSourceFile().fileName)!;
      if (isNamedInTemplate(module, project.readText(module.path) ?? '', name.text)) escapes.push(name);
      for (const use of identifiersOf(name.getSourceFile()).get(name.text) ?? []) {
        if (use === name || declarationOf(use) !== name.parent) continue;
        if (ts.isTypeQueryNode(use.parent)) escapes.push(use);
        else follow(use, path);
      }
      return;
    }
    const [step, ...rest] = path;
    if (ts.isArrayBindingPattern(name)) {
      if (step !== '[]') return void escapes.push(name);
      for (const element of name.elements)
        if (ts.isBindingElement(element)) followBinding(element.name, element.dotDotDotToken ? path : rest);
      return;
    }
    for (const element of name.elements) {
      const key = element.propertyName
        ? nameText(element.propertyName as ts.PropertyName)
        : ts.isIdentifier(element.name)
          ? element.name.text
          : undefined;
      if (element.dotDotDotToken) followBinding(element.name, path);
      else if (key === step) {
        if (rest.length > 0) followBinding(element.name, rest);
        else if (element.propertyName) rename(element.propertyName, renamed);
        else rename(element.name, `${renamed}: ${step}`);
      }
    }
  }

  function rename(name: ts.Node, text: string): void {
    project.changes.replace(name.getSourceFile().fileName, name.getStart(), name.end, text);
  }

  follow(call, steps);
  return escapes;
}

const ofElements = new Set([
  'map',
  'flatMap',
  'forEach',
  'filter',
  'find',
  'findLast',
  'findIndex',
  'some',
  'every',
  'sort',
  'toSorted',
]);
const ofLists = new Set(['filter', 'slice', 'sort', 'toSorted', 'reverse', 'toReversed', 'concat']);
const ofOne = new Set(['find', 'findLast', 'at', 'pop', 'shift']);

function isTransparent(parent: ts.Node, node: ts.Node): boolean {
  return (
    ts.isAwaitExpression(parent) ||
    ts.isParenthesizedExpression(parent) ||
    ts.isNonNullExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    (ts.isBinaryExpression(parent) &&
      parent.right === node &&
      parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken)
  );
}

/** Whether only the presence of the value matters here. */
function isTruthTest(parent: ts.Node, node: ts.Node): boolean {
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken;
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent)) return parent.expression === node;
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  if (ts.isTypeOfExpression(parent)) return true;
  if (!ts.isBinaryExpression(parent)) return false;
  const { kind } = parent.operatorToken;
  if (kind === ts.SyntaxKind.AmpersandAmpersandToken) return parent.left === node;
  return [
    ts.SyntaxKind.EqualsEqualsToken,
    ts.SyntaxKind.EqualsEqualsEqualsToken,
    ts.SyntaxKind.ExclamationEqualsToken,
    ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ].includes(kind);
}
