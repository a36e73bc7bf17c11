import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';
import { trailsOf } from './renamed-arguments.ts';
import { readersOf, readersOfType } from './result-readers.ts';
import type { ResultRead, ResultReaders } from './result-walk.ts';
import type { Step } from './returned-results.ts';
import type { ShapeKey, ShapeMember } from './shape-members.ts';

/**
 * Renames a relation where the result of its query is read, `user.posts` → `user.userPosts`, because its key in `with`
 * was renamed. Reports the renaming at the member of `with` when every read was found, else the places where the result
 * goes out of sight.
 *
 * @param property the member of `with`
 * @param call the `findMany` or `findFirst` call
 * @param steps the way into the result, with the relation's old name at its end
 * @param renamed the relation's new name
 */
export function renameInResult(
  property: ts.Node,
  call: ts.CallExpression,
  steps: readonly Step[],
  renamed: string,
  project: Project,
): void {
  renameReaders(readersOf(call, steps, project), property, { relation: steps.at(-1)!, renamed }, project);
}

/** The same for the values of a type that names the relation. */
export function renameInType(
  property: ts.Node,
  type: ts.Node,
  steps: readonly Step[],
  renamed: string,
  project: Project,
): void {
  renameReaders(readersOfType(type, steps, project), property, { relation: steps.at(-1)!, renamed }, project);
}

function renameReaders(
  { reads, indexes, escapes, given, typedTrails, standIns, rests }: ResultReaders,
  property: ts.Node,
  detail: { relation: string; renamed: string },
  project: Project,
): void {
  for (const place of [...reads, ...standIns, ...indexes]) rename(place, detail.renamed, project);
  for (const rest of rests) project.changes.report('RQB_RESULT_REST', rest, detail);
  for (const escape of escapes) project.changes.report('RQB_RELATION_RENAMED_IN_QUERY', escape, detail);
  if (escapes.length + given.length === 0) project.changes.report('RQB_RESULT_KEY_RENAMED', property, detail);
  const known = trailsOf(project);
  for (const own of typedTrails) known.typed.add(own);
  known.waiting.push(...given.map((row) => ({ ...row, property, detail })));
}

/**
 * Replaces the key that a place reads, or that an object has in place of a result. In a pattern the variable keeps its
 * name: `{ posts }` → `{ userPosts: posts }`.
 */
export function rename(
  place: ResultRead | Exclude<ShapeMember, ShapeKey> | ts.ObjectLiteralElementLike | ts.StringLiteral,
  renamed: string,
  { changes }: Pick<Project, 'changes'>,
): void {
  const isShort = ts.isShorthandPropertyAssignment(place) || (ts.isBindingElement(place) && !place.propertyName);
  const key = ts.isBindingElement(place)
    ? (place.propertyName ?? place.name)
    : ts.isObjectLiteralElementLike(place) || ts.isPropertySignature(place)
      ? place.name
      : place;
  if (!key) return;
  // A string keeps its quotes.
  const inset = ts.isStringLiteral(place) ? 1 : 0;
  const text = isShort ? `${renamed}: ${key.getText()}` : renamed;
  changes.replace(key.getSourceFile().fileName, key.getStart() + inset, key.end - inset, text);
}
