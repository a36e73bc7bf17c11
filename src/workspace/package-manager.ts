import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readText } from './read-file.ts';

export type PackageManager = 'npm' | 'pnpm' | 'yarn' | 'bun';

const lockfiles: readonly (readonly [string, PackageManager])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['pnpm-workspace.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
];

/**
 * The package manager of the project `folder` belongs to: the `packageManager` field or else the lockfile of the
 * nearest folder that has one, up to the root of the repository. Without any, npm.
 */
export function packageManagerOf(folder: string): PackageManager {
  for (let current = resolve(folder); ; current = dirname(current)) {
    const found = declaredIn(current) ?? lockfiles.find(([name]) => existsSync(join(current, name)))?.[1];
    if (found) return found;
    if (existsSync(join(current, '.git')) || dirname(current) === current) return 'npm';
  }
}

/** From `"packageManager": "pnpm@10.2.0"`; a broken package.json declares nothing. */
function declaredIn(folder: string): PackageManager | undefined {
  const { text } = readText(join(folder, 'package.json'));
  const name = text && /"packageManager"\s*:\s*"(npm|pnpm|yarn|bun)@/.exec(text)?.[1];
  return (name || undefined) as PackageManager | undefined;
}
