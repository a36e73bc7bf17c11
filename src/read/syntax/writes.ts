import { ts } from '../../ts.cts';
import { followed, pathOf, type Path } from './paths.ts';
import { identifiersOf } from './references.ts';
import { declarationOf } from './scope.ts';
import { isAccess, isAssignment, isConst, outermost, unwrap } from './syntax.ts';

/**
 * Whether a variable or member access is written to: by an assignment (also a destructuring one), `++`, `--`, `delete`
 * or as the variable of a loop.
 */
export function isWritten(target: ts.Node): boolean {
  const node = outermost(target);
  const { parent } = node;
  if (isAssignment(parent)) return parent.left === node;
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent))
    return parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken;
  if (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) return parent.initializer === node;
  if (ts.isDeleteExpression(parent)) return true;
  return isPattern(parent, node) && isWritten(ts.isObjectLiteralElement(parent) ? parent.parent : parent);
}

/** Whether `parent` is a list or a member of an object that a node is the value of, which may be a pattern to assign to. */
function isPattern(parent: ts.Node, node: ts.Node): boolean {
  if (ts.isArrayLiteralExpression(parent) || ts.isSpreadElement(parent) || ts.isSpreadAssignment(parent)) return true;
  return ts.isShorthandPropertyAssignment(parent) || (ts.isPropertyAssignment(parent) && parent.initializer === node);
}

/** Whether a variable or parameter never gets another value than its first one. */
export function isNeverAssigned({
  name,
}: ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement): boolean {
  if (!ts.isIdentifier(name)) return false;
  return !writesBy(name.text, name.getSourceFile()).some(({ use }) => {
    if (use === name || !isWritten(use)) return false;
    // A `var` that is written outside of its block has no declaration in sight.
    const declaration = declarationOf(use);
    return declaration === undefined || declaration === name.parent;
  });
}

/** The values that are assigned to a variable by its name, wherever it is declared: `name = value`, `name ??= value`. */
export function assignedValues(variable: ts.VariableDeclaration): ts.Expression[] {
  const { name } = variable;
  if (!ts.isIdentifier(name) || isConst(variable)) return [];
  return writesBy(name.text, name.getSourceFile()).flatMap(({ use, target }) => {
    const { parent } = outermost(target);
    const isAssigned = target === use && isAssignment(parent) && declarationOf(use) === variable;
    return isAssigned ? [parent.right] : [];
  });
}

/**
 * Whether a path of names (`page`, `input.ids`), an object it is read from or a member of it may be written to between
 * two places of one function, the second of which is behind the first. The second may be in a loop.
 */
export function isChangedBetween(path: Path, from: ts.Node, to: ts.Node): boolean {
  const loop = outermostLoop(to, from);
  const end = loop ? loop.end : to.pos;
  return writesTo(path, to).some(({ pos }) => pos >= from.end && pos < end);
}

/** Whether a path, an object it is read from or a member of it is written to anywhere in the file of a place. */
export function isEverChanged(path: Path, place: ts.Node): boolean {
  return writesTo(path, place).length > 0;
}

/** Whether what is read at a place may be written to later, before code that is kept for later reads it again. */
export function isChangedAfter(read: ts.Expression): boolean {
  const path = pathOf(read);
  if (!path) return false;
  return [...writesTo(path, read), ...writesBehind(path, read)].some((write) => {
    const place = placeIn(functionAround(write), read, path);
    const loop = place && outermostLoop(place);
    return !place || write.pos > place.pos || (loop !== undefined && write.pos >= loop.pos);
  });
}

/**
 * What stands in a function, or at the top of a file, for a place that reads a variable: the place, or the function
 * expression around it that is made by the same call as the variable. Undefined when the place may be reached from
 * elsewhere.
 */
function placeIn(owner: ts.Node | undefined, read: ts.Node, { root }: Path): ts.Node | undefined {
  let place = read;
  for (let fn = functionAround(place); fn !== owner; fn = functionAround(place)) {
    // A declared function can be called before it stands.
    if (!fn || ts.isFunctionDeclaration(fn) || !root || functionAround(root) !== owner) return undefined;
    place = fn;
  }
  return place;
}

function functionAround(node: ts.Node): ts.Node | undefined {
  return ts.findAncestor(node.parent, ts.isFunctionLike);
}

/** The outermost loop around a place in its function that another place is not in. */
function outermostLoop(place: ts.Node, other?: ts.Node): ts.Node | undefined {
  let found: ts.Node | undefined;
  for (let node = place; node.parent && !ts.isFunctionLike(node); node = node.parent) {
    if (other && node.pos <= other.pos && node.end >= other.end) break;
    if (ts.isIterationStatement(node, false)) found = node;
  }
  return found;
}

/** The places that write to a path, to an object it is read from or to a member of it: `ids = []`, `ids.length = 0`. */
function writesTo({ root, text }: Path, place: ts.Node): ts.Node[] {
  if (!root) return [];
  return writesBy(/^[^.[]*/.exec(text)![0], place.getSourceFile()).flatMap(({ use, target }) =>
    declarationOf(use) === root && overlap(pathTo(target), text) ? [target] : [],
  );
}

/**
 * The places that write to a member by another name of the object that a constant holds: `input.page = 1` for
 * `copy.page` of `const copy = input`. What is written to `input` itself does not matter to `copy`.
 */
function writesBehind({ root, text }: Path, place: ts.Node): ts.Node[] {
  const [name] = /^[^.[]*/.exec(text)!;
  const held = followed({ root, text: name });
  if (held.root === root || name === text) return [];
  const path = { root: held.root, text: held.text + text.slice(name.length) };
  return writesTo(path, place).filter((target) => pathTo(target).length > held.text.length);
}

/** The path that is written to, without keys that are computed at run time: `ids` for `ids[index]`. */
function pathTo(target: ts.Node): string {
  const inner = unwrap(target);
  return pathOf(inner)?.text ?? (isAccess(inner) ? pathTo(inner.expression) : '');
}

/** A use of a variable that writes to it or to a member of it, and what it writes to. */
interface Write {
  use: ts.Identifier;
  target: ts.Node;
}

/** The writes found so far, by name: a name may be read thousands of times, and is hardly ever written to. */
const written = new WeakMap<ts.SourceFile, Map<string, Write[]>>();

/** The writes in a file to all variables of a name. */
function writesBy(name: string, file: ts.SourceFile): Write[] {
  let names = written.get(file);
  if (!names) written.set(file, (names = new Map()));
  let writes = names.get(name);
  if (!writes) {
    writes = (identifiersOf(file).get(name) ?? []).flatMap((use) => {
      const target = writtenBy(use);
      return target ? [{ use, target }] : [];
    });
    names.set(name, writes);
  }
  return writes;
}

/** Methods that take elements out of the list they are called on. */
const takers = new Set(['pop', 'shift', 'splice']);

/** What is written at a use of a variable: the variable or a member of it. */
function writtenBy(use: ts.Node): ts.Node | undefined {
  for (let node = use; ; node = outermost(node).parent) {
    if (isWritten(node)) return node;
    const { parent } = outermost(node);
    if (!isAccess(parent) || parent.expression !== outermost(node)) return undefined;
    const isTaken = ts.isPropertyAccessExpression(parent) && takers.has(parent.name.text);
    if (isTaken && ts.isCallExpression(parent.parent)) return node;
  }
}

/** Whether one path is the other one, or leads to a member of it. */
function overlap(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return long.startsWith(short) && !/^[\w$]/.test(long.slice(short.length));
}
