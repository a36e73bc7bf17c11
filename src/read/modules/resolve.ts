import { createPathsMatcher } from 'get-tsconfig';
import { dirname, isAbsolute, join, resolve as resolvePath } from '../../path.ts';
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
}

/** Extensions tried for a specifier without one, in this order. */
const extensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.d.ts', '.d.mts', '.d.cts'];
/** The sources that a specifier with an output extension may mean. */
const emitted: Record<string, string[]> = {
  '.js': ['.ts', '.tsx', '.d.ts'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts', '.d.mts'],
  '.cjs': ['.cts', '.d.cts'],
};

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

  /** The file that a path without extension, with an output extension (`./x.js`), or of a folder means. */
  function asFile(base: string): string | undefined {
    if (exists(base)) return base;
    const dot = base.lastIndexOf('.');
    for (const extension of emitted[dot < 0 ? '' : base.slice(dot)] ?? []) {
      const candidate = base.slice(0, dot) + extension;
      if (exists(candidate)) return candidate;
    }
    for (const tail of ['', '/index']) {
      for (const extension of extensions) if (exists(base + tail + extension)) return base + tail + extension;
    }
    return undefined;
  }

  /**
   * The file of a package that an entry of its package.json names. When that is build output which is not in the
   * repository (`dist/x.js`), the source it is built from.
   */
  function asSource(dir: string, target: string): string | undefined {
    const path = join(dir, target);
    const direct = asFile(path);
    if (direct) return direct;
    const bare = target.replace(/(\.d)?\.[cm]?[jt]sx?$/, '');
    const built = /^(?:\.\/)?(?:dist|build|lib|out)\/(?:(?:esm|cjs|types|src)\/)?(.*)$/.exec(bare);
    return built ? (asFile(join(dir, 'src', built[1]!)) ?? asFile(join(dir, built[1]!))) : asFile(join(dir, bare));
  }

  /** The file that a package of the workspace offers under a subpath; an empty one is its main entry. */
  function inPackage(info: PackageInfo, subpath: string): string | undefined {
    const key = subpath ? `./${subpath}` : '.';
    for (const target of exportTargets(info.json['exports'], key)) {
      const found = asSource(info.dir, target);
      if (found) return found;
    }
    // An `exports` map is exhaustive: subpaths outside of it cannot be imported.
    if (info.json['exports'] !== undefined && subpath) return undefined;
    if (subpath) return asSource(info.dir, subpath) ?? asFile(join(info.dir, 'src', subpath));
    for (const field of ['source', 'types', 'module', 'main']) {
      const target = info.json[field];
      const found = typeof target === 'string' ? asSource(info.dir, target) : undefined;
      if (found) return found;
    }
    return asFile(join(info.dir, 'src/index')) ?? asFile(join(info.dir, 'index'));
  }

  /**
   * Tries, in this order: a path, the `paths` of the tsconfig, `imports` of the own package, packages of the workspace,
   * and well-known aliases.
   */
  function find(from: string, specifier: string): string | undefined {
    if (specifier.startsWith('.')) return asFile(resolvePath(dirname(from), specifier));
    if (isAbsolute(specifier)) return asFile(resolvePath(specifier));
    const config = configOf(from);
    if (config) {
      if (!matchers.has(config)) matchers.set(config, createPathsMatcher(config));
      for (const candidate of matchers.get(config)?.(specifier) ?? []) {
        const found = asFile(resolvePath(candidate));
        if (found) return found;
      }
    }
    const own = packageOf(from);
    if (specifier.startsWith('#') && own) {
      for (const target of exportTargets(own.json['imports'], specifier)) {
        const found = asSource(own.dir, target);
        if (found) return found;
      }
    }
    const [, name = '', subpath = ''] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.*))?$/.exec(specifier) ?? [];
    const info = packageNamed(name, from);
    if (info) return inPackage(info, subpath);
    return own && frameworkAlias(own.dir, specifier);
  }

  /**
   * Resolves aliases of frameworks (SvelteKit, Nuxt, Next.js templates) that are declared in a generated tsconfig,
   * which is missing in a fresh checkout.
   */
  function frameworkAlias(dir: string, specifier: string): string | undefined {
    const [, prefix = '', rest = ''] = /^(\$lib|~~|@@|~|@|#)(?:\/(.*))?$/.exec(specifier) ?? [];
    const roots: Record<string, string[]> = {
      $lib: ['src/lib'],
      '~~': ['.'],
      '@@': ['.'],
      '~': ['src', '.', 'app'],
      '@': ['src', '.', 'app'],
      '#': ['src', '.'],
    };
    for (const root of roots[prefix] ?? []) {
      const found = asFile(join(dir, root, rest));
      if (found) return found;
    }
    return undefined;
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
  };
}

/**
 * The files that an `exports` or `imports` map offers for a key, in the order of the map. Conditions such as `import`
 * and `require` are not told apart.
 */
function exportTargets(map: unknown, key: string): string[] {
  if (map === undefined || map === null) return [];
  if (typeof map === 'string' || Array.isArray(map)) return key === '.' ? leaves(map) : [];
  const entries = Object.entries(map as Record<string, unknown>);
  if (!entries.some(([name]) => name.startsWith('.') || name.startsWith('#'))) return key === '.' ? leaves(map) : [];
  for (const [name, target] of entries) if (name === key) return leaves(target);
  for (const [name, target] of entries) {
    const [head = '', tail] = name.split('*');
    if (tail === undefined || !key.startsWith(head) || !key.endsWith(tail)) continue;
    const middle = key.slice(head.length, key.length - tail.length);
    return leaves(target).map((leaf) => leaf.replaceAll('*', middle));
  }
  return [];
}

/** All strings inside nested conditions and lists. */
function leaves(target: unknown): string[] {
  if (typeof target === 'string') return [target];
  if (Array.isArray(target)) return target.flatMap(leaves);
  if (typeof target === 'object' && target !== null) return Object.values(target).flatMap(leaves);
  return [];
}
