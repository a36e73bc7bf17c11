import { dirname, join, relative } from '../path.ts';
import { ts } from '../ts.cts';
import type { PackageInfo } from './package-info.ts';
import type { Sources } from './sources.ts';
import { valueNamed } from './syntax.ts';

/** Where a name comes from that a framework imports by itself. */
export type AutoImport = { path: string; name: string } | { module: string; name: string };

/** Finds what an undeclared name of a file means, by the conventions of Nuxt and Nitro. */
export type AutoImports = (file: string, name: string) => AutoImport | undefined;

const frameworks = ['nuxt', 'nuxt-nightly', 'nitropack', 'nitro'];
const configs = /^(?:nuxt|nitro)\.config\.[cm]?[jt]s$/;
const folders = ['server/utils', 'shared/utils', 'utils', 'composables', 'app/utils', 'app/composables'];

/**
 * @param paths every script of the project
 * @param exportNames the names a module exports
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
      const config = paths.find((path) => dirname(path) === own.dir && configs.test(relative(own.dir, path)));
      if (config !== undefined || usesFramework(own)) fill(table, own, config, paths, sources, exportNames);
    }
    return table.get(name);
  };
}

/** A package without such a dependency may take it from the workspace around it, and has a configuration then. */
function usesFramework({ json }: PackageInfo): boolean {
  return ['dependencies', 'devDependencies'].some((field) => {
    const declared: unknown = json[field];
    return (
      typeof declared === 'object' && declared !== null && frameworks.some((name) => Object.hasOwn(declared, name))
    );
  });
}

/** A name that two modules export means nothing for certain. */
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

/** `imports.dirs`, `imports.presets` and `imports.imports` of a configuration, wherever they are nested. */
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
