import { firstIndex } from '../bisect.ts';
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

/**
 * Whether the character at `position` is still in the text after the edits, in its place or moved elsewhere. The list of
 * edits must not change between calls: what it cuts is worked out once.
 */
export function survives(position: number, edits: readonly Edit[]): boolean {
  let known = fates.get(edits);
  if (!known) fates.set(edits, (known = { cut: union(edits.flatMap(cutBy)), moved: union(edits.flatMap(movedBy)) }));
  return !isIn(known.cut, position) || isIn(known.moved, position);
}

/** What edits cut, and what they put elsewhere; ranges in order that do not touch each other. */
interface Fates {
  cut: readonly SourceRange[];
  moved: readonly SourceRange[];
}

const fates = new WeakMap<readonly Edit[], Fates>();

/** The ranges that an edit replaces without keeping them in its place. */
function cutBy({ start, end, pieces }: Edit): SourceRange[] {
  const cut: SourceRange[] = [];
  let position = start;
  for (const piece of union(pieces.filter((part) => typeof part !== 'string'))) {
    if (piece.start > position) cut.push({ start: position, end: Math.min(piece.start, end) });
    position = Math.max(position, piece.end);
  }
  return [...cut, { start: position, end }].filter((range) => range.start < range.end);
}

/** The ranges from elsewhere that an edit keeps. */
function movedBy({ start, end, pieces }: Edit): SourceRange[] {
  return pieces.flatMap((piece) =>
    typeof piece === 'string'
      ? []
      : [
          { start: piece.start, end: Math.min(piece.end, start) },
          { start: Math.max(piece.start, end), end: piece.end },
        ].filter((range) => range.start < range.end),
  );
}

/** The union of ranges, in order. */
function union(ranges: readonly SourceRange[]): SourceRange[] {
  const merged: SourceRange[] = [];
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

/** Whether one of the ranges, which are in order, has the character at `position`. */
function isIn(ranges: readonly SourceRange[], position: number): boolean {
  const next = ranges[firstIndex(ranges.length, (index) => ranges[index]!.end > position)];
  return next !== undefined && next.start <= position;
}
