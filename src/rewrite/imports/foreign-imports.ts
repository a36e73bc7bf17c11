import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';

/** `npm:drizzle-orm@0.45.4/pg-core`, `https://esm.sh/drizzle-orm@0.45.4`; with the version, when it begins with a number. */
const foreign = /^(?:npm:\/?|jsr:\/?|https?:\/\/.*\/)drizzle-orm(?:@[\^~=v]*(\d+)[^/]*)?(?:\/|$)/;
const usesV1 = /\brelations\s*\(|\.query\b|\bdrizzle\s*\(/;

/**
 * Tells of imports of drizzle-orm by an address or with a version in the specifier, as Deno knows them: what is imported
 * so is not taken for Drizzle's, and would stay on v1 without a word. Once per file.
 */
export function reportForeignImports({ changes, mentioning }: Project): void {
  for (const { ast } of mentioning(/(?:npm:|jsr:|https?:)[^'"`\s]*drizzle-orm/)) {
    if (!usesV1.test(ast.text)) continue;
    const found = ast.statements.find((statement) => {
      const [, version] = foreign.exec(specifierOf(statement) ?? '') ?? [undefined, '1'];
      return version === undefined || Number(version) < 1;
    });
    if (found) changes.report('RQB_FOREIGN_IMPORT', found, { specifier: specifierOf(found)! });
  }
}

function specifierOf(statement: ts.Statement): string | undefined {
  if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return undefined;
  const { moduleSpecifier } = statement;
  return moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : undefined;
}
