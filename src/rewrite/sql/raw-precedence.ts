import { checkPrecedence } from '../../filter/precedence.ts';
import { nodesOf } from '../../read/nodes.ts';
import type { Changes } from '../changes.ts';
import type { Project } from '../project.ts';
import { envsAt } from './v1-callbacks.ts';

const mayMatter = /`[^`]*\b(?:or|and)\b[^`]*`/i;

/** Reports raw SQL in `and()` and `not()` of any query that means something else in parentheses, which 1.0 puts there. */
export function reportRawPrecedence(project: Project, report: Changes['report']): void {
  const { capabilities, evaluator, sources } = project;
  if (!capabilities.parenthesizes) return;
  const envsOf = envsAt(project);
  for (const { ast } of sources.parsed()) {
    if (!mayMatter.test(ast.text)) continue;
    for (const call of nodesOf(ast).calls) {
      if (!/(?:and|not)\w*$/i.test(call.expression.getText())) continue;
      for (const env of envsOf(call)) {
        const operator = evaluator.evaluate(call.expression, env);
        if (operator.kind !== 'external' || !(operator.name === 'and' || operator.name === 'not')) continue;
        const context = { capabilities, evaluator, env, report };
        // A condition that stands alone is not joined to others.
        if (operator.name === 'and' && call.arguments.length < 2) continue;
        for (const part of call.arguments) checkPrecedence(part, operator.name, context);
      }
    }
  }
}
