import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Ignore } from 'ignore';
import { basename, join, resolve } from '../path.ts';
import { runGit } from './git.ts';
import { readText } from './read-file.ts';

// `ignore` is needed outside of git repositories only, and loaded then.
const load = createRequire(import.meta.url);

const source = /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/;
const configuration =
  /^(?:package\.json|deno\.jsonc?|pnpm-workspace\.yaml|\.yarnrc\.yml|[jt]sconfig[\w.-]*\.json|biome\.jsonc?|\.oxfmtrc\.jsonc?|\.prettierrc.*|_journal\.json|drizzle[\w.-]*\.json|Dockerfile|Makefile|[jJ]ustfile|.*\.sh|.*\.ya?ml)$/;
const skippedFolder = /(?:^|\/)(?:node_modules|\.git)\//;

/**
 * The absolute paths, sorted, of all files under `root` that may matter: sources and the configuration files that the
 * tool reads. Ignored files, `node_modules` and symbolic links are left out (the target of a link is listed itself if
 * it is in the project).
 */
export function listFiles(root: string): string[] {
  const folder = resolve(root);
  const paths = listedByGit(folder) ?? listedByWalking(folder);
  return paths
    .map((path) => join(folder, path))
    .filter(isPlainFile)
    .sort();
}

/** Whether a relative path (with `/`) is that of a source or configuration file. */
function isCandidate(path: string): boolean {
  if (skippedFolder.test(path)) return false;
  return source.test(path) || configuration.test(basename(path));
}

/**
 * The files that git lists; undefined outside of a repository, or when there are none, as in a folder that is ignored.
 */
function listedByGit(root: string): string[] | undefined {
  const output = runGit(root, ['ls-files', '-co', '--exclude-standard', '-z']);
  if (output === undefined || output === '') return undefined;
  // A file with a merge conflict is listed once per side.
  return [...new Set(output.split('\0'))].filter(isCandidate);
}

/** The files found by walking the folders and reading their `.gitignore` files. */
function listedByWalking(root: string): string[] {
  const found: string[] = [];
  const rules: Rules[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = entriesOf(join(root, folder));
    const path = (name: string): string => (folder === '' ? name : `${folder}/${name}`);
    if (entries.some((entry) => entry.name === '.gitignore' && entry.isFile())) rules.push(readRules(root, folder));
    for (const entry of entries) {
      // A symbolic link counts neither as a folder nor as a file here, so it is not followed and there are no cycles.
      if (entry.isDirectory()) {
        const isSkipped = entry.name === 'node_modules' || entry.name === '.git';
        if (!isSkipped && !isIgnored(`${path(entry.name)}/`, rules)) folders.push(path(entry.name));
      } else if (entry.isFile() && isCandidate(path(entry.name))) found.push(path(entry.name));
    }
  }
  return found.filter((path) => !isIgnored(path, rules));
}

/** The entries of a folder; none if it cannot be read or has just been deleted. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** The rules of one `.gitignore` file. */
interface Rules {
  /** The folder of the file, relative to the root; '' for the root. */
  folder: string;
  ignore: Ignore;
}

function readRules(root: string, folder: string): Rules {
  const ignore = load('ignore') as typeof import('ignore');
  const text = readText(join(root, folder, '.gitignore')).text ?? '';
  return { folder, ignore: ignore().add(text) };
}

/** Whether a path is ignored. As in git, the innermost `.gitignore` that has a matching rule decides. */
function isIgnored(path: string, rules: readonly Rules[]): boolean {
  let verdict = false;
  let depth = -1;
  for (const rule of rules) {
    if (rule.folder !== '' && !path.startsWith(`${rule.folder}/`)) continue;
    const inner = rule.folder === '' ? path : path.slice(rule.folder.length + 1);
    const test = rule.ignore.test(inner);
    if (rule.folder.length > depth && (test.ignored || test.unignored)) {
      verdict = test.ignored;
      depth = rule.folder.length;
    }
  }
  return verdict;
}

/**
 * Whether a path is a regular file. False for a file that git lists but that is deleted on disk. True when it cannot be
 * inspected, so that reading it reports the reason.
 */
function isPlainFile(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    return true;
  }
}
