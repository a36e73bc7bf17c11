import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, isBelow, join, relative, resolve } from '../path.ts';
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
 * The tsconfig files to check for some files: the nearest `tsconfig.json` or `jsconfig.json` above each of them, no
 * further up than `root`, and the projects in their `references`.
 */
export function tsconfigsFor(root: string, files: readonly string[]): string[] {
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
  for (const file of files) {
    for (let dir = dirname(file); dir === root || isBelow(dir, root); dir = dirname(dir)) {
      const path = ['tsconfig.json', 'jsconfig.json'].map((name) => join(dir, name)).find((it) => existsSync(it));
      if (path === undefined) continue;
      add(path);
      break;
    }
  }
  return [...found].sort();
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

/**
 * Runs the compiler over some configurations, without writing any output.
 *
 * @param compiler the path of `tsc`
 * @param root the folder that the paths in errors are relative to
 * @throws Error when the compiler crashes, runs too long, or fails without an error that can be read
 */
export function typeCheck(compiler: string, root: string, tsconfigs: readonly string[]): TypeError[] {
  const errors = new Map<string, TypeError>();
  for (const path of tsconfigs) {
    const flags = ['--noEmit', '--incremental', 'false', '--composite', 'false', '--pretty', 'false'];
    const { status, signal, stdout, stderr, error } = spawnSync(
      process.execPath,
      ['--max-old-space-size=8192', compiler, '-p', path, ...flags],
      { cwd: root, encoding: 'utf8', timeout: limit, maxBuffer: 1 << 28, env: { ...process.env, FORCE_COLOR: '0' } },
    );
    const found = parseErrors(stdout ?? '');
    if (error || signal || (status !== 0 && found.length === 0)) {
      const [reason = ''] = (error?.message ?? (stderr || stdout)).trim().split('\n').slice(-1);
      throw new Error(`the compiler failed on ${relative(root, path)}${reason && `: ${reason}`}`);
    }
    // The errors of a file that two configurations cover appear twice.
    for (const it of found) errors.set(JSON.stringify(it), it);
  }
  return [...errors.values()];
}

/** Reads the compiler's output: `file(line,column): error TS1: text`, with indented lines that continue the message. */
export function parseErrors(output: string): TypeError[] {
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
