import type { Edit, KeptRange, SourceRange } from './edit.ts';

/**
 * Applies edits to the text of one file and returns the new text. An edit may lie inside of a range that another edit
 * keeps, and is then applied to the kept text, to each copy of it; apart from that, edits must not overlap.
 *
 * @throws Error when two edits overlap, or one lies in text that another one replaces: a bug in a rule
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  // A byte order mark must stay the first character, also when an edit inserts text at the start of the file.
  if (text.startsWith('\uFEFF')) return text[0] + applyEdits(text.slice(1), edits.map(withoutMark));
  // An outer edit comes before those inside of it, an insertion before the edit that replaces the text behind it.
  const isInsertion = (edit: Edit) => Number(edit.start === edit.end);
  const ordered = [...edits].sort((a, b) => a.start - b.start || isInsertion(b) - isInsertion(a) || b.end - a.end);
  const used = new Set<Edit>();

  /** The text of a kept range, with the edits in it applied. */
  function kept({ start, end, outdent }: KeptRange, from: number): string {
    const rendered = render(start, end, from);
    return outdent ? rendered.replaceAll(`\n${outdent}`, '\n') : rendered;
  }

  /** The text from `start` to `end` with the edits in it applied; `from` is the index of the first edit to look at. */
  function render(start: number, end: number, from: number): string {
    let output = '';
    let position = start;
    for (let index = from; index < ordered.length; index++) {
      const edit = ordered[index]!;
      if (edit.start < position) continue;
      if (edit.start > end || edit.end > end) break;
      // An insertion at the very end of a kept range belongs to the text behind the range.
      if (edit.start === end && edit.end === end && end !== text.length) break;
      used.add(edit);
      output += text.slice(position, edit.start);
      for (const piece of edit.pieces) {
        output += typeof piece === 'string' ? piece : kept(piece, index + 1);
      }
      position = edit.end;
    }
    return output + text.slice(position, end);
  }

  const result = render(0, text.length, 0);
  const lost = ordered.find((edit) => !used.has(edit));
  if (lost) throw new Error(`Overlapping edits in ${lost.file} at ${lost.start}–${lost.end}`);
  return result;
}

/** An edit for the text without its byte order mark: all offsets are one less. */
function withoutMark(edit: Edit): Edit {
  const shifted = <T extends SourceRange>(range: T): T => ({
    ...range,
    start: Math.max(0, range.start - 1),
    end: Math.max(0, range.end - 1),
  });
  return {
    ...shifted(edit),
    pieces: edit.pieces.map((piece) => (typeof piece === 'string' ? piece : shifted(piece))),
  };
}

/** Whether the character at `position` is still in the text after the edits, in its place or moved elsewhere. */
export function survives(position: number, edits: readonly Edit[]): boolean {
  let isCut = false;
  for (const edit of edits) if (covers(edit, position) && !keeps(edit, position)) isCut = true;
  return !isCut || edits.some((edit) => !covers(edit, position) && keeps(edit, position));
}

function covers({ start, end }: SourceRange, position: number): boolean {
  return position >= start && position < end;
}

/** Whether one of the pieces that an edit puts in is the text around `position`. */
function keeps({ pieces }: Edit, position: number): boolean {
  return pieces.some((piece) => typeof piece !== 'string' && covers(piece, position));
}
