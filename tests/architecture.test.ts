// The rules of ARCHITECTURE.md that can be read off the imports.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { repository } from './fixture-runner/fixtures.ts';

const root = join(repository, 'src');

/** What the files of a folder may import from; files beside the folders are open to all. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  cli: ['doctor', 'drizzle', 'edits', 'report', 'verify', 'workspace'],
  doctor: ['drizzle', 'edits', 'read', 'report', 'rewrite', 'workspace'],
  drizzle: [],
  edits: [],
  filter: ['drizzle', 'edits', 'read'],
  findings: [],
  read: ['drizzle', 'edits'],
  report: ['edits'],
  rewrite: ['drizzle', 'edits', 'filter', 'read', 'workspace'],
  verify: ['drizzle', 'edits', 'read', 'report', 'workspace'],
  workspace: ['drizzle', 'edits', 'read'],
};

/** Modules and what they import from each other, types included. */
const imports = new Map(
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.c?ts$/.test(name))
    .map((name) => {
      const text = readFileSync(join(root, name), 'utf8');
      const found = [...text.matchAll(/^(?:import|export)\s[^'"]*?from '(\.[^']+)'/gm)];
      const paths = found.map(([, path]) => relative(root, join(root, dirname(name), path!)));
      return [name.replaceAll('\\', '/'), paths.map((path) => path.replaceAll('\\', '/'))];
    }),
);

test('modules do not import each other in a circle', () => {
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    if (path.includes(name)) circles.push([...path.slice(path.indexOf(name)), name].join(' → '));
    if (done.has(name) || path.includes(name)) return;
    for (const next of imports.get(name) ?? []) visit(next, [...path, name]);
    done.add(name);
  };
  for (const name of imports.keys()) visit(name, []);
  expect(imports.size).toBeGreaterThan(100);
  expect(circles).toEqual([]);
});

test('folders import in one direction', () => {
  const wrong = [...imports].flatMap(([name, paths]) => {
    const [folder] = name.includes('/') ? name.split('/') : [];
    return paths
      .filter((path) => folder !== undefined && path.includes('/') && !path.startsWith(`${folder}/`))
      .filter((path) => !allowed[folder!]?.includes(path.split('/')[0]!))
      .map((path) => `${name} imports ${path}`);
  });
  expect(wrong).toEqual([]);
});

test.each(['filter', 'read', 'rewrite'])('folders of src/%s import in one direction', (parent) => {
  const folderOf = (name: string) => new RegExp(`^${parent}/(.+)/`).exec(name)?.[1];
  const uses = new Map<string, Set<string>>();
  for (const [name, paths] of imports) {
    const from = folderOf(name);
    if (from === undefined) continue;
    const others = paths.map(folderOf).filter((folder) => folder !== undefined && folder !== from);
    uses.set(from, new Set([...(uses.get(from) ?? []), ...(others as string[])]));
  }
  const reachable = (start: string, seen = new Set<string>()): Set<string> => {
    for (const next of uses.get(start) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      reachable(next, seen);
    }
    return seen;
  };
  expect(uses.size).toBeGreaterThan(3);
  expect([...uses.keys()].filter((folder) => reachable(folder).has(folder))).toEqual([]);
});

test('only path.ts knows how paths are written', () => {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const users = names.filter((name) => /from '(?:node:)?path'/.test(readFileSync(join(root, name), 'utf8')));
  expect(users).toEqual(['path.ts']);
});
