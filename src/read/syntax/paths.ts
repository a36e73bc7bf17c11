import { ts } from '../../ts.cts';
import { declarationOf, ownerOfBinding } from './scope.ts';
import { accessedName, isAccess, isConst, keyOfBinding, unwrap } from './syntax.ts';

/**
 * A variable, or a member that is read from one, however it is written: `session?.user!.id` and `(session.user).id` are
 * the same path.
 */
export interface Path {
  /** The declaration of the variable; undefined for `this`, globals and imported names that nothing declares. */
  root: ts.Node | undefined;
  /** The names from the variable to the member, joined by dots, with indexes in brackets: `rows[0].id`. */
  text: string;
}

/** The path that an expression is; undefined for calls, keys computed at run time and all that is no variable. */
export function pathOf(node: ts.Node): Path | undefined {
  const inner = unwrap(node);
  if (ts.isIdentifier(inner)) return { root: declarationOf(inner), text: inner.text };
  if (inner.kind === ts.SyntaxKind.ThisKeyword) return { root: undefined, text: 'this' };
  const owner = isAccess(inner) ? pathOf(inner.expression) : undefined;
  if (!owner || !isAccess(inner)) return undefined;
  const name = accessedName(inner);
  if (name !== undefined) return { ...owner, text: `${owner.text}.${name}` };
  const { argumentExpression: index } = inner as ts.ElementAccessExpression;
  return ts.isNumericLiteral(index) ? { ...owner, text: `${owner.text}[${index.text}]` } : undefined;
}

/**
 * The path as it is read through the constants on its way: `session.user.id` for `user.id` of `const user =
 * session?.user` or of `const { user } = session`. They are the same as long as nothing writes to the longer path.
 *
 * @param depth how many constants have been followed already
 */
export function followed(path: Path, depth = 0): Path {
  const { root, text } = path;
  const owner = root && ownerOfBinding(root);
  if (!owner || !ts.isVariableDeclaration(owner) || !isConst(owner) || !owner.initializer || depth > 4) return path;
  const from = pathOf(owner.initializer);
  const names = from && memberNames(root, owner);
  if (!names) return path;
  const rest = text.slice(/^[^.[]*/.exec(text)![0].length);
  return followed({ root: from.root, text: [from.text, ...names].join('.') + rest }, depth + 1);
}

/**
 * The names of the members on the way from a variable's value to a name that is destructured from it; none for the
 * variable itself, undefined for elements of lists, rest elements and names with a default.
 */
export function memberNames(declaration: ts.Node, owner: ts.Node): string[] | undefined {
  const names: string[] = [];
  for (let node = declaration; node !== owner; node = node.parent) {
    if (!ts.isBindingElement(node)) continue;
    const name = ts.isObjectBindingPattern(node.parent) ? keyOfBinding(node) : undefined;
    if (name === undefined || node.dotDotDotToken || node.initializer) return undefined;
    names.unshift(name);
  }
  return names;
}

/** Whether two paths are the same. */
export function isSamePath(a: Path, b: Path): boolean {
  return a.root === b.root && a.text === b.text;
}

/** Whether a path leads to a member of what another one leads to: `session.user.id` to one of `session.user`. */
export function isMemberOf(path: Path, { root, text }: Path): boolean {
  return path.root === root && path.text.startsWith(text) && /^[.[]/.test(path.text.slice(text.length));
}
