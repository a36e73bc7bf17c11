import type { Edit, Rule } from '../edits/edit.ts';
import { placesIn } from '../edits/places.ts';
import type { RelationsBlock } from '../facts.ts';
import type { Rewrite } from '../result.ts';

/** The name under which the betas kept v1's queries, as `db._query` and `db['_query']`. */
const isQueryName = /^(['"`]?)_query\1$/;

/**
 * The places in one file that the run rewrites, for `--check`: one per rule and line, in the order of the text. For
 * relations these are the v1 blocks, if the file has any.
 *
 * @param text the file's present text
 * @param blocks the v1 blocks in the file that are converted
 */
export function rewritesOf(text: string, edits: readonly Edit[], blocks: readonly RelationsBlock[]): Rewrite[] {
  const placeOf = placesIn(text);
  const places = new Map<string, Rewrite>();
  const add = (file: string, start: number, rule: Rule | undefined) => {
    const { line, column } = placeOf(start);
    const key = `${rule} ${line}`;
    if (rule && !places.has(key)) places.set(key, { rule, file, line, column });
  };
  for (const { path, node, declaration } of blocks) add(path, (declaration ?? node).getStart(), 'relations');
  // The name `db._query` is no place of its own where the query has others.
  const isName = ({ start, end }: Edit) => isQueryName.test(text.slice(start, end));
  const rewritten = new Set(edits.flatMap((edit) => (edit.query !== undefined && !isName(edit) ? [edit.query] : [])));
  for (const edit of edits) {
    const isKnown = edit.query !== undefined && isName(edit) && rewritten.has(edit.query);
    if ((edit.rule !== 'relations' || blocks.length === 0) && !isKnown) add(edit.file, firstOf(edit, text), edit.rule);
  }
  return [...places.values()].sort((a, b) => a.line - b.line || a.column - b.column);
}

/**
 * Where an edit begins to change what the user has written: behind the comma and white space that go with what is
 * removed.
 */
function firstOf({ start, end }: Edit, text: string): number {
  const [lead] = /^[\s,]*/.exec(text.slice(start, end))!;
  return start + lead.length < end ? start + lead.length : start;
}
