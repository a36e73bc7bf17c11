// No MySQL server here: the queries are compiled by a pool that never connects, and the statements are compared.
import { beforeAll, describe, expect, test } from 'vitest';
import { listQueries } from './support/queries.ts';
import type { Outcome } from './support/project.ts';
import { type Compiled, comparisons, count, orders } from './support/sql.ts';
import { type After, type Half, runAfter, runBefore, source } from './support/halves.ts';

const compiled = (outcome: Outcome | undefined): Compiled => {
  if (outcome === undefined || 'error' in outcome) throw new Error(`not compiled: ${JSON.stringify(outcome)}`);
  return outcome.rows as Compiled;
};

let before: Half;
let after: After;

beforeAll(async () => {
  [before, after] = await Promise.all([runBefore('mysql', 'mysql2'), runAfter('mysql', 'mysql2')]);
}, 60_000);

test('type-checks before and after', () => {
  expect(before.typeErrors).toEqual([]);
  expect(after.typeErrors).toEqual([]);
});

test('is migrated without an error finding', () => {
  expect(after.migration.findings.filter(({ level }) => level === 'error')).toEqual([]);
});

describe('same statement before and after', () => {
  for (const { name } of listQueries(source('mysql'))) {
    test(name, () => {
      const [left, right] = [compiled(before.results[name]), compiled(after.results[name])];
      expect(comparisons(right)).toEqual(comparisons(left));
      expect(right.params.map(String).sort()).toEqual(left.params.map(String).sort());
      expect(orders(right)).toEqual(orders(left));
      for (const word of ['or', 'exists']) {
        expect(count(right, word), word).toBe(count(left, word));
      }
    });
  }
});
