import { ts } from '../../ts.cts';
import { isFunction } from '../../read/syntax.ts';
import type { Project } from '../project.ts';

/** A row that is given to a parameter. */
export interface Waiting {
  property: ts.Node;
  place: ts.Node;
  trail: string;
  detail: { relation: string; renamed: string };
}

const trails = new WeakMap<Project, { typed: Set<string>; waiting: Waiting[] }>();

/** What was followed and what waits, in a project. */
export function trailsOf(project: Project): { typed: Set<string>; waiting: Waiting[] } {
  let known = trails.get(project);
  if (!known) trails.set(project, (known = { typed: new Set(), waiting: [] }));
  return known;
}

/** A place and the way from there to what is looked for. */
export function trail(declaration: ts.Node, path: readonly string[]): string {
  return [declaration.getSourceFile().fileName, declaration.pos, ...path].join('\0');
}

/**
 * Reports the rows that were given to parameters of another type than a query's result; the others were followed with
 * that query. To be called when all queries are rewritten.
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

/** The parameter of a function of the project that an argument is for. */
export function parameterOf(argument: ts.Node, { evaluator }: Project): ts.ParameterDeclaration | undefined {
  const { parent } = argument;
  const index = ts.isCallExpression(parent) ? parent.arguments.indexOf(argument as ts.Expression) : -1;
  if (index < 0 || !ts.isCallExpression(parent)) return undefined;
  const callee = evaluator.evaluate(parent.expression);
  return callee.kind === 'expression' && isFunction(callee.node) ? callee.node.parameters[index] : undefined;
}
