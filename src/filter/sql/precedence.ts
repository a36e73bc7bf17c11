import { unwrap } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import type { QueryContext } from '../context.ts';

/**
 * Reports raw SQL that means something else in v2 because of operator precedence. v1 puts no parentheses around the
 * operands of `and()` and `not()`, v2 does since 1.0.0-beta.9: `` not(sql`a or b`) `` was `not a or b` and is
 * `not (a or b)` now.
 *
 * @param node an operand; what a constant or a choice stands for is looked at, too
 * @param group the operator it is an operand of
 */
export function checkPrecedence(
  node: ts.Expression,
  group: 'and' | 'not',
  context: Pick<QueryContext, 'capabilities' | 'env' | 'evaluator' | 'report'>,
): void {
  if (!context.capabilities.parenthesizes) return;
  const inner = unwrap(node);
  if (ts.isConditionalExpression(inner)) {
    checkPrecedence(inner.whenTrue, group, context);
    return checkPrecedence(inner.whenFalse, group, context);
  }
  const value = context.evaluator.evaluate(inner, context.env);
  const source = value.kind === 'expression' ? value.node : inner;
  if (!ts.isTaggedTemplateExpression(source)) return;
  const { template } = source;
  const texts = ts.isNoSubstitutionTemplateLiteral(template)
    ? [template.text]
    : [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)];
  // Only words outside of strings and parentheses of the SQL text count.
  let depth = 0;
  const outer = texts
    .join(' ? ')
    .replace(/'[^']*'/g, '')
    .replace(/[()]|[^()]+/g, (part) => {
      if (part === '(' || part === ')') depth += part === '(' ? 1 : -1;
      return depth === 0 && part !== ')' ? part : ' ';
    });
  const operator = /\bor\b/i.test(outer) ? 'or' : group === 'not' && /\band\b/i.test(outer) ? 'and' : undefined;
  if (operator) context.report('RQB_RAW_PRECEDENCE', inner, { operator, group });
}
