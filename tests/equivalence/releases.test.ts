// The rows under earlier releases of 1.0, those that are installed here; `npm run targets` runs all of them.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './support/project.ts';
import { type AtTarget, explain, folderOf, type Mode, runAtNewest, runAtTarget } from './support/targets.ts';

const runs: { name: string; client: Client; mode: Mode; release: string }[] = [
  { name: 'pg', client: 'pglite', mode: 'full', release: '1.0.0-beta.1' },
  { name: 'pg', client: 'pglite', mode: 'bridge', release: '1.0.0-beta.1' },
  { name: 'pg', client: 'pglite', mode: 'mixed', release: '1.0.0-beta.1' },
  { name: 'sqlite', client: 'better-sqlite3', mode: 'full', release: '1.0.0-rc.4' },
  { name: 'sqlite', client: 'better-sqlite3', mode: 'bridge', release: '1.0.0-beta.1' },
  // Here when `npm run targets` has installed it.
  { name: 'sqlite', client: 'better-sqlite3', mode: 'bridge', release: '1.0.0-rc.3' },
];

describe.each(runs.filter(({ release }) => folderOf(release)))(
  '$name, mode $mode, in $release',
  ({ name, client, mode, release }) => {
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
  },
);
