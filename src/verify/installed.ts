import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from '../path.ts';

/**
 * Whether the package of a folder is installed: in a workspace that is installed in part, the others see no types, and
 * what a compiler says of them means nothing. A dependency or two may be missing.
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

function* foldersAbove(folder: string): Generator<string> {
  for (let dir = folder; ; dir = dirname(dir)) {
    yield dir;
    if (dir === dirname(dir)) return;
  }
}

function readManifest(path: string): { dependencies?: object; devDependencies?: object } {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as { dependencies?: object; devDependencies?: object };
  } catch {
    return {};
  }
}
