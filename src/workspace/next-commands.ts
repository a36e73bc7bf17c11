import { basename, dirname, isBelow, relative } from '../path.ts';
import { type Installation, installationOf, type PackageManager } from './package-manager.ts';

const executes: Record<PackageManager, string> = {
  npm: 'npx drizzle-kit',
  pnpm: 'pnpm exec drizzle-kit',
  yarn: 'yarn drizzle-kit',
  bun: 'bunx drizzle-kit',
};
const defaultConfig = /^drizzle\.config\.(?:[cm]?[jt]s|json)$/;
const anyConfig = /^drizzle[\w.-]*config[\w.-]*\.(?:[cm]?[jt]s|json)$/;

/**
 * The commands to run after the migration: the installation, and `drizzle-kit up` once for every package whose
 * migrations folder has the old format (with `meta/_journal.json`), which the new drizzle-kit refuses.
 *
 * @param packageJsons every package.json of the project
 * @param paths absolute paths of the project's files, including `_journal.json` files
 */
export function nextCommands(
  root: string,
  packageJsons: readonly { path: string; text: string }[],
  paths: readonly string[],
): string[] {
  const folders = packageJsons.map((file) => dirname(file.path));
  const withKit = foldersNaming(/"drizzle-kit"\s*:/, packageJsons);
  const outdated = new Set<string>();
  for (const path of paths) {
    if (basename(path) !== '_journal.json' || basename(dirname(path)) !== 'meta') continue;
    const owner = ownerOf(path, withKit);
    if (owner !== undefined) outdated.add(owner);
  }
  const installs = foldersNaming(/"drizzle-(?:orm|kit)"\s*:/, packageJsons).map((folder) => {
    const { manager, folder: place } = installationWithin(root, folder, folders);
    return inFolder(root, place, `${manager} install`);
  });
  const ups = [...outdated].sort().flatMap((folder) => {
    const { manager } = installationWithin(root, folder, folders);
    return configArguments(folder, withKit, paths).map((argument) =>
      inFolder(root, folder, `${executes[manager]} up${argument}`),
    );
  });
  return [...new Set([...installs, ...ups])];
}

/** The folders of the package.json files that match. */
function foldersNaming(name: RegExp, packageJsons: readonly { path: string; text: string }[]): string[] {
  return packageJsons.filter((file) => name.test(file.text)).map((file) => dirname(file.path));
}

/**
 * Like `installationOf`, but never above `root`. Without any sign of a package manager: npm, in `root` if it is a
 * package.
 */
function installationWithin(root: string, folder: string, packages: readonly string[]): Installation {
  const found = installationOf(folder);
  if (found) return { manager: found.manager, folder: isBelow(found.folder, root) ? found.folder : root };
  return { manager: 'npm', folder: packages.includes(root) ? root : folder };
}

/** A command to be run in a folder, relative to `root`. */
function inFolder(root: string, folder: string, command: string): string {
  const place = relative(root, folder);
  return place === '' ? command : `(cd ${quote(place)} && ${command})`;
}

/** The nearest folder above a path that declares drizzle-kit; without one, the only folder that does. */
function ownerOf(path: string, folders: readonly string[]): string | undefined {
  const above = folders.filter((folder) => isBelow(path, folder)).sort((a, b) => b.length - a.length);
  return above[0] ?? (folders.length === 1 ? folders[0] : undefined);
}

/**
 * The `--config` arguments of a package: none if it has a `drizzle.config.*`, which drizzle-kit finds itself, else one
 * for each configuration.
 */
function configArguments(folder: string, packages: readonly string[], paths: readonly string[]): string[] {
  if (paths.some((path) => dirname(path) === folder && defaultConfig.test(basename(path)))) return [''];
  const configs = paths.filter((path) => anyConfig.test(basename(path)) && ownerOf(path, packages) === folder);
  if (configs.length === 0) return [''];
  return configs.map((path) => ` --config=${quote(relative(folder, path))}`);
}

/** A path quoted for a POSIX shell, if necessary. */
function quote(path: string): string {
  return /^[\w./@-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
