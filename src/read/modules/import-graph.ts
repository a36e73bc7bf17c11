import { createAutoImportTest } from './auto-imports.ts';
import type { Resolver } from './resolve.ts';
import { specifiersIn } from './specifiers.ts';

/**
 * Tells by their texts which files import which, so that files that cannot know of something need not be parsed. Types
 * count like values.
 */
export interface ImportGraph {
  /**
   * Whether a file imports another one, directly or through others. Also true for the file itself, and where names are
   * imported automatically.
   */
  reaches(from: string, target: string): boolean;
}

/**
 * Makes the graph. Only what is asked for is read of it.
 *
 * @param paths paths of every script of the project
 * @param read returns the text of a file
 */
export function createImportGraph(
  paths: readonly string[],
  read: (path: string) => string | undefined,
  resolver: Resolver,
): ImportGraph {
  const hasAutoImports = createAutoImportTest(paths, resolver.packageOf);
  /** What each file imports; undefined where names are imported automatically. */
  const imports = new Map<string, readonly string[] | undefined>();
  const importsOf = (path: string) => {
    if (!imports.has(path)) imports.set(path, hasAutoImports(path) ? undefined : readImports(path));
    return imports.get(path);
  };
  const readImports = (path: string) => {
    const specifiers = new Set(specifiersIn(read(path) ?? ''));
    return [...specifiers].flatMap((specifier) => resolver.resolve(path, specifier) ?? []);
  };
  /** What is known of each target: the files that reach it and those that do not. */
  const known = new Map<string, Map<string, boolean>>();

  return {
    reaches(from, target) {
      let answers = known.get(target);
      if (!answers) known.set(target, (answers = new Map([[target, true]])));
      const importer = new Map<string, string | undefined>([[from, undefined]]);
      for (const path of importer.keys()) {
        const answer = answers.get(path);
        if (answer === false) continue;
        const next = answer ? undefined : importsOf(path);
        if (!next) {
          for (let at: string | undefined = path; at !== undefined; at = importer.get(at)) answers.set(at, true);
          return true;
        }
        for (const imported of next) if (!importer.has(imported)) importer.set(imported, path);
      }
      for (const path of importer.keys()) answers.set(path, false);
      return false;
    },
  };
}
