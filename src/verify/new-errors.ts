import { structuredPatch } from 'diff';
import type { FileChange } from '../edits/edit.ts';
import { relativePath } from '../report/relative-path.ts';
import type { TypeError } from './type-check.ts';

/**
 * The errors of the second check that the first did not have. An error is the same when its file, code and message are,
 * or its code and the line it stands on (a message may name types that are called differently now), or the package that is
 * not found.
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
 * The package that a file could not find. In a workspace that is installed in part, a new import of another of its modules
 * fails for the same reason as the old ones.
 */
function missingPackage({ file, code, message }: TypeError): string | undefined {
  const [, name] = /^Cannot find module '((?:@[^/']+\/)?[^./'@][^/']*)/.exec(message) ?? [];
  return code === 'TS2307' && name !== undefined ? JSON.stringify([file, code, 'package', name]) : undefined;
}

/** Maps lines of the new text of a file back to the old one; undefined for a line that is new. */
export function linesBefore({
  before = '',
  after = '',
}: Pick<FileChange, 'before' | 'after'>): (line: number) => number | undefined {
  const { hunks } = structuredPatch('', '', before, after, undefined, undefined, { context: 0 });
  return (line) => {
    let shift = 0;
    for (const { oldLines, newStart, newLines } of hunks) {
      // A hunk that only removes is said to start at the line before it.
      const first = newLines === 0 ? newStart + 1 : newStart;
      if (line < first) break;
      if (line < first + newLines) return undefined;
      shift += oldLines - newLines;
    }
    return line + shift;
  };
}
