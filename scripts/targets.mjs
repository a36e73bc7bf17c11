#!/usr/bin/env node
// Compiles what every fixture becomes on every release of drizzle-orm 1.0 that was checked, runs the equivalence
// projects on some of them, prints a table and writes docs/targets.md. The releases are installed below .tmp/targets.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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

const output = `${home}/result.json`;
const env = { ...process.env, TARGETS_HOME: home, TARGETS_OUTPUT: output };
const args = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'scripts/targets/vitest.config.ts'];
execFileSync(process.execPath, args, { cwd: repository, env, stdio: 'inherit' });

const { fixtures, rows } = JSON.parse(readFileSync(output, 'utf8'));
const cell = (names) =>
  names.length === 0 ? '0' : `${names.length}: ${names.map((name) => `\`${name}\``).join(', ')}`;
const page = [
  '# Target versions',
  '',
  'Written by `npm run targets`. Nothing here is typed by hand.',
  '',
  '## Fixtures that do not compile',
  '',
  'Every fixture that is on v1 is rewritten for the release, then compiled against it (`strict`, `noUnusedLocals`).',
  '',
  '| release | fixtures | do not compile | changed by a second run |',
  '| --- | --- | --- | --- |',
  ...fixtures.map(
    ({ target, count, failing, unstable }) => `| ${target} | ${count} | ${cell(failing)} | ${cell(unstable)} |`,
  ),
  '',
  '## Rows of the equivalence projects',
  '',
  'Queries that return other rows than under 0.45.4, or fail, in `tests/equivalence`. Those that `*.test.ts` declares for',
  '1.0.0-rc.5 (refused queries, nested numbers and texts) are counted, the others are named.',
  '',
  '| project | mode | release | queries | type errors | declared | others |',
  '| --- | --- | --- | --- | --- | --- | --- |',
  ...rows.map(
    ({ name, mode, target, queries, typeErrors, declared, others }) =>
      `| ${name} | ${mode} | ${target} | ${queries} | ${typeErrors.length} | ${declared} | ${cell(others)} |`,
  ),
  '',
].join('\n');
writeFileSync(`${repository}docs/targets.md`, page);
process.stdout.write(page);
if (fixtures.some(({ failing, unstable }) => failing.length + unstable.length > 0)) process.exitCode = 1;
