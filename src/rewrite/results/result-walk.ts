import type { ts } from '../../ts.cts';
import type { Project } from '../project.ts';
import type { Step } from './returned-results.ts';

/** A place that reads the key: the name in `row.posts`, or the element `{ posts }` of a destructuring pattern. */
export type ResultRead = ts.MemberName | ts.BindingElement;

/**
 * A row that is passed to a typed parameter, which may be typed as the result of a query (see `renamed-arguments.ts`).
 */
export interface GivenRow {
  place: ts.Node;
  trail: string;
}

/** Where a part of a query's result goes. */
export interface ResultReaders {
  reads: ResultRead[];
  /** The strings that index a type of the result by the key. */
  indexes: ts.StringLiteral[];
  /**
   * Places where the result goes out of sight: an untyped argument, an exported function's callers elsewhere, a
   * template.
   */
  escapes: ts.Node[];
  given: GivenRow[];
  /** Parameters and variables that are typed as the result of the query; they were followed. */
  typedTrails: string[];
  /** Types that the result must fit: written by hand, or derived from the result. */
  typed: ts.Node[];
  /** Other values that reach the same places as the result. */
  mixed: ts.Node[];
  /** The members of such values that have the key: `posts` of `.catch(() => ({ posts: [] }))`. */
  standIns: ts.ObjectLiteralElementLike[];
  /** `...rest` elements beside an element that takes the key. */
  rests: ts.BindingElement[];
  /** Places that take the query's SQL (`toSQL()`) instead of its result. */
  statements: ts.Node[];
}

/** What the steps of following one result share. */
export interface ResultWalk {
  /** The `findMany` or `findFirst` call; undefined when values are followed by their type alone. */
  call: ts.CallExpression | undefined;
  project: Project;
  /** What was found so far. */
  found: ResultReaders;
  /**
   * Follows an expression whose value has the key at the end of `path`.
   *
   * @param place the node to report when the result goes out of sight from here; by default the expression
   */
  follow(expression: ts.Node, path: readonly Step[], place?: ts.Node): void;
  /** Whether a node is followed along a path for the first time. */
  isFirst(node: ts.Node, path: readonly Step[]): boolean;
}
