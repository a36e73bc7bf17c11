// Fixtures whose output depends on the target have it in `after@<release>/`, what `--mode bridge` makes of them in
// `bridge@<release>/`, what `--leave-hard-queries` does in `mixed@<release>/` and a later full run in `finished/`. An
// empty folder of that name and `UPDATE_FIXTURES=1` make one. `npm run targets` compiles every fixture on all releases.
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
    const [, kind, target] = /^(after|bridge|mixed)@(.+)$/.exec(name) ?? [];
    if (kind === undefined || target === undefined) return [];
    const mode: 'full' | 'bridge' = kind === 'bridge' ? 'bridge' : 'full';
    const options = { ...fixture.report.options, target, mode, leaveHardQueries: kind === 'mixed' };
    return [{ name: `${fixture.name} ${name}`, fixture, dir: join(fixture.dir, name), kind, options, target }];
  }),
);

test('there are fixtures for earlier releases', () => {
  expect(new Set(sides.map(({ target }) => target)).size).toBeGreaterThan(2);
  for (const { target } of sides) expect(folderOf(target), target).toBeDefined();
});

describe('are written for an earlier release', () => {
  test.each(sides)('$name', async ({ fixture, dir, kind, options }) => {
    const before = readTree(join(fixture.dir, 'before'));
    const result = await migrate({ ...options, cwd: tempDir(before) });
    const after = applyChanges(before, result);
    if (kind === 'mixed') expect(result.findings.map(({ code }) => code)).toContain('RQB_QUERY_KEPT');
    if (isUpdate) writeTree(dir, after);
    expect(after).toEqual(readTree(dir));
    const again = await migrate({ ...options, cwd: tempDir(after) });
    expect(applyChanges(after, again), 'a second run').toEqual(after);
  });
});

describe('a full run finishes a bridged project', () => {
  const finish = async ({ fixture, dir }: (typeof sides)[number]): Promise<Tree> => {
    const bridged = readTree(dir);
    const options = { ...fixture.report.options, target: '1.0.0-rc.5' };
    return applyChanges(bridged, await migrate({ ...options, cwd: tempDir(bridged) }));
  };

  test.each(sides.filter(({ kind }) => kind === 'bridge'))('$name', async (side) => {
    expect(plain(await finish(side))).toEqual(plain(readTree(join(side.fixture.dir, 'after'))));
  });

  // Its relations of v2 have their place already, and what could not be converted still cannot.
  test.each(sides.filter(({ kind }) => kind === 'mixed'))('$name', async (side) => {
    const finished = join(side.fixture.dir, 'finished');
    const after = await finish(side);
    if (isUpdate) writeTree(finished, after);
    expect(after).toEqual(readTree(finished));
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
