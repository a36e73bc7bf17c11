import { ts } from '../../ts.cts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { isExported, unwrap } from '../../read/syntax/syntax.ts';
import type { Project } from '../project.ts';
import { identifiersOf } from '../../read/syntax/references.ts';

/** A step into a query's result: a key, `[]` for any element of a list, or `[0]` for one of them. */
export type Step = string;

/** The innermost function around a node: the one that its `return` leaves. */
export function functionOf(node: ts.Node): ts.Node | undefined {
  return ts.findAncestor(node.parent, ts.isFunctionLike);
}

/**
 * Every place where the name of a function is used: as a callee or in a `typeof` type.
 *
 * @returns `undefined` when some uses may be out of sight: the function is a method, a default export, imported by a
 *   framework on its own, or exported and used nowhere
 */
export function usesOfFunction(fn: ts.Node, project: Project): ts.Node[] | undefined {
  const name = nameOf(fn);
  if (!name || isDefaultExport(name.parent)) return undefined;
  const isExported = isExportedName(name);
  const modules = isExported ? project.mentioning(name.text) : [project.sources.get(name.getSourceFile().fileName)!];
  const uses: ts.Node[] = [];
  for (const { ast } of modules) {
    for (const local of localNames(name, ast)) {
      for (const use of identifiersOf(ast).get(local) ?? []) {
        const { parent } = use;
        if (use === name || ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) continue;
        const declaration = declarationOf(use);
        // A name without a declaration may be this function, imported automatically by a framework.
        if (!declaration && isExported) return undefined;
        if (!declaration || !refersTo(declaration, name, project)) continue;
        if (ts.isExportAssignment(parent)) return undefined;
        uses.push(use);
      }
    }
    if (isExported && ast.text.includes(`.${name.text}`)) uses.push(...namespaceUses(name, ast, project));
  }
  return isExported && uses.length === 0 ? undefined : uses;
}

/**
 * The identifier that a function is known by. A constant that wraps it, `const load = cache(async () => …)`, counts
 * too.
 */
function nameOf(fn: ts.Node): ts.Identifier | undefined {
  if (ts.isFunctionDeclaration(fn)) return fn.name;
  let value = fn;
  while (ts.isParenthesizedExpression(value.parent) || isCache(value.parent)) value = value.parent;
  const { parent } = value;
  const isConstant = ts.isVariableDeclaration(parent) && parent.initializer === value && !parent.type;
  return isConstant && ts.isIdentifier(parent.name) ? parent.name : undefined;
}

/** Whether a node is a call of React's `cache`, which returns a function that behaves alike. */
function isCache(node: ts.Node): boolean {
  return ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'cache';
}

function isDefaultExport(declaration: ts.Node): boolean {
  const flags = ts.getCombinedModifierFlags(declaration as ts.Declaration);
  return (flags & ts.ModifierFlags.Default) !== 0;
}

/** Whether a declaration is exported: by `export`, by an export list, or perhaps by CommonJS. */
function isExportedName(name: ts.Identifier): boolean {
  if (isExported(name.parent as ts.Declaration)) return true;
  const file = name.getSourceFile();
  const isListed = (identifiersOf(file).get(name.text) ?? []).some(({ parent }) => ts.isExportSpecifier(parent));
  return isListed || /\bmodule\.exports\b|\bexports\./.test(file.text);
}

/** The names under which a file may know a function: its own, and those that imports rename it to. */
function localNames(name: ts.Identifier, file: ts.SourceFile): string[] {
  const renamed = file.statements.flatMap((statement) => {
    const bindings = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : undefined;
    const elements = bindings && ts.isNamedImports(bindings) ? bindings.elements : [];
    return elements.flatMap((element) => (element.propertyName?.text === name.text ? [element.name.text] : []));
  });
  return [name.text, ...renamed];
}

/** Whether a declaration is the function's own, or an import of it. */
function refersTo(declaration: ts.Node, name: ts.Identifier, project: Project): boolean {
  if (declaration === name.parent) return true;
  if (!ts.isImportSpecifier(declaration)) return false;
  return isFunctionOf(project.evaluator.evaluate(declaration.name), name);
}

/** Whether a value is the function that is declared under a name. */
function isFunctionOf(value: ReturnType<Project['evaluator']['evaluate']>, name: ts.Identifier): boolean {
  if (value.kind !== 'expression') return false;
  const declared = ts.isVariableDeclaration(name.parent) ? name.parent.initializer : name.parent;
  return declared !== undefined && value.node === unwrap(declared);
}

/** The uses of a function as a member of a namespace: `queries.load` after `import * as queries`. */
function namespaceUses(name: ts.Identifier, file: ts.SourceFile, project: Project): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    const isAccess = ts.isPropertyAccessExpression(node) && node.name.text === name.text;
    if (isAccess && isFunctionOf(project.evaluator.evaluate(node), name)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
