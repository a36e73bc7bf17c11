import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { generateProject } from '../scripts/bench/generate.mjs';
import type { MigrateOptions } from '../src/options.ts';
import { survey } from '../src/run.ts';
import { tempDir } from './temp-dir.ts';

/** Time says little on a machine that others use as well; how often the work is done says the same everywhere. */
const counts = vi.hoisted(() => ({ reads: [] as string[], secondParses: [] as string[], steps: 0 }));

vi.mock('../src/workspace/read-file.ts', async (original) => {
  const actual = await original<typeof import('../src/workspace/read-file.ts')>();
  return { ...actual, readText: (path: string) => (counts.reads.push(path), actual.readText(path)) };
});
vi.mock('../src/read/modules/sources.ts', async (original) => {
  const actual = await original<typeof import('../src/read/modules/sources.ts')>();
  const parses = (path: string, text: string) => (counts.secondParses.push(path), actual.parses(path, text));
  return { ...actual, parses };
});
// The evaluator asks for the time at every step.
vi.mock('../src/read/syntax/time-limit.ts', async (original) => {
  const actual = await original<typeof import('../src/read/syntax/time-limit.ts')>();
  return { ...actual, createTimeLimit: () => ({ spendOn: run, check: () => void counts.steps++ }) };
  function run<T>(_: string, work: () => T): T {
    return work();
  }
});

beforeEach(() => {
  counts.reads.length = 0;
  counts.secondParses.length = 0;
  counts.steps = 0;
});

/** A run over a new project, one fifth of whose files use Drizzle. */
function runOn(files: number, options: Partial<MigrateOptions> = {}) {
  const cwd = join(tempDir(), 'project');
  generateProject(cwd, files);
  const { project, result, workspace } = survey({ cwd, ...options });
  return { cwd, project, result, workspace };
}

describe('on a generated project of 250 files', () => {
  test('every script is read once; only those with Drizzle are parsed, and what they import', () => {
    const { project, workspace } = runOn(250);
    expect(counts.reads.filter((path) => workspace.exists(path)).toSorted()).toEqual(workspace.scripts.toSorted());
    const parsed = project.sources.parsed().map(({ path }) => path);
    const barrels = ['index.ts', 'relations.ts'].map((name) => join(workspace.root, 'src/db/schema', name));
    expect(parsed.toSorted()).toEqual([...workspace.relevant, ...barrels].toSorted());
    expect(parsed.length / workspace.scripts.length).toBeCloseTo(0.2, 1);
  });

  test('only changed files are parsed a second time, once', () => {
    const { result } = runOn(250);
    const changed = new Set(result.changes.map(({ path }) => path));
    expect(counts.secondParses.length).toBeGreaterThan(30);
    expect(counts.secondParses.filter((path) => !changed.delete(path))).toEqual([]);
  });

  test('a check finds the same places without a second parse', () => {
    const { cwd, result } = runOn(250);
    counts.secondParses.length = 0;
    const checked = survey({ cwd, placesOnly: true }).result;
    expect(counts.secondParses).toEqual([]);
    expect(checked.rewrites.length).toBeGreaterThan(200);
    expect(checked.rewrites).toEqual(result.rewrites);
    expect(checked.findings).toEqual(result.findings);
  });
});

test('the evaluator takes no more steps for a file when the project grows', () => {
  const [small, large] = [250, 1000].map((files) => {
    counts.steps = 0;
    const { workspace } = runOn(files);
    return counts.steps / workspace.relevant.length;
  });
  expect(large! / small!).toBeLessThan(1.1);
  // It was 192 when this was written; a rule that asks again what is known takes far more.
  expect(large).toBeLessThan(250);
}, 120_000);
