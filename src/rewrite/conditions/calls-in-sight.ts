import { escapeRegExp } from '../../read/syntax/escape-reg-exp.ts';
import { elementMethods, listCalledOn } from '../../read/syntax/list-over.ts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { type FunctionNode, unwrap } from '../../read/syntax/syntax.ts';
import { createObjectMembers } from '../../read/types/object-members.ts';
import { isUndeclared } from './namesakes.ts';
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
  return ofFunction(fn, project, mayMatter).calls;
}

/** What a function gets as its first argument from what it is handed to: a value, or its elements one after the other. */
export interface HandedValue {
  value: ts.Expression;
  part: 'whole' | 'elements';
}

/**
 * What calls in sight that are handed a function call it with: the elements of a list in `ids.map(byId)` and
 * `pMap(ids, byId)`, the result in `idOf(post).then(byId)`. There may be others.
 */
export function handedInSight(fn: FunctionNode, project: Project, mayMatter = anyFile): readonly HandedValue[] {
  return ofFunction(fn, project, mayMatter).given;
}

/** The calls of a function, and what it is handed to; each is looked for when it is asked for first. */
function ofFunction(fn: FunctionNode, project: Project, mayMatter: FileTest): NamedCalls {
  const { byFunction } = knownOf(project, mayMatter);
  let found = byFunction.get(fn);
  if (!found) {
    const held = holderOf(fn);
    const named = () => (held ? foundOf(held.name, fn, project, mayMatter) : { calls: [], given: [] });
    const isOf = (expression: ts.Expression) => isCalledBy(expression, fn, held!, project);
    let calls: NamedCalls['calls'] | undefined;
    let given: NamedCalls['given'] | undefined;
    found = {
      get calls() {
        return (calls ??= named().calls.filter(({ expression }) => isOf(expression)));
      },
      get given() {
        return (given ??= named().given.filter(({ callback }) => isOf(callback)));
      },
    };
    byFunction.set(fn, found);
  }
  return found;
}

/** The calls found so far in the files that pass a test. */
interface Known {
  byFunction: Map<FunctionNode, NamedCalls>;
  /** By the name and the file of the function. */
  byName: Map<string, NamedCalls>;
  /** The files that may call something of a name. */
  users: Map<string, readonly string[]>;
  /** How many files that were not parsed before have been asked about. */
  asked: number;
}

/** The calls of a name, and what calls that are handed it call it with. */
interface NamedCalls {
  calls: readonly ts.CallExpression[];
  given: readonly Given[];
}

interface Given extends HandedValue {
  callback: ts.Expression;
}

const known = new WeakMap<Project, Map<FileTest, Known>>();

function knownOf(project: Project, mayMatter: FileTest): Known {
  let byTest = known.get(project);
  if (!byTest) known.set(project, (byTest = new Map()));
  let found = byTest.get(mayMatter);
  if (!found) byTest.set(mayMatter, (found = { byFunction: new Map(), byName: new Map(), users: new Map(), asked: 0 }));
  return found;
}

const methods = [...elementMethods, 'then'].join('|');

/**
 * So many files of a project are parsed without asking whether they can know of a function: for a few, that is faster than
 * to find out what they import.
 */
const filesWithoutAsking = 24;

/** The calls of whatever has the name of a function, in the files that can know of this one. */
function foundOf(name: string, fn: FunctionNode, project: Project, mayMatter: FileTest): NamedCalls {
  const sight = knownOf(project, mayMatter);
  const { fileName } = fn.getSourceFile();
  const key = `${name}\0${fileName}`;
  let found = sight.byName.get(key);
  if (!found) {
    const { sources, importGraph } = project;
    // Methods are often called `get` or `list`, as are many others.
    const mayKnow = (path: string) =>
      sources.isKnown(path) || ++sight.asked <= filesWithoutAsking || importGraph.reaches(path, fileName);
    const files = usersOf(name, sight, project, mayMatter).filter(mayKnow);
    const inFiles = files.map((path) => sources.get(path)).map((module) => module && callsByName(module.ast).get(name));
    found = {
      calls: inFiles.flatMap((each) => each?.calls ?? []),
      given: inFiles.flatMap((each) => each?.given ?? []),
    };
    sight.byName.set(key, found);
  }
  return found;
}

/** The files that call something of a name, or hand it on, by their texts. */
function usersOf(name: string, { users }: Known, project: Project, mayMatter: FileTest): readonly string[] {
  let found = users.get(name);
  if (!found) {
    const text = escapeRegExp(name);
    const called = new RegExp(`${text}\\s*(?:\\?\\.)?\\s*[(<]`);
    // Most names are not handed on at all, which is found out faster.
    const handedOn = new RegExp(`${text}\\s*[,)]`);
    const given = new RegExp(`(?:\\.(?:${methods})\\(|,)\\s*(?:[\\w$]+\\.)*${text}\\s*[,)]`);
    const isUse = (content: string) => called.test(content) || (handedOn.test(content) && given.test(content));
    found = project.filesNaming(name).filter((path) => mayMatter(path) && isUse(project.readText(path) ?? ''));
    users.set(name, found);
  }
  return found;
}

/** The calls of a file, by the name that is called or handed on. */
type CallsByName = ReadonlyMap<string, NamedCalls>;

const callsOfFile = new WeakMap<ts.SourceFile, CallsByName>();

function callsByName(file: ts.SourceFile): CallsByName {
  const known = callsOfFile.get(file);
  if (known) return known;
  const found = new Map<string, { calls: ts.CallExpression[]; given: Given[] }>();
  const listsOf = (name: string) => {
    let lists = found.get(name);
    if (!lists) found.set(name, (lists = { calls: [], given: [] }));
    return lists;
  };
  for (const call of nodesOf(file).calls) {
    const name = endOf(call.expression);
    if (name !== undefined) listsOf(name).calls.push(call);
    const given = givenTo(call);
    const callback = given && endOf(given.callback);
    if (given && callback !== undefined) listsOf(callback).given.push(given);
  }
  callsOfFile.set(file, found);
  return found;
}

/** The function that a call is handed, and what it is taken to call it with. */
function givenTo(call: ts.CallExpression): Given | undefined {
  const [first, second] = call.arguments;
  if (!first) return undefined;
  const list = listCalledOn(call);
  if (list) return { callback: first, value: list, part: 'elements' };
  const callee = unwrap(call.expression);
  if (ts.isPropertyAccessExpression(callee) && callee.name.text === 'then')
    return { callback: first, value: callee.expression, part: 'whole' };
  return second && { callback: second, value: first, part: 'elements' };
}

/** The last name of `name`, `x.name` and `x.#name`. */
function endOf(expression: ts.Expression): string | undefined {
  const inner = unwrap(expression);
  const name = ts.isPropertyAccessExpression(inner) ? inner.name : inner;
  return ts.isIdentifier(name) || ts.isPrivateIdentifier(name) ? name.text : undefined;
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

/** Whether an expression of the name of a function stands for it, or for what `maker` makes of it. */
function isCalledBy(expression: ts.Expression, fn: FunctionNode, { name, maker }: Holder, project: Project): boolean {
  const callee = unwrap(expression);
  if (isUndeclared(callee, project)) return true;
  if (maker) return declarationOfName(callee as ts.Expression, project) === maker.parent;
  const value = project.evaluator.evaluate(callee);
  if (value.kind === 'expression') return value.node === fn;
  if (!ts.isPropertyAccessExpression(callee)) return false;
  const member = createObjectMembers(project).memberOf(callee.expression, name);
  return member !== undefined && (member === fn || ('initializer' in member && member.initializer === fn));
}
