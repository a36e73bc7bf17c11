// Breaks the tool on purpose, one mutant of scripts/mutants/mutants.json at a time, in a temporary copy, and looks
// whether the tests notice. Writes docs/mutants.md.
//   npm run mutants -- [--jobs 2] [--only <number>[,<number>…]]
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const root = resolve(import.meta.dirname, '..');
const { values } = parseArgs({
  options: { jobs: { type: 'string', default: '2' }, only: { type: 'string' } },
});
const mutants = JSON.parse(readFileSync(join(root, 'scripts/mutants/mutants.json'), 'utf8'));
const only = values.only?.split(',').map(Number);

/** A copy of what the tests need; the fixtures are only read. */
function makeCopy() {
  const folder = mkdtempSync(join(tmpdir(), 'rqb-mutants-'));
  for (const name of ['src', 'tests', 'package.json', 'tsconfig.json', 'vitest.config.ts'])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  for (const name of ['fixtures', 'node_modules']) symlinkSync(join(root, name), join(folder, name));
  return folder;
}

/** Whether the tests pass in a copy. */
function testsPass(folder, fixtures) {
  const isUnit = fixtures === 'edits';
  const tests = isUnit ? ['tests/edits'] : ['tests/fixtures.test.ts', '-t', 'are rewritten'];
  const args = ['node_modules/vitest/vitest.mjs', 'run', ...tests, '--bail', '1', '--reporter', 'dot'];
  const env = { ...process.env, ...(isUnit ? {} : { FIXTURES: fixtures, FIXTURES_HOME: join(root, 'fixtures') }) };
  return new Promise((done) => {
    const child = spawn(process.execPath, args, { cwd: folder, env, stdio: 'ignore', timeout: 300_000 });
    child.on('exit', (code) => done(code === 0));
  });
}

async function tryMutant(folder, { file, find, replace, fixtures }) {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  if (text.split(find).length !== 2) return 'stale';
  writeFileSync(
    path,
    text.replace(find, () => replace),
  );
  const passed = await testsPass(folder, fixtures);
  writeFileSync(path, text);
  return passed ? 'survived' : 'killed';
}

const results = new Map();
const waiting = [...mutants.entries()].filter(([index]) => !only || only.includes(index + 1));
async function work() {
  const folder = makeCopy();
  try {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, mutant] = next;
      const result = await tryMutant(folder, mutant);
      results.set(index, result);
      console.log(`${String(index + 1).padStart(3)} ${result.padEnd(9)} ${mutant.file}: ${mutant.meaning}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const groups = [...new Set(mutants.map(({ fixtures }) => fixtures))].filter((group) => group !== 'edits');
const healthy = makeCopy();
const isHealthy = only ? true : await testsPass(healthy, groups.join('|'));
rmSync(healthy, { recursive: true, force: true });
if (!isHealthy) throw new Error('The tests fail without any mutant.');
await Promise.all(Array.from({ length: Number(values.jobs) }, work));

const page = join(root, 'docs/mutants.md');
// With --only, the others keep what was found before.
const before = new Map(
  [...(existsSync(page) ? readFileSync(page, 'utf8') : '').matchAll(/^\| (\d+) \|.*\| (\w+) +\|$/gm)].map(
    ([, number, result]) => [Number(number) - 1, result],
  ),
);
const resultOf = (index) => results.get(index) ?? before.get(index) ?? 'not run';
const all = mutants.map((_, index) => resultOf(index));
const count = (result) => all.filter((each) => each === result).length;
const cell = (text) => text.replaceAll('|', '\\|');
const rows = mutants.map(
  ({ file, meaning, fixtures }, index) =>
    `| ${index + 1} | \`${file}\` | ${cell(meaning)} | \`${cell(fixtures)}\` | ${all[index]} |`,
);
mkdirSync(join(root, 'docs'), { recursive: true });
const head = `# Mutants

Written by \`npm run mutants\`: each line is one way to break the tool on purpose, and whether the named tests (fixtures by
their names, or \`tests/edits\`) notice it. The source texts are in \`scripts/mutants/mutants.json\`.

${count('killed')} of ${mutants.length} killed.

| | file | what breaks | tests | result |
| --: | --- | --- | --- | --- |
`;
writeFileSync(page, `${head}${rows.join('\n')}\n`);

console.log(`${count('killed')} killed, ${count('survived')} survived, ${count('stale')} stale`);
process.exitCode = count('killed') === mutants.length ? 0 : 1;
