import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, isBelow, join, relative, resolve } from '../path.ts';
import { parses } from '../read/modules/sources.ts';
import { readTsconfig, tsconfigIn } from '../read/modules/tsconfig.ts';
import { ts } from '../ts.cts';

/** An error that the TypeScript compiler reports. */
export interface TypeError {
  /** Relative to the folder that was checked, with `/`; empty for errors in the configuration. */
  file: string;
  /** 1-based. */
  line: number;
  /** 1-based. */
  column: number;
  code: string;
  message: string;
}

/** How long the compiler may run, in milliseconds. */
const limit = 10 * 60_000;

/**
 * The compiler that a project has installed, as the path of its `tsc`: the nearest `typescript` above a folder, if any.
 */
export function findCompiler(folder: string): { path: string; version: string } | undefined {
  for (let dir = resolve(folder); ; dir = dirname(dir)) {
    const path = join(dir, 'node_modules/typescript');
    const manifest = join(path, 'package.json');
    if (existsSync(manifest)) {
      const { version, bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string; bin: { tsc: string } };
      return { path: join(path, bin.tsc), version };
    }
    if (dir === dirname(dir)) return undefined;
  }
}

/**
 * The tsconfig files to check for some files: the given one, or the nearest `tsconfig.json` or `jsconfig.json` above
 * each of them, no further up than `root`; and the projects in their `references`.
 */
export function tsconfigsFor(root: string, files: readonly string[], given: string | undefined): string[] {
  const found = new Set<string>();
  const add = (path: string): void => {
    if (found.has(path) || !existsSync(path)) return;
    found.add(path);
    const { config } = ts.parseConfigFileTextToJson(path, readFileSync(path, 'utf8')) as {
      config?: { references?: { path?: unknown }[] };
    };
    for (const { path: reference } of Array.isArray(config?.references) ? config.references : []) {
      if (typeof reference !== 'string') continue;
      const target = resolve(dirname(path), reference);
      add(target.endsWith('.json') ? target : join(target, 'tsconfig.json'));
    }
  };
  if (given !== undefined) add(given);
  for (const file of given === undefined ? files : []) {
    for (let dir = dirname(file); dir === root || isBelow(dir, root); dir = dirname(dir)) {
      const path = tsconfigIn(dir);
      if (path === undefined) continue;
      add(path);
      break;
    }
  }
  return [...found].sort();
}

/** The paths of a configuration and of those that it extends by a relative path. */
export function withExtended(path: string, known: Set<string> = new Set()): Set<string> {
  if (known.has(path) || !existsSync(path)) return known;
  known.add(path);
  const { config } = ts.parseConfigFileTextToJson(path, readFileSync(path, 'utf8')) as {
    config?: { extends?: unknown };
  };
  for (const specifier of [config?.extends].flat()) {
    if (typeof specifier !== 'string' || !specifier.startsWith('.')) continue;
    const target = resolve(dirname(path), specifier);
    withExtended(existsSync(target) ? target : `${target}.json`, known);
  }
  return known;
}

/**
 * A configuration that covers the same files without project references. With `references`, the compiler reads the
 * build output of the other projects, and types everything from there as `any` when there is none; without, it reads
 * their sources.
 *
 * @returns the given path if the configuration has no references, otherwise that of a new file beside it
 */
export function withoutReferences(path: string): string {
  const { config } = ts.parseConfigFileTextToJson(path, readFileSync(path, 'utf8')) as {
    config?: { references?: unknown; files?: unknown[] };
  };
  // A configuration with `"files": []` and references has no files of its own to check.
  if (!config?.references || config.files?.length === 0) return path;
  const own = join(dirname(path), `drizzle-rqb-${basename(path)}`);
  // `extends` inherits everything but `references`.
  writeFileSync(own, JSON.stringify({ extends: `./${basename(path)}` }));
  return own;
}

/** What the compiler says about some configurations. */
export interface TypeCheck {
  errors: TypeError[];
  /** The absolute paths of all files that it read. */
  files: ReadonlySet<string>;
  /** The configurations for which it stopped before it checked any code, each with the error that it stopped at. */
  stopped: ReadonlyMap<string, TypeError>;
}

