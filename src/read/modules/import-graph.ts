import { createAutoImportTest } from './auto-imports.ts';
import type { Resolver } from './resolve.ts';
import { specifiersIn } from './specifiers.ts';

/**
 * Tells by their texts which files import which, so that files that cannot know of something need not be parsed. Types
 * count like values.
 */
export interface ImportGraph {
  /**
   * Whether a file may know of another one: it imports that one, directly or through others. Also true for the file
   * itself, where names are imported automatically or modules by a computed path, and of what may have become a global.
   */
  reaches(from: string, target: string): boolean;
}

/** Matches an import of a module whose path is not written as a whole: `import(path)`, `import.meta.glob('./*.ts')`. */
const computedImport =
  /\bimport\.meta\.glob|\b(?:import|require)\s*\(\s*(?:\/\*(?:[^*]|\*(?!\/))*\*\/\s*)*(?:[^\s'"`/)]|`[^`]*\$\{)/;
/** Matches a specifier that must mean a file of the project, although only a bundler may know which. */
const ownSpecifier = /^(?:[@~]\/|#)/;
/** Matches what gives a global a value, or the object of globals another name. */
const makesGlobal =
  /\b(?:globalThis|global)\b(?:\s+as\s[^;=]*\)|\s*\))*(?:\.\w+|\[[^\]\n]+\])\s*(?:\?\?|\|\|)?=(?!=)|=\s*\(*(?:globalThis|global)\b(?!\s*[.[])|\b(?:assign|defineProperty)\(\s*(?:globalThis|global)\b/;

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
  const hasAutoImports = createAutoImportTest(paths, read, resolver.packageOf);
  /** What each file imports; undefined where that may be anything. */
  const imports = new Map<string, readonly string[] | undefined>();
  const importsOf = (path: string) => {
    if (!imports.has(path)) imports.set(path, hasAutoImports(path) ? undefined : readImports(path));
    return imports.get(path);
  };
  const readImports = (path: string) => {
    const text = read(path) ?? '';
    if (computedImport.test(text)) return undefined;
    const found: string[] = [];
    for (const specifier of new Set(specifiersIn(text))) {
      const imported = resolver.resolve(path, specifier);
      if (imported !== undefined) found.push(imported);
      else if (ownSpecifier.test(specifier)) return undefined;
    }
    return found;
  };
  /** What is known of each target: the files that reach it and those that do not. */
  const known = new Map<string, Map<string, boolean>>();

  function isImportedBy(from: string, target: string): boolean {
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
  }

  /** The files that make globals. What they know of, any other file may know. */
  let makers: readonly string[] | undefined;
  const globals = () => (makers ??= paths.filter((path) => makesGlobal.test(read(path) ?? '')));

  return {
    reaches: (from, target) => isImportedBy(from, target) || globals().some((maker) => isImportedBy(maker, target)),
  };
}
