import { validatorModules } from '../drizzle/needs.ts';
import type { FileChange } from '../edits/edit.ts';
import type { Project } from '../rewrite/project.ts';
import { ts } from '../ts.cts';
import { diagnosis, placeOf, type Diagnosis } from './diagnosis.ts';
import { drizzleNames } from './drizzle-names.ts';

/** Finds imports of `drizzle-zod` and similar packages, with the changes that import from drizzle-orm instead. */
export function validatorImports({ mentioning, readText }: Project): { found: Diagnosis[]; changes: FileChange[] } {
  const found: Diagnosis[] = [];
  const changes: FileChange[] = [];
  for (const { ast, path } of mentioning(new RegExp(Object.keys(validatorModules).join('|')))) {
    const specifiers: ts.StringLiteralLike[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isStringLiteralLike(node) && successorOf(node) !== undefined && isSpecifier(node)) specifiers.push(node);
      ts.forEachChild(node, visit);
    };
    visit(ast);
    if (specifiers.length === 0) continue;
    for (const node of specifiers) {
      const detail = { name: node.text, successor: successorOf(node)! };
      found.push(diagnosis('validator-import', placeOf(node), detail));
    }
    // The parsed text of a component has everything but its scripts blanked, with the same offsets; edits need the
    // whole text.
    const before = readText(path)!;
    const after = specifiers.reduceRight(
      (text, node) => text.slice(0, node.getStart() + 1) + successorOf(node)! + text.slice(node.end - 1),
      before,
    );
    changes.push({ path, before, after });
  }
  return { found, changes };
}

/** The module that replaces a validator package; undefined for other modules. */
function successorOf({ text }: ts.StringLiteralLike): string | undefined {
  return Object.hasOwn(validatorModules, text) ? validatorModules[text] : undefined;
}

/** Whether a string is a module specifier: in an import, export, import type, `import()`, `require()` or mock. */
function isSpecifier(node: ts.StringLiteralLike): boolean {
  const { parent } = node;
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent)) return true;
  if (ts.isExternalModuleReference(parent) || (ts.isLiteralTypeNode(parent) && ts.isImportTypeNode(parent.parent)))
    return true;
  if (!ts.isCallExpression(parent) || parent.arguments[0] !== node) return false;
  return (
    parent.expression.kind === ts.SyntaxKind.ImportKeyword ||
    /^(?:require|vi\.mock|jest\.mock)$/.test(parent.expression.getText())
  );
}

/** Finds imports of `getTableColumns`, also through re-exports, and its uses as a member of a namespace. */
export function tableColumnsImports({ mentioning, evaluator }: Project): Diagnosis[] {
  return mentioning('getTableColumns').flatMap(({ ast }) =>
    drizzleNames(ast, evaluator).flatMap(({ node, value }) => {
      if (ts.isExportSpecifier(node) || ts.isQualifiedName(node)) return [];
      const isImport = ts.isImportSpecifier(node);
      const { text } = isImport ? (node.propertyName ?? node.name) : node.name;
      if (text !== 'getTableColumns' || value.name !== text) return [];
      return diagnosis('get-table-columns', placeOf(isImport ? node : node.name));
    }),
  );
}
