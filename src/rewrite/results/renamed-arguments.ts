import { ts } from '../../ts.cts';
import { isFunction } from '../../read/syntax/syntax.ts';
import type { Project } from '../project.ts';

/**
 * Rows that are passed to typed parameters, where a renamed relation is read. A parameter typed as a query's result
 * (`row: Awaited<ReturnType<typeof load>>`) is followed with that query, which may be rewritten later than the row is
 * found; so the rows wait until all queries are done.
 */

/** A row that is passed to a parameter with a written type. */
export interface Waiting {
  /** The member of `with` that asks for the renamed relation. */
  property: ts.Node;
  /** The argument. */
  place: ts.Node;
  /** The parameter and the path to the relation, as `trail` makes it. */
  trail: string;
  detail: { relation: string; renamed: string };
}

const trails = new WeakMap<Project, { typed: Set<string>; waiting: Waiting[] }>();

/** The lists of a project: the trails that were followed by way of a type (`typed`), and the rows that wait. */
export function trailsOf(project: Project): { typed: Set<string>; waiting: Waiting[] } {
  let known = trails.get(project);
  if (!known) trails.set(project, (known = { typed: new Set(), waiting: [] }));
  return known;
}

/**
 * Reports the rows that were passed to parameters which are not typed as the result of a query, so that reads of the
 * renamed relation behind them were not found; and the renaming itself where all rows were followed. To be called after
 * all queries are rewritten.
 */
export function reportRenamedArguments(project: Project): void {
  const { typed, waiting } = trailsOf(project);
  for (const { place, trail: own, detail } of waiting)
    if (!typed.has(own)) project.changes.report('RQB_RELATION_RENAMED_IN_QUERY', place, detail);
  for (const { property, detail } of waiting) {
    const isFollowed = waiting.every((other) => other.property !== property || typed.has(other.trail));
    if (isFollowed) project.changes.report('RQB_RESULT_KEY_RENAMED', property, detail);
  }
}

/** The parameter that an argument is for, when the function that is called is in sight. */
export function parameterOf(argument: ts.Node, { evaluator }: Project): ts.ParameterDeclaration | undefined {
  const { parent } = argument;
  const index = ts.isCallExpression(parent) ? parent.arguments.indexOf(argument as ts.Expression) : -1;
  if (index < 0 || !ts.isCallExpression(parent)) return undefined;
  const callee = evaluator.evaluate(parent.expression);
  return callee.kind === 'expression' && isFunction(callee.node) ? callee.node.parameters[index] : undefined;
}
