import { sharedLength } from '../../path.ts';

/** A package.json of the project. */
export interface PackageInfo {
  /** Absolute path of its folder. */
  dir: string;
  /** Absolute path of the package.json. */
  path: string;
  name: string;
  /** Its parsed content. */
  json: Record<string, unknown>;
}

/**
 * The version range by which a package depends on another one, exactly as its package.json says; undefined when it does
 * not depend on it.
 */
export function rangeOf(name: string, info: PackageInfo | undefined): string | undefined {
  const ranges = ['dependencies', 'devDependencies', 'peerDependencies'].map(
    (field) => (info?.json[field] as Record<string, unknown> | undefined)?.[name],
  );
  return ranges.find((range) => typeof range === 'string');
}

/**
 * Finds the package of the workspace that a file means by a name; undefined when none has it. Of several with the same
 * name (examples, templates), it is the one that shares most folders with the file.
 */
export type PackageFinder = (name: string, from: string) => PackageInfo | undefined;

/**
 * Makes the look-up.
 *
 * @param packages every package.json of the project
 */
export function packageFinder(packages: readonly PackageInfo[]): PackageFinder {
  const byName = new Map<string, PackageInfo[]>();
  for (const info of packages) byName.set(info.name, [...(byName.get(info.name) ?? []), info]);
  return (name, from) => {
    const [first, ...others] = byName.get(name) ?? [];
    const depth = ({ dir }: PackageInfo) => sharedLength(dir.split('/'), from.split('/'));
    return others.reduce((best, other) => (depth(other) > depth(best) ? other : best), first!);
  };
}
