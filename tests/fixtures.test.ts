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

/**
 * Errors that one run tells and the next one cannot: the code that they are about is gone, or looks like valid code for
 * v2. All others must be told again until they are dealt with.
 */
const toldOnce = new Set([
  // Whose casing a table without client had is known only as long as some client has one.
  'casing-of-several-packages RQB_CASING',
  // A configuration or relations in a variable may be v2's.
  'receiver-dynamic-table RQB_DYNAMIC_TABLE',
  'with-from-entries-of-renamed RQB_DYNAMIC_TABLE',
  // `Many` and others have a meaning in v2, too.
  'RQB_EXPORT_CHANGED',
  // What is done out of sight with a query or a result may be right for v2.
  'RQB_PREPARED_ESCAPES',
  'RQB_QUERY_ESCAPES',
  // The names of v1 are gone: of relations that were renamed, and of the blocks that went away.
  'RQB_RELATION_RENAMED_IN_QUERY',
  'RQB_RELATION_RENAMED_IN_TYPE',
  'RQB_RELATION_USED',
  // A type with the relations of one database may be meant for that one alone.
  'RQB_TYPE_OF_SEVERAL',
  'RQB_TYPE_TESTED',
]);
/** What the next run calls an error when the code around it is v2's. */
const successors: Record<string, string> = {
  RQB_CASING: 'RQB_CASING_IGNORED',
  RQB_SHARED_CODE: 'RQB_V2_UNKNOWN_KEY',
};
/** The errors of a run that the next one must tell, too; without the lines, which move. */
const lasting = (name: string, result: MigrateResult) =>
  reportedFindings(result)
    .filter(({ level, code }) => level === 'error' && !toldOnce.has(code) && !toldOnce.has(`${name} ${code}`))
    .map(({ code, file }) => `${file}: ${successors[code] ?? code}`)
    // A condition about a column of another table is in the form of v2 only after the first run.
    .filter((error) => !error.endsWith('RQB_V2_RAW_COLUMN'))
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
    expect(lasting(fixture.name, second), 'told again').toEqual(lasting(fixture.name, result));
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
