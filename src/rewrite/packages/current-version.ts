import { readEntries } from './package-entries.ts';
import type { PackageFile } from './package-json.ts';

/** The drizzle-orm version that the packages of a project on 1.0 declare. */
export interface CurrentVersion {
  /** The newest version among exact ones; undefined when some package declares a range or a tag. */
  pinned: string | undefined;
}

/**
 * The drizzle-orm 1.0 that all packages of a project declare; undefined when one of them declares 0.x, or none declares
 * any. Peer dependencies do not count.
 */
export function currentVersion(files: readonly PackageFile[]): CurrentVersion | undefined {
  const declared = files.flatMap((file) => {
    const entries = readEntries(file);
    if ('error' in entries) return [];
    return entries
      .filter(({ path, opaque }) => path.at(-1) === 'drizzle-orm' && path.length > 1 && !opaque && !isPeer(path))
      .map(({ value }) => value.trim().replace(/^npm:drizzle-orm@/, ''))
      .filter((value) => !/^(?:catalog|workspace):/.test(value));
  });
  if (declared.length === 0 || !declared.every(isOnOne)) return undefined;
  const pinned = declared.filter((value) => /^=?v?\d+\.\d+\.\d+(?:-[\w.-]+)?$/.test(value)).map(bare);
  return { pinned: pinned.length === declared.length ? pinned.sort(byVersion).at(-1) : undefined };
}

function isPeer(path: readonly string[]): boolean {
  return path.includes('peerDependencies') || path.includes('peerDependenciesMeta');
}

/** Whether a version or range starts at 1.0 or later, or is a prerelease tag such as `beta`. */
function isOnOne(value: string): boolean {
  return /^(?:alpha|beta|rc|next)$/.test(value) || /^[~^=v>]*\s*[1-9]\d*\./.test(value);
}

/** A version without a leading `=` or `v`. */
function bare(value: string): string {
  return value.replace(/^[=v]*/, '');
}

function byVersion(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
