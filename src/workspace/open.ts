import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { hasCoreName } from '../drizzle/class-names.ts';
import type { StyleDefaults } from '../edits/style.ts';
import type { PackageInfo } from '../read/package-info.ts';
import { isComponent } from '../read/script-blocks.ts';
import { UserError } from '../user-error.ts';
import { formatterStyle } from './formatter-style.ts';
import { listFiles } from './list-files.ts';
import { nextCommands } from './next-commands.ts';
import { readText } from './read-file.ts';

/** The files of a project, read on demand. */
export interface Workspace {
  /** Absolute. */
  root: string;
  /** Whether an absolute path is a script, or a component with scripts, of the project. */
  exists(path: string): boolean;
  /** The text of a file; undefined when there is none or it is not UTF-8 text. */
  read(path: string): string | undefined;
  /** Every file that was listed, whatever its kind; absolute. */
  paths: readonly string[];
  packages: PackageInfo[];
  /** Files that may declare versions: package.json, pnpm-workspace.yaml, .yarnrc.yml. */
  packageFiles: { path: string; text: string }[];
  /** Every script, in order. */
  scripts: string[];
  /** Scripts whose text can matter. */
  relevant: string[];
  /** The version of a package that is installed for a folder. */
  installedVersion(name: string, dir: string): string | undefined;
  unreadable(): { path: string; reason: string }[];
  styleOf(path: string): StyleDefaults;
  nextCommands(): string[];
}

const script = /\.[cm]?[jt]sx?$/;

/** @throws UserError when the folder is missing or holds no scripts */
export function openWorkspace(root: string): Workspace {
  if (!existsSync(root) || !statSync(root).isDirectory()) throw new UserError(`There is no folder ${root}.`);
  const paths = listFiles(root);
  const known = new Set(paths.filter((path) => script.test(path) || isComponent(path)));
  if (known.size === 0) throw new UserError(`No TypeScript or JavaScript files were found in ${root}.`);
  const texts = new Map<string, string | undefined>();
  const unreadable: { path: string; reason: string }[] = [];
  const read = (path: string): string | undefined => {
    if (texts.has(path)) return texts.get(path);
    const result = readText(path);
    if (result.text === undefined && mayMatter(result.bytes)) unreadable.push({ path, reason: result.reason });
    texts.set(path, result.text);
    return result.text;
  };
  const packageFiles = paths
    .filter((path) => ['package.json', 'pnpm-workspace.yaml', '.yarnrc.yml'].includes(basename(path)))
    .flatMap((path) => {
      const text = read(path);
      return text === undefined ? [] : [{ path, text }];
    });
  return {
    root,
    exists: (path) => known.has(path),
    read,
    packages: packageFiles.flatMap(({ path, text }) => (path.endsWith('.json') ? readPackage(path, text) : [])),
    packageFiles,
    paths,
    scripts: [...known],
    relevant: [...known].filter((path) => isRelevant(read(path))),
    installedVersion: (name, dir) => installedVersion(name, dir, root),
    unreadable: () => unreadable,
    styleOf: formatterStyle(root, paths, read),
    nextCommands: () =>
      nextCommands(
        root,
        packageFiles.filter(({ path }) => path.endsWith('.json')),
        paths,
      ),
  };
}

/** A video is called `.ts` as well: bytes that are no text are worth a word only when they name what the tool looks for. */
function mayMatter(bytes: Buffer | undefined): boolean {
  if (!bytes) return true;
  return ['drizzle', 'findMany', 'findFirst'].some(
    // The second finds UTF-16 of either byte order.
    (word) => bytes.includes(word) || bytes.includes(word.split('').join('\0')),
  );
}

const marks = ['drizzle', 'Drizzle', 'findFirst', 'findMany', 'relations('];

/** A cheap look at the text: can the file define or query anything of Drizzle's? */
function isRelevant(text: string | undefined): boolean {
  if (text === undefined) return false;
  return marks.some((mark) => text.includes(mark)) || hasCoreName(text);
}

function readPackage(path: string, text: string): PackageInfo[] {
  try {
    const json = JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
    if (typeof json !== 'object' || json === null || Array.isArray(json)) return [];
    const { name } = json as { name?: unknown };
    return [
      { dir: dirname(path), path, name: typeof name === 'string' ? name : '', json: json as Record<string, unknown> },
    ];
  } catch {
    return []; // reported where versions are bumped
  }
}

function installedVersion(name: string, dir: string, root: string): string | undefined {
  for (let folder = dir; ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', name, 'package.json');
    const text = existsSync(path) ? readText(path).text : undefined;
    const [, version] = /"version"\s*:\s*"([^"]+)"/.exec(text ?? '') ?? [];
    if (version !== undefined || folder === root || folder === dirname(folder)) return version;
  }
}
