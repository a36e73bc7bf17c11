import { ts } from '../../ts.cts';
import { escapeRegExp } from '../../read/escape-reg-exp.ts';
import { identifiersOf, usesOf } from '../../read/references.ts';
import { isExported } from '../../read/syntax.ts';
import type { Project } from '../project.ts';

/** Whether a constant of a module is a text that some v1 `relations()` alone use: `const authorName = 'author'`. */
export function isBlockConstant(
  declaration: ts.VariableDeclaration,
  isBlock: (node: ts.Node) => boolean,
  project: Project,
): boolean {
  const { initializer, name } = declaration;
  if (!initializer || !ts.isStringLiteralLike(initializer) || !ts.isIdentifier(name)) return false;
  const uses = isExported(declaration) ? usesEverywhere(name, project) : usesOf(name);
  return uses.length > 0 && uses.every((use) => ts.findAncestor(use, isBlock) !== undefined);
}

/** What has the name of an exported constant in any file, but for imports that keep it. */
function usesEverywhere(name: ts.Identifier, project: Project): ts.Node[] {
  const isKept = ({ parent }: ts.Node) => ts.isImportSpecifier(parent) && parent.propertyName === undefined;
  return project
    .mentioning(new RegExp(String.raw`(?<![\w$])${escapeRegExp(name.text)}(?![\w$])`))
    .flatMap(({ ast }) => identifiersOf(ast).get(name.text) ?? [])
    .filter((use) => use !== name && !isKept(use));
}
