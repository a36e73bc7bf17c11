import { formatPatch, FILE_HEADERS_ONLY } from 'diff';
import type { FileChange } from '../edits/edit.ts';
import { hunksBetween } from './line-diff.ts';
import { type Paint, plain } from './paint.ts';
import { relativePath } from './relative-path.ts';
import { withoutControls } from './without-controls.ts';

/**
 * All changes as one unified diff. Without colours it is a patch for `git apply` and `patch -p1`, run in `root`. It has
 * no `diff --git` lines, because with them git would look for the files from the top of the repository.
 *
 * @param isForEyes replaces control characters, which must not reach a terminal; a file with such characters then gives
 * no valid patch
 */
export function diffReport(
  changes: readonly FileChange[],
  root: string,
  paint: Paint = plain,
  isForEyes = false,
): string {
  const show = (line: string): string => (isForEyes ? withoutControls(line.replace(/\r$/, '')) : line);
  return changes.map((change) => fileDiff(change, root, paint, show)).join('');
}

/** The size of the changes: `3 files (+12 −7 lines)`. */
export function sizeOf(changes: readonly FileChange[]): string {
  const lines = changes.flatMap(({ before = '', after = '' }) =>
    hunksBetween(before, after, 0).flatMap((hunk) => hunk.lines),
  );
  const count = (sign: string): number => lines.filter((line) => line.startsWith(sign)).length;
  return `${changes.length} ${changes.length === 1 ? 'file' : 'files'} (+${count('+')} −${count('-')} lines)`;
}

/** The diff of one file; empty when nothing changes. */
function fileDiff(
  { path, before, after }: FileChange,
  root: string,
  paint: Paint,
  show: (line: string) => string,
): string {
  const name = relativePath(root, path);
  const oldName = before === undefined ? '/dev/null' : `a/${name}`;
  const newName = after === undefined ? '/dev/null' : `b/${name}`;
  const hunks = hunksBetween(before ?? '', after ?? '', 3);
  if (hunks.length === 0) return '';
  const patch = { oldFileName: oldName, newFileName: newName, oldHeader: undefined, newHeader: undefined, hunks };
  const lines = formatPatch(patch, FILE_HEADERS_ONLY).split('\n').map(show);
  // git and GNU patch end a file name with spaces at a tab.
  const header = lines
    .slice(0, 2)
    .map((line) => paint.bold(name.includes(' ') && !line.endsWith('null') ? `${line}\t` : line));
  return [...header, ...lines.slice(2).map((line) => coloured(line, paint))].join('\n');
}

function coloured(line: string, paint: Paint): string {
  switch (line[0]) {
    case '+':
      return paint.green(line);
    case '-':
      return paint.red(line);
    case '@':
      return paint.cyan(line);
    case '\\':
      return paint.dim(line);
    default:
      return line;
  }
}
