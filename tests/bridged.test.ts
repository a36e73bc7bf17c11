// What `--mode bridge` and `--leave-hard-queries` make of the fixtures: a second run changes nothing, it compiles, and a full
// run later on gives what a full run of v1 gives. `npm run targets` sets `TARGETS_HOME`, which adds releases to compile with.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { newestTarget } from '../src/drizzle/capabilities.ts';
import { migrate } from '../src/migrate.ts';
import type { MigrateOptions } from '../src/options.ts';
import { UserError } from '../src/user-error.ts';
import { folderOf } from './equivalence/support/targets.ts';
import { listPortable, type Outcome } from './fixture-runner/earlier.ts';
import { applyChanges, type Fixture, readTree, reportedFindings, type Tree } from './fixture-runner/fixtures.ts';
import { stage } from './fixture-runner/stage.ts';
import { typeErrors } from './fixture-runner/type-errors.ts';
import { tempDir } from './temp-dir.ts';

/** The newest release that keeps v1 for all dialects. */
const newestBridge = '1.0.0-beta.21';
const compiled = ['1.0.0-beta.1', newestBridge].filter(folderOf);
const wanted = new RegExp(process.env['FIXTURES'] ?? '');
const fixtures = listPortable().filter(({ name }) => wanted.test(name));
const hard = fixtures.filter(({ report }) => report.findings.some(({ level }) => level === 'error'));
const modes = { bridge: { mode: 'bridge' }, mixed: { leaveHardQueries: true } } as const;

/** Fixtures whose text is not that of a direct run, and why. */
const differing: Readonly<Record<string, string>> = {
  'receiver-method-as-value': "the bridge writes `db['_query']` for `db[query]`",
  'syntax-error-casing': 'its database must stay on v1, and the client has its 1.0 form already',
};

/** Fixtures whose mixed form does not compile, and why. */
const notCompiling: Readonly<Record<string, string>> = {
  'config-parameter': 'a query stays on v1, and the type of its configuration is taken from `db.query`',
};

describe('a full run finishes what was bridged', () => {
  test.each(fixtures)('$name', async (fixture) => {
    const first = await keep(fixture, newestBridge, 'bridge');
    if (!first) return;
    const later = await finish(fixture, first);
    const isOpen = (path: string) => later.findings.some(({ level, file }) => level === 'error' && file === path);
    if (!(fixture.name in differing))
      expect(plain(later.files, isOpen)).toEqual(plain(readTree(join(fixture.dir, 'after')), isOpen));
    checkTold(fixture, first, later);
  });
});

describe('a full run tells what was left on v1', () => {
  test.each(hard)('$name', async (fixture) => {
    const first = await keep(fixture, newestBridge, 'mixed');
    if (first?.findings.some(({ code }) => code === 'RQB_QUERY_KEPT'))
      checkTold(fixture, first, await finish(fixture, first));
  });
});

test('casing that an earlier release still had is not dropped for tables out of sight', async () => {
  const fixture = listPortable().find(({ name }) => name === 'casing-table-out-of-sight')!;
  const first = await run(readTree(join(fixture.dir, 'before')), { target: newestBridge });
  const { findings } = await finish(fixture, first);
  expect(findings).toMatchObject([{ code: 'RQB_CASING', level: 'error', file: 'src/relations.ts' }]);
});

describe.each(compiled)('compiles with %s', (target) => {
  test.each([
    ['bridge', fixtures],
    ['mixed', hard],
  ] as const)(
    '%s',
    async (mode, all) => {
      const trees = new Map<string, Tree>();
      for (const fixture of all) {
        const { before, after } = fixture.report.typecheck ?? {};
        if (before !== undefined || after !== undefined || (mode === 'mixed' && fixture.name in notCompiling)) continue;
        const kept = await keep(fixture, target, mode);
        if (kept) trees.set(fixture.name, kept.files);
      }
      const root = realpathSync(mkdtempSync(join(tmpdir(), 'drizzle-rqb-migrate-')));
      onTestFinished(() => rmSync(root, { recursive: true, force: true }));
      const own = all.filter(({ name }) => trees.has(name));
      const errors = typeErrors(stage(own, ({ name }) => trees.get(name)!, folderOf(target)!, root));
      expect([...errors].filter(([, found]) => found.length > 0)).toEqual([]);
    },
    240_000,
  );
});

async function run(files: Tree, options: Omit<MigrateOptions, 'cwd'>): Promise<Outcome> {
  const result = await migrate({ ...options, cwd: tempDir(files) });
  return { files: applyChanges(files, result), findings: reportedFindings(result) };
}

const known = new Map<string, Outcome | undefined>();

/** A fixture as it is while v1 is kept; undefined where the release keeps none for its database. A second run changes nothing. */
async function keep(fixture: Fixture, target: string, mode: keyof typeof modes): Promise<Outcome | undefined> {
  const id = `${fixture.name} ${mode} ${target}`;
  if (known.has(id)) return known.get(id);
  const options = { ...fixture.report.options, ...modes[mode], target };
  const outcome = await run(readTree(join(fixture.dir, 'before')), options).catch((error: unknown) => {
    if (error instanceof UserError) return undefined;
    throw error;
  });
  if (outcome) expect((await run(outcome.files, options)).files, 'a second run').toEqual(outcome.files);
  known.set(id, outcome);
  return outcome;
}

function finish({ report }: Fixture, { files }: Outcome): Promise<Outcome> {
  return run(files, { ...report.options, target: newestTarget });
}

/** What a direct run tells is told by one of both; what is not done, by the later one. */
function checkTold({ report }: Fixture, first: Outcome, later: Outcome): void {
  const direct = codes(report);
  const told = [...codes(later), ...codes({ findings: first.findings.filter(({ level }) => level !== 'error') })];
  expect(direct.filter((it) => !told.includes(it))).toEqual([]);
  // That v1's names are still imported is told besides.
  const more = codes(later).filter((it) => !direct.includes(it) && !it.startsWith('RQB_V2_RELATIONS_IMPORT'));
  expect(more).toEqual([]);
}

function codes({ findings }: Pick<Outcome, 'findings'>): string[] {
  return findings.map(({ code, file }) => `${code} ${file}`);
}

/** A project up to layout and the order of imports; files with something open keep v1 under the names of 1.0. */
function plain(tree: Tree, isOpen: (path: string) => boolean): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(tree).map(([path, whole]) => {
      const text = isOpen(path) ? whole.replaceAll('._query', '.query').replaceAll('/_relations', '') : whole;
      const imports = [...text.matchAll(/^import[^;]*;/gm)].flatMap(([statement]) => statement.match(/[\w./@'-]+/g)!);
      const code = text.replace(/^import[^;]*;/gm, '').replace(/[\s,()]+/g, '');
      return [path, [code, ...new Set(imports.sort())]];
    }),
  );
}
