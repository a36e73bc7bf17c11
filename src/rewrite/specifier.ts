import { dirname, relative } from 'node:path';
import { ts } from '../ts.cts';
import { exportFromPackage } from './package-exports.ts';
import type { Project } from './project.ts';

/**
 * The module specifier by which `from` imports the project file `target`, in the manner of `from`: through the specifier
 * it already uses for it, through an alias it uses for a neighbour, else relative with the extension style of its imports.
 */
export function specifierFor(from: string, target: string, project: Project): string {
  const specifiers = specifiersOf(from, project);
  for (const specifier of specifiers) if (project.resolver.resolve(from, specifier) === target) return specifier;
  const bare = target.replace(/(?:\/index)?\.[cm]?[jt]sx?$/, '');
  for (const specifier of specifiers) {
    if (specifier.startsWith('.')) continue;
    // `@/db/schema` is known: `@/db/relations` is its neighbour.
    const neighbour = project.resolver.resolve(from, specifier);
    if (neighbour === undefined) continue;
    const folder = dirname(neighbour);
    const alias = specifier.slice(0, specifier.lastIndexOf('/'));
    if (!specifier.includes('/') || !target.startsWith(`${folder}/`)) continue;
    const candidate = `${alias}/${bare.slice(folder.length + 1)}`;
    if (project.resolver.resolve(from, candidate) === target) return candidate;
  }
  const packageName = project.resolver.packageOf(target);
  if (packageName && packageName !== project.resolver.packageOf(from)) {
    const inside = relative(packageName.dir, bare);
    for (const subpath of [inside, inside.replace(/^src\//, ''), '']) {
      const candidate = subpath ? `${packageName.name}/${subpath}` : packageName.name;
      if (project.resolver.resolve(from, candidate) === target) return candidate;
    }
    const exported = exportFromPackage(target, packageName, project);
    if (exported !== undefined) return exported;
  }
  const extension = extensionStyle(hasRelative(specifiers) ? specifiers : neighbours(from, project), target);
  const isOwnIndex = bare === dirname(from);
  const withoutExtension = isOwnIndex ? target.replace(/\.[cm]?[jt]sx?$/, '') : bare;
  const path = relative(
    dirname(from),
    extension === '' ? withoutExtension : target.replace(/\.[cm]?[jt]sx?$/, extension),
  );
  const dotted = path.startsWith('.') ? path : `./${path}`;
  return dotted;
}

function hasRelative(specifiers: readonly string[]): boolean {
  return specifiers.some((specifier) => specifier.startsWith('.'));
}

/**
 * The specifiers of the files beside it, else of all in its package, for a file that shows no style of its own. What
 * Node runs without a build needs extensions, although the rest of the package may have none.
 */
function neighbours(from: string, project: Project): string[] {
  const own = project.resolver.packageOf(from);
  const files = project.sources.parsed().filter(({ path }) => project.resolver.packageOf(path) === own);
  const specifiers = (paths: typeof files) => paths.flatMap(({ path }) => specifiersOf(path, project));
  const beside = specifiers(files.filter(({ path }) => dirname(path) === dirname(from)));
  return hasRelative(beside) ? beside : specifiers(files);
}

function specifiersOf(path: string, project: Project): string[] {
  const file = project.sources.get(path)?.ast;
  const found: string[] = [];
  for (const statement of file?.statements ?? []) {
    const isModule = ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement);
    if (isModule && statement.moduleSpecifier && ts.isStringLiteral(statement.moduleSpecifier))
      found.push(statement.moduleSpecifier.text);
  }
  return found;
}

/** The extension that most relative imports are written with: `.js`, `.ts` or none. */
function extensionStyle(specifiers: readonly string[], target: string): string {
  const relatives = specifiers.filter((specifier) => specifier.startsWith('.'));
  const [, own = '.ts'] = /(\.[cm]?[jt]sx?)$/.exec(target) ?? [];
  const extended = relatives.filter((specifier) => /\.[cm]?[jt]sx?$/.test(specifier));
  const [withExtension] = extended;
  if (withExtension === undefined || extended.length * 2 < relatives.length) return '';
  return /\.[cm]?tsx?$/.test(withExtension) ? own : own.replace('ts', 'js').replace('x', '');
}
