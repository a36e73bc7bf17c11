import type { Change } from './rows.ts';

/** A place where two results differ, or the failure of a query. */
export type Difference = Change | { error: string };

/** What a release does otherwise than 1.0.0-rc.5, whatever is written for it. */
export interface KnownDifference {
  project: string;
  /** As in `docs/targets.md`. */
  reason: string;
  /** The finding that tells the user; none where only the order of keys differs. */
  finding?: 'RQB_COLUMN_READ' | 'RQB_MISSING_THROWS';
  releases: readonly string[];
  /** Only `--mode bridge` leaves a query so. */
  bridged?: true;
  explains: (difference: Difference) => boolean;
}

/** The differences that `column-values.test.ts` measures column by column, and the others. */
export const knownDifferences: readonly KnownDifference[] = [
  {
    project: 'pg',
    reason: 'a `customType` over `bytea` is read as text (`\\x00ff`), outside of relations too',
    finding: 'RQB_COLUMN_READ',
    releases: ['1.0.0-beta.1', '1.0.0-beta.21'],
    explains: (it) => 'at' in it && /(?:^|\.)raw$/.test(it.at) && it.after === `\\x${bytesOf(it.before)}`,
  },
  {
    project: 'pg',
    reason:
      'a `customType` over `bytea` is read as a `Buffer`, where the driver gives a `Uint8Array` of the same bytes',
    finding: 'RQB_COLUMN_READ',
    releases: ['1.0.0-beta.24', '1.0.0-rc.1'],
    explains: (it) => 'at' in it && it.at.endsWith('raw.class') && it.after === 'Buffer',
  },
  {
    project: 'pg',
    reason: 'extras come after relations among the keys of a row; the values are the same',
    releases: ['1.0.0-beta.1', '1.0.0-beta.21'],
    explains: (it) => 'at' in it && it.at.endsWith('(keys)') && isReordered(it.before, it.after),
  },
  {
    project: 'sqlite',
    reason: 'a query that reads NULL from `blob({ mode: "json" })` fails',
    finding: 'RQB_COLUMN_READ',
    releases: ['1.0.0-beta.1', '1.0.0-beta.21', '1.0.0-beta.24', '1.0.0-rc.1', '1.0.0-rc.2', '1.0.0-rc.3'],
    explains: (it) => 'error' in it && it.error === 'Unexpected end of JSON input',
  },
  {
    project: 'pg',
    reason: 'a comparison of a text date with `undefined` throws',
    finding: 'RQB_MISSING_THROWS',
    releases: ['1.0.0-beta.21'],
    bridged: true,
    explains: (it) => 'error' in it && it.error.includes("reading 'toISOString'"),
  },
];

function bytesOf(value: unknown): unknown {
  return (value as { value?: unknown } | null)?.value;
}

function isReordered(before: unknown, after: unknown): boolean {
  return JSON.stringify([...(before as string[])].sort()) === JSON.stringify([...(after as string[])].sort());
}
