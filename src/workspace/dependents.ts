import { existsSync } from 'node:fs';
import { basename, dirname, isBelow, join, relative } from '../path.ts';
import { specifiersIn } from '../read/modules/specifiers.ts';
import { ts } from '../ts.cts';
import { listFiles } from './list-files.ts';
import { readText } from './read-file.ts';

/** What lies around the folder of a run and may query its databases. */
export interface Dependents {
  /** The folder that holds both, relative to that of the run. */
  folder: string;
  /** The names of the packages that depend on the package of the run; empty when the run is inside of a package. */
  packages: string[];
}

/**
 * The code outside of a folder that may use what is in it: the rest of the package, when the folder is a part of one, or
 * packages of the same workspace, of npm, pnpm or Deno, that depend on it. Undefined when there is none.
 */
export function dependentsOf(root: string): Dependents | undefined {
  const { above, isRepository } = foldersAbove(root);
  if (!isPackage(root)) {
    // Without a repository it is a package by chance if it does not know Drizzle: one in the home folder, say.
    const own = above.find((folder) => isPackage(folder) && (isRepository || dependsOn(folder, 'drizzle-orm')));
    if (own === undefined) return undefined;
    const outer = dependentsOf(own)?.folder ?? '';
    return { folder: relative(root, join(own, outer)), packages: [] };
  }
  const name = nameOf(root);
  const workspace = name === undefined ? undefined : above.find(isWorkspace);
  if (workspace === undefined) return undefined;
  const paths = listFiles(workspace).filter((path) => !isBelow(path, root));
  const folders = [...new Set(paths.filter(isManifest).map((path) => dirname(path)))].filter((each) => each !== root);
  const packages = folders
    .filter(
      (folder) => dependsOn(folder, name!) || (isOfDeno(folder) && imports(scriptsOf(folder, folders, paths), name!)),
    )
    .map((folder) => nameOf(folder) ?? basename(folder));
  return packages.length > 0 ? { folder: relative(root, workspace), packages } : undefined;
}

const dependencies = ['dependencies', 'devDependencies', 'peerDependencies'];
const denoFiles = ['deno.json', 'deno.jsonc'];

/** Whether a package names another one in its package.json, or in the import map of its deno.json. */
function dependsOn(folder: string, name: string): boolean {
  const manifest = manifestIn(folder);
  const isMapped = denoFiles.some((file) => Object.hasOwn(Object(manifestIn(folder, file)['imports']), name));
  return isMapped || dependencies.some((field) => Object.hasOwn(Object(manifest[field]), name));
}

function isOfDeno(folder: string): boolean {
  return denoFiles.some((file) => existsSync(join(folder, file)));
}

/** Whether a script imports a package. In a workspace of Deno it needs to be named nowhere else. */
function imports(scripts: readonly string[], name: string): boolean {
  const isIt = (specifier: string) => specifier === name || specifier.startsWith(`${name}/`);
  return scripts.some((path) => specifiersIn(readText(path).text ?? '').some(isIt));
}

/** The scripts below a folder that are not below a package in it. */
function scriptsOf(folder: string, packages: readonly string[], paths: readonly string[]): string[] {
  const inner = packages.filter((other) => other !== folder && isBelow(other, folder));
  const isOwn = (path: string) => isBelow(path, folder) && !inner.some((other) => isBelow(path, other));
  return paths.filter((path) => /\.[cm]?[jt]sx?$/.test(path) && isOwn(path));
}

/** The folders above one, up to the root of its repository; all of them without a repository. */
function foldersAbove(root: string): { above: string[]; isRepository: boolean } {
  const above: string[] = [];
  for (let folder = root; !existsSync(join(folder, '.git'));) {
    folder = dirname(folder);
    if (folder === dirname(folder)) return { above, isRepository: false };
    above.push(folder);
  }
  return { above, isRepository: true };
}

function isPackage(folder: string): boolean {
  return ['package.json', ...denoFiles].some((name) => existsSync(join(folder, name)));
}

function isManifest(path: string): boolean {
  return ['package.json', ...denoFiles].includes(basename(path));
}

function isWorkspace(folder: string): boolean {
  if (existsSync(join(folder, 'pnpm-workspace.yaml')) || manifestIn(folder)['workspaces'] !== undefined) return true;
  return denoFiles.some((file) => manifestIn(folder, file)['workspace'] !== undefined);
}

/** The name of a package, by its package.json or deno.json. */
function nameOf(folder: string): string | undefined {
  const names = ['package.json', ...denoFiles].map((file) => manifestIn(folder, file)['name']);
  return names.find((name) => typeof name === 'string');
}

/** The package.json or deno.json of a folder; empty when there is none, or it is no object. */
function manifestIn(folder: string, file = 'package.json'): Record<string, unknown> {
  const text = readText(join(folder, file)).text ?? '{}';
  const { config: json } = ts.parseConfigFileTextToJson(file, text) as { config?: unknown };
  return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
}
