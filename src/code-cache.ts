import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Script } from 'node:vm';
import { basename, dirname, join } from './path.ts';

/** A module, and the way to keep its compiled functions for the next process. */
export interface Compiled {
  exports: unknown;
  /** Writes the cache if there was none that fits. A cache that cannot be written is done without. */
  keep(): void;
}

const digestLength = 32;

/**
 * Loads a CommonJS file with the code cache of V8, so that functions which an earlier process ran need not be compiled
 * again: a tenth of a run on a thousand files, and a quarter of one on a small project. Node's own cache
 * (`module.enableCompileCache`) holds what was compiled when a module was loaded, which is little of it.
 *
 * @param file the absolute path of the file. It cannot `import()`, for which Node 20 has no way that is not experimental.
 * @param folder where the cache is; undefined for none
 */
export function loadWithCache(file: string, folder: string | undefined): Compiled {
  const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'utf8')}\n})`;
  const cache = folder === undefined ? undefined : join(folder, cacheName(file));
  const cachedData = cache === undefined ? undefined : readCache(cache);
  const script = new Script(source, { filename: file, cachedData });
  const module = { exports: {} };
  const run = script.runInThisContext() as (...given: unknown[]) => void;
  run(module.exports, createRequire(file), module, file, dirname(file));
  const isGood = cachedData !== undefined && script.cachedDataRejected !== true;
  return {
    exports: module.exports,
    keep: () => {
      if (cache !== undefined && !isGood) writeCache(cache, script.createCachedData());
    },
  };
}

/**
 * The folder for caches of an installed package: `node_modules/.cache`, as other tools have it. It is as trusted as the
 * code beside it.
 *
 * @param root the folder of the package
 * @param env with `NODE_DISABLE_COMPILE_CACHE`, which Node's own cache heeds, there is none
 */
export function cacheFolder(root: string, env: Readonly<Record<string, string | undefined>>): string | undefined {
  if (env['NODE_DISABLE_COMPILE_CACHE'] !== undefined) return undefined;
  const modules = basename(dirname(root)) === 'node_modules' ? dirname(root) : join(root, 'node_modules');
  return existsSync(modules) ? join(modules, '.cache', basename(root)) : undefined;
}

/** V8 itself refuses the data of another version, of other flags, and of a text of another length. */
function cacheName(file: string): string {
  const { mtimeMs, size } = statSync(file);
  const text = createHash('sha256').update(`${file}\0${mtimeMs}\0${size}`).digest('hex').slice(0, 16);
  return `${process.version}-${process.arch}-${text}.bin`;
}

/** The data of a cache; undefined when there is none or its digest is wrong: V8 does not look for damage. */
function readCache(path: string): Buffer | undefined {
  try {
    const bytes = readFileSync(path);
    const data = bytes.subarray(digestLength);
    return digest(data).equals(bytes.subarray(0, digestLength)) ? data : undefined;
  } catch {
    return undefined;
  }
}

/** Puts the new cache in place at once, as other processes may read it, and removes those of earlier texts. */
function writeCache(path: string, data: Buffer): void {
  const folder = dirname(path);
  const part = `${path}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(part, Buffer.concat([digest(data), data]));
    renameSync(part, path);
    const sameNode = basename(path).replace(/[^-]+$/, '');
    for (const name of readdirSync(folder)) {
      if (name.startsWith(sameNode) && name !== basename(path)) rmSync(join(folder, name), { force: true });
    }
  } catch {
    // Nothing is lost but time.
    if (existsSync(part)) rmSync(part, { force: true });
  }
}

const digest = (data: Buffer): Buffer => createHash('sha256').update(data).digest();
