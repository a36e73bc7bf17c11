import { escapeRegExp } from '../../read/syntax/escape-reg-exp.ts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { type FunctionNode, unwrap } from '../../read/syntax/syntax.ts';
import { createObjectMembers } from '../../read/types/object-members.ts';
import { declarationOfName } from '../../read/types/types.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';

/** Which of the files that call something of a name are read. The same function should be given each time. */
export type FileTest = (path: string) => boolean;

const anyFile: FileTest = () => true;

/**
 * The calls of a function that can be seen: by its name, as a member, or of the constant that holds what a wrapper makes
 * of it (`const byId = cache(async (id) => …)`). There may be others; `callsOf` says whether these are all.
 */
export function callsInSight(fn: FunctionNode, project: Project, mayMatter = anyFile): readonly ts.CallExpression[] {
  const { byFunction } = knownOf(project, mayMatter);
  let calls = byFunction.get(fn);
  if (!calls) {
    const held = holderOf(fn);
    calls = held ? callsNamed(held.name, project, mayMatter).filter((call) => isCallOf(call, fn, held, project)) : [];
    byFunction.set(fn, calls);
  }
  return calls;
}

/** The calls found so far in the files that pass a test. */
interface Known {
  byFunction: Map<FunctionNode, readonly ts.CallExpression[]>;
  byName: Map<string, readonly ts.CallExpression[]>;
}

const known = new WeakMap<Project, Map<FileTest, Known>>();

function knownOf(project: Project, mayMatter: FileTest): Known {
  let byTest = known.get(project);
  if (!byTest) known.set(project, (byTest = new Map()));
  let found = byTest.get(mayMatter);
  if (!found) byTest.set(mayMatter, (found = { byFunction: new Map(), byName: new Map() }));
  return found;
}

/** The calls of whatever has a name. Functions of many modules may have the same one. */
function callsNamed(name: string, project: Project, mayMatter: FileTest): readonly ts.CallExpression[] {
  const { byName } = knownOf(project, mayMatter);
  let calls = byName.get(name);
  if (!calls) {
    const call = new RegExp(`${escapeRegExp(name)}\\s*(?:\\?\\.)?\\s*[(<]`);
    const files = project.naming(name, (path, text) => mayMatter(path) && call.test(text));
    byName.set(name, (calls = files.flatMap(({ ast }) => callsByName(ast).get(name) ?? [])));
  }
  return calls;
}

const callsOfFile = new WeakMap<ts.SourceFile, ReadonlyMap<string, ts.CallExpression[]>>();

/** The calls of a file by the name that is called. */
function callsByName(file: ts.SourceFile): ReadonlyMap<string, ts.CallExpression[]> {
  const found = callsOfFile.get(file);
  if (found) return found;
  const calls = new Map<string, ts.CallExpression[]>();
  for (const call of nodesOf(file).calls) {
    const name = calledName(call);
    const others = name === undefined ? undefined : calls.get(name);
    if (others) others.push(call);
    else if (name !== undefined) calls.set(name, [call]);
  }
  callsOfFile.set(file, calls);
  return calls;
}

/** The name in `name(…)`, `x.name(…)` and `x.#name(…)`. */
function calledName({ expression }: ts.CallExpression): string | undefined {
  const callee = unwrap(expression);
  const called = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  return ts.isIdentifier(called) || ts.isPrivateIdentifier(called) ? called.text : undefined;
}

/** The name that a function is called by, and the call that makes what the name stands for of it, if there is one. */
interface Holder {
  name: string;
  maker: ts.CallExpression | undefined;
}

function holderOf(fn: FunctionNode): Holder | undefined {
  const { parent } = fn;
  const isMade = ts.isCallExpression(parent) && ts.isVariableDeclaration(parent.parent) && parent.arguments[0] === fn;
  const maker = isMade ? parent : undefined;
  const holder = fn.name ?? ((maker ?? fn).parent as ts.NamedDeclaration).name;
  const isName = holder && (ts.isIdentifier(holder) || ts.isPrivateIdentifier(holder));
  return isName ? { name: holder.text, maker } : undefined;
}

/** Whether a call of the name of a function is one of the function, or of what `maker` makes of it. */
function isCallOf(
  { expression }: ts.CallExpression,
  fn: FunctionNode,
  { name, maker }: Holder,
  project: Project,
): boolean {
  const callee = unwrap(expression);
  if (maker) return declarationOfName(callee as ts.Expression, project) === maker.parent;
  const value = project.evaluator.evaluate(callee);
  if (value.kind === 'expression') return value.node === fn;
  if (!ts.isPropertyAccessExpression(callee)) return false;
  const member = createObjectMembers(project).memberOf(callee.expression, name);
  return member !== undefined && (member === fn || ('initializer' in member && member.initializer === fn));
}
