import { expect, test } from 'vitest';
import { createWordIndex } from '../../src/read/modules/word-index.ts';

const texts: Record<string, string | undefined> = {
  'a.ts': 'const activeUsers = 1; // €active',
  'aa.ts': 'const activeUser = inactive;',
  'b.ts': 'this.#active(); größe();',
  'c.ts': undefined,
  'd.ts': 'if(x)return(active)',
};

/** How often all texts have been read when so many names have been asked for. */
function roundsFor(count: number): number {
  let reads = 0;
  const filesWith = createWordIndex(Object.keys(texts), (path) => (reads++, texts[path]));
  for (let asked = 0; asked < count; asked++) filesWith(`name${asked}`);
  return reads / Object.keys(texts).length;
}

test('the files with a word are found, however many names have been asked for', () => {
  const filesWith = createWordIndex(Object.keys(texts), (path) => texts[path]);
  expect(filesWith('active')).toEqual(['a.ts', 'b.ts', 'd.ts']);
  expect(filesWith('activeUsers')).toEqual(['a.ts']);
  for (let asked = 0; asked < 1000; asked++) expect(filesWith(`name${asked}`)).toEqual([]);
  expect(filesWith('active')).toEqual(['a.ts', 'b.ts', 'd.ts']);
  expect(filesWith('activeUsers')).toEqual(['a.ts']);
  expect(filesWith('größe')).toEqual(['b.ts']);
});

test('a few names are searched for, many do not read the texts again', () => {
  expect(roundsFor(3)).toBe(3);
  expect(roundsFor(5000)).toBe(roundsFor(500));
});

test('what is found with the words noted is what a search finds', () => {
  const letters = ['a', 'b', '_', '$', '1'];
  const names = letters.flatMap((a) => letters.flatMap((b) => [a, b, a + b, `${a}x${b}`, `${a}${b}${a}${b}${b}`]));
  const many = names.map((name, at) => `(${name}) ${names[(at * 7) % names.length]}.${name}ö`);
  const paths = many.map((_, at) => String(at));
  const read = (path: string) => many[Number(path)];
  const filesWith = createWordIndex(paths, read);
  for (const name of names) expect(filesWith(name)).toEqual(createWordIndex(paths, read)(name));
});
