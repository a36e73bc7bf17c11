import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { readTree, repository, type Fixture, type Tree } from './fixtures.ts';

/** Projects laid out with an installed drizzle-orm, so that every import resolves as it would there. */
export interface Stage {
  root: string;
  /** Absolute source files by fixture. */
  files: Map<string, string[]>;
  /** Where a module imports from. */
  resolve(specifier: string, from: string): ts.ResolvedModuleFull | undefined;
}

export const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: ['node'],
  strict: true,
  skipLibCheck: true,
  noEmit: true,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  esModuleInterop: true,
  experimentalDecorators: true,
  jsx: ts.JsxEmit.Preserve,
};

/** Copies one side of the fixtures below `root`, with `drizzle-orm` being the given installed package. */
export function stage(
  fixtures: readonly Fixture[],
  side: 'before' | 'after' | ((fixture: Fixture) => Tree),
  drizzle: string,
  root: string,
): Stage {
  installPackages(root, drizzle);
  const files = new Map<string, string[]>();
  const options = new Map<string, ts.CompilerOptions>();
  for (const fixture of fixtures) {
    const { name, dir } = fixture;
    const tree = typeof side === 'string' ? readTree(join(dir, side)) : side(fixture);
    for (const [path, text] of Object.entries(tree)) {
      mkdirSync(dirname(join(root, name, path)), { recursive: true });
      writeFileSync(join(root, name, path), text);
    }
    linkWorkspaces(join(root, name), Object.keys(tree));
    const sources = Object.keys(tree).filter((path) => /\.[mc]?tsx?$/.test(path));
    files.set(
      name,
      sources.map((path) => join(root, name, path)),
    );
    const config = tree['tsconfig.json'];
    const { paths } = config ? (ts.parseConfigFileTextToJson('', config).config.compilerOptions ?? {}) : {};
    if (paths) options.set(name, { ...compilerOptions, paths, pathsBasePath: join(root, name) });
  }
  const resolve = (specifier: string, from: string) => {
    const name = from.slice(root.length + 1).split('/')[0]!;
    return ts.resolveModuleName(specifier, from, options.get(name) ?? compilerOptions, ts.sys, cache(name))
      .resolvedModule;
  };
  const shared = ts.createModuleResolutionCache(root, (path) => path, compilerOptions);
  const caches = new Map<string, ts.ModuleResolutionCache>();
  const cache = (name: string) => {
    const own = options.get(name);
    if (!own) return shared;
    if (!caches.has(name))
      caches.set(
        name,
        ts.createModuleResolutionCache(root, (path) => path, own),
      );
    return caches.get(name)!;
  };
  return { root, files, resolve };
}

/**
 * A `node_modules` of links, in which `drizzle-orm` may be another version than in this repository.
 *
 * @param drizzle the name it is installed by, or its folder
 */
export function installPackages(root: string, drizzle: string): void {
  const installed = join(repository, 'node_modules');
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  for (const name of readdirSync(installed)) {
    if (/^\.|^drizzle-(?:orm|kit)/.test(name)) continue;
    symlinkSync(join(installed, name), join(root, 'node_modules', name));
  }
  symlinkSync(resolve(installed, drizzle), join(root, 'node_modules', 'drizzle-orm'));
  // The drizzle-kit of that release, where it is installed beside it.
  const kit = resolve(installed, drizzle.replace(/orm([^/]*)$/, 'kit$1'));
  symlinkSync(existsSync(kit) ? kit : join(installed, 'drizzle-kit'), join(root, 'node_modules', 'drizzle-kit'));
}

/** Links the packages of a workspace to each other, as an install would; `examples/a/packages/db` for `examples/a`. */
function linkWorkspaces(project: string, paths: readonly string[]): void {
  for (const path of paths) {
    if (!path.endsWith('/package.json')) continue;
    const { name } = JSON.parse(readFileSync(join(project, path), 'utf8')) as { name?: string };
    if (name === undefined) continue;
    const [, workspace = ''] = /^(.*)\/[^/]+\/[^/]+\/package\.json$/.exec(path) ?? [];
    const link = join(project, workspace, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(project, dirname(path)), link);
  }
}
