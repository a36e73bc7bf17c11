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

/** A package manager and the folder it is run in: the one with its lockfile or its `packageManager` field. */
export interface Installation {
  manager: PackageManager;
  folder: string;
}

/** What installs the packages of `folder`: the nearest that shows, up to the root of the repository. */
export function installationOf(folder: string): Installation | undefined {
  for (let current = resolve(folder); ; current = dirname(current)) {
    const manager = declaredIn(current) ?? lockfiles.find(([name]) => existsSync(join(current, name)))?.[1];
    if (manager) return { manager, folder: current };
    if (existsSync(join(current, '.git')) || dirname(current) === current) return undefined;
  }
}

/** From `"packageManager": "pnpm@10.2.0"`; a broken package.json declares nothing. */
function declaredIn(folder: string): PackageManager | undefined {
  const { text } = readText(join(folder, 'package.json'));
  const name = text && /"packageManager"\s*:\s*"(npm|pnpm|yarn|bun)@/.exec(text)?.[1];
  return (name || undefined) as PackageManager | undefined;
}
