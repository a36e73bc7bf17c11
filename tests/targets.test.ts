// Fixtures whose output depends on the target have it in `after@<release>/`, and what `--mode bridge` makes of them in
// `bridge@<release>/`; an empty folder of that name and `UPDATE_FIXTURES=1` make one. `npm run targets` checks all of them
// on all releases.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../src/run.ts';
import { folderOf } from './equivalence/support/targets.ts';
import { applyChanges, listFixtures, readTree, type Tree } from './fixture-runner/fixtures.ts';
import { stage } from './fixture-runner/stage.ts';
import { typeErrors } from './fixture-runner/type-errors.ts';
import { tempDir } from './temp-dir.ts';

const isUpdate = process.env['UPDATE_FIXTURES'] !== undefined;
const sides = listFixtures().flatMap((fixture) =>
  readdirSync(fixture.dir).flatMap((name) => {
    const [, kind, target] = /^(after|bridge)@(.+)$/.exec(name) ?? [];
    if (kind === undefined || target === undefined) return [];
    const mode: 'full' | 'bridge' = kind === 'bridge' ? 'bridge' : 'full';
    return [{ name: `${fixture.name} ${name}`, fixture, dir: join(fixture.dir, name), mode, target }];
  }),
);

test('there are fixtures for earlier releases', () => {
  expect(new Set(sides.map(({ target }) => target)).size).toBeGreaterThan(2);
  for (const { target } of sides) expect(folderOf(target), target).toBeDefined();
});

describe('are written for an earlier release', () => {
  test.each(sides)('$name', async ({ fixture, dir, mode, target }) => {
    const before = readTree(join(fixture.dir, 'before'));
    const options = { ...fixture.report.options, target, mode };
    const after = applyChanges(before, await migrate({ ...options, cwd: tempDir(before) }));
    if (isUpdate) writeTree(dir, after);
    expect(after).toEqual(readTree(dir));
    const again = await migrate({ ...options, cwd: tempDir(after) });
    expect(applyChanges(after, again), 'a second run').toEqual(after);
  });
});

describe('a full run finishes a bridged project', () => {
  test.each(sides.filter(({ mode }) => mode === 'bridge'))('$name', async ({ fixture, dir }) => {
    const options = { ...fixture.report.options, target: '1.0.0-rc.5' };
    const bridged = readTree(dir);
    const after = applyChanges(bridged, await migrate({ ...options, cwd: tempDir(bridged) }));
    expect(plain(after)).toEqual(plain(readTree(join(fixture.dir, 'after'))));
  });
});

describe.each([...new Set(sides.map(({ target }) => target))])('compile with %s', (target) => {
  const own = sides.filter((side) => side.target === target);
  let root: string;
  let errors: Map<string, string[]>;

  beforeAll(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'drizzle-rqb-migrate-')));
    const staged = own.map((side) => ({ ...side.fixture, name: side.name.replace(/[ @]/g, '-') }));
    const dirs = new Map(own.map((side, index) => [staged[index]!.name, side.dir]));
    errors = typeErrors(stage(staged, ({ name }) => readTree(dirs.get(name)!), folderOf(target)!, root));
  }, 240_000);

  afterAll(() => rmSync(root, { recursive: true, force: true }));

  test.each(own)('$name', ({ name }) => {
    expect(errors.get(name.replace(/[ @]/g, '-'))).toEqual([]);
  });
});

/** A project up to layout and the order of imports. */
function plain(tree: Tree): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(tree).map(([path, text]) => {
      const imports = [...text.matchAll(/^import[^;]*;/gm)].flatMap(([statement]) => statement.match(/[\w./@'-]+/g)!);
      return [path, [text.replace(/^import[^;]*;/gm, '').replace(/[\s,()]+/g, ''), ...new Set(imports.sort())]];
    }),
  );
}

function writeTree(dir: string, tree: Tree): void {
  if (existsSync(dir)) rmSync(dir, { recursive: true });
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
}
