import { existsSync } from 'node:fs';
import { dirname, isBelow, join, relative } from '../path.ts';
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
 * packages of the same workspace that depend on it. Undefined when there is none.
 */
export function dependentsOf(root: string): Dependents | undefined {
  const above = foldersAbove(root);
  if (!isPackage(root)) {
    const own = above.find(isPackage);
    if (own === undefined) return undefined;
    const outer = dependentsOf(own)?.folder ?? '';
    return { folder: relative(root, join(own, outer)), packages: [] };
  }
  const { name } = manifestIn(root);
  const workspace = above.find(isWorkspace);
  if (workspace === undefined || typeof name !== 'string') return undefined;
  const packages = listFiles(workspace)
    .filter((path) => path.endsWith('/package.json') && !isBelow(path, root))
    .map((path) => manifestIn(dirname(path)))
    .filter((manifest) => dependencies.some((field) => Object.hasOwn(Object(manifest[field]), name)))
    .map((manifest) => String(manifest['name'] ?? ''));
  return packages.length > 0 ? { folder: relative(root, workspace), packages } : undefined;
}

const dependencies = ['dependencies', 'devDependencies', 'peerDependencies'];

/** The folders above one, up to the root of its repository; none without a repository. */
function foldersAbove(root: string): string[] {
  const folders: string[] = [];
  for (let folder = root; !existsSync(join(folder, '.git'));) {
    folder = dirname(folder);
    if (folder === dirname(folder)) return [];
    folders.push(folder);
  }
  return folders;
}

function isPackage(folder: string): boolean {
  return ['package.json', 'deno.json', 'deno.jsonc'].some((name) => existsSync(join(folder, name)));
}

function isWorkspace(folder: string): boolean {
  return existsSync(join(folder, 'pnpm-workspace.yaml')) || manifestIn(folder)['workspaces'] !== undefined;
}

/** The package.json of a folder; empty when there is none, or it is no object. */
function manifestIn(folder: string): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(readText(join(folder, 'package.json')).text ?? '{}');
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
