import { dirname } from '../../path.ts';
import { rangeOf } from '../../read/modules/package-info.ts';
import { type PackageEntry, readEntries } from './package-entries.ts';
import type { Project } from '../project.ts';

/**
 * The version range by which the package of a file depends on another package, with `catalog:` looked up; undefined
 * when it does not depend on it.
 */
export function declaredRange(path: string, name: string, project: Project): string | undefined {
  const own = project.resolver.packageOf(path);
  const range = rangeOf(name, own);
  const [, catalog] = /^catalog:(.*)$/.exec(range ?? '') ?? [];
  return catalog === undefined ? range : (catalogRange(own!.dir, catalog.trim(), name, project) ?? range);
}

/** The range in the nearest catalog in a folder or above it. */
function catalogRange(dir: string, catalog: string, name: string, project: Project): string | undefined {
  const isIt = ({ path }: PackageEntry) => {
    const keys = path[0] === 'workspaces' ? path.slice(1) : path;
    const wanted = catalog === '' || catalog === 'default' ? ['catalog', 'catalogs default'] : [`catalogs ${catalog}`];
    return keys.at(-1) === name && wanted.includes(keys.slice(0, -1).join(' '));
  };
  for (let folder = dir; ; folder = dirname(folder)) {
    for (const { path, text } of project.packageFiles) {
      if (dirname(path) !== folder) continue;
      const entries = readEntries({ path, text });
      const found = 'error' in entries ? undefined : entries.find(isIt);
      if (found) return found.value;
    }
    if (folder === dirname(folder)) return undefined;
  }
}
