import type { Edit } from './edit.ts';

/**
 * Applies edits to the text of one file. Edits may nest (an edit inside a stretch that an outer edit keeps), but two
 * edits must not overlap otherwise.
 *
 * @throws Error when two edits overlap, or one lies in text that another one replaces: a bug in a rule
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const ordered = [...edits].sort((a, b) => a.start - b.start || b.end - a.end);
  const used = new Set<Edit>();

  function render(start: number, end: number, from: number): string {
    let output = '';
    let position = start;
    for (let index = from; index < ordered.length; index++) {
      const edit = ordered[index]!;
      if (edit.start < position || used.has(edit)) continue;
      if (edit.start > end || edit.end > end) break;
      // An insertion at the very end of a kept stretch belongs to what comes after it.
      if (edit.start === end && edit.end === end && end !== text.length) break;
      used.add(edit);
      output += text.slice(position, edit.start);
      for (const piece of edit.pieces) {
        output += typeof piece === 'string' ? piece : render(piece.start, piece.end, index + 1);
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

/** Whether the character at `position` is still there after the edits. */
export function survives(position: number, edits: readonly Edit[]): boolean {
  return edits.every(
    (edit) =>
      position < edit.start ||
      position >= edit.end ||
      edit.pieces.some((piece) => typeof piece !== 'string' && position >= piece.start && position < piece.end),
  );
}
