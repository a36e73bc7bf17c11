import { expect, test } from 'vitest';
import { fuzz } from './campaign.ts';
import { dialects } from './execute.ts';

// A fresh seed each time; `FUZZ_SEED=… npx vitest run tests/fuzz` repeats one.
const seed = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 1e9));
process.env['TZ'] = 'America/New_York';

test(`random queries return the same rows after their migration (seed ${seed})`, { timeout: 300_000 }, async () => {
  const { counterexamples, runs, refused, invalid, shapes } = await fuzz({ runs: 240, seed, dialects, limit: 1 });
  const sum = (map: ReadonlyMap<string, number>) => [...map.values()].reduce((total, times) => total + times, 0);
  console.log(`${runs} queries of ${shapes.size} shapes, seed ${seed}, ${sum(refused)} refused`);
  expect(counterexamples.join('\n')).toBe('');
  // Whatever is refused or fails under v1 tests nothing.
  expect(sum(refused)).toBeLessThan(runs / 20);
  expect(sum(invalid)).toBeLessThan(runs / 20);
});
