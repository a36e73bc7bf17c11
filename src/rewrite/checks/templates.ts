import type { SourceRange } from '../../edits/edit.ts';
import { closingParenthesis } from '../../read/modules/code-end.ts';
import type { Project } from '../project.ts';

/** The start of a relational query up to its parenthesis: `.query.users.findMany(`. */
const query = /\.\s*_?query\s*(?:\?\.|\.|\[)\s*['"]?\w+['"]?\]?\s*(?:\?\.|\.)\s*find(?:Many|First)\s*\(/g;
/** A `where` or `orderBy` that is not an object literal, or any `extras`. */
const v1Member = /\b(?:where|orderBy)\b(?!\s*:\s*\{)|\bextras\b/;

/**
 * Reports v1 queries in the parts of a component (`.vue`, `.svelte`, `.astro`) that are not rewritten: its template,
 * and scripts in another language. These parts are searched as text.
 */
export function reportTemplates(project: Project): void {
  for (const { path, component, ast } of project.sources.parsed()) {
    if (!component) continue;
    const text = project.readText(path) ?? '';
    const report = ({ start, end }: SourceRange) => {
      for (const { index, 0: head } of text.slice(start, end).matchAll(query)) {
        const open = start + index + head.length;
        if (!v1Member.test(text.slice(open, closingParenthesis(text, open) ?? end))) continue;
        const { line, character } = ast.getLineAndCharacterOfPosition(start + index);
        project.changes.reportAt('RQB_IN_TEMPLATE', path, { line: line + 1, column: character + 1 });
      }
    };
    [...component.template, ...component.others].forEach(report);
  }
}
