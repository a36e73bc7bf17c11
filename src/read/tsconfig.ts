import { existsSync, readFileSync } from 'node:fs';
import type { TsConfigResult } from 'get-tsconfig';
import { dirname, isAbsolute, join, resolve } from '../path.ts';
import { ts } from '../ts.cts';
import type { PackageFinder } from './package-info.ts';

/** What is read from a tsconfig and its parents. */
export interface Tsconfig extends TsConfigResult {
  /** False when a parent it extends could not be found (a generated or not installed one). */
  complete: boolean;
}

type CompilerOptions = NonNullable<TsConfigResult['config']['compilerOptions']>;

/** The tsconfig.json (or jsconfig.json) of a folder. */
export function tsconfigIn(dir: string): string | undefined {
  return ['tsconfig.json', 'jsconfig.json'].map((name) => join(dir, name)).find((path) => existsSync(path));
}

/**
 * A tsconfig merged with its parents, which are looked for relative to the file and in the packages of the workspace,
 * so that it works without `node_modules`.
 */
export function readTsconfig(path: string, packageNamed: PackageFinder, depth = 0): Tsconfig {
  const { config } = ts.parseConfigFileTextToJson(path, textOf(path)) as {
    config?: { extends?: string | string[]; compilerOptions?: CompilerOptions };
  };
  const own = config?.compilerOptions ?? {};
  // The paths matcher takes paths relative to the file that declares them.
  const options: CompilerOptions = own.paths && !own.baseUrl ? { ...own, baseUrl: dirname(path) } : { ...own };
  if (options.baseUrl) options.baseUrl = resolve(dirname(path), options.baseUrl);
  let complete = true;
  let inherited: CompilerOptions = {};
  for (const specifier of [config?.extends ?? []].flat()) {
    const parentPath = depth < 10 ? parentOf(path, specifier, packageNamed) : undefined;
    if (parentPath === undefined) {
      complete = false;
      continue;
    }
    const parent = readTsconfig(parentPath, packageNamed, depth + 1);
    complete &&= parent.complete;
    inherited = { ...inherited, ...parent.config.compilerOptions };
  }
  return { path, complete, config: { compilerOptions: { ...inherited, ...options } } };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '{}';
  }
}

function parentOf(path: string, specifier: string, packageNamed: PackageFinder): string | undefined {
  const candidates: string[] = [];
  const add = (base: string) => candidates.push(base, `${base}.json`, join(base, 'tsconfig.json'));
  if (specifier.startsWith('.') || isAbsolute(specifier)) add(resolve(dirname(path), specifier));
  else {
    const [, name = '', subpath = ''] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.*))?$/.exec(specifier) ?? [];
    const info = packageNamed(name, path);
    if (info) add(join(info.dir, subpath));
    for (let dir = dirname(path); dir !== dirname(dir); dir = dirname(dir)) add(join(dir, 'node_modules', specifier));
  }
  return candidates.find((candidate) => candidate.endsWith('.json') && existsSync(candidate));
}
