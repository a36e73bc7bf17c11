import { dirname, isAbsolute, isBelow, relative, sharedLength } from '../../path.ts';
import type { SourceModule } from '../../read/modules/sources.ts';
import { specifiersOf, specifiersOfCalls } from '../../read/modules/specifiers.ts';
import { exportFromPackage } from '../packages/package-exports.ts';
import type { NeededImport } from '../changes.ts';
import type { Needed } from './import-statements.ts';
import type { Project } from '../project.ts';

/**
 * The module specifier by which the file `from` imports the project file `target`. One that it already uses for that
 * file is kept. Otherwise it is relative or goes through an alias, like the imports of `from` that are nearest to the
 * target; if those show no habit, like the imports of the files beside it or of its package. A file of another package
 * is named through that package's exports, to which an entry is added if need be.
 */
export function specifierFor(from: string, target: string, project: Project): string {
  const known = importsOf(from, project).find(({ resolved }) => resolved === target);
  if (known) return known.specifier;
  for (const model of modelsFor(from, target, project)) {
    if (model.specifier.startsWith('.')) return relativeSpecifier(from, target, project);
    // A package imported by its bare name does not show how its folders can be reached.
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

/** The requested imports of a file together with their module specifiers. */
export function withSpecifiers(path: string, imports: readonly NeededImport[], project: Project): Needed[] {
  return imports.map((item) => {
    const { from } = item;
    return { ...item, specifier: isAbsolute(from) ? specifierFor(path, from, project) : from };
  });
}

/** An existing import of a project file. */
interface ImportedFile {
  /** The file with the import. */
  path: string;
  specifier: string;
  resolved: string;
}

/**
 * The existing imports that show how a file should be named, best first: those of the file itself, else of the files
 * beside it, else of its package.
 */
function modelsFor(from: string, target: string, project: Project): ImportedFile[] {
  const { packageOf } = project.resolver;
  // Files below the importing one (`./relations`) are often named another way than others (`@/lib/users`).
  const isAlike = ({ path, resolved }: ImportedFile) =>
    isBelow(resolved, dirname(path)) === isBelow(target, dirname(from)) && packageOf(resolved) === packageOf(target);
  const [beside, others] = othersOf(from, project);
  // For a file below, the rest of the package does not count: drizzle-kit loads whole schema folders and does not know
  // aliases, so relative imports are safer there.
  for (const files of [[{ path: from }], beside, isBelow(target, dirname(from)) ? [] : others]) {
    const alike = files.flatMap(({ path }) => importsOf(path, project)).filter(isAlike);
    if (alike.length > 0) return nearestFirst(alike, target);
  }
  return [];
}

/**
 * Sorts imports by how much of their path they share with the target; among the nearest, the more common style
 * (relative or alias) comes first.
 */
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

/**
 * The specifier of a file by the alias of another import: `@/db/relations`, when `@/db/schema` is a file in the same
 * folder. Undefined when the target is not below the folder that the alias stands for.
 */
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

/** The relative specifier of a file, with the extension that the importing file is used to. */
function relativeSpecifier(from: string, target: string, project: Project): string {
  const extension = extensionOf(from, project);
  const isOwnIndex = withoutIndex(target) === dirname(from);
  const bare = isOwnIndex ? target.replace(/\.[cm]?[jt]sx?$/, '') : withoutIndex(target);
  const path = relative(dirname(from), extension === undefined ? bare : withExtension(target, extension));
  return path.startsWith('.') ? path : `./${path}`;
}

/** A path without its extension, and without `/index`. */
function withoutIndex(path: string): string {
  return path.replace(/(?:\/index)?\.[cm]?[jt]sx?$|\/index$/, '');
}

/**
 * A path with the extension by which imports name it: its own, or the `.js` of its output, whichever `extension` shows.
 */
function withExtension(target: string, extension: string): string {
  if (/\.[cm]?tsx?$/.test(extension)) return target;
  return target.replace(/\.([cm]?)[jt]sx?$/, '.$1js');
}

/**
 * The extension that most relative imports of a file have; undefined when most have none. A file without relative
 * imports follows the files beside it, or else its package. The file itself comes first, because files that Node runs
 * without a build need extensions even where the rest of the package has none.
 */
function extensionOf(from: string, project: Project): string | undefined {
  for (const files of [[{ path: from }], ...othersOf(from, project)]) {
    const relatives = files.flatMap(({ path }) => relativesOf(path, project));
    if (relatives.length === 0) continue;
    const extended = relatives.flatMap((specifier) => /\.[cm]?[jt]sx?$/.exec(specifier)?.[0] ?? []);
    return extended.length * 2 < relatives.length ? undefined : extended[0];
  }
  // Node runs such a file as it is, and finds no module without its extension.
  const isModule = from.endsWith('.js') && project.resolver.packageOf(from)?.json.type === 'module';
  return isModule || from.endsWith('.mjs') ? '.js' : undefined;
}

/** The other files of a file's package: those in its folder, and all of them. */
function othersOf(from: string, { resolver, sources }: Project): [SourceModule[], SourceModule[]] {
  const own = resolver.packageOf(from);
  const others = sources.parsed().filter(({ path }) => path !== from && resolver.packageOf(path) === own);
  return [others.filter(({ path }) => dirname(path) === dirname(from)), others];
}

/**
 * The relative specifiers of a file that show whether it writes extensions. `./env.mjs` for a file of exactly that name
 * does not, because it could not be written otherwise.
 */
function relativesOf(path: string, project: Project): string[] {
  const isExact = (specifier: string) => {
    const [extension] = /\.[cm]js$/.exec(specifier) ?? [];
    return extension !== undefined && project.resolver.resolve(path, specifier)?.endsWith(extension) === true;
  };
  return specifiersAt(path, project).filter((specifier) => specifier.startsWith('.') && !isExact(specifier));
}

/** The imports of a file that lead to files of the project. */
function importsOf(path: string, project: Project): ImportedFile[] {
  return specifiersAt(path, project).flatMap((specifier) => {
    const resolved = project.resolver.resolve(path, specifier);
    return resolved === undefined ? [] : [{ path, specifier, resolved }];
  });
}

/** The specifiers of the import statements of a file, or those of `require()` and `import()` in a file without any. */
function specifiersAt(path: string, { sources }: Project): string[] {
  const file = sources.get(path)?.ast;
  if (!file) return [];
  const stated = specifiersOf(file);
  return stated.length > 0 || !/\b(?:require|import)\s*\(/.test(file.text) ? stated : specifiersOfCalls(file);
}
