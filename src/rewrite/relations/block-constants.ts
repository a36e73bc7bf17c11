import { ts } from '../../ts.cts';
import { escapeRegExp } from '../../read/syntax/escape-reg-exp.ts';
import { identifiersOf, usesOf } from '../../read/syntax/references.ts';
import { isExported } from '../../read/syntax/syntax.ts';
import type { Project } from '../project.ts';

/**
 * Whether a constant is a string that is used inside v1 `relations()` calls only, so that it can be removed together
 * with them: `const authorName = 'author'`, used as `relationName: authorName`. So are tables that are taken out of a
 * module for them. An unused constant is not one.
 *
 * @param isBlock whether a node is one of the `relations()` calls in question
 */
export function isBlockConstant(
  declaration: ts.VariableDeclaration,
  isBlock: (node: ts.Node) => boolean,
  project: Project,
): boolean {
  const { initializer, name } = declaration;
  if (ts.isObjectBindingPattern(name)) return isTablesOnly(name, declaration, isBlock);
  if (!initializer || !ts.isStringLiteralLike(initializer) || !ts.isIdentifier(name)) return false;
  // Looking for the uses reads the text of every script, and most strings of a project have nothing to do with relations.
  if (!namesInBlocks(project).has(name.text)) return false;
  const uses = isExported(declaration) ? usesEverywhere(name, project) : usesOf(name);
  return uses.length > 0 && uses.every((use) => ts.findAncestor(use, isBlock) !== undefined);
}

/** Whether `const { users, posts } = schema;` takes what `relations()` calls alone use. */
function isTablesOnly(
  { elements }: ts.ObjectBindingPattern,
  declaration: ts.VariableDeclaration,
  isBlock: (node: ts.Node) => boolean,
): boolean {
  const { initializer } = declaration;
  if (!initializer || !ts.isIdentifier(initializer) || isExported(declaration)) return false;
  return elements.every(({ name, initializer: fallback, dotDotDotToken }) => {
    if (!ts.isIdentifier(name) || fallback || dotDotDotToken) return false;
    const uses = usesOf(name);
    return uses.length > 0 && uses.every((use) => ts.findAncestor(use, isBlock) !== undefined);
  });
}

const known = new WeakMap<Project, { size: number; names: ReadonlySet<string> }>();

/** All identifiers inside of the `relations()` calls of a project. */
function namesInBlocks(project: Project): ReadonlySet<string> {
  const { blocks } = project.scan;
  const before = known.get(project);
  // Reading a schema may still find more of them.
  if (before?.size === blocks.size) return before.names;
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  for (const block of blocks.keys()) visit(block);
  known.set(project, { size: blocks.size, names });
  return names;
}

/**
 * All identifiers with the name of an exported constant in any file, except the constant itself and imports that do not
 * rename it (they are removed with the export).
 */
function usesEverywhere(name: ts.Identifier, project: Project): ts.Node[] {
  const isKept = ({ parent }: ts.Node) => ts.isImportSpecifier(parent) && parent.propertyName === undefined;
  return project
    .mentioning(new RegExp(String.raw`(?<![\w$])${escapeRegExp(name.text)}(?![\w$])`))
    .flatMap(({ ast }) => identifiersOf(ast).get(name.text) ?? [])
    .filter((use) => use !== name && !isKept(use));
}
