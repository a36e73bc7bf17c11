import { survives } from '../../edits/apply.ts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { usesOf } from '../../read/syntax/references.ts';
import { isConst } from '../../read/syntax/syntax.ts';
import { isDrizzle } from '../../read/types/type-references.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';
import { envsAt } from './v1-callbacks.ts';

/**
 * Writes `` sql`${JSON.stringify(value)}::text::jsonb` `` for `` sql`${JSON.stringify(value)}::jsonb` `` in projects on
 * postgres-js, in any query. PostgreSQL takes the type of a parameter from the cast behind it, and postgres-js makes JSON
 * of what it sends for a parameter of type json. drizzle-orm 0.x turned that off for its client, 1.0.0-rc.5 does not, so
 * that the text would arrive as a JSON string. Where there is no cast, a finding says so.
 */
export function rewriteJsonText(project: Project): void {
  const { capabilities, changes, evaluator, mentioning } = project;
  if (!capabilities.encodesJsonText || mentioning(/drizzle-orm\/postgres-js/).length === 0) return;
  const envsOf = envsAt(project);
  const isSqlTag = (tag: ts.Expression) =>
    envsOf(tag).some((env) => {
      const value = evaluator.evaluate(tag, env);
      return isDrizzle(value) && value.name === 'sql';
    });
  for (const { ast, path } of mentioning(/\bJSON\s*\.\s*stringify\b/)) {
    if (changes.deleted().has(path)) continue;
    for (const call of nodesOf(ast).calls) {
      if (call.expression.getText() !== 'JSON.stringify') continue;
      for (const span of spansWith(call)) {
        const template = span.parent.parent;
        if (!ts.isTaggedTemplateExpression(template) || !isSqlTag(template.tag)) continue;
        const at = span.literal.getStart();
        if (!survives(at, changes.edits(path))) continue;
        const { text } = span.literal;
        // The `}` is replaced, so that the change lies inside of a range that another edit keeps.
        if (/^\s*(?:::|as\b)\s*jsonb?\b/i.test(text)) {
          changes.replace(path, at, at + 1, '}::text');
          changes.report('RQB_JSON_TEXT', span.expression);
        } else if (isForJson(span)) changes.report('RQB_JSON_UNTYPED', span.expression);
      }
    }
  }
}

/** The interpolations that a value stands in, by itself or as the value of a constant. */
function spansWith(value: ts.Expression): ts.TemplateSpan[] {
  const { parent } = value;
  if (ts.isParenthesizedExpression(parent)) return spansWith(parent);
  if (ts.isTemplateSpan(parent)) return [parent];
  if (!ts.isVariableDeclaration(parent) || parent.initializer !== value || !isConst(parent)) return [];
  return usesOf(parent.name).flatMap((use) => (ts.isTemplateSpan(use.parent) ? [use.parent] : []));
}

/** Whether PostgreSQL takes an interpolation without a cast for json: an operand of `@>`, an argument of `jsonb_set`. */
function isForJson(span: ts.TemplateSpan): boolean {
  const { head, templateSpans } = span.parent as ts.TemplateExpression;
  const index = templateSpans.indexOf(span);
  const before = (templateSpans[index - 1]?.literal ?? head).text;
  const all = [head, ...templateSpans.slice(0, index).map(({ literal }) => literal)].map(({ text }) => text).join('?');
  return (
    /(?:@>|<@|\|\|)\s*$/.test(before) ||
    /^\s*(?:@>|<@|\|\|)/.test(span.literal.text) ||
    /\bjsonb?_(?:set|insert|set_lax)\s*\([^()]*$/i.test(all)
  );
}
