import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEdits, survives } from '../../src/edits/apply.ts';
import type { Edit, Piece } from '../../src/edits/edit.ts';

/** Text as files have it: line ends of both kinds, a byte order mark, letters beyond the basic plane. */
const texts = fc
  .array(fc.constantFrom('a', 'b ', '\n', '\r\n', '\uFEFF', '𝒳', '👩‍👩‍👧', 'é', '\t', '{', "'"), { maxLength: 30 })
  .map((parts) => parts.join('').replace(/^\uFEFF+/, ''));

const file = '/file.ts';

/** A text with edits that do not overlap, in order; a cut may go through the middle of a letter's two units. */
const cases = texts.chain((text) =>
  fc
    .tuple(
      fc.uniqueArray(fc.nat({ max: text.length }), { maxLength: 12 }),
      fc.array(fc.string({ unit: 'grapheme', maxLength: 4 }), { minLength: 6, maxLength: 6 }),
    )
    .map(([cuts, news]) => {
      const sorted = cuts.toSorted((a, b) => a - b);
      const edits: Edit[] = [];
      for (let index = 0; index + 1 < sorted.length; index += 2)
        edits.push({ file, start: sorted[index]!, end: sorted[index + 1]!, pieces: [news[index >> 1]!] });
      return { text, edits };
    }),
);

/** What the edits mean, the plain way: from the last to the first. */
const reference = (text: string, edits: readonly Edit[]) =>
  edits.toReversed().reduce((result, { start, end, pieces }) => {
    return result.slice(0, start) + pieces.join('') + result.slice(end);
  }, text);

describe('edits', () => {
  test('none leave every byte', () => {
    fc.assert(fc.property(texts, (text) => applyEdits(text, []) === text));
  });

  test('that do not overlap replace what they cover and nothing else', () => {
    fc.assert(
      fc.property(cases, ({ text, edits }) => {
        expect(applyEdits(text, edits)).toBe(reference(text, edits));
      }),
    );
  });

  test('come in any order', () => {
    fc.assert(
      fc.property(
        cases.chain(({ text, edits }) =>
          fc.record({
            text: fc.constant(text),
            edits: fc.constant(edits),
            shuffled: fc.shuffledSubarray(edits, { minLength: edits.length }),
          }),
        ),
        ({ text, edits, shuffled }) => {
          expect(applyEdits(text, shuffled)).toBe(applyEdits(text, edits));
        },
      ),
    );
  });

  test('that keep what they cover apply the edits inside', () => {
    fc.assert(
      fc.property(cases, fc.string({ maxLength: 3 }), fc.string({ maxLength: 3 }), ({ text, edits }, before, after) => {
        if (text === '') return;
        const whole: Edit = {
          file,
          start: 0,
          end: text.length,
          pieces: [before, { start: 0, end: text.length }, after],
        };
        const inner = edits.filter(({ start, end }) => start > 0 || end < text.length);
        expect(applyEdits(text, [whole, ...inner])).toBe(before + reference(text, inner) + after);
      }),
    );
  });

  test('can move what they keep', () => {
    fc.assert(
      fc.property(texts, fc.nat(), (text, at) => {
        if (text.length < 2) return;
        const middle = 1 + (at % (text.length - 1));
        const pieces: Piece[] = [{ start: middle, end: text.length }, '|', { start: 0, end: middle }];
        const swapped = applyEdits(text, [{ file, start: 0, end: text.length, pieces }]);
        expect(swapped).toBe(`${text.slice(middle)}|${text.slice(0, middle)}`);
      }),
    );
  });

  test('are made in each copy of a range that is kept twice', () => {
    const copy: Edit = { file, start: 0, end: 3, pieces: [{ start: 0, end: 3 }, '|', { start: 1, end: 3 }] };
    const inner: Edit = { file, start: 1, end: 2, pieces: ['B'] };
    expect(applyEdits('abc', [copy, inner])).toBe('aBc|Bc');
  });

  test('leave a byte order mark in front', () => {
    fc.assert(
      fc.property(cases, ({ text, edits }) => {
        const moved = edits.map((edit) => ({ ...edit, start: edit.start + 1, end: edit.end + 1 }));
        expect(applyEdits(`\uFEFF${text}`, moved)).toBe(`\uFEFF${applyEdits(text, edits)}`);
      }),
    );
  });

  test('that overlap are refused', () => {
    fc.assert(
      fc.property(texts, fc.array(fc.nat(), { minLength: 4, maxLength: 4 }), (text, numbers) => {
        if (text.length < 3) return;
        const [a, b, c, d] = numbers.map((value) => value % (text.length + 1)).sort((x, y) => x - y) as number[];
        if (!(a! < b! && b! < c! && c! < d!)) return;
        const edits: Edit[] = [
          { file, start: a!, end: c!, pieces: ['x'] },
          { file, start: b!, end: d!, pieces: ['y'] },
        ];
        expect(() => applyEdits(text, edits)).toThrow('Overlapping edits');
      }),
    );
  });

  test('leave exactly the characters that survive', () => {
    const marks = Array.from({ length: 40 }, (_, index) => String.fromCharCode(0x4e00 + index)).join('');
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat({ max: 40 }), { maxLength: 12 }), (cuts) => {
        const sorted = cuts.toSorted((a, b) => a - b);
        const edits: Edit[] = [];
        for (let index = 0; index + 1 < sorted.length; index += 2) {
          const [start, end] = [sorted[index]!, sorted[index + 1]!];
          const middle = (start + end) >> 1;
          edits.push({ file, start, end, pieces: index % 4 === 0 ? [] : ['-', { start: middle, end }] });
        }
        const after = applyEdits(marks, edits);
        for (let index = 0; index < marks.length; index++)
          expect(after.includes(marks[index]!)).toBe(survives(index, edits));
      }),
    );
  });

  test('and what survives them are told apart in time that does not grow with both', () => {
    const edits = Array.from({ length: 50_000 }, (_, index): Edit => ({
      file,
      start: 2 * index,
      end: 2 * index + 1,
      pieces: [],
    }));
    const positions = Array.from({ length: 100_000 }, (_, position) => position);
    expect(positions.filter((position) => survives(position, edits))).toHaveLength(50_000);
  });
});
