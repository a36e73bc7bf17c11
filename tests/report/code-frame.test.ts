import { expect, test } from 'vitest';
import { codeFrame } from '../../src/report/code-frame.ts';

test('shows the line and a caret', () => {
  expect(codeFrame('a\r\nlet b;\r\n', { line: 2, column: 5 })).toBe('2 | let b;\n  |     ^');
});

test('keeps tabs so that the caret stays in place', () => {
  expect(codeFrame('\t\tb', { line: 1, column: 3 })).toBe('1 | \t\tb\n  | \t\t^');
});

test('shows the surroundings in a long line', () => {
  const text = `${'x'.repeat(5000)}HERE${'x'.repeat(5000)}`;
  const [line, caret] = codeFrame(text, { line: 1, column: 5001 })!.split('\n');
  expect(line!.length).toBeLessThan(140);
  expect(line!.indexOf('HERE')).toBe(caret!.indexOf('^'));
});

test('shows no control characters', () => {
  expect(codeFrame('a\u001B[2Jb', { line: 1, column: 1 })).not.toContain('\u001B');
});

test('is undefined for lines there are not', () => {
  expect(codeFrame('a', { line: 2, column: 1 })).toBeUndefined();
  expect(codeFrame('a\n\nb', { line: 2, column: 1 })).toBeUndefined();
});
