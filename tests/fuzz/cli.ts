import { parseArgs } from 'node:util';
import { fuzz, type Report } from './campaign.ts';
import { checkTypes } from './types.ts';
import { dialects } from './execute.ts';
import type { FuzzDialect } from './kinds.ts';
import type { BatchResult } from './batch.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string' },
    dialect: { type: 'string' },
    limit: { type: 'string', default: '5' },
    unshrunk: { type: 'boolean', default: false },
    types: { type: 'boolean', default: false },
  },
});

// With daylight saving, so that a date read in the wrong zone shows.
process.env.TZ = 'America/New_York';

const seed = values.seed === undefined ? Math.floor(Math.random() * 1e9) : Number(values.seed);
const chosen = dialects.filter((name) => values.dialect === undefined || name === (values.dialect as FuzzDialect));
const batches: { name: string; result: BatchResult }[] = [];
const started = Date.now();
const report = await fuzz({
  runs: Number(values.runs),
  seed,
  dialects: chosen,
  limit: Number(values.limit),
  unshrunk: values.unshrunk,
  onCounterexample: (text) => console.log(`\n${text}`),
  onBatch(result, name) {
    if (values.types) batches.push({ name, result });
    if (process.stderr.isTTY) process.stderr.write('.');
  },
});
print(report);
const typeErrors = values.types ? checkTypes(batches) : [];
for (const error of typeErrors) console.log(error);
process.exitCode = report.counterexamples.length + typeErrors.length > 0 ? 1 : 0;

function print({ runs, shapes, refused, declared, invalid, counterexamples }: Report): void {
  const table = (title: string, map: ReadonlyMap<string, number>) => {
    if (map.size === 0) return;
    console.log(`\n${title}`);
    for (const [name, times] of [...map].sort(([a], [b]) => (a < b ? -1 : 1)))
      console.log(`${String(times).padStart(7)}  ${name}`);
  };
  table('Shapes', shapes);
  table('v1 itself fails', invalid);
  table('Other rows, as a finding says', declared);
  table('Refused', refused);
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  console.log(`\n${runs} queries, seed ${seed}, ${seconds} s: ${counterexamples.length} counterexamples`);
}
