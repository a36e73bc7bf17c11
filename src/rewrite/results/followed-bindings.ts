import { ts } from '../../ts.cts';
import { isNamedInTemplate } from '../../read/modules/sources.ts';
import { usesOf } from '../../read/syntax/references.ts';
import { isExported, keyOfBinding } from '../../read/syntax/syntax.ts';
import { noteOthers } from './other-values.ts';
import type { ResultWalk } from './result-walk.ts';
import type { Step } from './returned-results.ts';
import { isNothing } from './value-places.ts';

/** Follows the variables of a declaration or pattern that takes the value. */
export function followBinding(name: ts.BindingName, path: readonly Step[], walk: ResultWalk): void {
  const { found } = walk;
  const declaration = name.parent as ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement;
  const { initializer } = declaration;
  if ('type' in declaration && declaration.type) found.typed.push(declaration.type);
  if (!ts.isVariableDeclaration(declaration) && initializer && !isNothing(initializer))
    noteOthers([initializer], path, walk);
  if (ts.isIdentifier(name)) followVariable(name, path, walk);
  else if (ts.isArrayBindingPattern(name)) followElements(name, path, walk);
  else followKeys(name, path, walk);
}

function followVariable(name: ts.Identifier, path: readonly Step[], walk: ResultWalk): void {
  const { found, project, follow } = walk;
  if (isExported(name.parent as ts.Declaration)) found.escapes.push(name);
  if (!walk.isFirst(name, path)) return;
  const module = project.sources.get(name.getSourceFile().fileName)!;
  if (isNamedInTemplate(module, project.readText(module.path) ?? '', name.text)) found.escapes.push(name);
  for (const use of usesOf(name)) {
    if (ts.isTypeQueryNode(use.parent)) found.escapes.push(use);
    else follow(use, path);
  }
}

/** `const [first, ...others] = rows` */
function followElements(pattern: ts.ArrayBindingPattern, path: readonly Step[], walk: ResultWalk): void {
  const [step, ...rest] = path;
  if (!step?.startsWith('[')) return void walk.found.escapes.push(pattern);
  pattern.elements.forEach((element, index) => {
    if (!ts.isBindingElement(element) || (step !== '[]' && step !== `[${index}]`)) return;
    followBinding(element.name, element.dotDotDotToken ? path : rest, walk);
  });
}

/** `const { posts, ...others } = row` */
function followKeys(pattern: ts.ObjectBindingPattern, path: readonly Step[], walk: ResultWalk): void {
  const [step, ...rest] = path;
  const isTaken = pattern.elements.some((element) => keyOfBinding(element) === step);
  for (const element of pattern.elements) {
    if (element.dotDotDotToken && !isTaken) followBinding(element.name, path, walk);
    else if (element.dotDotDotToken && rest.length === 0) walk.found.rests.push(element);
    else if (!element.dotDotDotToken && keyOfBinding(element) === step) {
      if (rest.length > 0) followBinding(element.name, rest, walk);
      else walk.found.reads.push(element);
    }
  }
}
