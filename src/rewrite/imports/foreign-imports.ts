import { ts } from '../../ts.cts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { isImportCall } from '../../read/syntax/syntax.ts';
import { specifierOf } from '../../read/modules/specifiers.ts';
import type { Project } from '../project.ts';

/**
 * Matches `npm:drizzle-orm@0.45.4/pg-core` and `https://esm.sh/drizzle-orm@0.45.4`. The group is the major version,
 * where one is given.
 */
const foreign = /^(?:npm:\/?|jsr:\/?|https?:\/\/.*\/)drizzle-orm(?:@[\^~=v]*(\d+)[^/]*)?(?:\/|$)/;
/** A sign of relational queries or of a client in the text of a file. */
const usesV1 = /\brelations\s*\(|\.query\b|\bdrizzle\s*[(<]/;

/**
 * Reports imports of drizzle-orm by URL or with a prefix such as `npm:`, as Deno has them. The tool does not recognize
 * such imports as drizzle-orm, so the file would silently stay on v1. Reported once per file, unless the specifier has
 * a version from 1 on.
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

/** The import and export statements of a file, and its `import()` and `require()` calls. */
function importsOf(file: ts.SourceFile): Import[] {
  const statements = file.statements.filter(
    (node) => ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isImportEqualsDeclaration(node),
  );
  return [...statements, ...nodesOf(file).calls.filter(isImportCall)];
}

/** The module specifier of one of these. */
function moduleOf(node: Import): string | undefined {
  if (!ts.isCallExpression(node) && !ts.isImportEqualsDeclaration(node)) return specifierOf(node);
  const specifier = ts.isCallExpression(node)
    ? node.arguments[0]
    : ts.isExternalModuleReference(node.moduleReference)
      ? node.moduleReference.expression
      : undefined;
  return specifier && ts.isStringLiteralLike(specifier) ? specifier.text : undefined;
}
