import { ts } from '../ts.cts';
import { survives } from '../edits/apply.ts';
import { declarationOf } from '../read/scope.ts';
import { isNamedInTemplate, type SourceModule } from '../read/sources.ts';
import { nameText, unwrap } from '../read/syntax.ts';
import type { Project } from './project.ts';
import { identifiersOf } from '../read/references.ts';
import { elementRanges } from './statements.ts';

/**
 * Cuts the names of `const { eq } = require('drizzle-orm')` and `= await import('drizzle-orm')` whose every use is cut by
 * an edit, or that are no longer exported. Returns the statements of which nothing is left; those are the caller's to cut.
 */
export function cutRequiredNames(module: SourceModule, project: Project): ts.VariableStatement[] {
  const { ast: file, path } = module;
  if (!/\b(?:require|import)\s*\(/.test(module.text)) return [];
  const edits = project.changes.edits(path);
  const whole = project.readText(path) ?? '';
  const emptied: ts.VariableStatement[] = [];

  const isUnused = (name: ts.Identifier, declaration: ts.Node): boolean => {
    if (isNamedInTemplate(module, whole, name.text)) return false;
    const uses = (identifiersOf(file).get(name.text) ?? []).filter(
      (use) => use !== name && declarationOf(use) === declaration,
    );
    return uses.length > 0 && uses.every((use) => !survives(use.getStart(file), edits));
  };

  const cutNames = (pattern: ts.ObjectBindingPattern, gone: ReadonlySet<string> | undefined): boolean => {
    const cut = pattern.elements.filter((element) => {
      if (element.dotDotDotToken || !ts.isIdentifier(element.name)) return false;
      const key = nameText((element.propertyName ?? element.name) as ts.PropertyName);
      return (key !== undefined && gone?.has(key)) || isUnused(element.name, element);
    });
    if (cut.length === pattern.elements.length) return cut.length > 0;
    for (const { start, end } of cut.length > 0 ? elementRanges(new Set(cut), pattern.elements) : [])
      project.changes.remove(path, start, end);
    return false;
  };

  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    if (!ts.isVariableStatement(node) || !survives(node.getStart(file), edits)) return;
    const { declarations } = node.declarationList;
    const cut = declarations.filter((declaration) => {
      const { name, initializer } = declaration;
      const specifier = initializer && loadedModule(initializer);
      if (specifier === undefined) return false;
      const target = project.resolver.resolve(path, specifier);
      const gone = target === undefined ? undefined : project.changes.removedExports().get(target);
      if (ts.isObjectBindingPattern(name)) return cutNames(name, gone);
      return ts.isIdentifier(name) && isUnused(name, declaration);
    });
    if (cut.length === declarations.length) emptied.push(node);
    else if (cut.length > 0) {
      for (const { start, end } of elementRanges(new Set(cut), declarations)) project.changes.remove(path, start, end);
    }
  };
  visit(file);
  return emptied;
}

/** The module that `require('x')` or `await import('x')` loads. */
function loadedModule(initializer: ts.Expression): string | undefined {
  const inner = unwrap(initializer);
  const call = ts.isAwaitExpression(inner) ? unwrap(inner.expression) : inner;
  if (!ts.isCallExpression(call)) return undefined;
  const isImport = call.expression.kind === ts.SyntaxKind.ImportKeyword && call !== inner;
  const isRequire = ts.isIdentifier(call.expression) && call.expression.text === 'require';
  const [specifier] = call.arguments;
  return (isImport || isRequire) && specifier && ts.isStringLiteralLike(specifier) ? specifier.text : undefined;
}
