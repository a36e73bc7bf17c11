import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';
import { trailsOf } from './renamed-arguments.ts';
import { readersOf, type ResultRead } from './result-readers.ts';
import type { Step } from './returned-results.ts';

/**
 * Follows the result of a query to where the key at the end of `steps` is read, renames it there and reports it, at the
 * member of `with` that asks for it; or at the places where the result goes out of sight, so that reads behind them were
 * not found.
 */
export function renameInResult(
  property: ts.Node,
  call: ts.CallExpression,
  steps: readonly Step[],
  renamed: string,
  project: Project,
): void {
  const detail = { relation: steps.at(-1)!, renamed };
  const { reads, escapes, given, typedTrails } = readersOf(call, steps, project);
  for (const read of reads) rename(read, renamed, project);
  for (const escape of escapes) project.changes.report('RQB_RELATION_RENAMED_IN_QUERY', escape, detail);
  if (escapes.length + given.length === 0) project.changes.report('RQB_RESULT_KEY_RENAMED', property, detail);
  const known = trailsOf(project);
  for (const own of typedTrails) known.typed.add(own);
  known.waiting.push(...given.map((row) => ({ ...row, property, detail })));
}

/** Reads another key at a place, into the same variable. */
export function rename(read: ResultRead, renamed: string, { changes }: Project): void {
  const name = ts.isBindingElement(read) ? (read.propertyName ?? read.name) : read;
  const text = ts.isBindingElement(read) && !read.propertyName ? `${renamed}: ${read.name.getText()}` : renamed;
  changes.replace(name.getSourceFile().fileName, name.getStart(), name.end, text);
}
