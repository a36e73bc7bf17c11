#!/usr/bin/env node
/**
 * Measures the codemod against the goals of the project and prints ratios. Everything is timed as a whole process, in
 * turn with what it is compared to, and the middle of several runs counts. Growth is told in processor time, which says
 * the same on a busy machine.
 *
 *     npm run bench -- [checkout …] [--runs 5] [--files 1000] [--skip tsc,jscodeshift,growth]
 *
 * Without a checkout it generates a project of 1,000 files, one fifth of them with Drizzle. Checkouts are only read.
 * `tsc` is measured where drizzle-orm is installed. jscodeshift is installed into a temporary folder.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { generateProject } from './bench/generate.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'bin/drizzle-rqb-migrate.js');
const jscodeshiftVersion = '17.4.0';
const shiftFlags = ['--parser=tsx', '--extensions=ts,tsx', '--ignore-pattern=**/node_modules/**', '--dry', '--silent'];

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '5' },
    files: { type: 'string', default: '1000' },
    skip: { type: 'string', default: '' },
  },
});
const runs = Number(flags.runs);
const skipped = new Set(flags.skip.split(','));
const temp = mkdtempSync(join(tmpdir(), 'bench-'));
const rusage = join(temp, 'rusage.mjs');
const rusageFile = join(temp, 'rusage.txt');
// Written by the measured process itself when it ends.
writeFileSync(
  rusage,
  `import { writeFileSync } from 'node:fs';
process.on('exit', () => writeFileSync(${JSON.stringify(rusageFile)}, JSON.stringify(process.resourceUsage())));`,
);
const parseOnly = join(temp, 'parse-only.cjs');
writeFileSync(parseOnly, 'module.exports = (file, api) => void api.jscodeshift(file.source);\n');

try {
  if (!existsSync(join(root, 'dist/cli.js'))) throw new Error('There is no dist; run `npm run build` first.');
  const jscodeshift = skipped.has('jscodeshift') ? undefined : installJscodeshift();
  for (const path of positionals) await measure(resolve(path), basename(path), jscodeshift);
  if (positionals.length === 0) {
    const project = generated(Number(flags.files));
    await measure(project, `generated, ${flags.files} files`, jscodeshift);
    measureCheck(project);
    measureHelp();
    if (!skipped.has('growth')) measureGrowth();
  }
} finally {
  rmSync(temp, { recursive: true, force: true });
}

async function measure(project, title, jscodeshift) {
  const { relevant, scripts } = (await loadOpenWorkspace())(project);
  console.log(`\n${title}: ${scripts.length} scripts, ${relevant.length} of them parsed\n`);
  const list = join(temp, 'relevant.json');
  writeFileSync(list, JSON.stringify(relevant));

  const tool = dryRun(project);
  const rivals = {
    parse: () => node([join(root, 'scripts/bench/parse.mjs'), list]),
    jscodeshift: jscodeshift && (() => node([jscodeshift, '-t', parseOnly, ...shiftFlags, project])),
    tsc: canTypeCheck(project)
      ? () => node([join(root, 'node_modules/typescript/bin/tsc'), '--noEmit', '-p', project], [0, 1, 2])
      : undefined,
  };
  tool();
  const own = [];
  const theirs = { parse: [], jscodeshift: [], tsc: [] };
  const ratios = { parse: [], jscodeshift: [], tsc: [] };
  const memory = [];
  for (let run = 0; run < runs; run++) {
    // The slow ones are measured twice at most.
    const names = Object.keys(rivals).filter((name) => rivals[name] && (name === 'parse' || run < 2));
    for (const name of names) {
      const time = tool();
      own.push(time);
      memory.push(lastUsage().megabytes);
      theirs[name].push(rivals[name]());
      ratios[name].push(time / theirs[name].at(-1));
    }
  }
  console.log(`  dry run ${seconds(own)}, ${relevantLines(relevant)}`);
  row('against parsing those files', theirs.parse, 1.5, median(ratios.parse));
  row('against jscodeshift parsing all', theirs.jscodeshift, -5, inverse(ratios.jscodeshift));
  row('against tsc --noEmit', theirs.tsc, -50, inverse(ratios.tsc));
  const peak = median(memory);
  print('peak memory', `${peak.toFixed(0)} MB`, '≤ 250 MB', peak <= 250);
}

/** The part of the codemod that chooses what is parsed; the published bundle does not offer it. */
async function loadOpenWorkspace() {
  const outfile = join(root, '.tmp/bench/open.mjs');
  const entryPoints = [join(root, 'src/workspace/open.ts')];
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external' });
  return (await import(pathToFileURL(outfile).href)).openWorkspace;
}

