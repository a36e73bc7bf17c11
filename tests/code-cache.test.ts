// The code cache of the command line: it may be missing, damaged, outdated or impossible, and nothing else changes.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { cacheFolder, loadWithCache } from '../src/code-cache.ts';
import { tempDir } from './temp-dir.ts';

let root: string;
let file: string;
let folder: string;

beforeEach(() => {
  root = tempDir({ 'main.cjs': source('one') });
  file = join(root, 'main.cjs');
  folder = join(root, 'cache');
});

function source(answer: string): string {
  return `const path = require('node:path');
exports.answer = () => '${answer}';
exports.file = path.basename(__filename);
`;
}

interface Exports {
  answer: () => string;
  file: string;
}

/** Loads the file, asks it, and keeps its code. */
function load(into: string | undefined = folder): string {
  const { exports, keep } = loadWithCache(file, into);
  const answer = (exports as Exports).answer();
  keep();
  return answer;
}

const caches = (): string[] => readdirSync(folder).map((name) => join(folder, name));

test('a module is loaded as `require` would', () => {
  const { file: name } = loadWithCache(file, undefined).exports as Exports;
  expect(name).toBe('main.cjs');
});

test('the second process takes what the first one kept', () => {
  expect([load(), load()]).toEqual(['one', 'one']);
  const [cache, ...more] = caches();
  expect(more).toEqual([]);
  expect(basename(cache!)).toMatch(/^v\d+\.\d+\.\d+-\w+-[0-9a-f]{16}\.bin$/);
  const { ino, mtimeMs } = statSync(cache!);
  load();
  expect(statSync(cache!)).toMatchObject({ ino, mtimeMs });
});

test.each([
  ['a byte changed', (bytes: Buffer) => bytes.fill(bytes.at(-1)! ^ 255, bytes.length - 1)],
  ['cut off', (bytes: Buffer) => bytes.subarray(0, 60)],
  ['empty', () => Buffer.alloc(0)],
])('a damaged cache is made again: %s', (_, damage) => {
  load();
  const [cache] = caches();
  const good = readFileSync(cache!);
  writeFileSync(cache!, damage(Buffer.from(good)));
  expect(load()).toBe('one');
  expect(readFileSync(cache!).length).toBe(good.length);
  expect(
    readFileSync(cache!)
      .subarray(32)
      .equals(damage(Buffer.from(good)).subarray(32)),
  ).toBe(false);
});

test('another text of the same length has a cache of its own, and the old one goes', () => {
  load();
  const [before] = caches();
  writeFileSync(join(folder, 'v1.0.0-x64-0123456789abcdef.bin'), 'of another Node');
  writeFileSync(file, source('two'));
  utimesSync(file, new Date(), new Date(Date.now() + 5000));
  expect([load(), load()]).toEqual(['two', 'two']);
  expect(existsSync(before!)).toBe(false);
  expect(caches()).toHaveLength(2);
});

test('where no cache can be written, there is none', () => {
  writeFileSync(folder, 'a file');
  expect(load()).toBe('one');
  expect(load(undefined)).toBe('one');
  expect(readdirSync(root).sort()).toEqual(['cache', 'main.cjs']);
});

test('caches lie in the node_modules that holds the package, or in its own', () => {
  const modules = join(root, 'app/node_modules');
  const own = join(root, 'tool');
  mkdirSync(join(modules, 'drizzle-rqb-migrate'), { recursive: true });
  mkdirSync(own);
  const cache = join(modules, '.cache/drizzle-rqb-migrate');
  expect(cacheFolder(join(modules, 'drizzle-rqb-migrate'), {})).toBe(cache);
  expect(cacheFolder(join(modules, 'drizzle-rqb-migrate'), { NODE_DISABLE_COMPILE_CACHE: '1' })).toBeUndefined();
  expect(cacheFolder(own, {})).toBeUndefined();
  mkdirSync(join(own, 'node_modules'));
  expect(cacheFolder(own, {})).toBe(join(own, 'node_modules/.cache/tool'));
});
