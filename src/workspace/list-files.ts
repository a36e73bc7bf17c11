import { lstatSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { Ignore } from 'ignore';
import { runGit } from './git.ts';

// What git makes unnecessary is loaded only without it.
const load = createRequire(import.meta.url);

const source = /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/;
const declaration = /\.d\.[cm]?ts$/;
const configuration =
  /^(?:package\.json|pnpm-workspace\.yaml|\.yarnrc\.yml|[jt]sconfig[\w.-]*\.json|biome\.jsonc?|\.oxfmtrc\.jsonc?|\.prettierrc.*|_journal\.json|drizzle[\w.-]*\.json)$/;
const skippedFolder = /(?:^|\/)(?:node_modules|\.git)\//;

/**
 * Absolute paths, sorted, of every file under `root` the tool may want to look at: sources and the few
 * configuration files it reads. Ignored files, `node_modules`, declaration files and symbolic links (their target is
 * listed by itself when it belongs to the project) are left out.
 */
export function listFiles(root: string): string[] {
  const folder = resolve(root);
  const paths = listedByGit(folder) ?? listedByGlob(folder);
  return paths
    .map((path) => join(folder, path))
    .filter(isPlainFile)
    .sort();
}

/** Whether the path, relative and with `/`, is of interest at all. */
function isCandidate(path: string): boolean {
  if (skippedFolder.test(path)) return false;
  return (source.test(path) && !declaration.test(path)) || configuration.test(basename(path));
}

/** Undefined outside a repository, and for a folder its repository ignores: there git lists nothing. */
function listedByGit(root: string): string[] | undefined {
  const output = runGit(root, ['ls-files', '-co', '--exclude-standard', '-z']);
  if (output === undefined || output === '') return undefined;
  // An unmerged file is listed once per side.
  return [...new Set(output.split('\0'))].filter(isCandidate);
}

function listedByGlob(root: string): string[] {
  const { globSync } = load('tinyglobby') as typeof import('tinyglobby');
  const options = {
    cwd: root,
    dot: true,
    expandDirectories: false,
    followSymbolicLinks: false,
    ignore: ['**/node_modules', '**/.git'],
  };
  const all = globSync('**', options);
  const rules = all.filter((path) => basename(path) === '.gitignore').map((path) => readRules(root, path));
  return all.filter((path) => isCandidate(path) && !isIgnored(path, rules));
}

interface Rules {
  /** Folder the rules are about, relative to the root; '' is the root. */
  folder: string;
  ignore: Ignore;
}

function readRules(root: string, path: string): Rules {
  const ignore = load('ignore') as typeof import('ignore');
  const folder = dirname(path);
  return {
    folder: folder === '.' ? '' : folder,
    ignore: ignore().add(readFileSync(join(root, path), 'utf8')),
  };
}

/** As in git: the innermost file with an opinion decides. */
function isIgnored(path: string, rules: readonly Rules[]): boolean {
  let verdict = false;
  let depth = -1;
  for (const rule of rules) {
    if (rule.folder !== '' && !path.startsWith(`${rule.folder}/`)) continue;
    const inner = rule.folder === '' ? path : relative(rule.folder, path).replaceAll('\\', '/');
    const test = rule.ignore.test(inner);
    if (rule.folder.length > depth && (test.ignored || test.unignored)) {
      verdict = test.ignored;
      depth = rule.folder.length;
    }
  }
  return verdict;
}

/** Also false for files that are in the index but deleted on disk. */
function isPlainFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
