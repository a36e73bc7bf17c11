import { returnedValues } from '../../read/syntax/function-ends.ts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { isFunction, memberNamed, unwrap } from '../../read/syntax/syntax.ts';
import { leavesOf } from '../../read/values/leaves.ts';
import { noEnv } from '../../read/values/value.ts';
import { isDrizzle } from '../../read/types/type-references.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';

/**
 * Reports custom types for JSON whose `toDriver` makes text, in projects on postgres-js: like text in raw SQL (see
 * `json-text.ts`) it would be made JSON once more, in every insert, update and comparison.
 */
export function reportJsonCustomTypes({ capabilities, changes, evaluator, mentioning }: Project): void {
  if (!capabilities.encodesJsonText || mentioning(/drizzle-orm\/postgres-js/).length === 0) return;
  for (const { ast } of mentioning(
    /\bcustomType\b/,
    (_, text) => /\btoDriver\b/.test(text) && /jsonb?\b/i.test(text),
  )) {
    for (const call of nodesOf(ast).calls) {
      const maker = evaluator.evaluate(call.expression);
      const options = call.arguments[0] && unwrap(call.arguments[0]);
      if (!isDrizzle(maker) || maker.name !== 'customType' || !options || !ts.isObjectLiteralExpression(options))
        continue;
      const [dataType, toDriver] = ['dataType', 'toDriver'].map((name) => {
        const member = memberNamed(options.properties, name);
        const value = member && ts.isPropertyAssignment(member) ? unwrap(member.initializer) : member;
        return value && isFunction(value) ? value : undefined;
      });
      const isJson = dataType && returnedValues(dataType).some((name) => isJsonName(unwrap(name)));
      if (!isJson || !toDriver) continue;
      const isText = returnedValues(toDriver).some((returned) =>
        [...leavesOf(returned, noEnv, evaluator)].some(({ node }) => !isSqlTemplate(node)),
      );
      if (isText) changes.report('RQB_JSON_CUSTOM_TYPE', memberNamed(options.properties, 'toDriver')!);
    }
  }

  function isSqlTemplate(node: ts.Node): boolean {
    const tag = ts.isTaggedTemplateExpression(node) ? evaluator.evaluate(node.tag) : undefined;
    return tag !== undefined && isDrizzle(tag) && tag.name === 'sql';
  }
}

function isJsonName(node: ts.Node): boolean {
  return ts.isStringLiteralLike(node) && /^jsonb?$/i.test(node.text);
}
