import { expect, test } from 'vitest';
import { nameOrder } from '../../../src/rewrite/imports/import-order.ts';

const parts = ['a', 'A', 'b', 'B', 'zz', 'Z', '0', '9'];
const names = parts.flatMap((first) =>
  parts.flatMap((second) => [first, second, first + second, `${second}x${first}`]),
);

test('plain names have the order of `localeCompare`', () => {
  const pairs = names.flatMap((a) => names.map((b) => [a, b] as const));
  // The first order that fits a sorted pair.
  const sorted = pairs.filter(([a, b]) => a.localeCompare(b, 'en') <= 0);
  const order = nameOrder(['a', 'A', 'b', 'zz'])!;
  expect(sorted.filter(([a, b]) => order(a, b) > 0)).toEqual([]);
  expect(pairs.filter(([a, b]) => Math.sign(order(a, b)) !== Math.sign(a.localeCompare(b, 'en')))).toEqual([]);
});

test('other names are compared as the locale has it', () => {
  const order = nameOrder(['a', 'A', 'b', 'zz'])!;
  for (const [a, b] of [
    ['a_b', 'ab'],
    ['é', 'f'],
    ['$x', 'a'],
  ] as const)
    expect(Math.sign(order(a, b))).toBe(Math.sign(a.localeCompare(b)));
});
