import { ts } from '../../ts.cts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { isNamedInTemplate } from '../../read/modules/sources.ts';
import { isExported, isFunction, keyOfBinding, memberNamed, nameText } from '../../read/syntax/syntax.ts';
import { isNothing, isSameQuery, isTransparent, isTruthTest, otherBranch } from './value-places.ts';
import type { Project } from '../project.ts';
import { identifiersOf } from '../../read/syntax/references.ts';
import { parameterOf, trail } from './renamed-arguments.ts';
import { functionOf, ownersOfType, usesOfFunction, type Step } from './returned-results.ts';

/** A place that reads the key: the name in `row.posts`, or the element `{ posts }` of a destructuring pattern. */
export type ResultRead = ts.MemberName | ts.BindingElement;

/**
 * A row that is passed to a typed parameter, which may be typed as the result of a query (see `renamed-arguments.ts`).
 */
export interface GivenRow {
  place: ts.Node;
  trail: string;
}

/** Where a part of a query's result goes. */
export interface ResultReaders {
  reads: ResultRead[];
  /**
   * Places where the result goes out of sight: an untyped argument, an exported function's callers elsewhere, a
   * template.
   */
  escapes: ts.Node[];
  given: GivenRow[];
  /** Parameters and variables that are typed as the result of the query; they were followed. */
  typedTrails: string[];
  /** Types that the result must fit: written by hand, or derived from the result. */
  typed: ts.Node[];
  /** Other values that reach the same places as the result. */
  mixed: ts.Node[];
  /** Places that take the query's SQL (`toSQL()`) instead of its result. */
  statements: ts.Node[];
}

/**
 * Follows the result of a query to the places that read one key of it: through variables, patterns, `await`, array
 * methods, callbacks, returned values, object literals and types.
 *
 * @param call the `findMany` or `findFirst` call
 * @param steps the way into the result, with the key at its end: `['[]', 'posts']`
 */
