import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, isBelow, join, realPath, relative } from '../path.ts';
import type { FileChange } from '../edits/edit.ts';
import { isScratch, scratchFolder } from './scratch.ts';

/**
 * A copy of a project's sources in a temporary folder, in which files and drizzle-orm can be replaced without any harm.
 */
export interface Overlay {
  /** The path in the copy for a path of the project. */
  at(path: string): string;
  /** Writes the new texts of the changed files into the copy, or (`before`) the old ones back. */
  show(changes: readonly FileChange[], side: 'before' | 'after'): void;
  /** Replaces drizzle-orm in every `node_modules` of the copy that has it by the package in the folder `path`. */
  useDrizzle(path: string): void;
  /** Deletes the copy. */
  remove(): void;
}

/** Files that a compiler may read. */
const copied = /\.(?:[cm]?[jt]sx?|json|jsonc|vue|svelte)$/;
/** Folders that hold no sources. */
const skipped = new Set(['.git', '.turbo', '.cache']);
/** The files of an installed package that a compiler reads. */
const declarations = /(?:\.d\.[cm]?ts|package\.json)$/;

/**
 * Copies the files of a project that a compiler reads into a temporary folder. Installed packages become links to the
 * original folders. Only those that mention drizzle-orm in their `package.json` are copied: through a link they would
 * find the original drizzle-orm, and not the one of the copy.
 *
 * @param base the outermost folder with installed packages that the project uses
 */
export function makeOverlay(base: string): Overlay {
  const root = scratchFolder('verify');
  const at = (path: string): string => join(root, relative(base, path));
  const realBase = realPath(base);
  const copyOf = (real: string): string | undefined =>
    isBelow(real, realBase) ? join(root, relative(realBase, real)) : undefined;
  const drizzles: string[] = [];
  try {
    copySources(base, at, copyOf, drizzles);
  } catch (error) {
    rmSync(root, { recursive: true, force: true });
    throw error;
  }
  return {
    at,
    show(changes, side) {
      for (const change of changes) {
        const text = change[side];
        if (text === undefined) rmSync(at(change.path), { force: true });
        else {
          mkdirSync(dirname(at(change.path)), { recursive: true });
          writeFileSync(at(change.path), text);
        }
      }
    },
    useDrizzle(path) {
      for (const place of drizzles) {
        rmSync(place, { recursive: true, force: true });
        copyTypes(path, place);
      }
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** The place in the copy for a real path; undefined for one that is not in the project. */
type CopyOf = (real: string) => string | undefined;

/**
 * Copies the sources below a folder and links what is installed there.
 *
 * @param drizzles collects the places of drizzle-orm in the copy
 */
function copySources(base: string, at: (path: string) => string, copyOf: CopyOf, drizzles: string[]): void {
  const folders = [base];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    mkdirSync(at(folder), { recursive: true });
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.name === 'node_modules') linkPackages(path, at(path), copyOf, drizzles);
      else if (entry.isSymbolicLink()) copyLink(path, at(path), copyOf);
      else if (entry.isDirectory() && !skipped.has(entry.name) && !isScratch(entry.name)) folders.push(path);
      else if (entry.isFile() && copied.test(entry.name)) copyFileSync(path, at(path));
    }
  }
}

/** Recreates a symbolic link, which leads into the copy if it leads into the project. */
function copyLink(from: string, to: string, copyOf: CopyOf): void {
  if (!existsSync(from)) return;
  const real = realPath(from);
  symlinkSync(copyOf(real) ?? real, to);
}

/**
 * Recreates a `node_modules` folder in the copy.
 *
 * @param drizzles collects the places of drizzle-orm in the copy
 */
function linkPackages(from: string, to: string, copyOf: CopyOf, drizzles: string[]): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (name.startsWith('@')) linkPackages(join(from, name), join(to, name), copyOf, drizzles);
    else if (!name.startsWith('.')) linkPackage(join(from, name), join(to, name), copyOf, drizzles);
  }
}

/** Puts one installed package into the copy: a workspace package as a link to its copy, the others linked or copied. */
function linkPackage(from: string, to: string, copyOf: CopyOf, drizzles: string[]): void {
  const real = existsSync(from) ? realPath(from) : undefined;
  if (real === undefined) return;
  const manifest = join(real, 'package.json');
  const text = existsSync(manifest) ? readFileSync(manifest, 'utf8') : '';
  const copy = real.split('/').includes('node_modules') ? undefined : copyOf(real);
  if (copy !== undefined) symlinkSync(copy, to, 'junction');
  else if (/"name"\s*:\s*"drizzle-orm"/.test(text)) {
    drizzles.push(to);
    copyTypes(real, to);
  } else if (text.includes('"drizzle-orm"')) copyTypes(real, to);
  else symlinkSync(real, to, 'junction');
}

/** Copies the declaration files and manifests of a package, without the packages installed in it. */
function copyTypes(from: string, to: string): void {
  const filter = (path: string): boolean => {
    const inside = relative(from, path);
    return !inside.split('/').includes('node_modules') && (!/\.[^/.]+$/.test(inside) || declarations.test(inside));
  };
  cpSync(from, to, { recursive: true, dereference: true, filter });
}
