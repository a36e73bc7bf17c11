import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Ignore } from 'ignore';
import { basename, join, resolve } from '../path.ts';
import { runGit } from './git.ts';
import { readText } from './read-file.ts';

// What git makes unnecessary is loaded only without it.
const load = createRequire(import.meta.url);

const source = /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/;
const configuration =
  /^(?:package\.json|pnpm-workspace\.yaml|\.yarnrc\.yml|[jt]sconfig[\w.-]*\.json|biome\.jsonc?|\.oxfmtrc\.jsonc?|\.prettierrc.*|_journal\.json|drizzle[\w.-]*\.json|Dockerfile|Makefile|[jJ]ustfile|.*\.sh|.*\.ya?ml)$/;
const skippedFolder = /(?:^|\/)(?:node_modules|\.git)\//;

/**
 * Absolute paths, sorted, of every file under `root` the tool may want to look at: sources and the few
 * configuration files it reads. Ignored files, `node_modules` and symbolic links (their target is
 * listed by itself when it belongs to the project) are left out.
 */
export function listFiles(root: string): string[] {
  const folder = resolve(root);
  const paths = listedByGit(folder) ?? listedByWalking(folder);
  return paths
    .map((path) => join(folder, path))
    .filter(isPlainFile)
    .sort();
}

/** Whether the path, relative and with `/`, is of interest at all. */
function isCandidate(path: string): boolean {
  if (skippedFolder.test(path)) return false;
  return source.test(path) || configuration.test(basename(path));
}

/** Undefined outside a repository, and for a folder its repository ignores: there git lists nothing. */
function listedByGit(root: string): string[] | undefined {
  const output = runGit(root, ['ls-files', '-co', '--exclude-standard', '-z']);
  if (output === undefined || output === '') return undefined;
  // An unmerged file is listed once per side.
  return [...new Set(output.split('\0'))].filter(isCandidate);
}

function listedByWalking(root: string): string[] {
  const found: string[] = [];
  const rules: Rules[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = entriesOf(join(root, folder));
    const path = (name: string): string => (folder === '' ? name : `${folder}/${name}`);
    if (entries.some((entry) => entry.name === '.gitignore' && entry.isFile())) rules.push(readRules(root, folder));
    for (const entry of entries) {
      // Links are not followed, so there is no circle.
      if (entry.isDirectory()) {
        const isSkipped = entry.name === 'node_modules' || entry.name === '.git';
        if (!isSkipped && !isIgnored(`${path(entry.name)}/`, rules)) folders.push(path(entry.name));
      } else if (entry.isFile() && isCandidate(path(entry.name))) found.push(path(entry.name));
    }
  }
  return found.filter((path) => !isIgnored(path, rules));
}

/** Nothing, as with git, where a folder must not be read or is gone by now. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

interface Rules {
  /** Folder the rules are about, relative to the root; '' is the root. */
  folder: string;
  ignore: Ignore;
}

function readRules(root: string, folder: string): Rules {
  const ignore = load('ignore') as typeof import('ignore');
  const text = readText(join(root, folder, '.gitignore')).text ?? '';
  return { folder, ignore: ignore().add(text) };
}

/** As in git: the innermost file with an opinion decides. */
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

/** Also false for files that are in the index but deleted on disk. What must not be looked at is left to the reader to report. */
function isPlainFile(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    return true;
  }
}
