import { existsSync } from 'node:fs';
import { dirname, join, resolve } from '../path.ts';
import { readText } from './read-file.ts';

/** The supported package managers. */
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

/** A package manager and the folder to run it in. */
export interface Installation {
  manager: PackageManager;
  folder: string;
}

/**
 * What installs the packages of a folder, searched upwards to the root of the repository. The nearest `packageManager`
 * field or lockfile decides on the manager, and the lockfile on the folder, because members of a workspace may repeat
 * the field. Undefined when there is neither.
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

/** The manager in a `packageManager` field such as `"pnpm@10.2.0"`; undefined without one. */
function declaredIn(folder: string): PackageManager | undefined {
  const { text } = readText(join(folder, 'package.json'));
  const name = text && /"packageManager"\s*:\s*"(npm|pnpm|yarn|bun)@/.exec(text)?.[1];
  return (name || undefined) as PackageManager | undefined;
}
