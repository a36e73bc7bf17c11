import { ts } from '../../ts.cts';
import { nodesOf } from '../../read/nodes.ts';
import { isImportCall } from '../../read/syntax.ts';
import { specifierOf } from '../../read/specifiers.ts';
import type { Project } from '../project.ts';

/** `npm:drizzle-orm@0.45.4/pg-core`, `https://esm.sh/drizzle-orm@0.45.4`; with the version, when it begins with a number. */
const foreign = /^(?:npm:\/?|jsr:\/?|https?:\/\/.*\/)drizzle-orm(?:@[\^~=v]*(\d+)[^/]*)?(?:\/|$)/;
const usesV1 = /\brelations\s*\(|\.query\b|\bdrizzle\s*[(<]/;

/**
 * Tells of imports of drizzle-orm by an address or with a version in the specifier, as Deno knows them: what is imported
 * so is not taken for Drizzle's, and would stay on v1 without a word. Once per file.
 */
export function reportForeignImports({ changes, mentioning }: Project): void {
  for (const { ast } of mentioning(/(?:npm:|jsr:|https?:)[^'"`\s]*drizzle-orm/)) {
    if (!usesV1.test(ast.text)) continue;
    const found = importsOf(ast).find((node) => {
      const [, version] = foreign.exec(moduleOf(node) ?? '') ?? [undefined, '1'];
      return version === undefined || Number(version) < 1;
    });
    if (found) changes.report('RQB_FOREIGN_IMPORT', found, { specifier: moduleOf(found)! });
  }
}

type Import = ts.ImportDeclaration | ts.ExportDeclaration | ts.ImportEqualsDeclaration | ts.CallExpression;

/** The statements of a file that import or export, and its calls of `import` and `require`. */
function importsOf(file: ts.SourceFile): Import[] {
  const statements = file.statements.filter(
    (node) => ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isImportEqualsDeclaration(node),
  );
  return [...statements, ...nodesOf(file).calls.filter(isImportCall)];
}

/** The module that one of them names. */
function moduleOf(node: Import): string | undefined {
  if (!ts.isCallExpression(node) && !ts.isImportEqualsDeclaration(node)) return specifierOf(node);
  const specifier = ts.isCallExpression(node)
    ? node.arguments[0]
    : ts.isExternalModuleReference(node.moduleReference)
      ? node.moduleReference.expression
      : undefined;
  return specifier && ts.isStringLiteralLike(specifier) ? specifier.text : undefined;
}
