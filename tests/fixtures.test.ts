import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../src/migrate.ts';
import type { MigrateResult } from '../src/result.ts';
import { applyChanges, listFixtures, readTree, reportedFindings, updateFixture } from './fixture-runner/fixtures.ts';
import { importErrors } from './fixture-runner/import-errors.ts';
import { stage } from './fixture-runner/stage.ts';
import { typeErrors } from './fixture-runner/type-errors.ts';
import { tempDir } from './temp-dir.ts';

// `UPDATE_FIXTURES=1` rewrites `after/` and `report.json`; `FIXTURES='^where-'` runs only those with such a name.
const wanted = new RegExp(process.env['FIXTURES'] ?? '');
const fixtures = listFixtures().filter(({ name }) => wanted.test(name));
const isUpdate = process.env['UPDATE_FIXTURES'] !== undefined;

/** Errors about queries that a run leaves in v1, which the next run must tell again; without the lines, which move. */
const refusing = new Set([
  'RQB_AWAIT_IN_SQL',
  'RQB_CONFIG_OPAQUE',
  'RQB_CONFIG_READ',
  'RQB_CORRELATED_SUBQUERY',
  'RQB_EXTRAS_NAME',
  'RQB_EXTRAS_STATEMENTS',
  'RQB_LATE_VALUE',
  'RQB_RAW_TABLE_NAME',
]);
const refusals = (result: MigrateResult) =>
  reportedFindings(result)
    .flatMap(({ code, file }) => (refusing.has(code) ? [`${file}: ${code}`] : []))
    .sort();

describe('fixtures are rewritten', () => {
  test.each(fixtures)('$name', async (fixture) => {
    const before = readTree(join(fixture.dir, 'before'));
    const options = fixture.report.options ?? {};
    const result = await migrate({ ...options, cwd: tempDir(before) });
    const after = applyChanges(before, result);
    const findings = reportedFindings(result);
    if (isUpdate) updateFixture(fixture, after, findings);
    expect(after).toEqual(readTree(join(fixture.dir, 'after')));
    expect(findings).toEqual(fixture.report.findings);
    const second = await migrate({ ...options, cwd: tempDir(after) });
    expect(applyChanges(after, second), 'a second run').toEqual(after);
    expect(refusals(second), 'refused again').toEqual(refusals(result));
  });
});

describe('fixtures compile', () => {
  let root: string;
  let before: Map<string, string[]>;
  let after: Map<string, string[]>;
  let imported: Map<string, string[]>;

  beforeAll(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'drizzle-rqb-migrate-')));
    before = typeErrors(stage(fixtures, 'before', 'drizzle-orm-v0', join(root, 'before')));
    const migrated = stage(fixtures, 'after', 'drizzle-orm', join(root, 'after'));
    after = typeErrors(migrated, { noUnusedLocals: true });
    imported = importErrors(migrated, join(root, 'run'));
  }, 240_000);

  afterAll(() => rmSync(root, { recursive: true, force: true }));

  test.each(fixtures)('$name with v1', ({ name, report }) => {
    if (report.typecheck?.before === undefined) expect(before.get(name)).toEqual([]);
  });

  test.each(fixtures)('$name with v2', ({ name, report }) => {
    if (report.typecheck?.after === undefined) expect(after.get(name)).toEqual([]);
    if (report.import === undefined) expect(imported.get(name) ?? []).toEqual([]);
  });
});
