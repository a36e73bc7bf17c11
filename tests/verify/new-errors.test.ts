import { expect, test } from 'vitest';
import { newErrors } from '../../src/verify/new-errors.ts';

const missing = (file: string, line: number, name: string) => ({
  file,
  line,
  column: 1,
  code: 'TS2307',
  message: `Cannot find module '${name}' or its corresponding type declarations.`,
});

test('another module of a package that a file could not find before is no new error', () => {
  const before = [missing('a.ts', 1, '@acme/db/client'), missing('a.ts', 2, './gone')];
  const known = missing('a.ts', 9, '@acme/db/schema');
  const others = [
    missing('a.ts', 9, '@acme/orm'),
    missing('b.ts', 9, '@acme/db/schema'),
    missing('a.ts', 8, './other'),
  ];
  expect(newErrors(before, [known, ...others], '/', [])).toEqual(others);
});
