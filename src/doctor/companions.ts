import { companions } from '../drizzle/needs.ts';
import { placesIn } from '../edits/places.ts';
import { readJsonEntries } from '../rewrite/packages/package-entries.ts';
import type { PackageFile } from '../rewrite/packages/package-json.ts';
import { standingOf } from '../rewrite/packages/version-range.ts';
import { diagnosis, type Diagnosis } from './diagnosis.ts';

/** Finds declared packages that build on drizzle-orm, in versions that do not work with 1.0. */
export function companionPackages(packageFiles: readonly PackageFile[]): Diagnosis[] {
  return packageFiles
    .filter(({ path }) => path.endsWith('package.json'))
    .flatMap(({ path, text }) => {
      const placeOf = placesIn(text);
      const entries = readJsonEntries(path, text);
      return ('error' in entries ? [] : entries).flatMap((entry) => {
        const [field = '', name = ''] = entry.path;
        if (entry.path.length !== 2 || !/^(?:d|devD|peerD|optionalD)ependencies$/.test(field)) return [];
        const companion = companions.find((it) => it.name.test(name));
        if (!companion || (companion.since !== undefined && standingOf(entry.value, companion.since) !== 'older'))
          return [];
        const { what, remedy } = companion;
        return [
          diagnosis('companion', { file: path, ...placeOf(entry.start) }, { name, range: entry.value, what, remedy }),
        ];
      });
    });
}
