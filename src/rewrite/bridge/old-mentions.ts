import { ts } from '../../ts.cts';
import { isNeeded } from '../../drizzle/needs.ts';
import { isJavaScript } from '../../read/modules/sources.ts';
import type { Project } from '../project.ts';

/** Matches `--casing` in a drizzle-kit command. */
const casingFlag = /drizzle-kit[^"&|;]*?\s(--casing)[=\s]/g;
/** `drizzle-kit pull` keeps a `--casing` option of its own, for the keys that it generates. */
const pulls = /drizzle-kit[^"&|;]*?\s(?:pull|introspect)\b/;

/** Reports `--casing` in npm scripts, where the target's drizzle-kit does not know the option and refuses to run. */
export function reportKitFlags({ packageFiles, changes, capabilities }: Project): void {
  if (!isNeeded('kit-casing-flag', capabilities)) return;
  for (const { path, text } of packageFiles) {
    if (!path.endsWith('package.json')) continue;
    text.split('\n').forEach((line, index) => {
      for (const match of line.matchAll(casingFlag)) {
        if (pulls.test(match[0])) continue;
        const column = match.index + match[0].lastIndexOf('--casing') + 1;
        changes.reportAt('RQB_KIT_CASING_FLAG', path, { line: index + 1, column });
      }
    });
  }
}

/** Matches an import type with type arguments in a JSDoc comment: `import('drizzle-orm/pg-core').PgDatabase<`. */
const docType =
  /import\(\s*['"]drizzle-orm[^'"]*['"]\s*\)\s*\.\s*(ExtractTablesWithRelations|\w+(?:Database|Transaction)|DBQueryConfig|Relations|BuildQueryResult|TablesRelationalConfig|TableRelationalConfig)\s*</g;

/**
 * Reports JSDoc comments in JavaScript files whose types have the type parameters of v1. Comments are not rewritten.
 */
export function reportDocTypes(project: Project): void {
  for (const { ast, path } of project.mentioning(/import\(\s*['"]drizzle-orm/)) {
    if (!isJavaScript(ast)) continue;
    const visit = (node: ts.Node): void => {
      for (const { pos, end } of ts.getLeadingCommentRanges(ast.text, node.pos) ?? []) {
        for (const match of ast.text.slice(pos, end).matchAll(docType)) {
          // Type arguments that mention `relations` are taken for those of v2.
          if (/^<[^}]*\brelations\b/.test(ast.text.slice(pos + match.index + match[0].length - 1, end))) continue;
          const { line, character } = ast.getLineAndCharacterOfPosition(pos + match.index);
          project.changes.reportAt(
            'RQB_DOC_TYPE',
            path,
            { line: line + 1, column: character + 1 },
            { type: match[1]! },
          );
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(ast);
  }
}
