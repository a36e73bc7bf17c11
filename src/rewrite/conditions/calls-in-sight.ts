import { escapeRegExp } from '../../read/syntax/escape-reg-exp.ts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { type FunctionNode, unwrap } from '../../read/syntax/syntax.ts';
import { createObjectMembers } from '../../read/types/object-members.ts';
import { declarationOfName } from '../../read/types/types.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';

/**
 * The calls of a function that can be seen: by its name, as a member, or of the constant that holds what a wrapper makes
 * of it (`const byId = cache(async (id) => …)`). There may be others; `callsOf` says whether these are all.
 *
 * @param mayMatter which of the files that call something of the name are read
 */
export function callsInSight(
  fn: FunctionNode,
  project: Project,
  mayMatter: (path: string, text: string) => boolean = () => true,
): ts.CallExpression[] {
  const held = holderOf(fn);
  if (!held) return [];
  const { name, maker } = held;
  const call = new RegExp(`${escapeRegExp(name)}\\s*(?:\\?\\.)?\\s*[(<]`);
  return project
    .naming(name, (path, text) => call.test(text) && mayMatter(path, text))
    .flatMap(({ ast }) => nodesOf(ast).calls)
    .filter((each) => isCallOf(each, name, fn, maker, project));
}

/** The name that a function is called by, and the call that makes what the name stands for of it, if there is one. */
function holderOf(fn: FunctionNode): { name: string; maker: ts.CallExpression | undefined } | undefined {
  const { parent } = fn;
  const isMade = ts.isCallExpression(parent) && ts.isVariableDeclaration(parent.parent) && parent.arguments[0] === fn;
  const maker = isMade ? parent : undefined;
  const holder = fn.name ?? ((maker ?? fn).parent as ts.NamedDeclaration).name;
  const isName = holder && (ts.isIdentifier(holder) || ts.isPrivateIdentifier(holder));
  return isName ? { name: holder.text, maker } : undefined;
}

/** Whether a call is one of a function, or of what `maker` makes of it. */
function isCallOf(
  { expression }: ts.CallExpression,
  name: string,
  fn: FunctionNode,
  maker: ts.CallExpression | undefined,
  project: Project,
): boolean {
  const callee = unwrap(expression);
  const called = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  if (!(ts.isIdentifier(called) || ts.isPrivateIdentifier(called)) || called.text !== name) return false;
  if (maker) return declarationOfName(callee as ts.Expression, project) === maker.parent;
  const value = project.evaluator.evaluate(callee);
  if (value.kind === 'expression') return value.node === fn;
  if (!ts.isPropertyAccessExpression(callee)) return false;
  const member = createObjectMembers(project).memberOf(callee.expression, name);
  return member !== undefined && (member === fn || ('initializer' in member && member.initializer === fn));
}
