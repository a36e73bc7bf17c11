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
 * What the user runs after the migration: the install, and `drizzle-kit up` once per package whose migration folder
 * still has the old format (it holds `meta/_journal.json`), without which the new drizzle-kit refuses to work.
 *
 * @param packageJsons every package.json of the project
 * @param paths absolute paths of the project's files, `_journal.json` ones included
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

function foldersNaming(name: RegExp, packageJsons: readonly { path: string; text: string }[]): string[] {
  return packageJsons.filter((file) => name.test(file.text)).map((file) => dirname(file.path));
}

/** As `installationOf`, but never above `root`; without any trace, npm in the outermost package. */
function installationWithin(root: string, folder: string, packages: readonly string[]): Installation {
  const found = installationOf(folder);
  if (found) return { manager: found.manager, folder: isBelow(found.folder, root) ? found.folder : root };
  return { manager: 'npm', folder: packages.includes(root) ? root : folder };
}

function inFolder(root: string, folder: string, command: string): string {
  const place = relative(root, folder);
  return place === '' ? command : `(cd ${quote(place)} && ${command})`;
}

/** The nearest folder above that declares drizzle-kit, or the only one that does. */
function ownerOf(path: string, folders: readonly string[]): string | undefined {
  const above = folders.filter((folder) => isBelow(path, folder)).sort((a, b) => b.length - a.length);
  return above[0] ?? (folders.length === 1 ? folders[0] : undefined);
}

/** drizzle-kit finds `drizzle.config.*` by itself; otherwise one argument for each configuration in the package. */
function configArguments(folder: string, packages: readonly string[], paths: readonly string[]): string[] {
  if (paths.some((path) => dirname(path) === folder && defaultConfig.test(basename(path)))) return [''];
  const configs = paths.filter((path) => anyConfig.test(basename(path)) && ownerOf(path, packages) === folder);
  if (configs.length === 0) return [''];
  return configs.map((path) => ` --config=${quote(relative(folder, path))}`);
}

/** For a POSIX shell; the usual path needs no quotes. */
function quote(path: string): string {
  return /^[\w./@-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
