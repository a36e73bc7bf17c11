import { createPathsMatcher } from 'get-tsconfig';
import { dirname, isAbsolute, resolve as resolvePath } from '../../path.ts';
import { asFile, firstTarget, frameworkAlias, inPackage } from './module-files.ts';
import { packageFinder, type PackageInfo } from './package-info.ts';
import { readTsconfig, tsconfigIn, type Tsconfig } from './tsconfig.ts';

/**
 * Resolves module specifiers to files of the project, and answers questions about the package.json and tsconfig of a
 * file. It does not need `node_modules`.
 */
export interface Resolver {
  /**
   * Absolute path of the project file that `specifier` means in the file `from`; undefined when it leads outside the
   * project.
   */
  resolve(from: string, specifier: string): string | undefined;
  /** Announces a file that will be written, so that specifiers resolve to it. */
  plan(path: string): void;
  /** The nearest package.json at or above the folder of a file. */
  packageOf(file: string): PackageInfo | undefined;
  /**
   * Whether strict null checks are on for a file. Also true where that is not known: without a tsconfig, or when one
   * that it extends is missing and nothing else says otherwise.
   */
  isStrict(file: string): boolean;
  /** Whether the tsconfig of a file turns on `noUncheckedIndexedAccess`. */
  checksIndexes(file: string): boolean;
  /** Whether the tsconfig of a file turns on `checkJs`. */
  checksJavaScript(file: string): boolean;
  /** Whether declaration files are made of a file, or may be: a tsconfig that its own extends is out of sight. */
  mayEmitDeclarations(file: string): boolean;
}

/**
 * Makes the resolver.
 *
 * @param isFile whether an absolute path is a script of the project
 * @param packages every package.json of the project
 * @param tsconfig a tsconfig to use instead of the nearest one
 */
export function createResolver(
  isFile: (path: string) => boolean,
  packages: readonly PackageInfo[],
  tsconfig?: string,
): Resolver {
  const planned = new Set<string>();
  const exists = (path: string) => isFile(path) || planned.has(path);
  const packageNamed = packageFinder(packages);
  const packagesByDir = new Map(packages.map((info) => [info.dir, info]));
  const packageOfDir = new Map<string, PackageInfo | undefined>();
  const configOfDir = new Map<string, Tsconfig | undefined>();
  const matchers = new Map<Tsconfig, ReturnType<typeof createPathsMatcher>>();
  /** Results by folder, then by specifier. */
  let cache = new Map<string, Map<string, string | undefined>>();
  /** The entry of `cache` by file, which saves asking for the folder again and again. */
  let cacheOfFile = new Map<string, Map<string, string | undefined>>();

  /** The cached results for the folder of a file. */
  function foundFrom(file: string): Map<string, string | undefined> {
    let found = cacheOfFile.get(file);
    if (!found) {
      const dir = dirname(file);
      found = cache.get(dir) ?? new Map();
      cache.set(dir, found);
      cacheOfFile.set(file, found);
    }
    return found;
  }

  function packageOf(file: string): PackageInfo | undefined {
    const dir = dirname(file);
    if (!packageOfDir.has(dir)) {
      packageOfDir.set(dir, packagesByDir.get(dir) ?? (dir === dirname(dir) ? undefined : packageOf(dir)));
    }
    return packageOfDir.get(dir);
  }

  /** The tsconfig or jsconfig for a file: the given one, otherwise the nearest. */
  function configOf(file: string): Tsconfig | undefined {
    const dir = tsconfig === undefined ? dirname(file) : '';
    if (!configOfDir.has(dir)) {
      const path = tsconfig ?? tsconfigIn(dir);
      const above = () => (dir === dirname(dir) ? undefined : configOf(dir));
      configOfDir.set(dir, path === undefined ? above() : readTsconfig(path, packageNamed));
    }
    return configOfDir.get(dir);
  }

  /**
   * Tries, in this order: a path, the `paths` of the tsconfig, `imports` of the own package, packages of the workspace,
   * and well-known aliases.
   */
  function find(from: string, specifier: string): string | undefined {
    if (specifier.startsWith('.')) return asFile(resolvePath(dirname(from), specifier), exists);
    if (isAbsolute(specifier)) return asFile(resolvePath(specifier), exists);
    const config = configOf(from);
    if (config) {
      if (!matchers.has(config)) matchers.set(config, createPathsMatcher(config));
      for (const candidate of matchers.get(config)?.(specifier) ?? []) {
        const found = asFile(resolvePath(candidate), exists);
        if (found) return found;
      }
    }
    const own = packageOf(from);
    const imported = specifier.startsWith('#') && own ? firstTarget(own, 'imports', specifier, exists) : undefined;
    if (imported) return imported;
    const [, name = '', subpath = ''] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.*))?$/.exec(specifier) ?? [];
    const info = packageNamed(name, from);
    if (info) return inPackage(info, subpath, exists);
    return own && frameworkAlias(own.dir, specifier, exists);
  }

  return {
    packageOf,
    plan(path) {
      planned.add(path);
      cache = new Map();
      cacheOfFile = new Map();
    },
    resolve(from, specifier) {
      const known = foundFrom(from);
      if (!known.has(specifier)) known.set(specifier, find(from, specifier));
      return known.get(specifier);
    },
    isStrict(file) {
      const config = configOf(file);
      if (!config) return true;
      const { strictNullChecks, strict } = config.config.compilerOptions ?? {};
      return strictNullChecks ?? strict ?? !config.complete;
    },
    checksIndexes: (file) => configOf(file)?.config.compilerOptions?.noUncheckedIndexedAccess === true,
    checksJavaScript: (file) => configOf(file)?.config.compilerOptions?.checkJs === true,
    mayEmitDeclarations(file) {
      const config = configOf(file);
      const { composite, declaration } = config?.config.compilerOptions ?? {};
      return declaration ?? composite ?? config?.complete === false;
    },
  };
}
