import { existsSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, isBelow, join, resolve } from '../path.ts';
import { makeFinding } from '../findings.ts';
import type { LeftUnit, MigrateOptions } from '../options.ts';
import type { MigrateResult } from '../result.ts';
import { attribute } from './attribute.ts';
import { drizzleAt, installedDrizzle, unpackCached } from './find-drizzle.ts';
import { isInstalled } from './installed.ts';
import { newErrors } from './new-errors.ts';
import { makeOverlay, type Overlay } from './overlay.ts';
import { removeAbandoned, scratchFolder } from './scratch.ts';
import {
  findCompiler,
  tsconfigsFor,
  typeCheck,
  withExtended,
  withoutReferences,
  type TypeCheck,
} from './type-check.ts';
import { describe, errorFinding, notInstalled, partlyFinding, unseenFindings } from './verify-findings.ts';

/**
 * How often the project is checked after a migration. Each round leaves more units unmigrated; in the last, errors are
 * reported.
 */
const maxRounds = 6;

/** Thrown when a project cannot be checked: the reason, and what the user can do about it. */
class Impossible extends Error {
  readonly remedy: string;
  constructor(reason: string, remedy: string) {
    super(reason);
    this.remedy = remedy;
  }
}

/**
 * Implements `--verify`: plans a migration, type-checks the project before and after it with the project's own
 * compiler, and plans again without the queries and databases that add an error, until no unit adds one. Works in a
 * copy of the project; nothing is downloaded, and nothing but the compiler is run.
 *
 * @param migrate plans a migration
 * @param drizzlePath the folder of the target's drizzle-orm, when it is not installed
 * @returns the last plan, with findings for what could not be checked or still fails
 */
export async function verify(
  options: MigrateOptions,
  migrate: (options: MigrateOptions) => Promise<MigrateResult>,
  drizzlePath?: string,
): Promise<MigrateResult> {
  const planned = await migrate(options);
  if (!planned.changes.some(({ path }) => isScript(path))) return planned;
  let temporary: string | undefined;
  let overlay: Overlay | undefined;
  try {
    removeAbandoned();
    temporary = scratchFolder('target');
    const setting = findSetting(planned, options, drizzlePath, temporary);
    overlay = makeOverlay(setting.base);
    const result = await leaveWhatFails(planned, options, migrate, setting, overlay);
    const skipped = setting.skipped.map((path) => partlyFinding(path, notInstalled, result));
    return { ...result, findings: [...result.findings, ...skipped] };
  } catch (error) {
    const { message, remedy } =
      error instanceof Impossible
        ? error
        : { message: (error as Error).message, remedy: 'Type-check the result by hand.' };
    const file = join(planned.root, 'package.json');
    const finding = makeFinding('RQB_VERIFY_IMPOSSIBLE', { file, line: 1, column: 1 }, { reason: message, remedy });
    return { ...planned, findings: [...planned.findings, finding] };
  } finally {
    overlay?.remove();
    if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
  }
}

/** All that is needed to check a project. */
interface Setting {
  /** The outermost folder with installed packages that the project uses. */
  base: string;
  /** The configurations to check. */
  tsconfigs: string[];
  /** The configurations that are not checked, because the dependencies of their package are not installed. */
  skipped: string[];
  compiler: { path: string; version: string };
  /** The folder of the target's drizzle-orm. */
  drizzle: string;
}

/** @throws Impossible when something that is needed is missing */
function findSetting(
  { root, target, changes }: MigrateResult,
  options: MigrateOptions,
  drizzlePath: string | undefined,
  temporary: string,
): Setting {
  const scripts = changes.map(({ path }) => path).filter(isScript);
  const given = options.tsconfig && resolve(options.cwd, options.tsconfig);
  const all = tsconfigsFor(root, scripts, given);
  if (all.length === 0)
    throw new Impossible('no tsconfig.json covers the changed files', 'Add one, or name it with `--tsconfig <file>`.');
  const tsconfigs = all.filter((path) => isInstalled(dirname(path)));
  // In a workspace not every package has drizzle-orm or a compiler of its own.
  const folders = tsconfigs.map((path) => dirname(path));
  const installed = firstOf(folders, installedDrizzle);
  if (!installed)
    throw new Impossible('the dependencies are not installed', 'Install them as they are now, and run again.');
  const compiler = firstOf(folders, findCompiler);
  if (!compiler) throw new Impossible('TypeScript is not installed', 'Add `typescript` to the project, and run again.');
  const drizzle = targetDrizzle(target, installed, drizzlePath, temporary);
  const skipped = all.filter((path) => !tsconfigs.includes(path));
  return { base: outermost(root, tsconfigs), tsconfigs, skipped, compiler, drizzle };
}

