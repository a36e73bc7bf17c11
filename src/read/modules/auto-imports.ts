import { dirname, join, relative } from '../../path.ts';
import { ts } from '../../ts.cts';
import type { PackageInfo } from './package-info.ts';
import type { Sources } from './sources.ts';
import { valueNamed } from '../syntax/syntax.ts';

/** Where an automatically imported name comes from: a file of the project or a package, and the name it has there. */
export type AutoImport = { path: string; name: string } | { module: string; name: string };

/**
 * Finds what an undeclared name in a file refers to, by the auto-import conventions of Nuxt and Nitro; undefined when
 * it is not auto-imported or when its origin is ambiguous.
 */
export type AutoImports = (file: string, name: string) => AutoImport | undefined;

const frameworks = ['nuxt', 'nuxt-nightly', 'nitropack', 'nitro'];
const configs = /^(?:nuxt|nitro)\.config\.[cm]?[jt]s$/;
/** Folders whose exports Nuxt and Nitro import automatically, relative to the package. */
const folders = ['server/utils', 'shared/utils', 'utils', 'composables', 'app/utils', 'app/composables'];

/**
 * Makes the look-up. The names of a package are collected when the first one is asked for.
 *
 * @param paths paths of every script of the project
 * @param exportNames returns the names a module exports
 */
export function createAutoImports(
  paths: readonly string[],
  packageOf: (path: string) => PackageInfo | undefined,
  sources: Sources,
  exportNames: (path: string) => string[],
): AutoImports {
  const tables = new Map<PackageInfo, Map<string, AutoImport | undefined>>();
  return (file, name) => {
    const own = packageOf(file);
    if (!own) return undefined;
    let table = tables.get(own);
    if (!table) {
      tables.set(own, (table = new Map()));
      const config = configOf(own, paths);
      if (config !== undefined || usesFramework(own)) fill(table, own, config, paths, sources, exportNames);
    }
    return table.get(name);
  };
}

/** Packages that import names automatically in any project, by rules of their own. */
const plugins = ['unplugin-auto-import', 'unimport', 'wxt'];
/** Matches declarations of names that are imported automatically, as such plugins write them. */
const declaration = /\bconst\s+\w+\s*:\s*\(?typeof\s+import\(/;

/**
 * Makes a test whether files may use names that are imported automatically: by Nuxt and Nitro in their packages, by a
 * plugin, or by declarations, anywhere.
 *
 * @param paths paths of every script of the project
 * @param read returns the text of a file
 */
export function createAutoImportTest(
  paths: readonly string[],
  read: (path: string) => string | undefined,
  packageOf: (path: string) => PackageInfo | undefined,
): (file: string) => boolean {
  const known = new Map<PackageInfo, boolean>();
  let isAnywhere: boolean | undefined;
  const hasPlugin = () =>
    [...new Set(paths.map(packageOf))].some((info) => info && dependsOn(info, plugins)) ||
    paths.some((path) => path.endsWith('.d.ts') && declaration.test(read(path) ?? ''));
  return (file) => {
    if ((isAnywhere ??= hasPlugin())) return true;
    const own = packageOf(file);
    if (!own) return false;
    let answer = known.get(own);
    if (answer === undefined) known.set(own, (answer = configOf(own, paths) !== undefined || usesFramework(own)));
    return answer;
  };
}

/** The configuration file of Nuxt or Nitro in the folder of a package. */
function configOf({ dir }: PackageInfo, paths: readonly string[]): string | undefined {
  return paths.find((path) => dirname(path) === dir && configs.test(relative(dir, path)));
}

/**
 * Whether a package.json depends on Nuxt or Nitro. A package of a monorepo may take them from the root instead; it is
 * recognised by its configuration file.
 */
function usesFramework(info: PackageInfo): boolean {
  return dependsOn(info, frameworks);
}

function dependsOn({ json }: PackageInfo, names: readonly string[]): boolean {
  return ['dependencies', 'devDependencies'].some((field) => {
    const declared: unknown = json[field];
    return typeof declared === 'object' && declared !== null && names.some((name) => Object.hasOwn(declared, name));
  });
}

/**
 * Collects the auto-imported names of a package. A name that two modules export maps to undefined: which one is meant
 * is not certain.
 */
function fill(
  table: Map<string, AutoImport | undefined>,
  { dir }: PackageInfo,
  config: string | undefined,
  paths: readonly string[],
  sources: Sources,
  exportNames: (path: string) => string[],
): void {
  const found = readConfig(config === undefined ? undefined : sources.get(config)?.ast);
  const scanned = [...folders, ...found.folders].map((folder) => `${join(dir, folder)}/`);
  for (const path of paths) {
    if (!scanned.some((folder) => path.startsWith(folder))) continue;
    for (const name of exportNames(path)) {
      if (name !== 'default') table.set(name, table.has(name) ? undefined : { path, name });
    }
  }
  for (const [local, origin] of found.names) table.set(local, origin);
}

/**
 * Reads `imports.dirs`, `imports.presets` and `imports.imports` of a configuration, at whatever depth they stand.
 * `names` are keyed by the local name.
 */
function readConfig(file: ts.SourceFile | undefined): { folders: string[]; names: Map<string, AutoImport> } {
  const found = { folders: [] as string[], names: new Map<string, AutoImport>() };
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    if (!ts.isObjectLiteralExpression(node)) return;
    const dirs = valueNamed(node, 'dirs');
    for (const folder of dirs && ts.isArrayLiteralExpression(dirs) ? dirs.elements : []) {
      if (ts.isStringLiteralLike(folder)) found.folders.push(folder.text.replace(/^~+\//, '').replace(/\/\*\*.*$/, ''));
    }
    const from = valueNamed(node, 'from');
    if (!from || !ts.isStringLiteralLike(from)) return;
    const list = valueNamed(node, 'imports');
    const single = valueNamed(node, 'name');
    const entries = list && ts.isArrayLiteralExpression(list) ? list.elements : single ? [node] : [];
    for (const entry of entries) {
      const name = textOf(entry) ?? textIn(entry, 'name');
      if (name !== undefined) found.names.set(textIn(entry, 'as') ?? name, { module: from.text, name });
    }
  };
  if (file) visit(file);
  return found;
}

function textIn(node: ts.Node, key: string): string | undefined {
  return ts.isObjectLiteralExpression(node) ? textOf(valueNamed(node, key)) : undefined;
}

function textOf(node: ts.Node | undefined): string | undefined {
  return node && ts.isStringLiteralLike(node) ? node.text : undefined;
}
