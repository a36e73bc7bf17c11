import { rangeOf, type PackageInfo } from '../../read/modules/package-info.ts';
import type { PackageSummary } from '../../result.ts';
import { type PackageEntry, readEntries } from './package-entries.ts';
import type { PackageFile } from './package-json.ts';

/**
 * The packages that declare drizzle-orm, each with its version range. A range that stands in a catalog of the workspace
 * (`catalog:`, `catalog:name` of pnpm and Bun) is looked up there.
 */
export function packageSummaries(packages: readonly PackageInfo[], files: readonly PackageFile[]): PackageSummary[] {
  return packages.flatMap((info) => {
    const declared = rangeOf('drizzle-orm', info);
    if (declared === undefined) return [];
    const catalog = /^catalog:(.*)$/.exec(declared)?.[1]?.trim();
    const drizzleOrm = catalog === undefined ? declared : (versionIn(catalog || 'default', files) ?? declared);
    return [{ dir: info.dir, name: info.name, drizzleOrm }];
  });
}

/** The version range of drizzle-orm in a catalog; undefined when no file has one. */
function versionIn(catalog: string, files: readonly PackageFile[]): string | undefined {
  const isEntry = ({ path: [...path] }: PackageEntry) => {
    if (path.pop() !== 'drizzle-orm') return false;
    const last = path.pop();
    return (last === catalog && path.pop() === 'catalogs') || (last === 'catalog' && catalog === 'default');
  };
  for (const { path, text } of files) {
    const entries = readEntries({ path, text });
    const found = 'error' in entries ? undefined : entries.find(isEntry);
    if (found) return found.value;
  }
  return undefined;
}
