import { returnedValues } from '../../read/syntax/function-ends.ts';
import { leavesOf } from '../../read/values/leaves.ts';
import { isFunction, unwrap } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import type { QueryContext } from '../context.ts';

type Reading = Pick<QueryContext, 'capabilities' | 'env' | 'evaluator' | 'report'>;

/**
 * Reports raw SQL that means something else in v2 because of operator precedence. v1 puts no parentheses around the
 * operands of `and()` and `not()`, v2 does since 1.0.0-beta.9: `` not(sql`a or b`) `` was `not a or b` and is
 * `not (a or b)` now.
 *
 * @param node an operand, or a callback that returns it; what constants and choices stand for is looked at, too
 * @param group the operator it is an operand of
 */
export function checkPrecedence(node: ts.Node, group: 'and' | 'not', context: Reading): void {
  if (!context.capabilities.parenthesizes) return;
  if (isFunction(node)) {
    for (const returned of returnedValues(node)) checkPrecedence(returned, group, context);
    return;
  }
  const { env, evaluator } = context;
  for (const leaf of leavesOf(node, env, evaluator)) {
    const text = writtenText(leaf.node, { env: leaf.env, evaluator });
    if (text === '') continue;
    const outer = withoutOperands(text);
    const operator = /\bor\b/i.test(outer) ? 'or' : group === 'not' && /\band\b/i.test(outer) ? 'and' : undefined;
    const isInside = ts.findAncestor(leaf.node, (around) => around === node) !== undefined;
    if (operator) context.report('RQB_RAW_PRECEDENCE', isInside ? leaf.node : unwrap(node), { operator, group });
  }
}

/**
 * The text of the raw SQL that an expression stands for; see `writtenText`.
 *
 * @param depth how many templates, calls and constants have been followed already
 */
function rawText(node: ts.Node, context: Pick<Reading, 'env' | 'evaluator'>, depth: number): string {
  const { env, evaluator } = context;
  const inner = unwrap(node);
  if (depth > 8) return '';
  const value = evaluator.evaluate(inner, env);
  if (value.kind === 'expression' && value.node !== inner)
    return isFunction(value.node) ? '' : rawText(value.node, { evaluator, env: value.env }, depth + 1);
  return writtenText(inner, context, depth);
}

/**
 * The text of raw SQL, as far as it can be read, with `?` for values: that of a `sql` template and of the templates in
 * it, of `sql.raw(…)`, and of what `sql.join(…)` puts between its items. Empty for other expressions, also for calls
 * of `and()` and `or()`, which put parentheses around what they join.
 *
 * @param inner an expression that stands for itself
 */
function writtenText(inner: ts.Node, context: Pick<Reading, 'env' | 'evaluator'>, depth = 0): string {
  const { env, evaluator } = context;
  if (ts.isTaggedTemplateExpression(inner)) {
    const { template } = inner;
    if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
    const spans = template.templateSpans.map(
      ({ expression, literal }) => (rawText(expression, context, depth + 1) || ' ? ') + literal.text,
    );
    return template.head.text + spans.join('');
  }
  if (!ts.isCallExpression(inner)) return '';
  const callee = unwrap(inner.expression);
  const [first, second] = inner.arguments;
  const fn = evaluator.evaluate(callee, env);
  if (fn.kind === 'external' && fn.name === 'sql.raw') return first && ts.isStringLiteralLike(first) ? first.text : '';
  if (fn.kind === 'external' && fn.name === 'sql.join') return `?${second ? rawText(second, context, depth + 1) : ''}?`;
  // `` sql`…`.mapWith(Number) `` and other methods of SQL return the same SQL.
  return fn.kind === 'unknown' && ts.isPropertyAccessExpression(callee)
    ? rawText(callee.expression, context, depth + 1)
    : '';
}

/**
 * SQL text without what its `and`s and `or`s do not join loosely: strings, quoted names, comments, what stands in
 * parentheses or in `case … end`, and the `and` of `between`.
 */
function withoutOperands(text: string): string {
  let depth = 0;
  return text
    .replace(/'[^']*'|"[^"]*"|--.*|\/\*[^]*?\*\//g, ' ? ')
    .replace(/[()]|\b(?:case|end)\b|(?:(?!\b(?:case|end)\b)[^()])+/gi, (part) => {
      const opens = /^(?:\(|case)$/i.test(part);
      const closes = /^(?:\)|end)$/i.test(part);
      if (opens || closes) depth += opens ? 1 : -1;
      return depth === 0 && !closes ? part : ' ';
    })
    .replace(/\bbetween\b[^]*?\band\b/gi, ' ');
}