/** A row for a ratio; a negative goal is a factor by which the tool is to be faster. */
function row(name, times, goal, ratio) {
  if (times.length === 0) return print(name, 'not measured', '', undefined);
  const wanted = goal > 0 ? `≤ ${goal}×` : `≥ ${-goal}× faster`;
  const measured = goal > 0 ? `${ratio.toFixed(2)}×` : `${ratio.toFixed(1)}× faster`;
  return print(name, `${measured}  (${seconds(times)})`, wanted, goal > 0 ? ratio <= goal : ratio >= -goal);
}

function print(name, measured, goal, isMet) {
  const verdict = isMet === undefined ? '' : isMet ? 'met' : 'MISSED';
  console.log(`  ${name.padEnd(34)}${measured.padEnd(28)}${goal.padEnd(14)}${verdict}`);
}

function measureHelp() {
  const times = Array.from({ length: runs * 2 }, () => node([bin, '--help']));
  print('--help', milliseconds(median(times)), '< 150 ms', median(times) < 150);
}

/** What a commit hook costs, before the migration and (as in CI) after it. */
function measureCheck(project) {
  const migrated = `${project}-migrated`;
  cpSync(project, migrated, { recursive: true, verbatimSymlinks: true });
  node([bin, '--yes', '--allow-dirty', '--cwd', migrated], [0, 1]);
  const checks = [project, migrated].map((cwd) => measured('--check', '--cwd', cwd));
  const times = checks.map(() => []);
  for (let run = 0; run < runs; run++) checks.forEach((check, index) => times[index].push(check()));
  ['--check', '--check, all migrated'].forEach((name, index) => {
    print(name, seconds(times[index]), '< 1 s', median(times[index]) < 1000);
  });
}

function measureGrowth() {
  const sizes = [250, 1000, 4000];
  const tools = sizes.map((size) => dryRun(generated(size)));
  const usages = sizes.map(() => []);
  for (let run = 0; run < runs; run++) {
    tools.forEach((tool, index) => {
      tool();
      usages[index].push(lastUsage());
    });
  }
  console.log('\ngrowth\n');
  const times = usages.map((all) => median(all.map(({ milliseconds }) => milliseconds)));
  sizes.forEach((size, index) => {
    const peak = median(usages[index].map(({ megabytes }) => megabytes));
    print(`${size} files`, `${milliseconds(times[index])} of CPU, ${peak.toFixed(0)} MB`, '', undefined);
  });
  const [first, second] = [0, 1].map((at) => (times[at + 1] - times[at]) / (sizes[at + 1] - sizes[at]));
  print('a file more, up to 1000', `${first.toFixed(2)} ms`, '', undefined);
  print('a file more, beyond', `${second.toFixed(2)} ms`, `≤ ${(first * 1.2).toFixed(2)} ms`, second <= first * 1.2);
}

function dryRun(project) {
  return measured('--dry-run', '--cwd', project);
}

/** A run of the tool that leaves behind what it used. */
function measured(...args) {
  return () => node(['--import', pathToFileURL(rusage).href, bin, ...args], [0, 1]);
}

/** What the last measured run used. */
function lastUsage() {
  const { maxRSS, userCPUTime, systemCPUTime } = JSON.parse(readFileSync(rusageFile, 'utf8'));
  // Kilobytes on every system, and microseconds.
  return { megabytes: maxRSS / 1024, milliseconds: (userCPUTime + systemCPUTime) / 1000 };
}

/** Runs Node to the end and returns the milliseconds. */
function node(args, accepted = [0]) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (!accepted.includes(status)) throw new Error(`node ${args.join(' ')} failed:\n${stderr}`);
  return performance.now() - start;
}

function generated(size) {
  const path = join(temp, `project-${size}`);
  if (!existsSync(path)) generateProject(path, size, join(root, 'node_modules'));
  return path;
}

function canTypeCheck(project) {
  const needed = ['tsconfig.json', 'node_modules/drizzle-orm/package.json'];
  return !skipped.has('tsc') && needed.every((path) => existsSync(join(project, path)));
}

function installJscodeshift() {
  const args = ['install', '--no-audit', '--no-fund', '--prefix', temp, `jscodeshift@${jscodeshiftVersion}`];
  const { status } = spawnSync('npm', args, { stdio: 'ignore', shell: process.platform === 'win32' });
  return status === 0 ? join(temp, 'node_modules/jscodeshift/bin/jscodeshift.js') : undefined;
}

function relevantLines(paths) {
  const lines = paths.reduce((sum, path) => sum + readFileSync(path, 'utf8').split('\n').length, 0);
  return `${lines.toLocaleString('en')} lines to parse`;
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function inverse(ratios) {
  return 1 / median(ratios);
}

function milliseconds(time) {
  return `${time.toFixed(0)} ms`;
}

function seconds(times) {
  return `${(median(times) / 1000).toFixed(2)} s`;
}
