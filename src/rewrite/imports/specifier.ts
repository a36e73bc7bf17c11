import { dirname, isAbsolute, isBelow, relative, sharedLength } from '../../path.ts';
import type { SourceModule } from '../../read/sources.ts';
import { specifiersOf } from '../../read/specifiers.ts';
import { exportFromPackage } from '../packages/package-exports.ts';
import type { NeededImport } from '../changes.ts';
import type { Needed } from './import-statements.ts';
import type { Project } from '../project.ts';

/**
 * The module specifier by which `from` imports the project file `target`: the one it already uses for it; else relative
 * or through an alias, as it imports what is nearest to the target. A file that shows nothing does as those beside it, or
 * else those of its package.
 */
export function specifierFor(from: string, target: string, project: Project): string {
  const known = importsOf(from, project).find(({ resolved }) => resolved === target);
  if (known) return known.specifier;
  for (const model of modelsFor(from, target, project)) {
    if (model.specifier.startsWith('.')) return relativeSpecifier(from, target, project);
    // The name of a package alone says nothing of its folders.
    if (model.specifier === project.resolver.packageOf(target)?.name) continue;
    const candidate = throughAlias(model, target);
    if (candidate !== undefined && project.resolver.resolve(from, candidate) === target) return candidate;
  }
  const packageName = project.resolver.packageOf(target);
  if (packageName && packageName !== project.resolver.packageOf(from)) {
    const inside = relative(packageName.dir, withoutIndex(target));
    for (const subpath of [inside, inside.replace(/^src\//, ''), '']) {
      const candidate = subpath ? `${packageName.name}/${subpath}` : packageName.name;
      if (project.resolver.resolve(from, candidate) === target) return candidate;
    }
    const exported = exportFromPackage(target, packageName, project);
    if (exported !== undefined) return exported;
  }
  return relativeSpecifier(from, target, project);
}

/** Needed imports of a file, with how it names the modules. */
export function withSpecifiers(path: string, imports: readonly NeededImport[], project: Project): Needed[] {
  return imports.map((item) => {
    const { from } = item;
    return { ...item, specifier: isAbsolute(from) ? specifierFor(path, from, project) : from };
  });
}

/** One import of a project file. */
interface ImportedFile {
  /** The file with the import. */
  path: string;
  specifier: string;
  resolved: string;
}

/** The imports to do likewise, best first. */
function modelsFor(from: string, target: string, project: Project): ImportedFile[] {
  const { packageOf } = project.resolver;
  // What is below (`./relations`) has a habit of its own beside what is not (`@/lib/users`).
  const isAlike = ({ path, resolved }: ImportedFile) =>
    isBelow(resolved, dirname(path)) === isBelow(target, dirname(from)) && packageOf(resolved) === packageOf(target);
  const [beside, others] = othersOf(from, project);
  // Far ones do not count for what is below: drizzle-kit, which loads whole schema folders, knows no aliases.
  for (const files of [[{ path: from }], beside, isBelow(from, target) ? [] : others]) {
    const alike = files.flatMap(({ path }) => importsOf(path, project)).filter(isAlike);
    if (alike.length > 0) return nearestFirst(alike, target);
  }
  return [];
}

/** The nearest to the target first; among those as near, what most of them do. */
function nearestFirst(imports: readonly ImportedFile[], target: string): ImportedFile[] {
  const shared = ({ resolved }: ImportedFile) => sharedLength(resolved.split('/'), target.split('/'));
  const most = Math.max(...imports.map(shared));
  const isRelative = ({ specifier }: ImportedFile) => specifier.startsWith('.');
  const nearest = imports.filter((other) => shared(other) === most);
  const isUsual = nearest.filter(isRelative).length * 2 >= nearest.length;
  return imports.toSorted(
    (a, b) => shared(b) - shared(a) || Number(isRelative(b) === isUsual) - Number(isRelative(a) === isUsual),
  );
}

/** `@/db/relations`, when `@/db/schema` is known to be a file in the same folder, or in another one under `@`. */
function throughAlias({ specifier, resolved }: ImportedFile, target: string): string | undefined {
  const [extension = ''] = /\.[cm]?[jt]sx?$/.exec(specifier) ?? [];
  const alias = withoutIndex(specifier).split('/');
  const folder = withoutIndex(resolved).split('/');
  while (alias.length > 1 && alias.at(-1) === folder.at(-1)) {
    alias.pop();
    folder.pop();
  }
  const path = extension === '' ? withoutIndex(target) : withExtension(target, extension);
  const shared = sharedLength(folder, path.split('/'));
  return shared === folder.length ? [...alias, ...path.split('/').slice(shared)].join('/') : undefined;
}

function relativeSpecifier(from: string, target: string, project: Project): string {
  const extension = extensionOf(from, project);
  const isOwnIndex = withoutIndex(target) === dirname(from);
  const bare = isOwnIndex ? target.replace(/\.[cm]?[jt]sx?$/, '') : withoutIndex(target);
  const path = relative(dirname(from), extension === undefined ? bare : withExtension(target, extension));
  return path.startsWith('.') ? path : `./${path}`;
}

function withoutIndex(path: string): string {
  return path.replace(/(?:\/index)?\.[cm]?[jt]sx?$|\/index$/, '');
}

/** A path with the extension that imports name it by, in the manner of one with `extension`: `.js` or `.ts`. */
function withExtension(target: string, extension: string): string {
  if (/\.[cm]?tsx?$/.test(extension)) return target;
  return target.replace(/\.([cm]?)[jt]sx?$/, '.$1js');
}

/**
 * The extension that most relative imports of a file are written with, if any; else those of the files beside it, or of
 * its package. What Node runs without a build needs extensions, although the rest of the package may have none.
 */
function extensionOf(from: string, project: Project): string | undefined {
  for (const files of [[{ path: from }], ...othersOf(from, project)]) {
    const relatives = files.flatMap(({ path }) => relativesOf(path, project));
    if (relatives.length === 0) continue;
    const extended = relatives.flatMap((specifier) => /\.[cm]?[jt]sx?$/.exec(specifier)?.[0] ?? []);
    return extended.length * 2 < relatives.length ? undefined : extended[0];
  }
  return undefined;
}

/** The files beside one, and all others of its package. */
function othersOf(from: string, { resolver, sources }: Project): [SourceModule[], SourceModule[]] {
  const own = resolver.packageOf(from);
  const others = sources.parsed().filter(({ path }) => path !== from && resolver.packageOf(path) === own);
  return [others.filter(({ path }) => dirname(path) === dirname(from)), others];
}

/** The relative specifiers that show a habit. `./env.mjs` of a file of that name does not: it has no other form. */
function relativesOf(path: string, project: Project): string[] {
  const isExact = (specifier: string) => {
    const [extension] = /\.[cm]js$/.exec(specifier) ?? [];
    return extension !== undefined && project.resolver.resolve(path, specifier)?.endsWith(extension) === true;
  };
  return specifiersAt(path, project).filter((specifier) => specifier.startsWith('.') && !isExact(specifier));
}

function importsOf(path: string, project: Project): ImportedFile[] {
  return specifiersAt(path, project).flatMap((specifier) => {
    const resolved = project.resolver.resolve(path, specifier);
    return resolved === undefined ? [] : [{ path, specifier, resolved }];
  });
}

function specifiersAt(path: string, { sources }: Project): string[] {
  const file = sources.get(path)?.ast;
  return file ? specifiersOf(file) : [];
}
