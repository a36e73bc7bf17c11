import { applyPatch, structuredPatch } from 'diff';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hunksBetween } from '../../src/report/line-diff.ts';

const headers = { oldFileName: 'a', newFileName: 'b', oldHeader: undefined, newHeader: undefined };

describe('the hunks between two texts', () => {
  test('make one out of the other', () => {
    const text = fc
      .tuple(
        fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', '', '\\ x'), { maxLength: 30 }),
        fc.boolean(),
      )
      .map(([lines, isEnded]) => lines.join('\n') + (isEnded && lines.length > 0 ? '\n' : ''));
    fc.assert(
      fc.property(text, text, fc.nat({ max: 4 }), (before, after, context) => {
        const hunks = hunksBetween(before, after, context);
        expect(applyPatch(before, { ...headers, hunks }, { autoConvertLineEndings: false })).toBe(after);
        expect(hunks.length === 0).toBe(before === after);
      }),
      { numRuns: 500 },
    );
  });

  test('are those of the package diff where lines are changed in place, removed or added', () => {
    const kinds = fc.array(fc.constantFrom('keep', 'keep', 'keep', 'replace', 'remove', 'add'), { maxLength: 40 });
    fc.assert(
      fc.property(kinds, fc.nat({ max: 4 }), (changes, context) => {
        const lines = changes.map((_, index) => `line ${index}\n`);
        const edited = {
          keep: (line: string) => line,
          replace: () => 'new\n',
          remove: () => '',
          add: (line: string) => `${line}new\n`,
        };
        const after = changes.map((change, index) => edited[change as keyof typeof edited](lines[index]!)).join('');
        const expected = structuredPatch('', '', lines.join(''), after, undefined, undefined, { context });
        expect(hunksBetween(lines.join(''), after, context)).toEqual(expected.hunks);
      }),
    );
  });

  test('tell moved lines and those without a line break at the end', () => {
    expect(hunksBetween('a\nb\nc', 'b\na\nc\n', 3)).toEqual([
      {
        oldStart: 1,
        oldLines: 3,
        newStart: 1,
        newLines: 3,
        lines: ['+b', ' a', '-b', '-c', '\\ No newline at end of file', '+c'],
      },
    ]);
  });

  test('are found in time that does not grow with the square of the changes', () => {
    const text = (word: string) => Array.from({ length: 20_000 }, (_, index) => `keep ${index}\n${word}\n`).join('');
    expect(hunksBetween(text('old'), text('new'), 0)).toHaveLength(20_000);
  });
});
