#!/usr/bin/env node
// Compiles what every fixture becomes on every release of drizzle-orm 1.0 that was checked, runs the equivalence
// projects on some of them, prints a table and writes docs/targets.md. The releases are installed below .tmp/targets.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const releases = ['beta.1', 'beta.21', 'beta.24', 'rc.1', 'rc.2', 'rc.3', 'rc.4'];
const repository = fileURLToPath(new URL('..', import.meta.url));
const home = `${repository}.tmp/targets`;

mkdirSync(home, { recursive: true });
if (!existsSync(`${home}/package.json`)) writeFileSync(`${home}/package.json`, '{ "private": true }\n');
const wanted = releases.flatMap((release) => {
  const name = release.replace('.', '');
  return ['orm', 'kit'].map((part) => [`drizzle-${part}-${name}`, `npm:drizzle-${part}@1.0.0-${release}`]);
});
const missing = wanted.filter(([name]) => !existsSync(`${home}/node_modules/${name}`));
if (missing.length > 0) {
  const packages = missing.map(([name, version]) => `${name}@${version}`);
  execFileSync('npm', ['install', '--ignore-scripts', '--legacy-peer-deps', ...packages], {
    cwd: home,
    stdio: 'inherit',
  });
}

// In pieces, by the names of tests: `npm run targets -- "fixtures for 1.0.0-rc.4"`, `-- "rows of .sqlite"`; what ran
// before is kept.
const [only] = process.argv.slice(2);
const output = `${home}/results`;
if (only === undefined) rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });
const git = (...args) => execFileSync('git', args, { cwd: repository, encoding: 'utf8' }).trim();
const commit =
  git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '-uno') === '' ? '' : ' and changes');
const env = { ...process.env, TARGETS_HOME: home, TARGETS_OUTPUT: output, TARGETS_COMMIT: commit };
const args = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'scripts/targets/vitest.config.ts'];
const { status } = spawnSync(process.execPath, [...args, ...(only === undefined ? [] : ['-t', only])], {
  cwd: repository,
  env,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;

const parts = readdirSync(output).map((name) => JSON.parse(readFileSync(`${output}/${name}`, 'utf8')));
const order = (target) => [...releases, 'rc.5'].indexOf(target.replace('1.0.0-', ''));
const sorted = (list, key) => list.sort((a, b) => key(a).localeCompare(key(b)) || order(a.target) - order(b.target));
const fixtures = sorted(
  parts.filter(({ name }) => name === undefined),
  () => '',
);
const rows = sorted(
  parts.filter(({ name }) => name !== undefined),
  ({ name, mode }) => `${['full', 'mixed', 'bridge'].indexOf(mode)} ${name}`,
);
const cell = (names) =>
  names.length === 0 ? '0' : `${names.length}: ${names.map((name) => `\`${name}\``).join(', ')}`;
const reasons = new Map();
for (const { name, target, reasons: found } of rows) {
  for (const { reason, finding, count } of found) {
    const known = reasons.get(reason) ?? { name, reason, finding, in: [] };
    known.in.push(`${target.replace('1.0.0-', '')} (${count})`);
    reasons.set(reason, known);
  }
}
// The parts of `all.matrix.ts`.
const bridged = { pg: ['beta.1', 'beta.21'], sqlite: ['beta.1', 'beta.24', 'rc.3'] };
const expected = [...releases, 'rc.5'].flatMap((release) => [
  `fixtures 1.0.0-${release}`,
  ...Object.entries(bridged).flatMap(([name, early]) =>
    ['full', ...(early.includes(release) ? ['mixed', 'bridge'] : [])].map(
      (mode) => `rows ${name} ${mode} 1.0.0-${release}`,
    ),
  ),
]);
const notRun = expected.filter((part) => !existsSync(`${output}/${part}.json`));
const commits = [...new Set(parts.map((part) => part.commit))];
const page = [
  '# Target versions',
  '',
  `Written by \`npm run targets\`, run on commit ${commits.join(', ')}. Nothing here is typed by hand.`,
  '',
  ...(notRun.length === 0 ? [] : [`Not run: ${notRun.join(', ')}.`, '']),
  '## Fixtures',
  '',
  'Every fixture that is on v1 is rewritten for the release, then compiled against it (`strict`, `noUnusedLocals`); the',
  'new relations are loaded there, which checks them. `tests/targets.test.ts` compares the text with what was read:',
  '`after/`, and `after@<release>/` where it is not the same.',
  '',
  '| release | fixtures | do not compile | do not load | changed by a second run |',
  '| --- | --- | --- | --- | --- |',
  ...fixtures.map(
    ({ target, count, doNotCompile, doNotLoad, unstable }) =>
      `| ${target} | ${count} | ${cell(doNotCompile)} | ${cell(doNotLoad)} | ${cell(unstable)} |`,
  ),
  '',
  '## Rows of the equivalence projects',
  '',
  'The projects of `tests/equivalence` are rewritten for the release and run there; the rows are compared with those of',
  'drizzle-orm 0.45.4. `mixed` is `--leave-hard-queries`. Columns: queries that are refused with an error finding; that',
  'differ as they do in 1.0.0-rc.5, each declared in the suite of the project (nested numbers and texts, extras that v1 got',
  'wrong); that differ because the release reads something otherwise, whatever is written (below); all others.',
  '',
  '| project | mode | release | queries | refused | as in rc.5 | release | others | type errors |',
  '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
  ...rows.map(
    ({ name, mode, target, queries, refused, asNewest, reasons: found, others, typeErrors }) =>
      `| ${name} | ${mode} | ${target} | ${queries} | ${refused} | ${asNewest} | ` +
      `${found.reduce((sum, { count }) => sum + count, 0)} | ${cell(others)} | ${typeErrors.length} |`,
  ),
  '',
  '## What releases read otherwise',
  '',
  'With the number of queries that show it. `RQB_COLUMN_READ` tells it at the column; `src/drizzle/column-values.ts` has',
  'the whole list, and `tests/drizzle/column-values.test.ts` measures it.',
  '',
  '| project | what | finding | releases |',
  '| --- | --- | --- | --- |',
  ...[...reasons.values()].map(
    ({ name, reason, finding, in: where }) =>
      `| ${name} | ${reason} | ${finding ? `\`${finding}\`` : '-'} | ${where.join(', ')} |`,
  ),
  '',
].join('\n');
process.stdout.write(page);
if (process.exitCode === 0) writeFileSync(`${repository}docs/targets.md`, page);
else process.stderr.write('docs/targets.md is not written: something is wrong.\n');
