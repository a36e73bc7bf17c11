import { existsSync } from 'node:fs';
import { dirname, join, resolve } from '../path.ts';
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

/** A package manager and the folder it is run in. */
export interface Installation {
  manager: PackageManager;
  folder: string;
}

/**
 * What installs the packages of `folder`, as far up as the root of the repository. The nearest `packageManager` field
 * or lockfile names the manager; its lockfile tells the folder, since members of a workspace may repeat the field.
 */
export function installationOf(folder: string): Installation | undefined {
  let declared: Installation | undefined;
  for (let current = resolve(folder); ; current = dirname(current)) {
    const manager = declared ? undefined : declaredIn(current);
    if (manager) declared = { manager, folder: current };
    const locked = lockfiles.find(
      ([name, owner]) => (!declared || owner === declared.manager) && existsSync(join(current, name)),
    );
    if (locked) return { manager: locked[1], folder: current };
    if (existsSync(join(current, '.git')) || dirname(current) === current) return declared;
  }
}

/** From `"packageManager": "pnpm@10.2.0"`; a broken package.json declares nothing. */
function declaredIn(folder: string): PackageManager | undefined {
  const { text } = readText(join(folder, 'package.json'));
  const name = text && /"packageManager"\s*:\s*"(npm|pnpm|yarn|bun)@/.exec(text)?.[1];
  return (name || undefined) as PackageManager | undefined;
}
