import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from '../path.ts';

/**
 * Whether the dependencies of the package around a folder are installed. In a workspace where only some packages are
 * installed, the others see no types of their dependencies, so type-checking them says nothing. One or two missing
 * dependencies, or less than a tenth of them, are tolerated.
 */
export function isInstalled(folder: string): boolean {
  const above = [...foldersAbove(folder)];
  const home = above.find((dir) => existsSync(join(dir, 'package.json')));
  if (home === undefined) return true;
  const { dependencies = {}, devDependencies = {} } = readManifest(join(home, 'package.json'));
  const names = Object.keys({ ...dependencies, ...devDependencies });
  const missing = names.filter((name) => !above.some((dir) => existsSync(join(dir, 'node_modules', name))));
  return missing.length < 3 || missing.length * 10 < names.length;
}

/** A folder and all folders above it, the nearest first. */
function* foldersAbove(folder: string): Generator<string> {
  for (let dir = folder; ; dir = dirname(dir)) {
    yield dir;
    if (dir === dirname(dir)) return;
  }
}

/** The content of a `package.json`; an empty object when it cannot be read. */
function readManifest(path: string): { dependencies?: object; devDependencies?: object } {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as { dependencies?: object; devDependencies?: object };
  } catch {
    return {};
  }
}