export function readersOf(call: ts.CallExpression, steps: readonly Step[], project: Project): ResultReaders {
  const escapes: ts.Node[] = [];
  const reads: ResultRead[] = [];
  const given: GivenRow[] = [];
  const typed: ts.Node[] = [];
  const typedTrails: string[] = [];
  const mixed: ts.Node[] = [];
  const statements: ts.Node[] = [];
  /** What was followed already, each with its path, so that a cycle ends. */
  const followed = new Set<string>();

  /**
   * Follows an expression whose value has the key at the end of `path`.
   *
   * @param place the node to report when the result goes out of sight from here
   */
  function follow(expression: ts.Node, path: readonly Step[], place = expression): void {
    let node = expression;
    while (isTransparent(node.parent, node)) {
      node = node.parent;
      if (ts.isSatisfiesExpression(node)) typed.push(node.type);
    }
    const { parent } = node;
    if (isTruthTest(parent, node) || ts.isExpressionStatement(parent)) return;
    if (ts.isVariableDeclaration(parent) && parent.initializer === node) return followBinding(parent.name, path);
    const other = otherBranch(parent, node);
    if (other && !isNothing(other)) {
      if (!isSameQuery(other, call)) return void escapes.push(place);
      mixed.push(other);
    }
    if (other) return follow(parent, path);
    if (ts.isPropertyAccessExpression(parent) && parent.expression === node && followQuery(parent, path)) return;
    if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node))
      return followReturned(node, path, place);
    if (followIntoLiteral(node, path, place)) return;
    const parameter = parameterOf(node, project);
    if (parameter?.type) {
      // The parameter may be typed as the result of a query that is not rewritten yet.
      given.push({ place, trail: trail(parameter, path) });
      return;
    }
    const [step, ...rest] = path;
    if (step === '[]') followList(node, path, rest);
    else if (ts.isElementAccessExpression(parent) && parent.expression === node && step?.startsWith('[')) {
      if (`[${parent.argumentExpression.getText()}]` === step) follow(parent, rest);
      else if (!ts.isNumericLiteral(parent.argumentExpression)) escapes.push(place);
    } else if (ts.isPropertyAccessExpression(parent) && parent.expression === node) {
      if (parent.name.text !== step) return;
      if (rest.length > 0) follow(parent, rest);
      else reads.push(parent.name);
    } else escapes.push(place);
  }

  /**
   * Follows a method call on a query or its promise (`.execute()`, `.then(…)`). Returns false when it is none of these
   * methods.
   */
  function followQuery(access: ts.PropertyAccessExpression, path: readonly Step[]): boolean {
    const method = access.name.text;
    const methodCall = access.parent;
    if (!ts.isCallExpression(methodCall) || methodCall.expression !== access) return false;
    if (method === 'toSQL') return statements.push(methodCall) > 0;
    const [callback] = methodCall.arguments;
    const onError = method === 'catch' ? callback : method === 'then' ? methodCall.arguments[1] : undefined;
    if (onError) mixed.push(...returnsOf(onError));
    if (ofQueries.has(method)) follow(methodCall, path);
    else if (method === 'then') {
      if (!callback || !isFunction(callback)) escapes.push(access.expression);
      else if (callback.parameters[0]) followBinding(callback.parameters[0].name, path);
    } else return false;
    return true;
  }

  /**
   * Follows a value into a literal around it: `{ order: row }` and `await Promise.all([rows])` hold it one step deeper,
   * `{ ...row }` holds its keys, but for those that later members overwrite. Returns whether there is one.
   */
  function followIntoLiteral(node: ts.Node, path: readonly Step[], place: ts.Node): boolean {
    const { parent } = node;
    if (ts.isSpreadAssignment(parent)) {
      const { properties } = parent.parent;
      const later = properties.slice(properties.indexOf(parent) + 1);
      if (path[0] === undefined || !memberNamed(later, path[0])) follow(parent.parent, path, place);
      return true;
    }
    const isMember = ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent);
    const key = isMember ? nameText(parent.name) : undefined;
    if (isMember && key !== undefined) {
      follow(parent.parent, [key, ...path], place);
      return true;
    }
    if (!ts.isArrayLiteralExpression(parent) || !ts.isCallExpression(parent.parent)) return false;
    if (parent.parent.expression.getText() !== 'Promise.all') return false;
    follow(parent.parent, [`[${parent.elements.indexOf(node as ts.Expression)}]`, ...path], place);
    return true;
  }

  /**
   * Follows a returned value to the calls of its function, or for a callback to what is made of its results:
   * `.then(…)`, `.map(…)`.
   */
  function followReturned(node: ts.Node, path: readonly Step[], place: ts.Node): void {
    const fn = functionOf(node);
    if (!fn) return void escapes.push(place);
    if (!isFirst(fn, path)) return;
    const isSame = (value: ts.Node) => value === node || (ts.isIdentifier(node) && value.getText() === node.text);
    mixed.push(...returnsOf(fn).filter((value) => !isSame(value)));
    if ('type' in fn && fn.type) typed.push(fn.type as ts.TypeNode);
    const { parent } = fn;
    if (ts.isCallExpression(parent) && ts.isPropertyAccessExpression(parent.expression)) {
      const method = parent.expression.name.text;
      if (method === 'then') return follow(parent, path);
      if (method === 'map' && !isAsync(fn)) return follow(parent, ['[]', ...path]);
      if (ofElements.has(method) && method !== 'flatMap' && method !== 'map') return;
    }
    const uses = usesOfFunction(fn, project);
    if (!uses) return void escapes.push(place);
    for (const use of uses) {
      const { parent: owner } = use;
      if (ts.isCallExpression(owner) && owner.expression === use) follow(owner, path);
      else if (ts.isTypeQueryNode(owner)) followType(owner, path);
      else escapes.push(use);
    }
  }

  /** Follows the result by types: `row: NonNullable<Awaited<ReturnType<typeof load>>>`. */
  function followType(query: ts.TypeQueryNode, path: readonly Step[]): void {
    const owners = ownersOfType(query, path);
    if (!owners) return void escapes.push(query);
    for (const owner of owners) {
      typedTrails.push(trail(owner.declaration, owner.path));
      followBinding(owner.declaration.name, owner.path);
    }
  }

  /** Follows a list to its elements: `for … of`, an index, or an array method. `rest` is the path within an element. */
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

  /** Follows the variables of a declaration or pattern that takes the value. */
  function followBinding(name: ts.BindingName, path: readonly Step[]): void {
    const declaration = name.parent as ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement;
    const { initializer } = declaration;
    if ('type' in declaration && declaration.type) typed.push(declaration.type);
    if (!ts.isVariableDeclaration(declaration) && initializer && !isNothing(initializer)) mixed.push(initializer);
    if (ts.isIdentifier(name)) {
      if (isExported(declaration)) escapes.push(name);
      if (!isFirst(name, path)) return;
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
      if (!step?.startsWith('[')) return void escapes.push(name);
      name.elements.forEach((element, index) => {
        if (!ts.isBindingElement(element) || (step !== '[]' && step !== `[${index}]`)) return;
        followBinding(element.name, element.dotDotDotToken ? path : rest);
      });
      return;
    }
    const isTaken = name.elements.some((element) => keyOfBinding(element) === step);
    for (const element of name.elements) {
      if (element.dotDotDotToken && !isTaken) followBinding(element.name, path);
      else if (!element.dotDotDotToken && keyOfBinding(element) === step) {
        if (rest.length > 0) followBinding(element.name, rest);
        else reads.push(element);
      }
    }
  }

  /** Whether a node is followed along a path for the first time. */
  function isFirst(node: ts.Node, path: readonly Step[]): boolean {
    const own = trail(node, path);
    return !followed.has(own) && followed.add(own).has(own);
  }

  follow(call, steps);
  return { reads, escapes, given, typedTrails, typed, mixed, statements };
}

/**
 * The values that a function returns, except those without keys (`null`, `[]`). For what is no function in place (a
 * callback passed by name), the node itself.
 */
function returnsOf(fn: ts.Node): ts.Node[] {
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression) found.push(node.expression);
    ts.forEachChild(node, visit);
  };
  if (ts.isArrowFunction(fn) && !ts.isBlock(fn.body)) found.push(fn.body);
  else if (isFunction(fn)) ts.forEachChild(fn, visit);
  else return [fn];
  return found.filter((value) => !isNothing(value));
}

/** Methods of a query, or of its promise, whose result is the query's. */
const ofQueries = new Set(['execute', 'sync', 'prepare', 'all', 'get', 'catch', 'finally']);

function isAsync(fn: ts.Node): boolean {
  return ts.canHaveModifiers(fn) && (ts.getModifiers(fn) ?? []).some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
}

/** Array methods whose callback gets elements. */
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
/** Array methods that return a list of the same elements. */
const ofLists = new Set(['filter', 'slice', 'sort', 'toSorted', 'reverse', 'toReversed', 'concat']);
/** Array methods that return one element. */
const ofOne = new Set(['find', 'findLast', 'at', 'pop', 'shift']);
