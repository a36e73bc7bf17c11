import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

interface Mutant {
  file: string;
  find: string;
  replace: string;
  meaning: string;
}

const root = resolve(import.meta.dirname, '..');
const mutants = JSON.parse(readFileSync(join(root, 'scripts/mutants/mutants.json'), 'utf8')) as Mutant[];

test('there are enough mutants', () => {
  expect(mutants.length).toBeGreaterThanOrEqual(30);
});

test.each(mutants)('$file still has what a mutant breaks: $meaning', ({ file, find, replace }) => {
  const parts = readFileSync(join(root, file), 'utf8').split(find);
  expect(parts.length - 1, 'times the text occurs').toBe(1);
  expect(replace).not.toBe(find);
});
