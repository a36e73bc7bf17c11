// Fixtures whose output depends on the target have it in `after@<release>/`: the files that are not those of `after/`, for
// that release and those before it, as far back as the next such folder. What is told only there is in `earlier` of
// `report.json`. What `--mode bridge` makes of a fixture is in `bridge@<release>/`, what `--leave-hard-queries` does in
// `mixed@<release>/`, and a later full run of that in `finished/`; an empty folder of that name asks for one.
// `UPDATE_FIXTURES=1` writes all of them. `npm run targets` compiles every fixture on all releases.
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { newestTarget } from '../src/drizzle/capabilities.ts';
import { migrate } from '../src/migrate.ts';
import { folderOf } from './equivalence/support/targets.ts';
import { differsAt, expectedAt, listPortable, type Outcome, targets, updateEarlier } from './fixture-runner/earlier.ts';
import { applyChanges, listFixtures, readTree, reportedFindings, type Tree } from './fixture-runner/fixtures.ts';
import { stage } from './fixture-runner/stage.ts';
import { typeErrors } from './fixture-runner/type-errors.ts';
import { tempDir, writeFiles } from './temp-dir.ts';

const wanted = new RegExp(process.env['FIXTURES'] ?? '');
const isUpdate = process.env['UPDATE_FIXTURES'] !== undefined;
const portable = listPortable().filter(({ name }) => wanted.test(name));
const sides = listFixtures().flatMap((fixture) =>
  readdirSync(fixture.dir).flatMap((name) => {
    const [, kind, target] = /^(bridge|mixed)@(.+)$/.exec(name) ?? [];
    if (kind === undefined || target === undefined || !wanted.test(fixture.name)) return [];
    const mode: 'full' | 'bridge' = kind === 'bridge' ? 'bridge' : 'full';
    const options = { ...fixture.report.options, target, mode, leaveHardQueries: kind === 'mixed' };
    return [{ name: `${fixture.name} ${name}`, fixture, dir: join(fixture.dir, name), kind, options, target }];
  }),
);

describe('are written for every release', () => {
  test.each(portable)('$name', async (fixture) => {
    const before = readTree(join(fixture.dir, 'before'));
    const { options } = fixture.report;
    const cwd = tempDir(before);
    const outcomes = new Map<string, Outcome>();
    for (const target of targets) {
      const result = await migrate({ ...options, target, cwd });
      outcomes.set(target, { files: applyChanges(before, result), findings: reportedFindings(result) });
    }
    if (isUpdate) updateEarlier(fixture, outcomes);
    for (const target of targets) {
      expect(outcomes.get(target), target).toEqual(expectedAt(fixture, target));
    }
    for (const target of targets.filter((it) => existsSync(join(fixture.dir, `after@${it}`)))) {
      const { files } = outcomes.get(target)!;
      const again = await migrate({ ...options, target, cwd: tempDir(files) });
      expect(applyChanges(files, again), `a second run for ${target}`).toEqual(files);
    }
  });
});

describe.runIf(sides.length > 0)('keep v1 in an earlier release', () => {
  test.each(sides)('$name', async ({ fixture, dir, kind, options }) => {
    const before = readTree(join(fixture.dir, 'before'));
    const result = await migrate({ ...options, cwd: tempDir(before) });
    const after = applyChanges(before, result);
    if (kind === 'mixed') expect(result.findings.map(({ code }) => code)).toContain('RQB_QUERY_KEPT');
    if (isUpdate) replaceFiles(dir, after);
    expect(after).toEqual(readTree(dir));
    const again = await migrate({ ...options, cwd: tempDir(after) });
    expect(applyChanges(after, again), 'a second run').toEqual(after);
  });
});

describe.runIf(sides.length > 0)('a full run finishes a bridged project', () => {
  const finish = async ({ fixture, dir }: (typeof sides)[number]): Promise<Tree> => {
    const bridged = readTree(dir);
    const options = { ...fixture.report.options, target: newestTarget };
    return applyChanges(bridged, await migrate({ ...options, cwd: tempDir(bridged) }));
  };

  test.each(sides.filter(({ kind }) => kind === 'bridge'))('$name', async (side) => {
    expect(plain(await finish(side))).toEqual(plain(readTree(join(side.fixture.dir, 'after'))));
  });

  // Its relations of v2 have their place already, and what could not be converted still cannot.
  test.each(sides.filter(({ kind }) => kind === 'mixed'))('$name', async (side) => {
    const finished = join(side.fixture.dir, 'finished');
    const after = await finish(side);
    if (isUpdate) replaceFiles(finished, after);
    expect(after).toEqual(readTree(finished));
  });
});

test.each(targets.filter((target) => target !== newestTarget && folderOf(target)))(
  'compile with %s',
  (target) => {
    const own = [
      ...portable
        .filter((fixture) => differsAt(fixture, target))
        .map((fixture) => ({ fixture, tree: expectedAt(fixture, target).files })),
      ...sides
        .filter((side) => side.target === target)
        .map(({ name, fixture, dir }) => ({
          fixture: { ...fixture, name: name.replace(/[ @]/g, '-') },
          tree: readTree(dir),
        })),
    ].filter(({ fixture }) => fixture.report.typecheck?.after === undefined);
    const trees = new Map(own.map(({ fixture, tree }) => [fixture.name, tree]));
    const fixtures = own.map(({ fixture }) => fixture);
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'drizzle-rqb-migrate-')));
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    const errors = typeErrors(stage(fixtures, ({ name }) => trees.get(name)!, folderOf(target)!, root));
    expect([...errors].filter(([, found]) => found.length > 0)).toEqual([]);
  },
  240_000,
);

/** A project up to layout and the order of imports. */
function plain(tree: Tree): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(tree).map(([path, text]) => {
      const imports = [...text.matchAll(/^import[^;]*;/gm)].flatMap(([statement]) => statement.match(/[\w./@'-]+/g)!);
      return [path, [text.replace(/^import[^;]*;/gm, '').replace(/[\s,()]+/g, ''), ...new Set(imports.sort())]];
    }),
  );
}

function replaceFiles(dir: string, files: Tree): void {
  rmSync(dir, { recursive: true, force: true });
  writeFiles(dir, files);
}
