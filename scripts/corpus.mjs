#!/usr/bin/env node
/**
 * Runs the codemod over every checkout in a folder and checks what comes out with a reader of its own
 * (`corpus/read-v1.mjs`): a v1 shape that is left without an error finding is printed as SILENT.
 *
 *     npm run corpus -- <directory with checkouts> [name …] [--table FILE] [--json FILE] [--keep DIR] [--dist DIR] [--jobs N]
 *
 * A checkout with `node_modules` is type-checked before and after, too, by `--verify`; `--installed DIR` names a second
 * directory with installed checkouts, where the first one has none. Neither is changed.
 *
 * `--from FILE --table FILE` makes the table of an earlier run from its `--json`, with `--commit` the tool's commit then.
 * Checkouts are copied and never changed. A file PINS.txt beside them (lines `owner/name commit`) names the commit of
 * `owner__name` where the checkout has commits of its own on top.
 */
import { execFileSync, fork, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { diffArrays } from 'diff';
import { isRelevant, readV1 } from './corpus/read-v1.mjs';
import { markdown, rows, terminal } from './corpus/report.mjs';

const script = fileURLToPath(import.meta.url);

if (process.send)
  process.once('message', (job) => inspect(job).then((outcome) => process.send(outcome, () => process.exit())));
else await main();

async function main() {
  const { values: flags, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      table: { type: 'string' },
      json: { type: 'string' },
      from: { type: 'string' },
      commit: { type: 'string', default: commitOf(join(script, '../../..'), basename(join(script, '../..'))) },
      keep: { type: 'string' },
      jobs: { type: 'string', default: '1' },
      installed: { type: 'string' },
      dist: { type: 'string', default: join(script, '../../dist') },
    },
  });
  if (flags.from && flags.table)
    return writeFileSync(flags.table, markdown(JSON.parse(readFileSync(flags.from, 'utf8')), flags.commit));
  const [folder, ...wanted] = positionals;
  if (!folder) {
    console.error(
      'Usage: npm run corpus -- <directory with checkouts> [name …] [--table FILE] [--json FILE] [--keep DIR]',
    );
    process.exit(2);
  }
  const names = readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() && !entry.name.startsWith('.') ? entry.name : []))
    .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
  const outcomes = [];
  const waiting = names.entries();
  const work = async () => {
    for (const [index, name] of waiting) {
      const outcome = await examine(resolve(folder, name), flags);
      const types = typesOf([folder, flags.installed ?? folder].map((place) => resolve(place, name)));
      outcomes[index] = { name: name.replace('__', '/'), commit: commitOf(folder, name), ...outcome, types };
      console.log(terminal(outcomes[index]));
    }
  };
  await Promise.all(Array.from({ length: Number(flags.jobs) }, work));
  if (outcomes.length > 1) console.log(`\n${rows(outcomes)}`);
  if (flags.table) writeFileSync(flags.table, markdown(outcomes, flags.commit));
  if (flags.json) writeFileSync(flags.json, JSON.stringify(outcomes, null, 1));
  const isBad = ({ crash, silent, second, syntax }) =>
    crash || silent.length > 0 || second.length > 0 || syntax.length > 0;
  process.exitCode = outcomes.some(isBad) ? 1 : 0;
}

function commitOf(folder, name) {
  const pins = join(folder, 'PINS.txt');
  const pin =
    existsSync(pins) &&
    readFileSync(pins, 'utf8')
      .split('\n')
      .find((line) => line.startsWith(`${name.replace('__', '/')} `));
  if (pin) return pin.split(/\s+/)[1];
  try {
    return execFileSync('git', ['-C', join(folder, name), 'rev-parse', 'HEAD'], {
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  } catch {
    return '';
  }
}

/**
 * Type errors of an installed checkout with its own compiler: before, and those that the migration adds and no finding
 * expects. Undefined where nothing is installed, or nothing could be checked.
 */
function typesOf(checkouts) {
  const checkout = checkouts.find((place) => isInstalled(place, 2));
  if (checkout === undefined) return undefined;
  const bin = join(script, '../../bin/drizzle-rqb-migrate.js');
  const args = [bin, '--dry-run', '--verify', '--format', 'json', '--cwd', checkout];
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 30 });
  const { verification, findings } = JSON.parse(stdout);
  if (!verification) return undefined;
  const added = findings.filter(({ code }) => /^RQB_VERIFY_(?:QUERY|DATABASE|ERROR)$/.test(code));
  const places = added.map(({ file, line, code, message }) => `${file}:${line} ${code} ${message}`);
  return { before: verification.before, expected: verification.expected, added: places };
}

/** Whether a folder has packages installed, or one of those in it: an application may lie a level or two below. */
function isInstalled(folder, depth) {
  if (!existsSync(folder)) return false;
  if (existsSync(join(folder, 'node_modules'))) return true;
  if (depth === 0) return false;
  const inside = readdirSync(folder, { withFileTypes: true });
  return inside.some((entry) => entry.isDirectory() && isInstalled(join(folder, entry.name), depth - 1));
}

