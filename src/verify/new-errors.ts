import type { FileChange } from '../edits/edit.ts';
import { hunksBetween } from '../report/line-diff.ts';
import { relativePath } from '../report/relative-path.ts';
import type { TypeError } from './type-check.ts';

/**
 * The errors of the check after the migration that the one before it did not have. An error is an old one when an error
 * before had the same file, code and message, or the same code at the same line of the old text (the message may name
 * types that have other names in v2), or did not find the same package.
 *
 * @param base the folder that the paths in errors are relative to
 */
export function newErrors(
  before: readonly TypeError[],
  after: readonly TypeError[],
  base: string,
  changes: readonly FileChange[],
): TypeError[] {
  const mappers = new Map(changes.map((change) => [relativePath(base, change.path), linesBefore(change)]));
  const lineBefore = (file: string, line: number): number | undefined => {
    const mapper = mappers.get(file);
    return mapper ? mapper(line) : line;
  };
  const known = new Map<string, number>();
  const count = (key: string, by: number): number => {
    const amount = (known.get(key) ?? 0) + by;
    known.set(key, amount);
    return amount;
  };
  const byMessage = ({ file, code, message }: TypeError): string => JSON.stringify([file, code, message]);
  const byLine = (file: string, code: string, line: number | undefined): string => JSON.stringify([file, code, line]);
  for (const error of before) {
    count(byMessage(error), 1);
    known.set(byLine(error.file, error.code, error.line), Infinity);
    const missing = missingPackage(error);
    if (missing !== undefined) known.set(missing, Infinity);
  }
  return after.filter((error) => {
    if (known.has(missingPackage(error) ?? '')) return false;
    if (known.has(byLine(error.file, error.code, lineBefore(error.file, error.line)))) return false;
    return count(byMessage(error), -1) < 0;
  });
}

/**
 * A key for the package that an import in a file does not find; undefined for other errors. When a package is not
 * installed, a new import of another module of it fails for the same reason as the old imports.
 */
function missingPackage({ file, code, message }: TypeError): string | undefined {
  const [, name] = /^Cannot find module '((?:@[^/']+\/)?[^./'@][^/']*)/.exec(message) ?? [];
  return code === 'TS2307' && name !== undefined ? JSON.stringify([file, code, 'package', name]) : undefined;
}

/**
 * Makes a function that maps lines of a file's new text back to the old text; undefined for a line that is new or
 * changed.
 */
export function linesBefore({
  before = '',
  after = '',
}: Pick<FileChange, 'before' | 'after'>): (line: number) => number | undefined {
  const hunks = hunksBetween(before, after, 0);
  return (line) => {
    let shift = 0;
    for (const { oldLines, newStart, newLines } of hunks) {
      // For a hunk that only removes lines, `newStart` is the line before it.
      const first = newLines === 0 ? newStart + 1 : newStart;
      if (line < first) break;
      if (line < first + newLines) return undefined;
      shift += oldLines - newLines;
    }
    return line + shift;
  };
}
