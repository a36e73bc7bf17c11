import { diffArrays, type StructuredPatchHunk } from 'diff';
import { firstIndex } from '../bisect.ts';

/** A line of a diff: kept, removed or added. It has no line break if it is a last line without one. */
interface DiffLine {
  sign: ' ' | '-' | '+';
  text: string;
}

/** What a unified diff says about a last line without a line break. */
const noBreak = '\\ No newline at end of file';

/**
 * The hunks of the unified diff between two texts, as the package diff has them.
 *
 * @param context the number of kept lines around changes
 */
export function hunksBetween(before: string, after: string, context: number): StructuredPatchHunk[] {
  const lines = diffLines(before, after);
  const hunks: StructuredPatchHunk[] = [];
  let oldLine = 1;
  let newLine = 1;
  let at = 0;
  for (const { from, to } of changedRanges(lines, context)) {
    for (; at < from; at++, oldLine++, newLine++);
    const hunk = { oldStart: oldLine, oldLines: 0, newStart: newLine, newLines: 0, lines: [] as string[] };
    for (; at < to; at++) {
      const { sign, text } = lines[at]!;
      if (sign !== '+') hunk.oldLines++;
      if (sign !== '-') hunk.newLines++;
      hunk.lines.push(sign + text.replace(/\n$/, ''), ...(text.endsWith('\n') ? [] : [noBreak]));
    }
    oldLine += hunk.oldLines;
    newLine += hunk.newLines;
    hunks.push(hunk);
  }
  return hunks;
}

/** Where the changes are, with the kept lines around them; all lines between two ranges are kept. */
function changedRanges(lines: readonly DiffLine[], context: number): { from: number; to: number }[] {
  const ranges: { from: number; to: number }[] = [];
  lines.forEach(({ sign }, index) => {
    if (sign === ' ') return;
    const last = ranges.at(-1);
    const to = Math.min(lines.length, index + 1 + context);
    if (last && index - context <= last.to) last.to = to;
    else ranges.push({ from: Math.max(0, index - context), to });
  });
  return ranges;
}

/**
 * All lines of two texts. The time of the algorithm of the package grows with the square of the changes; so the texts are
 * divided at lines that both have once ("patience diff"), and only what is between these is compared by it.
 */
function diffLines(before: string, after: string): DiffLine[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  const lines: DiffLine[] = [];
  let [oldAt, newAt] = [0, 0];
  for (const [oldEnd, newEnd] of [...commonLines(old, now), [old.length, now.length] as const]) {
    for (const part of diffArrays(old.slice(oldAt, oldEnd), now.slice(newAt, newEnd)))
      for (const text of part.value) lines.push({ sign: part.added ? '+' : part.removed ? '-' : ' ', text });
    if (oldEnd < old.length) lines.push({ sign: ' ', text: old[oldEnd]! });
    [oldAt, newAt] = [oldEnd + 1, newEnd + 1];
  }
  return lines;
}

/** The lines of a text with their line breaks. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** The places of lines that both texts have exactly once; of those in another order, the longest list in the same order. */
function commonLines(old: readonly string[], now: readonly string[]): (readonly [number, number])[] {
  const oldPlaces = placesOfUnique(old);
  const pairs = [...placesOfUnique(now)].flatMap(([line, newAt]) => {
    const oldAt = oldPlaces.get(line);
    return oldAt === undefined ? [] : [[oldAt, newAt] as const];
  });
  return longestRising(pairs);
}

/** The places of the lines that occur once, in order. */
function placesOfUnique(lines: readonly string[]): Map<string, number> {
  const places = new Map<string, number>();
  const repeated = new Set<string>();
  lines.forEach((line, index) => (places.has(line) ? repeated.add(line) : places.set(line, index)));
  for (const line of repeated) places.delete(line);
  return places;
}

/** The longest list of pairs, which are in the order of their second numbers, whose first numbers rise too. */
function longestRising(pairs: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  // `ends[n]` is the pair with the least first number at which a list of n + 1 pairs can end.
  const ends: number[] = [];
  const previous: (number | undefined)[] = [];
  pairs.forEach(([first], index) => {
    const length = firstIndex(ends.length, (end) => pairs[ends[end]!]![0] >= first);
    previous.push(ends[length - 1]);
    ends[length] = index;
  });
  const list: (readonly [number, number])[] = [];
  for (let at = ends.at(-1); at !== undefined; at = previous[at]) list.push(pairs[at]!);
  return list.reverse();
}
