import type { Env } from '../../facts.ts';
import type { ValueContext } from '../../filter/context.ts';
import { holdsSql, writtenTo } from '../../filter/sql/holds-sql.ts';
import { calledFunction } from '../../filter/values/is-sql.ts';
import { isDrizzle, isSqlTag } from '../../filter/values/operators.ts';
import { returnedValues } from '../../read/syntax/function-ends.ts';
import { variableOf } from '../../read/syntax/scope.ts';
import { isNullish, unwrap } from '../../read/syntax/syntax.ts';
import { leavesOf } from '../../read/values/leaves.ts';
import { createObjectMembers } from '../../read/types/object-members.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';
import { givenValues } from '../queries/given-values.ts';
import { jsonTypeOf } from './json-place.ts';

/** Makes a function that tells what is known about values, with those of the names in an environment. */
export function valueContexts(project: Project): (env: Env) => ValueContext {
  const { evaluator } = project;
  const { memberOf } = createObjectMembers(project);
  return (env) => ({
    env,
    evaluator,
    givenValues: (node) => givenValues(node, project) ?? [],
    memberOf: ({ expression, name }) => memberOf(expression, name.text),
  });
}

/** What an interpolated value may be. */
export interface JsonLeaves {
  /** Texts, which are sent as parameters. */
  texts: ts.Node[];
  /** Templates that are nothing but a value. */
  wrappers: ts.Node[];
  /** There may be SQL that `::text` cannot be written behind without a thought: `a || b`. */
  open: boolean;
  /** There may be an object, or a parameter whose encoder leaves it to postgres-js to make JSON of it. */
  object: boolean;
}

/**
 * Tells what an interpolated value may be, looking into choices, constants, functions in sight, and SQL that is nothing
 * but a value: `` sql`${text}` ``. A parameter with an encoder is text in 0.x, but in 1.0 the encoder of a JSON column
 * leaves it to postgres-js to make JSON of it.
 *
 * @param isCast a `::` stands right behind the value, so that it casts what SQL ends in: `` sql`a || ${text}` ``
 */
export function jsonLeavesOf(value: ts.Expression, isCast: boolean, context: ValueContext): JsonLeaves {
  const found: JsonLeaves = { texts: [], wrappers: [], open: false, object: false };
  const seen = new Set<ts.Node>();
  visit(value, context, 0);
  return found;

  function visit(node: ts.Node, within: ValueContext, depth: number): void {
    if (depth > 8) return;
    for (const leaf of leavesOf(node, within.env, within.evaluator))
      visitLeaf(leaf.node, { ...within, env: leaf.env }, depth);
  }

  function visitLeaf(node: ts.Node, within: ValueContext, depth: number): void {
    const { env, evaluator } = within;
    const inner = withoutMethods(unwrap(node), within);
    if (isNullish(inner) || seen.has(inner)) return;
    if (ts.isObjectLiteralExpression(inner)) found.object = true;
    else if (isParameter(inner, within)) {
      const encoder = inner.arguments?.[1];
      const column = encoder && evaluator.evaluate(encoder, env);
      if (column?.kind === 'column' && column.table.dialect === 'pg' && jsonTypeOf(column.column)) found.object = true;
      else found.texts.push(inner);
    } else if (!holdsSql(inner, within)) found.texts.push(inner);
    else {
      // A template that is a function's may be met once for each of its calls, with other values.
      if (!ts.isTaggedTemplateExpression(inner)) seen.add(inner);
      visitSql(inner, within, depth);
    }
  }

  function visitSql(node: ts.Node, within: ValueContext, depth: number): void {
    const parts = partsOf(node, within);
    if (parts) {
      if (ts.isTaggedTemplateExpression(node)) found.wrappers.push(node);
      for (const part of parts) visit(part, within, depth + 1);
      return;
    }
    if (ts.isTaggedTemplateExpression(node)) {
      const last = isCast && isSqlTag(node.tag, within) ? lastValue(node.template) : undefined;
      if (last) visit(last, within, depth + 1);
      if (!ts.isNoSubstitutionTemplateLiteral(node.template) || !closed.test(node.template.text)) found.open = true;
    } else if (within.evaluator.evaluate(node as ts.Expression, within.env).kind !== 'column') found.open = true;
  }
}

/** SQL that a cast can be written behind: null, a literal, perhaps with casts. */
const closed = /^\s*(?:null|'[^']*')(?:::\w+)*\s*$/i;

/** The expressions that SQL is one of; undefined when it is SQL of its own. */
function partsOf(node: ts.Node, context: ValueContext): readonly ts.Node[] | undefined {
  if (ts.isTaggedTemplateExpression(node)) {
    const only = isSqlTag(node.tag, context) ? onlyValue(node.template) : undefined;
    return only && [only];
  }
  if (ts.isCallExpression(node)) {
    const fn = calledFunction(node, context);
    const returned = fn ? returnedValues(fn) : [];
    return returned.length > 0 ? returned : undefined;
  }
  if (!ts.isIdentifier(node)) return undefined;
  const variable = variableOf(node);
  const given = variable
    ? [...(variable.initializer ? [variable.initializer] : []), ...writtenTo(variable)]
    : context.givenValues(node);
  return given.length > 0 ? given : undefined;
}

/** The value of a template that has no other text: `` sql`${value}` ``. */
function onlyValue(template: ts.TemplateLiteral): ts.Expression | undefined {
  if (!ts.isTemplateExpression(template) || template.head.text.trim() !== '') return undefined;
  const [first, second] = template.templateSpans;
  return second || first!.literal.text.trim() !== '' ? undefined : first!.expression;
}

/** The value that a template ends in. */
function lastValue(template: ts.TemplateLiteral): ts.Expression | undefined {
  const last = ts.isTemplateExpression(template) ? template.templateSpans.at(-1) : undefined;
  return last?.literal.text.trim() === '' ? last.expression : undefined;
}

/** SQL without the methods that leave its text alone: `` sql`${text}`.mapWith(String) ``. */
function withoutMethods(node: ts.Node, context: ValueContext): ts.Node {
  if (!ts.isCallExpression(node)) return node;
  const callee = unwrap(node.expression);
  if (!ts.isPropertyAccessExpression(callee) || !['mapWith', 'if'].includes(callee.name.text)) return node;
  const owner = unwrap(callee.expression);
  return holdsSql(owner, context) ? withoutMethods(owner, context) : node;
}

/** Whether an expression is `sql.param(…)` or `new Param(…)`. */
function isParameter(node: ts.Node, context: ValueContext): node is ts.CallExpression | ts.NewExpression {
  return (
    (ts.isCallExpression(node) && isDrizzle(node.expression, 'param', context)) ||
    (ts.isNewExpression(node) && isDrizzle(node.expression, 'Param', context))
  );
}
