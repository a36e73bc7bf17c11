import { escapeRegExp } from '../syntax/escape-reg-exp.ts';

/** What words consist of. Names with other letters are left to a search of all texts. */
const indexed = /^[\w$]+$/;
const isWordCode = Uint8Array.from({ length: 128 }, (_, code) => Number(indexed.test(String.fromCharCode(code))));

/** Making the index takes as long as ten to fifteen searches (measured on 3 to 30 MB of sources); most runs ask for more. */
const searchesBeforeIndex = 3;

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
  let candidates: ((word: string) => readonly string[]) | undefined;
  const candidatesFor = (name: string) => {
    if (!indexed.test(name) || (!candidates && known.size < searchesBeforeIndex)) return paths;
    candidates ??= index(paths, read);
    return candidates(name);
  };
  return (name) => {
    let found = known.get(name);
    if (!found) known.set(name, (found = search(name, candidatesFor(name), read)));
    return found;
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

const bucketBits = 16;

/**
 * Notes in which files there are words of each of 65,536 hash values: no word is kept, so nothing is allocated for it.
 *
 * @returns a function from a word to the files that may have it, in order
 */
function index(
  paths: readonly string[],
  read: (path: string) => string | undefined,
): (word: string) => readonly string[] {
  // Each bucket is a list from its last file to its first: `files[at]`, and the one before it at `before[at]`.
  const last = new Int32Array(2 ** bucketBits).fill(-1);
  const files: number[] = [];
  const before: number[] = [];
  paths.forEach((path, file) => {
    forEachBucket(read(path) ?? '', (bucket) => {
      const at = last[bucket]!;
      if (at >= 0 && files[at] === file) return;
      before.push(at);
      last[bucket] = files.push(file) - 1;
    });
  });
  return (word) => {
    const found: string[] = [];
    forEachBucket(word, (bucket) => {
      for (let at = last[bucket]!; at >= 0; at = before[at]!) found.push(paths[files[at]!]!);
    });
    return found.reverse();
  };
}

/** The buckets of the words of a text, as often as they occur. */
function forEachBucket(text: string, visit: (bucket: number) => void): void {
  let hash = 0;
  let isInWord = false;
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : 0;
    if (code < 128 && isWordCode[code] === 1) {
      hash = (Math.imul(hash, 31) + code) | 0;
      isInWord = true;
    } else if (isInWord) {
      visit(Math.imul(hash, 0x9e3779b1) >>> (32 - bucketBits));
      hash = 0;
      isInWord = false;
    }
  }
}
