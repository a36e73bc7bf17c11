import { sharedLength } from '../path.ts';

/** A package.json of the project. */
export interface PackageInfo {
  /** Absolute directory. */
  dir: string;
  /** Absolute path of the package.json. */
  path: string;
  name: string;
  json: Record<string, unknown>;
}

/** The version range by which a package depends on another one, as it is written there; undefined when it does not. */
export function rangeOf(name: string, info: PackageInfo | undefined): string | undefined {
  const ranges = ['dependencies', 'devDependencies', 'peerDependencies'].map(
    (field) => (info?.json[field] as Record<string, unknown> | undefined)?.[name],
  );
  return ranges.find((range) => typeof range === 'string');
}

/** The package that a file means by a name: of several (examples, templates), the one with most folders in common with it. */
export type PackageFinder = (name: string, from: string) => PackageInfo | undefined;

/** @param packages every package.json of the project */
export function packageFinder(packages: readonly PackageInfo[]): PackageFinder {
  const byName = new Map<string, PackageInfo[]>();
  for (const info of packages) byName.set(info.name, [...(byName.get(info.name) ?? []), info]);
  return (name, from) => {
    const [first, ...others] = byName.get(name) ?? [];
    const depth = ({ dir }: PackageInfo) => sharedLength(dir.split('/'), from.split('/'));
    return others.reduce((best, other) => (depth(other) > depth(best) ? other : best), first!);
  };
}
