import fc from 'fast-check';
import { runBatch, type BatchResult, type Verdict } from './batch.ts';
import { closeDatabases } from './execute.ts';
import type { FuzzDialect } from './kinds.ts';
import { seedOf } from './project.ts';
import { queries } from './queries.ts';
import { excessive, isUnexpected } from './refusals.ts';
import { shrink, type Case } from './shrink.ts';
import { worlds } from './world.ts';

export interface Options {
  /** How many queries to compare. */
  runs: number;
  seed: number;
  dialects: readonly FuzzDialect[];
  /** Queries per schema. */
  perWorld?: number;
  /** Stop after so many counterexamples. */
  limit?: number;
  /** Leave counterexamples as they were found. */
  unshrunk?: boolean;
  onCounterexample?(text: string): void;
  /** Told of every batch, for progress and further checks. */
  onBatch?(result: BatchResult, name: string): void | Promise<void>;
}

export interface Report {
  runs: number;
  seed: number;
  /** How many queries had each shape. */
  shapes: Map<string, number>;
  refused: Map<string, number>;
  declared: Map<string, number>;
  invalid: Map<string, number>;
  counterexamples: string[];
}

const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);

/** Compares the rows of random queries before and after their migration. */
export async function fuzz(options: Options): Promise<Report> {
  const { runs, seed, dialects, perWorld = 40, limit = 5 } = options;
  const reduce = options.unshrunk ? async (start: Case) => start : shrink;
  const report: Report = {
    runs: 0,
    seed,
    shapes: new Map(),
    refused: new Map(),
    declared: new Map(),
    invalid: new Map(),
    counterexamples: [],
  };
  const found = (text: string) => {
    report.counterexamples.push(text);
    options.onCounterexample?.(text);
  };
  for (let index = 0; report.runs < runs && report.counterexamples.length < limit; index++) {
    const dialect = dialects[index % dialects.length]!;
    const at = { seed: seed + index };
    const [world] = fc.sample(worlds(dialect), { ...at, numRuns: 1 });
    const list = fc.sample(queries(world!), { ...at, numRuns: Math.min(perWorld, runs - report.runs) });
    const result = await runBatch(world!, list);
    const name = `--seed ${seed + index} --dialect ${dialect}`;
    for (const [at, verdict] of result.verdicts.entries()) {
      tally(report, verdict, result.shapes[at]!);
      if (!isWrong(verdict) || report.counterexamples.length >= limit) continue;
      const failing = await reduce({ query: list[at]!, world: world! }, async (candidate) =>
        isWrong((await runBatch(candidate.world, [candidate.query], false)).verdicts[0]!),
      );
      found(await describeCase(failing, `query ${at} of ${name}`));
    }
    for (const problem of result.problems) {
      const still = async ({ world: other, query }: Case) => (await runBatch(other, [query])).problems.length > 0;
      const culprit = await find(list, (query) => still({ world: world!, query }));
      const text = culprit ? await describeCase(await reduce({ query: culprit, world: world! }, still), name) : '';
      found(`${problem}\n${name}\n${text}`);
      break;
    }
    await options.onBatch?.(result, name);
  }
  await closeDatabases();
  for (const text of excessive(report.refused, report.runs)) found(text);
  return report;
}

async function find<T>(list: readonly T[], test: (item: T) => Promise<boolean>): Promise<T | undefined> {
  for (const item of list) if (await test(item)) return item;
  return undefined;
}

function tally(report: Report, verdict: Verdict, shapes: ReadonlySet<string>): void {
  report.runs++;
  for (const shape of shapes) count(report.shapes, shape);
  if (verdict.is === 'refused') for (const code of verdict.codes) count(report.refused, code);
  if (verdict.is === 'declared') for (const code of verdict.codes) count(report.declared, code);
  if (verdict.is === 'invalid') count(report.invalid, verdict.error.slice(0, 100));
}

/** Other rows that nothing announces, or a query that is left alone for a reason that is not known to be one. */
function isWrong(verdict: Verdict): boolean {
  return verdict.is === 'refused' ? isUnexpected(verdict.codes) : verdict.is === 'different';
}

/** Everything needed to understand a counterexample: data, sources before and after, rows of both. */
async function describeCase({ world, query }: Case, title: string): Promise<string> {
  const { verdicts, before, after } = await runBatch(world, [query]);
  const own = (files: Record<string, string>) =>
    Object.entries(files)
      .filter(([path, text]) => path.endsWith('.ts') && !/^(?:args|barrel|cents|db)\.ts$/.test(path) && text !== '')
      .map(([path, text]) => `// ${path}\n${text}`)
      .join('\n');
  const changed = Object.fromEntries(Object.entries(after).filter(([path, text]) => before[path] !== text));
  const parts = [`=== ${title}`, seedOf(world), '--- before', own(before), `// args.ts\n${before['args.ts']}`];
  return [...parts, '--- after', own(changed), '--- rows', JSON.stringify(verdicts[0], null, 1)].join('\n');
}
