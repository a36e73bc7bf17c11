import { survives } from '../../edits/apply.ts';
import { drizzleImport } from '../imports/drizzle-import.ts';
import { isNullish, memberNamed, unwrap } from '../../read/syntax/syntax.ts';
import { leavesOf } from '../../read/values/leaves.ts';
import { noEnv } from '../../read/values/value.ts';
import { isDrizzle } from '../../read/types/type-references.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';
import { customTypesIn, functionNamed, returned } from './custom-types.ts';
import { encodesJson } from './json-encoding.ts';

/**
 * Lets `toDriver` of custom types for JSON return SQL that says its text is text, in projects on postgres-js: like text in
 * raw SQL (see `json-text.ts`) it would be made JSON once more, in every insert, update and comparison.
 */
export function rewriteJsonCustomTypes(project: Project): void {
  const { changes, evaluator, mentioning } = project;
  if (!encodesJson(project)) return;
  const mayMatter = (_: string, text: string) => /\btoDriver\b/.test(text) && /['"`]jsonb?['"`]/i.test(text);
  for (const { ast, path } of mentioning(/\bcustomType\b/, mayMatter)) {
    if (changes.deleted().has(path)) continue;
    for (const { options } of customTypesIn(ast, 'drizzle-orm/pg-core', project)) {
      const type = returned(options, 'dataType').map(jsonName).find(Boolean);
      const written = memberNamed(options.properties, 'toDriver');
      // What a function from elsewhere returns is not looked at: `toDriver: JSON.stringify`.
      if (type && written && !functionNamed(options, 'toDriver')) changes.report('RQB_JSON_UNTYPED', written);
      const values = type ? returned(options, 'toDriver').filter((value) => !isNullish(unwrap(value))) : [];
      const texts = values.filter((value) => leaves(value).every((leaf) => !isSqlTemplate(leaf)));
      for (const value of texts) {
        if (!survives(value.getStart(), changes.edits(path))) continue;
        const sql = drizzleImport(path, 'sql', project, { place: value });
        changes.replace(path, value.getStart(), value.end, `${sql}\`\${${value.getText()}}::text::${type}\``);
        changes.report('RQB_JSON_CUSTOM_TYPE', value);
      }
      for (const value of values) {
        if (!texts.includes(value) && leaves(value).some((leaf) => !isSqlTemplate(leaf)))
          changes.report('RQB_JSON_UNTYPED', value);
      }
      // A type that was written for the text does not fit any more; it is inferred.
      const fn = texts.length > 0 ? functionNamed(options, 'toDriver') : undefined;
      if (fn?.type) changes.replace(path, ast.text.lastIndexOf(':', fn.type.getStart()), fn.type.end, '');
    }
  }

  function leaves(value: ts.Expression): ts.Node[] {
    return [...leavesOf(value, noEnv, evaluator)].map(({ node }) => node).filter((node) => !isNullish(node));
  }

  function isSqlTemplate(node: ts.Node): boolean {
    const tag = ts.isTaggedTemplateExpression(node) ? evaluator.evaluate(node.tag) : undefined;
    return tag !== undefined && isDrizzle(tag) && tag.name === 'sql';
  }
}

/** The JSON type that a literal names. */
function jsonName(value: ts.Expression): string | undefined {
  const inner = unwrap(value);
  return ts.isStringLiteralLike(inner) && /^jsonb?$/i.test(inner.text) ? inner.text.toLowerCase() : undefined;
}
