import { existsSync, readFileSync } from 'node:fs';
import type { TsConfigResult } from 'get-tsconfig';
import { dirname, isAbsolute, join, resolve } from '../../path.ts';
import { ts } from '../../ts.cts';
import type { PackageFinder } from './package-info.ts';

/** A tsconfig merged with the ones it extends. */
export interface Tsconfig extends TsConfigResult {
  /** False when one that it extends could not be found, because it is generated or not installed. */
  complete: boolean;
}

type CompilerOptions = NonNullable<TsConfigResult['config']['compilerOptions']>;

/** Path of the tsconfig.json (or else jsconfig.json) in a folder; undefined when there is none. */
export function tsconfigIn(dir: string): string | undefined {
  return ['tsconfig.json', 'jsconfig.json'].map((name) => join(dir, name)).find((path) => existsSync(path));
}

/**
 * Reads a tsconfig and merges the compiler options of the ones it extends. Those are looked for relative to the file,
 * among the packages of the workspace and in `node_modules`, so an installation is not required. A file that cannot be
 * read counts as empty.
 */
export function readTsconfig(path: string, packageNamed: PackageFinder, depth = 0): Tsconfig {
  const { config } = ts.parseConfigFileTextToJson(path, textOf(path)) as {
    config?: { extends?: string | string[]; compilerOptions?: CompilerOptions };
  };
  const own = config?.compilerOptions ?? {};
  // `paths` are relative to the file that declares them; the paths matcher knows only `baseUrl`.
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

/** The file that an entry of `extends` means; undefined when it cannot be found. */
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
