import { ts } from '../../ts.cts';
import { declarationOf, lookUp, type Declaration } from '../syntax/scope.ts';
import type { SourceModule } from './sources.ts';
import { specifierOf } from './specifiers.ts';

/**
 * What a module exports under one name: a declaration, an expression (`export default …`, `exports.x = …`), an export
 * of another module, or all of another module (`export * as x from`).
 */
export type ModuleExport =
  | { kind: 'declaration'; node: Declaration }
  | { kind: 'expression'; node: ts.Expression }
  | { kind: 'reexport'; specifier: string; name: string }
  | { kind: 'namespace'; specifier: string };

/** The exports of one module. Re-exports are not followed here; see module-values.ts. */
export interface ModuleExports {
  /** By exported name; `default` for the default export, `export=` for `export = x` and `module.exports = x`. */
  named: Map<string, ModuleExport>;
  /** Specifiers of the modules that are re-exported by `export * from`. */
  stars: string[];
}

const cache = new WeakMap<ts.SourceFile, ModuleExports>();

/**
 * Reads the exports of a module: ES export statements, and at its top level assignments to `module.exports` and
 * `exports.x`.
 */
export function exportsOf(module: SourceModule): ModuleExports {
  const known = cache.get(module.ast);
  if (known) return known;
  const result: ModuleExports = { named: new Map(), stars: [] };
  cache.set(module.ast, result);
  for (const statement of module.ast.statements) readStatement(statement, result);
  return result;
}

function readStatement(statement: ts.Statement, exports: ModuleExports): void {
  const { named } = exports;
  if (ts.isExportDeclaration(statement)) readExportDeclaration(statement, exports);
  else if (ts.isExportAssignment(statement))
    named.set(statement.isExportEquals ? 'export=' : 'default', { kind: 'expression', node: statement.expression });
  else if (ts.isExpressionStatement(statement)) readCommonJs(statement.expression, named);
  else if (isExported(statement)) readDeclaration(statement, named);
}

function readExportDeclaration(statement: ts.ExportDeclaration, { named, stars }: ModuleExports): void {
  const specifier = specifierOf(statement);
  const clause = statement.exportClause;
  if (clause && ts.isNamedExports(clause)) {
    for (const element of clause.elements) {
      const name = (element.propertyName ?? element.name).text;
      const node = specifier === undefined ? lookUp(name, statement) : undefined;
      if (specifier !== undefined) named.set(element.name.text, { kind: 'reexport', specifier, name });
      else if (node) named.set(element.name.text, { kind: 'declaration', node });
    }
  } else if (specifier !== undefined) {
    if (clause) named.set(clause.name.text, { kind: 'namespace', specifier });
    else stars.push(specifier);
  }
}

function isExported(statement: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(statement) &&
    (ts.getModifiers(statement) ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)
  );
}

function readDeclaration(statement: ts.Statement, named: ModuleExports['named']): void {
  if (ts.isVariableStatement(statement)) {
    for (const declaration of statement.declarationList.declarations) readVariable(declaration, named);
  } else if (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement)
  ) {
    const isDefault = (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
    const name = isDefault ? 'default' : statement.name?.text;
    const isType = ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement);
    // A type may have the name of a value; the value counts.
    if (name !== undefined && !(isType && named.has(name))) named.set(name, { kind: 'declaration', node: statement });
  }
}

/** Adds a variable, or every variable of a destructuring pattern. */
function readVariable(node: ts.VariableDeclaration | ts.BindingElement, named: ModuleExports['named']): void {
  if (ts.isIdentifier(node.name)) named.set(node.name.text, { kind: 'declaration', node });
  else for (const element of node.name.elements) if (ts.isBindingElement(element)) readVariable(element, named);
}

function readCommonJs(expression: ts.Expression, named: ModuleExports['named']): void {
  if (!ts.isBinaryExpression(expression) || expression.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return;
  const name = exportedName(expression);
  if (name !== undefined) named.set(name, { kind: 'expression', node: expression.right });
}

/**
 * The name that an assignment to `exports.name` or `module.exports` exports, with `export=` for the whole module;
 * undefined for other assignments.
 */
export function exportedName({ left }: ts.BinaryExpression): string | undefined {
  if (!ts.isPropertyAccessExpression(left)) return undefined;
  const target = left.getText();
  return target === 'module.exports' ? 'export=' : /^(?:module\.)?exports\.(\w+)$/.exec(target)?.[1];
}

/** Whether an expression is CommonJS's `exports` or `module.exports`, not a variable of that name. */
export function isExports(node: ts.Expression): boolean {
  if (ts.isIdentifier(node)) return node.text === 'exports' && !declarationOf(node);
  if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.expression)) return false;
  return node.name.text === 'exports' && node.expression.text === 'module' && !declarationOf(node.expression);
}
