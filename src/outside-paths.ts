import { makeFinding, type Finding } from './findings.ts';
import type { Rewrite } from './result.ts';
import type { Project } from './rewrite/project.ts';

/**
 * Findings for the files that a run which is restricted to paths leaves in the form of v1, although other files of the
 * same database change: each at the first line that would have changed.
 *
 * @param rewrites the lines that a run without paths would change
 */
export function leftOutside(rewrites: readonly Rewrite[], project: Project): Finding[] {
  const { databaseOf, databases, isEdited, scan } = project;
  const changed = rewrites.filter(({ rule }) => rule !== 'import' && rule !== 'version');
  const left = new Map<string, Rewrite>();
  for (const database of databases) {
    const sites = scan.sites.filter((site) => databaseOf(site) === database);
    const own = new Set([...database.clients, ...database.blocks, ...sites].map(({ path }) => path));
    const places = changed.filter(({ file }) => own.has(file));
    if (!places.some(({ file }) => isEdited(file))) continue;
    for (const place of places) if (!isEdited(place.file) && !left.has(place.file)) left.set(place.file, place);
  }
  return [...left.values()].map((place) => makeFinding('RQB_OUTSIDE_PATHS', place));
}
