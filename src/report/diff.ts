import { formatPatch, FILE_HEADERS_ONLY, structuredPatch } from 'diff';
import type { FileChange } from '../edits/edit.ts';
import { type Paint, plain } from './paint.ts';
import { relativePath } from './relative-path.ts';
import { withoutControls } from './without-controls.ts';

/**
 * All changes as one unified diff. Without colours it is a patch that `git apply` and `patch -p1` take when run in
 * `root`; it has no `diff --git` lines, with which git would look for the files from the top of the repository.
 *
 * @param isForEyes for a terminal, which a text must not drive; such a diff is no patch any more where it tries to
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

/** How much changes, as in `3 files (+12 −7 lines)`. */
export function sizeOf(changes: readonly FileChange[]): string {
  const lines = changes.flatMap(({ before = '', after = '' }) =>
    structuredPatch('', '', before, after, undefined, undefined, { context: 0 }).hunks.flatMap((hunk) => hunk.lines),
  );
  const count = (sign: string): number => lines.filter((line) => line.startsWith(sign)).length;
  return `${changes.length} ${changes.length === 1 ? 'file' : 'files'} (+${count('+')} −${count('-')} lines)`;
}

function fileDiff(
  { path, before, after }: FileChange,
  root: string,
  paint: Paint,
  show: (line: string) => string,
): string {
  const name = relativePath(root, path);
  const oldName = before === undefined ? '/dev/null' : `a/${name}`;
  const newName = after === undefined ? '/dev/null' : `b/${name}`;
  const patch = structuredPatch(oldName, newName, before ?? '', after ?? '', undefined, undefined, { context: 3 });
  if (patch.hunks.length === 0) return '';
  const lines = formatPatch(patch, FILE_HEADERS_ONLY).split('\n').map(show);
  // A name with a space ends at a tab, as git and GNU patch have it.
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
