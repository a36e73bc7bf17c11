import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, isBelow, join, relative, resolve } from '../path.ts';
import { ts } from '../ts.cts';

/** One complaint of the compiler. */
export interface TypeError {
  /** Relative to the folder that was checked, with `/`; empty for complaints about the configuration. */
  file: string;
  /** 1-based. */
  line: number;
  /** 1-based. */
  column: number;
  code: string;
  message: string;
}

const limit = 10 * 60_000;

/** The compiler a project has installed: the nearest `typescript` above a folder. */
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

/** The tsconfig files that are checked for these files: the nearest one above each, and those it refers to. */
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
 * A configuration that checks the same files from the sources: with `references`, the compiler wants what it refers to
 * built, and takes everything from there for `any` otherwise. Written beside the given one when it has any.
 */
export function withoutReferences(path: string): string {
  const { config } = ts.parseConfigFileTextToJson(path, readFileSync(path, 'utf8')) as {
    config?: { references?: unknown; files?: unknown[] };
  };
  // One of references alone has no files of its own.
  if (!config?.references || config.files?.length === 0) return path;
  const own = join(dirname(path), `drizzle-rqb-${basename(path)}`);
  // References are what `extends` does not hand down.
  writeFileSync(own, JSON.stringify({ extends: `./${basename(path)}` }));
  return own;
}

/**
 * Runs the compiler over some configurations, without writing anything.
 *
 * @throws Error when it could not do its work
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
    // A file that two configurations cover is complained about twice.
    for (const it of found) errors.set(JSON.stringify(it), it);
  }
  return [...errors.values()];
}

/** Reads `file(line,column): error TS1: text`, whose further lines are indented. */
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
