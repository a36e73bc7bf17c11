import { checkPrecedence } from '../../filter/sql/precedence.ts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import type { Changes } from '../changes.ts';
import type { Project } from '../project.ts';
import { envsAt } from './v1-callbacks.ts';

/**
 * Finds files that may have `or` or `and` in a template or string, without looking at their syntax tree. What is before
 * the word is looked at last, because most files have many quotes and few such words.
 */
const mayMatter = /\b(?:or|and)\b(?<=[`'"}](?:[^`'"}]*\s)?\w+)/i;

/**
 * Reports raw SQL in `and()` and `not()`, in any query, that means something else with the parentheses which
 * drizzle-orm 1.0 puts around operands: `` not(sql`a or b`) ``. See `checkPrecedence`.
 */
export function reportRawPrecedence(project: Project, report: Changes['report']): void {
  const { capabilities, evaluator, sources } = project;
  if (!capabilities.parenthesizes) return;
  const envsOf = envsAt(project);
  for (const { ast } of sources.parsed()) {
    if (!mayMatter.test(ast.text)) continue;
    for (const call of nodesOf(ast).calls) {
      if (!/(?:and|not)\w*$/i.test(call.expression.getText(ast))) continue;
      for (const env of envsOf(call)) {
        const operator = evaluator.evaluate(call.expression, env);
        if (operator.kind !== 'external' || !(operator.name === 'and' || operator.name === 'not')) continue;
        const context = { capabilities, evaluator, env, report };
        // An `and()` of one condition joins nothing, so parentheses change nothing.
        if (operator.name === 'and' && call.arguments.length < 2) continue;
        for (const part of call.arguments) checkPrecedence(part, operator.name, context);
      }
    }
  }
}
