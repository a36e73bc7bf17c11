import { join } from '../../path.ts';
import type { PackageInfo } from './package-info.ts';

/** Whether an absolute path is a script of the project. */
export type Exists = (path: string) => boolean;

/** Extensions tried for a specifier without one, in this order. */
const extensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.d.ts', '.d.mts', '.d.cts'];
/** The sources that a specifier with an output extension may mean. */
const emitted: Record<string, string[]> = {
  '.js': ['.ts', '.tsx', '.d.ts'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts', '.d.mts'],
  '.cjs': ['.cts', '.d.cts'],
};

/** The file that a path without extension, with an output extension (`./x.js`), or of a folder means. */
export function asFile(base: string, exists: Exists): string | undefined {
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
function asSource(dir: string, target: string, exists: Exists): string | undefined {
  const path = join(dir, target);
  const direct = asFile(path, exists);
  if (direct) return direct;
  const bare = target.replace(/(\.d)?\.[cm]?[jt]sx?$/, '');
  const built = /^(?:\.\/)?(?:dist|build|lib|out)\/(?:(?:esm|cjs|types|src)\/)?(.*)$/.exec(bare);
  return built
    ? (asFile(join(dir, 'src', built[1]!), exists) ?? asFile(join(dir, built[1]!), exists))
    : asFile(join(dir, bare), exists);
}

/** The file that a package of the workspace offers under a subpath; an empty one is its main entry. */
export function inPackage(info: PackageInfo, subpath: string, exists: Exists): string | undefined {
  const key = subpath ? `./${subpath}` : '.';
  const exported = firstTarget(info, 'exports', key, exists);
  if (exported) return exported;
  // An `exports` map is exhaustive: subpaths outside of it cannot be imported.
  if (info.json['exports'] !== undefined && subpath) return undefined;
  if (subpath) return asSource(info.dir, subpath, exists) ?? asFile(join(info.dir, 'src', subpath), exists);
  for (const field of ['source', 'types', 'module', 'main']) {
    const target = info.json[field];
    const found = typeof target === 'string' ? asSource(info.dir, target, exists) : undefined;
    if (found) return found;
  }
  return asFile(join(info.dir, 'src/index'), exists) ?? asFile(join(info.dir, 'index'), exists);
}

/**
 * Resolves aliases of frameworks (SvelteKit, Nuxt, Next.js templates) that are declared in a generated tsconfig,
 * which is missing in a fresh checkout.
 */
export function frameworkAlias(dir: string, specifier: string, exists: Exists): string | undefined {
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
    const found = asFile(join(dir, root, rest), exists);
    if (found) return found;
  }
  return undefined;
}

/** The first file in sight that the `exports` or `imports` of a package.json offer for a key. */
export function firstTarget(
  { dir, json }: PackageInfo,
  map: 'exports' | 'imports',
  key: string,
  exists: Exists,
): string | undefined {
  for (const target of exportTargets(json[map], key)) {
    const found = asSource(dir, target, exists);
    if (found) return found;
  }
  return undefined;
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