/**
 * Runs the compiler over some configurations, without writing any output.
 *
 * @param compiler the path of `tsc`
 * @param root the folder that the paths in errors are relative to
 * @throws Error when the compiler crashes, runs too long, or fails without an error that can be read
 */
export function typeCheck(compiler: string, root: string, tsconfigs: readonly string[]): TypeCheck {
  const errors = new Map<string, TypeError>();
  const files = new Set<string>();
  const stopped = new Map<string, TypeError>();
  for (const path of tsconfigs) {
    const { status, signal, stdout, stderr, error } = spawnSync(
      process.execPath,
      ['--max-old-space-size=8192', compiler, '-p', path, ...flagsFor(path)],
      { cwd: root, encoding: 'utf8', timeout: limit, maxBuffer: 1 << 28, env: { ...process.env, FORCE_COLOR: '0' } },
    );
    const found = parseErrors(stdout ?? '');
    if (error || signal || (status !== 0 && found.length === 0)) {
      const [reason = ''] = (error?.message ?? (stderr || stdout)).trim().split('\n').slice(-1);
      throw new Error(`the compiler failed on ${relative(root, path)}${reason && `: ${reason}`}`);
    }
    // The errors of a file that two configurations cover appear twice.
    for (const it of found) errors.set(JSON.stringify(it), it);
    for (const line of stdout.split(/\r?\n/)) if (isAbsolute(line)) files.add(resolve(line));
    const stop = stopOf(found, root);
    if (stop) stopped.set(path, stop);
  }
  return { errors: [...errors.values()], files, stopped };
}

/**
 * The flags with which nothing is written, and files of referenced projects belong to the configuration. The compiler
 * refuses options that need one of those that are switched off, and then checks no code.
 */
function flagsFor(path: string): string[] {
  const { composite, declaration } = readTsconfig(path, () => undefined).config.compilerOptions ?? {};
  const off = ['incremental', 'composite', 'emitDeclarationOnly', 'pretty'].flatMap((name) => [`--${name}`, 'false']);
  // `composite` stands for `declaration`, which other options need, and with which the compiler finds more errors.
  const declares = composite && declaration === undefined ? ['--declaration', 'true'] : [];
  return ['--noEmit', '--listFiles', ...off, ...declares, '--tsBuildInfoFile', 'null'];
}

/** Errors in a configuration after which the compiler goes on: unknown options, and values of the wrong kind. */
const tolerated = /^TS(?:502[345]|6046)$/;

/**
 * The error at which the compiler stopped before it checked any code: it reports wrong options and errors of syntax
 * alone. Undefined when it went on.
 */
function stopOf(found: readonly TypeError[], root: string): TypeError | undefined {
  const inCode = found.filter(({ file }) => /\.[cm]?[jt]sx?$/.test(file));
  const broken = new Map<string, boolean>();
  const isBroken = ({ file, code }: TypeError): boolean => {
    // Types in JavaScript are errors of syntax.
    if (/^TS80(?:0\d|1[0-7])$/.test(code)) return true;
    if (!/^TS1\d{3}$/.test(code)) return false;
    if (!broken.has(file)) broken.set(file, !parses(file, readFileSync(join(root, file), 'utf8')));
    return broken.get(file)!;
  };
  return inCode.length > 0 ? inCode.find(isBroken) : found.find(({ code }) => !tolerated.test(code));
}

/** Reads the compiler's output: `file(line,column): error TS1: text`, with indented lines that continue the message. */
function parseErrors(output: string): TypeError[] {
  const errors: TypeError[] = [];
  for (const line of output.split(/\r?\n/)) {
    const [, file = '', row, column, code, message] =
      /^(?:(.+?)\((\d+),(\d+)\): )?error (TS\d+): (.*)$/.exec(line) ?? [];
    if (code !== undefined && message !== undefined) {
      errors.push({
        file: file.replaceAll('\\', '/'),
        line: Number(row ?? 0),
        column: Number(column ?? 0),
        code,
        message,
      });
    } else if (/^\s+\S/.test(line) && errors.length > 0) errors.at(-1)!.message += `\n${line.trimEnd()}`;
  }
  return errors;
}