/** In a process of its own, so that times and memory are a project's own, and a crash ends only its row. */
async function examine(checkout, { keep, dist }) {
  const parent = keep ? resolve(keep) : mkdtempSync(join(tmpdir(), 'corpus-'));
  const copy = join(parent, basename(checkout));
  mkdirSync(parent, { recursive: true });
  rmSync(copy, { recursive: true, force: true });
  cpSync(checkout, copy, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => basename(path) !== 'node_modules',
  });
  const child = fork(script);
  child.send({ copy, entry: pathToFileURL(join(resolve(dist), 'index.js')).href });
  const outcome = await new Promise((settle) => {
    child.once('message', settle);
    // The outcome may still be on its way when the process has ended.
    const giveUp = () => settle({ ...empty(), crash: `ended with ${child.signalCode ?? child.exitCode}` });
    child.once('disconnect', () => setTimeout(giveUp, 5000));
  });
  if (!keep) rmSync(parent, { recursive: true, force: true });
  return outcome;
}

function empty() {
  return {
    before: { relations: 0, sites: 0, clients: 0, shapes: {} },
    after: { relations: 0, sites: 0, clients: 0, shapes: {} },
    sites: { total: 0, converted: 0, object: 0, raw: 0, fallback: 0 },
    relations: { blocks: 0, converted: 0 },
    findings: [],
    reported: [],
    silent: [],
    doubts: [],
    style: {},
    second: [],
    syntax: [],
    changed: 0,
    seconds: 0,
    crash: undefined,
  };
}

async function inspect({ copy, entry }) {
  const outcome = empty();
  const fail = (error) => {
    outcome.crash = error?.stack ?? String(error);
    return outcome;
  };
  const before = readAll(copy);
  Object.assign(outcome.before, before.totals);
  let first;
  try {
    const { migrate, writeChanges } = await import(entry);
    const start = performance.now();
    first = await migrate({ cwd: copy });
    outcome.seconds = (performance.now() - start) / 1000;
    writeChanges(copy, first.changes);
    const second = await migrate({ cwd: copy });
    outcome.second = second.changes.map(({ path }) => relative(copy, path));
  } catch (error) {
    return fail(error);
  }
  outcome.changed = first.changes.length;
  outcome.sites = first.sites;
  outcome.relations = first.relations;
  outcome.findings = first.findings.map(({ code, level, file, line, message }) => ({
    code,
    level,
    file: relative(copy, file),
    line,
    message,
  }));

  const after = readAll(copy);
  Object.assign(outcome.after, after.totals);
  const errors = outcome.findings.filter(({ level }) => level === 'error');
  const changes = new Map(first.changes.map((change) => [relative(copy, change.path), change]));
  for (const [path, { shapes, wheres, doubts, broken }] of after.files) {
    if (broken && !before.files.get(path)?.broken) outcome.syntax.push(path);
    const lineBefore = lineMap(changes.get(path));
    addStyle(before.files.get(path)?.wheres ?? [], wheres, outcome.style);
    for (const shape of shapes) {
      const lines = linesOf(shape).flatMap(lineBefore);
      const told = errors.find(({ file, line }) => file === path && lines.includes(line));
      const place = { ...shape, path };
      if (told) outcome.reported.push({ ...place, code: told.code });
      else outcome.silent.push(place);
    }
    for (const doubt of doubts) {
      const lines = linesOf(doubt).flatMap(lineBefore);
      if (!errors.some(({ file, line }) => file === path && lines.includes(line)))
        outcome.doubts.push({ ...doubt, path });
    }
  }
  return outcome;
}

/** Counts the forms that conditions took, by what they were made of; a query's conditions keep their order. */
function addStyle(before, after, style) {
  for (const site of new Set(before.map((where) => where.site))) {
    const [was, now] = [before, after].map((list) => list.filter((where) => where.site === site));
    was.forEach(({ shape }, index) => {
      const form = now.length === was.length ? now[index].form : 'unclear';
      style[shape] ??= {};
      style[shape][form] = (style[shape][form] ?? 0) + 1;
    });
  }
}

/** What the independent reader finds in a folder. */
function readAll(root) {
  const files = new Map();
  const totals = { relations: 0, sites: 0, clients: 0, shapes: {} };
  for (const path of sources(root)) {
    const text = readFileSync(path, 'utf8');
    if (!isRelevant(text)) continue;
    const reading = readV1(path, text);
    files.set(relative(root, path), reading);
    totals.relations += reading.relations.length;
    totals.sites += reading.sites.length;
    totals.clients += reading.clients;
    for (const { kind } of reading.shapes) totals.shapes[kind] = (totals.shapes[kind] ?? 0) + 1;
  }
  return { files, totals };
}

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!['node_modules', '.git'].includes(entry.name)) yield* sources(path);
    } else if (
      entry.isFile() &&
      /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/.test(entry.name) &&
      !/\.d\.[cm]?ts$/.test(entry.name)
    )
      yield path;
  }
}

/** The line of a shape, and those of the query it belongs to, which may stand elsewhere. */
function linesOf({ line, queryLine, queryEnd }) {
  return [line, ...Array.from({ length: queryEnd - queryLine + 1 }, (_, i) => queryLine + i)];
}

/** Lines of the text before the change that a line after it comes from; all lines that one place had when it was rewritten. */
function lineMap(change) {
  if (!change?.before || change.after === undefined) return (line) => [line];
  const map = new Map();
  let [old, now] = [1, 1];
  let gone = [];
  for (const { added, removed, count } of diffArrays(change.before.split('\n'), change.after.split('\n'))) {
    const lines = (from) => Array.from({ length: count }, (_, i) => from + i);
    if (removed) gone = lines(old);
    else lines(now).forEach((line, i) => map.set(line, added ? gone : [old + i]));
    if (!removed) gone = [];
    if (!added) old += count;
    if (!removed) now += count;
  }
  return (line) => map.get(line) ?? [];
}
