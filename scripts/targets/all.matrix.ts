import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { isCheckedTarget, releases } from '../../src/drizzle/capabilities.ts';
import { migrate } from '../../src/run.ts';
import type { Client, Run } from '../../tests/equivalence/support/project.ts';
import { type AtTarget, folderOf, runAtTarget, runOriginal } from '../../tests/equivalence/support/targets.ts';
import { applyChanges, listFixtures, readTree, repository, type Tree } from '../../tests/fixture-runner/fixtures.ts';
import { stage } from '../../tests/fixture-runner/stage.ts';
import { typeErrors } from '../../tests/fixture-runner/type-errors.ts';
import { tempDir } from '../../tests/temp-dir.ts';

const wanted = new RegExp(process.env['FIXTURES'] ?? '');
const isOnV2 = (dir: string) => /"drizzle-orm": "1\./.test(readTree(join(dir, 'before'))['package.json'] ?? '');
// What is on 1.0 already has chosen its release.
const fixtures = listFixtures().filter(({ name, dir }) => wanted.test(name) && !isOnV2(dir));
const targets = releases.filter(isCheckedTarget);
const result = { fixtures: [] as object[], rows: [] as object[] };

test.each(targets)('every fixture for %s', async (target) => {
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
  const errors = typeErrors(
    stage(fixtures, ({ name }) => trees.get(name)!, folderOf(target)!, root),
    { noUnusedLocals: true },
  );
  rmSync(root, { recursive: true, force: true });
  const failing = fixtures.filter(({ name, report }) => !report.typecheck?.after && errors.get(name)!.length > 0);
  for (const { name } of failing) console.log(target, name, errors.get(name));
  result.fixtures.push({ target, count: fixtures.length, failing: failing.map(({ name }) => name), unstable });
});

const full = ['1.0.0-beta.1', '1.0.0-beta.24', '1.0.0-rc.4', '1.0.0-rc.5'];
const projects: { name: string; client: Client; bridged: string[] }[] = [
  { name: 'pg', client: 'pglite', bridged: ['1.0.0-beta.1', '1.0.0-beta.21'] },
  { name: 'sqlite', client: 'better-sqlite3', bridged: ['1.0.0-beta.1', '1.0.0-rc.3'] },
];

test.each(projects)('the rows of $name', async ({ name, client, bridged }) => {
  const original: Run = await runOriginal(name, client);
  const suite = readFileSync(join(repository, `tests/equivalence/${name}.test.ts`), 'utf8');
  const isDeclared = (query: string) => suite.slice(suite.indexOf('unseen')).includes(`'${query}'`);
  const add = async (target: string, mode: 'full' | 'bridge') => {
    const at: AtTarget = await runAtTarget(name, client, target, original, mode);
    const others = at.different.filter((query) => !isDeclared(query));
    result.rows.push({ name, mode, target, ...at, declared: at.different.length - others.length, others });
    return at;
  };
  for (const target of full) await add(target, 'full');
  for (const target of bridged) expect((await add(target, 'bridge')).different).toEqual([]);
});

afterAll(() => writeFileSync(process.env['TARGETS_OUTPUT'] ?? 'targets.json', JSON.stringify(result)));