/** The first result of `find` that is not undefined. */
function firstOf<T>(folders: readonly string[], find: (folder: string) => T | undefined): T | undefined {
  for (const folder of folders) {
    const found = find(folder);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The folder of the target's drizzle-orm: the given one, the installed one, or one from npm's cache, unpacked into
 * `temporary`.
 *
 * @throws Impossible when there is none, or the given folder holds another version
 */
function targetDrizzle(
  target: string,
  installed: { path: string; version: string },
  drizzlePath: string | undefined,
  temporary: string,
): string {
  if (drizzlePath !== undefined) {
    const given = drizzleAt(drizzlePath);
    if (given?.version === target) return given.path;
    const what = given ? `drizzle-orm ${given.version}` : 'no drizzle-orm';
    throw new Impossible(`${drizzlePath} holds ${what}`, `Name a folder with drizzle-orm ${target}.`);
  }
  if (installed.version === target) return installed.path;
  const cached = unpackCached(target, temporary);
  if (cached !== undefined) return cached;
  throw new Impossible(
    `drizzle-orm ${target} is not on this machine`,
    `Run \`npm install --prefix <folder> drizzle-orm@${target}\` anywhere, and pass \`--drizzle-path <folder>/node_modules/drizzle-orm\`.`,
  );
}

/**
 * The outermost folder with `node_modules`, or with something that the configurations extend, from `root` up to the root
 * of the git repository, or below the user's home; `root` itself if there is none.
 */
function outermost(root: string, tsconfigs: readonly string[]): string {
  const configured = new Set(tsconfigs.flatMap((path) => [...withExtended(path)]).map((path) => dirname(path)));
  let base = root;
  for (let dir = root; ; dir = dirname(dir)) {
    if (dir !== root && dir === homedir()) return base;
    if (existsSync(join(dir, 'node_modules')) || configured.has(dir)) base = dir;
    if (existsSync(join(dir, '.git')) || dir === dirname(dir)) return base;
  }
}

/** Checks and plans in rounds: each plan leaves out the units that added errors in the rounds before. */
async function leaveWhatFails(
  planned: MigrateResult,
  options: MigrateOptions,
  migrate: (options: MigrateOptions) => Promise<MigrateResult>,
  { base, tsconfigs, skipped, compiler, drizzle }: Setting,
  overlay: Overlay,
): Promise<MigrateResult> {
  const configs = new Map(tsconfigs.map((path) => [withoutReferences(overlay.at(path)), path]));
  const check = (): TypeCheck => {
    options.onStage?.('checking types');
    const { errors, ...rest } = typeCheck(compiler.path, overlay.at(base), [...configs.keys()]);
    return { errors: errors.filter(({ file }) => !/(?:^|\/)(?:node_modules|\.\.)\//.test(file)), ...rest };
  };
  const { errors: before, stopped } = check();
  const partly = [...stopped].map(([config, error]) => {
    const reason = `the compiler stops at ${describe(error)}`;
    const remedy = `Mend that in \`${error.file || basename(configs.get(config)!)}\`, and run again.`;
    return { path: configs.get(config)!, detail: { reason, remedy } };
  });
  if (partly[0] && stopped.size === configs.size)
    throw new Impossible(partly[0].detail.reason, partly[0].detail.remedy);
  for (const config of stopped.keys()) configs.delete(config);
  const folders = [...skipped, ...partly.map(({ path }) => path)].map((path) => dirname(path));
  const isOfPartly = (path: string) => folders.some((folder) => isBelow(path, folder));
  overlay.useDrizzle(drizzle);
  const leave: LeftUnit[] = [];
  const picked = options.leave ?? [];
  let result = planned;
  for (let round = 1; ; round++) {
    overlay.show(result.changes, 'after');
    const { errors: after, files } = check();
    const { units, others, expected } = attribute(newErrors(before, after, base, result.changes), before, base, result);
    const failing = units.filter(({ id }) => !leave.some((unit) => unit.id === id));
    if (failing.length === 0 || round === maxRounds) {
      const unsolved = [...others, ...units.map(({ error }) => error)].map((error) =>
        errorFinding(error, base, result),
      );
      const verification = { typescript: compiler.version, before: before.length, expected, left: leave.length };
      const unchecked = [
        ...partly.map(({ path, detail }) => partlyFinding(path, detail, result)),
        ...unseenFindings(result, (path) => files.has(overlay.at(path)) || isOfPartly(path)),
      ];
      return { ...result, findings: [...result.findings, ...unsolved, ...unchecked], verification };
    }
    leave.push(...failing.map(({ id, error }) => ({ id, reason: describe(error) })));
    overlay.show(result.changes, 'before');
    result = await migrate({ ...options, leave: [...picked, ...leave] });
  }
}

/** Whether a path is that of a TypeScript or JavaScript file. */
function isScript(path: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(path);
}
