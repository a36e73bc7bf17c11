import { expect, test } from 'vitest';
import { packageSummaries } from '../../../src/rewrite/packages/package-summaries.ts';

const declared = (range: string) => [
  { dir: '/p', path: '/p/package.json', name: 'p', json: { dependencies: { 'drizzle-orm': range } } },
];
const pnpm = {
  path: '/pnpm-workspace.yaml',
  text: 'catalog:\n  drizzle-orm: ^0.44.2\ncatalogs:\n  old:\n    drizzle-orm: 0.30.0\n',
};
const bun = { path: '/package.json', text: '{"workspaces":{"catalog":{"drizzle-orm":"0.45.4"}}}' };

test.each([
  ['^0.44.0', [pnpm], '^0.44.0'],
  ['catalog:', [pnpm], '^0.44.2'],
  ['catalog:default', [pnpm], '^0.44.2'],
  ['catalog:old', [pnpm], '0.30.0'],
  ['catalog:gone', [pnpm], 'catalog:gone'],
  ['catalog:', [bun], '0.45.4'],
  ['catalog:', [], 'catalog:'],
])('%s stands for what its catalog says', (range, files, version) => {
  expect(packageSummaries(declared(range), files)).toEqual([{ dir: '/p', name: 'p', drizzleOrm: version }]);
});
