import { relativePath } from '../report/relative-path.ts';
import { onOneLine, withoutControls } from '../report/without-controls.ts';
import type { Diagnosis } from './diagnosis.ts';

/**
 * The diagnoses as text for people, grouped by reason and remedy.
 *
 * @param places how many places of v1 the migration would rewrite
 * @param errors how many places it would leave to the user
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
      ({ file, line, column, message }) =>
        `  ${onOneLine(relativePath(root, file))}:${line}:${column}  ${onOneLine(message)}`,
    );
    return [...lines, `  Why: ${withoutControls(why)}`, `  Do:  ${withoutControls(remedy)}`].join('\n');
  });
  if (places > 0 || errors > 0) {
    const left = errors > 0 ? `, and ${errors} that need a human` : '';
    blocks.unshift(
      `Relational queries, clients, casing and types: ${places} places to rewrite${left}.\n  Do:  Run \`drizzle-rqb-migrate --dry-run\`.`,
    );
  }
  return `${blocks.length === 0 ? 'Nothing was found that stands between this project and drizzle-orm 1.0.' : blocks.join('\n\n')}\n`;
}
