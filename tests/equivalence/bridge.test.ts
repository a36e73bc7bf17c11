// `--mode bridge` keeps every query in its v1 form: run by 1.0 it must return what 0.45.4 does, without an exception.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './support/project.ts';
import { type AtTarget, folderOf, runAtTarget, runOriginal } from './support/targets.ts';

const projects: { name: string; client: Client; releases: string[] }[] = [
  { name: 'pg', client: 'pglite', releases: ['1.0.0-beta.1'] },
  { name: 'sqlite', client: 'better-sqlite3', releases: ['1.0.0-beta.1', '1.0.0-rc.3'] },
];

// rc.3 is there when `npm run targets` has installed it.
const runs = projects.flatMap(({ releases, ...project }) =>
  releases.filter((release) => folderOf(release)).map((release) => ({ ...project, release })),
);

describe.each(runs)('$name, bridged to $release', ({ name, client, release }) => {
  let bridged: AtTarget;

  beforeAll(async () => {
    bridged = await runAtTarget(name, client, release, await runOriginal(name, client), 'bridge');
  }, 180_000);

  test('type-checks', () => {
    expect(bridged.typeErrors).toEqual([]);
    expect(bridged.errors).toEqual([]);
  });

  test('returns the same rows', () => {
    expect(bridged.queries).toBeGreaterThan(100);
    expect(bridged.different).toEqual([]);
  });
});
