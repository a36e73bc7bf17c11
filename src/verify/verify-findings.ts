import { makeFinding, type Finding } from '../findings.ts';
import { dirname, join, relative } from '../path.ts';
import type { MigrateResult } from '../result.ts';
import type { TypeError } from './type-check.ts';

/**
 * The finding for a type error that remains; in a new file, which the user does not have yet, it points at the first
 * line.
 */
export function errorFinding(error: TypeError, base: string, { changes }: MigrateResult): Finding {
  const file = join(base, error.file);
  const isNew = changes.some(({ path, before }) => path === file && before === undefined);
  const place = { file, line: isNew ? 1 : Math.max(1, error.line), column: Math.max(1, error.column) };
  return makeFinding('RQB_VERIFY_ERROR', place, { reason: describe(error) });
}

/** Why a configuration is not checked, and what to do. */
export const notInstalled = {
  reason: 'its dependencies are not installed',
  remedy: 'Install them as they are now, and run again.',
};

/** The finding for a configuration that was not checked. */
export function partlyFinding(
  file: string,
  detail: { reason: string; remedy: string },
  { root }: Pick<MigrateResult, 'root'>,
): Finding {
  const what = relative(root, dirname(file)) || '.';
  return makeFinding('RQB_VERIFY_PARTLY', { file, line: 1, column: 1 }, { what, ...detail });
}

/** The findings for the changed TypeScript files that the compiler did not read; JavaScript is seldom checked. */
export function unseenFindings({ root, changes }: MigrateResult, isRead: (path: string) => boolean): Finding[] {
  const reason = 'no tsconfig.json includes it';
  const remedy = 'Type-check it by hand, or name a configuration that includes it with `--tsconfig <file>`.';
  return changes
    .filter(({ path, after }) => /\.[cm]?tsx?$/.test(path) && after !== undefined && !isRead(path))
    .map(({ path: file }) => {
      const what = relative(root, file);
      return makeFinding('RQB_VERIFY_PARTLY', { file, line: 1, column: 1 }, { what, reason, remedy });
    });
}

/** The code and the first line of the message of an error. */
export function describe({ code, message }: TypeError): string {
  return `${code} ${message.split('\n')[0]}`;
}
