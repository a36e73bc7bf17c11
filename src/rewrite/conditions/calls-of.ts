import type { FunctionNode } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import { type ClassMember, memberOf, readsOfMember } from './class-members.ts';
import { declares, isMock, isUndeclared, namesakes } from './namesakes.ts';
import { isHandedOn, objectFunction } from './object-functions.ts';
import type { Project } from '../project.ts';
import { isReachedByText } from './reached-by-text.ts';

/** The uses of a function in the project. */
export interface Uses {
  /** Never empty in what `callsOf` returns. */
  calls: readonly ts.CallExpression[];
  /** Some type is derived from the function: `ReturnType<typeof list>`. */
  isTyped: boolean;
}

/** What was found for each function; `undefined` stands for "not all in sight". */
const known = new WeakMap<Project, Map<FunctionNode, Uses | undefined>>();

/**
 * Finds all calls of a function, or of the function that is a member of a class or of a constant object. A rule may
 * change what the function returns only when it can change all of its callers.
 *
 * @returns `undefined` when the function is used in any other way (passed on, a default export, mocked in a test), when
 *   a use may be out of sight, or when there is no call at all: it is then there for callers that cannot be seen
 */
export function callsOf(fn: FunctionNode, project: Project): Uses | undefined {
  let memo = known.get(project);
  if (!memo) known.set(project, (memo = new Map()));
  if (!memo.has(fn)) {
    const member = memberOf(fn);
    const uses = member ? callsOfMember(member, project) : usesOfFunction(fn, project);
    memo.set(fn, uses?.calls.length === 0 ? undefined : uses);
  }
  return memo.get(fn);
}

/** The uses of a function that is declared by name, or is a member of a constant object. */
function usesOfFunction(fn: FunctionNode, project: Project): Uses | undefined {
  const { parent } = fn;
  const owner = objectFunction(fn);
  if (owner && isHandedOn(owner, namesakes(owner.holder.text, project), project)) return undefined;
  const declared =
    owner?.name ??
    (ts.isFunctionDeclaration(fn) ? fn.name : ts.isVariableDeclaration(parent) ? parent.name : undefined);
  const isDefault = fn.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
  if (!declared || !ts.isIdentifier(declared) || isDefault) return undefined;
  const calls: ts.CallExpression[] = [];
  let isTyped = false;
  // Grows in the loop by the names that imports and exports rename the function to.
  const names = [declared.text];
  for (const name of names) {
    if (isReachedByText(name, project)) return undefined;
    for (const node of namesakes(name, project)) {
      if (isMock(node)) return undefined;
      const use = node === declared ? undefined : useOf(node, fn, project);
      // It may be this function, imported automatically or made a global.
      if (!use && isUndeclared(node, project)) return undefined;
      if (!use) continue;
      const { parent: owner } = use;
      if (ts.isImportSpecifier(owner) || ts.isExportSpecifier(owner)) {
        if (owner.name.text === 'default') return undefined;
        if (!names.includes(owner.name.text)) names.push(owner.name.text);
      } else if (ts.isTypeQueryNode(owner)) isTyped = true;
      else if (ts.isCallExpression(owner) && owner.expression === use) calls.push(owner);
      else return undefined;
    }
  }
  return { calls, isTyped };
}

/**
 * The expression that stands for the function, for an identifier that has its name: `list`, `queries.list`, the
 * specifier of `import { list }`. `undefined` for the declaration itself and for a namesake.
 */
function useOf(node: ts.Node, fn: ts.Node, { evaluator }: Project): ts.Node | undefined {
  const { parent } = node;
  const isFn = (place: ts.Node) => {
    const value = evaluator.evaluate(place);
    return value.kind === 'expression' && value.node === fn;
  };
  if (ts.isImportSpecifier(parent) || ts.isBindingElement(parent)) return isFn(parent.name) ? node : undefined;
  if (ts.isExportSpecifier(parent)) {
    const value = evaluator.exported(node.getSourceFile().fileName, parent.name.text);
    return value?.kind === 'expression' && value.node === fn ? node : undefined;
  }
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return isFn(parent) ? parent : undefined;
  return !declares(node) && isFn(node) ? node : undefined;
}

/** The calls of a class member; `undefined` when it is used in any other way or may be used out of sight. */
function callsOfMember(member: ClassMember, project: Project): Uses | undefined {
  const reads = readsOfMember(member, project);
  if (!reads?.every(({ parent }) => ts.isCallExpression(parent))) return undefined;
  const calls = reads.map(({ parent }) => parent as ts.CallExpression);
  return calls.every(({ expression }, index) => expression === reads[index]) ? { calls, isTyped: false } : undefined;
}
