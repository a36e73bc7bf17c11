import { escapeRegExp } from '../syntax/escape-reg-exp.ts';

/** What looks like an identifier. Names with other letters are left to a search. */
const words = /[A-Za-z_$][\w$]*/g;
const indexed = /^[A-Za-z_$][\w$]*$/;

/** Making the index takes as long as searching all texts 20 to 30 times (measured on 4 to 32 MB of sources). */
const searchesBeforeIndex = 20;

/**
 * Tells which texts contain a name as a word of its own: as an identifier, or in a comment or string. A few names are
 * looked for in the texts; when many are asked for, the words of all texts are noted once, so that the time grows with the
 * texts and not with texts times names.
 *
 * @param paths the files whose texts are searched
 * @returns a function from an identifier to the paths of files, in the order of `paths`
 */
export function createWordIndex(
  paths: readonly string[],
  read: (path: string) => string | undefined,
): (name: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  let index: ReadonlyMap<string, readonly string[]> | undefined;
  const find = (name: string): readonly string[] => {
    if (!indexed.test(name) || (!index && known.size < searchesBeforeIndex)) return search(name, paths, read);
    index ??= indexOf(paths, read);
    return index.get(name) ?? [];
  };
  return (name) => {
    if (!known.has(name)) known.set(name, find(name));
    return known.get(name)!;
  };
}

function search(name: string, paths: readonly string[], read: (path: string) => string | undefined): string[] {
  const word = new RegExp(String.raw`(?<![\w$])${escapeRegExp(name)}(?![\w$])`);
  // Most texts do not contain the name at all, which is found out faster without the expression.
  return paths.filter((path) => {
    const text = read(path);
    return text !== undefined && text.includes(name) && word.test(text);
  });
}

/** The files that contain each word. */
function indexOf(
  paths: readonly string[],
  read: (path: string) => string | undefined,
): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const path of paths) {
    for (const word of new Set(read(path)?.match(words))) {
      const holders = index.get(word);
      if (holders) holders.push(path);
      else index.set(word, [path]);
    }
  }
  return index;
}
