// Every test writes its part of the result into TARGETS_OUTPUT, so that `scripts/targets.mjs` can run them in pieces.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { migrate } from '../../src/migrate.ts';
import type { Client } from '../../tests/equivalence/support/project.ts';
import { explain, folderOf, runAtNewest, runAtTarget } from '../../tests/equivalence/support/targets.ts';
import { listPortable, targets } from '../../tests/fixture-runner/earlier.ts';
import { applyChanges, readTree, type Tree } from '../../tests/fixture-runner/fixtures.ts';
import { importErrors } from '../../tests/fixture-runner/import-errors.ts';
import { stage } from '../../tests/fixture-runner/stage.ts';
import { typeErrors } from '../../tests/fixture-runner/type-errors.ts';
import { tempDir } from '../../tests/temp-dir.ts';

const wanted = new RegExp(process.env['FIXTURES'] ?? '');
const fixtures = listPortable().filter(({ name }) => wanted.test(name));

function save(part: string, result: object): void {
  const home = process.env['TARGETS_OUTPUT']!;
  mkdirSync(home, { recursive: true });
  const commit = process.env['TARGETS_COMMIT'];
  writeFileSync(join(home, `${part}.json`), JSON.stringify({ commit, ...result }, undefined, 2));
}

test.each(targets)('fixtures for %s', async (target) => {
  const trees = new Map<string, Tree>();
  const unstable: string[] = [];
  for (const { name, dir, report } of fixtures) {
    const before = readTree(join(dir, 'before'));
    const options = { ...report.options, target };
    const after = applyChanges(before, await migrate({ ...options, cwd: tempDir(before) }));
    const again = applyChanges(after, await migrate({ ...options, cwd: tempDir(after) }));
    trees.set(name, after);
    if (JSON.stringify(after) !== JSON.stringify(again)) unstable.push(name);
  }
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'drizzle-rqb-migrate-')));
  const orm = folderOf(target)!;
  const staged = stage(fixtures, ({ name }) => trees.get(name)!, orm, join(root, 'after'));
  const errors = typeErrors(staged, { noUnusedLocals: true });
  const imported = importErrors(staged, join(root, 'run'), orm);
  rmSync(root, { recursive: true, force: true });
  const failing = fixtures.filter(({ name, report }) => !report.typecheck?.after && errors.get(name)!.length > 0);
  const unloadable = fixtures.filter(({ name, report }) => !report.import && (imported.get(name) ?? []).length > 0);
  for (const { name } of failing) console.log(target, name, errors.get(name));
  for (const { name } of unloadable) console.log(target, name, imported.get(name));
  const [doNotCompile, doNotLoad] = [failing, unloadable].map((list) => list.map(({ name }) => name));
  save(`fixtures ${target}`, { target, count: fixtures.length, doNotCompile, doNotLoad, unstable });
  expect({ doNotCompile, doNotLoad, unstable }).toEqual({ doNotCompile: [], doNotLoad: [], unstable: [] });
});

const projects: { name: string; client: Client; bridged: string[] }[] = [
  { name: 'pg', client: 'pglite', bridged: ['1.0.0-beta.1', '1.0.0-beta.21'] },
  { name: 'sqlite', client: 'better-sqlite3', bridged: ['1.0.0-beta.1', '1.0.0-beta.24', '1.0.0-rc.3'] },
];
const runs = projects.flatMap(({ name, client, bridged }) => [
  ...targets.map((target) => ({ name, client, target, mode: 'full' as const })),
  ...bridged.flatMap((target) => (['bridge', 'mixed'] as const).map((mode) => ({ name, client, target, mode }))),
]);

test.each(runs)('rows of $name, $mode, in $target', async ({ name, client, target, mode }) => {
  const run = await runAtTarget(name, client, target, mode);
  const { asNewest, known, unexplained } = explain(name, target, run, await runAtNewest(name, client), mode);
  const reasons = [...known].map(([{ reason, finding }, queries]) => ({ reason, finding, count: queries.length }));
  const counts = { queries: run.queries, refused: run.refused.length, asNewest: asNewest.length };
  const others = Object.keys(unexplained);
  save(`rows ${name} ${mode} ${target}`, {
    name,
    mode,
    target,
    ...counts,
    reasons,
    others,
    typeErrors: run.typeErrors,
  });
  expect(unexplained).toEqual({});
  for (const { finding } of reasons) if (finding) expect(run.findings).toContain(finding);
  expect(run.typeErrors).toEqual([]);
  // What v1 itself answers is what v1 answered, but for what its release cannot send and for parentheses that are new.
  const bridged = [...known].flatMap(([difference, names]) => (difference.bridged ? names : []));
  if (mode === 'bridge') expect(Object.keys(run.different).sort()).toEqual([...asNewest, ...bridged].sort());
});
