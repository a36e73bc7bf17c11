import { relativePath } from '../report/relative-path.ts';
import type { Diagnosis } from './diagnosis.ts';

/**
 * What was found, by what to do about it, for a human.
 *
 * @param places how many places of v1 the migration itself would rewrite
 * @param errors how many it would leave to a human
 */
export function doctorText(found: readonly Diagnosis[], root: string, places: number, errors: number): string {
  const groups = new Map<string, Diagnosis[]>();
  for (const it of found) {
    const words = it.why + it.remedy;
    groups.set(words, [...(groups.get(words) ?? []), it]);
  }
  const blocks = [...groups.values()].map((group) => {
    const [{ why, remedy }] = group as [Diagnosis, ...Diagnosis[]];
    const lines = group.map(
      ({ file, line, column, message }) => `  ${relativePath(root, file)}:${line}:${column}  ${message}`,
    );
    return [...lines, `  Why: ${why}`, `  Do:  ${remedy}`].join('\n');
  });
  if (places > 0 || errors > 0) {
    const left = errors > 0 ? `, and ${errors} that need a human` : '';
    blocks.unshift(
      `Relational queries, clients, casing and types: ${places} places to rewrite${left}.\n  Do:  Run \`drizzle-rqb-migrate --dry-run\`.`,
    );
  }
  return `${blocks.length === 0 ? 'Nothing was found that stands between this project and drizzle-orm 1.0.' : blocks.join('\n\n')}\n`;
}
