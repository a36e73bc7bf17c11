import { beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './project.ts';
import { type AtTarget, explain, folderOf, type Mode, runAtNewest, runAtTarget } from './targets.ts';

/**
 * Declares the tests for a project under earlier releases of 1.0, those that are installed here; `npm run targets` runs
 * all of them. They share the runs with 0.45.4 and 1.0.0-rc.5 with the suite of the project.
 */
export function defineReleases(name: string, client: Client, runs: readonly [mode: Mode, release: string][]): void {
  describe.each(runs.filter(([, release]) => folderOf(release)))('mode %s, in %s', (mode, release) => {
    let run: AtTarget;

    beforeAll(async () => {
      run = await runAtTarget(name, client, release, mode);
    }, 180_000);

    test('type-checks', () => {
      expect(run.typeErrors).toEqual([]);
      if (mode !== 'full') expect(run.refused).toEqual([]);
    });

    test('returns the same rows', async () => {
      expect(run.queries).toBeGreaterThan(100);
      // `--mode bridge` keeps every query in its v1 form: it must return what 0.45.4 does, without an exception.
      if (mode === 'bridge') return expect(run.different).toEqual({});
      const newest = await runAtNewest(name, client);
      const { known, unexplained } = explain(name, release, run, newest);
      expect(unexplained).toEqual({});
      for (const [{ finding }] of known) if (finding) expect(run.findings).toContain(finding);
    }, 180_000);
  });
}
