import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from '../path.ts';

/**
 * The drizzle-orm that Node.js finds from a folder: in the nearest `node_modules` above it; undefined when there is
 * none.
 */
export function installedDrizzle(folder: string): { path: string; version: string } | undefined {
  for (let dir = folder; ; dir = dirname(dir)) {
    const found = drizzleAt(join(dir, 'node_modules/drizzle-orm'));
    if (found) return found;
    if (dir === dirname(dir)) return undefined;
  }
}

/** The drizzle-orm in a package folder; undefined when the folder holds another package or none. */
export function drizzleAt(path: string): { path: string; version: string } | undefined {
  const manifest = join(path, 'package.json');
  if (!existsSync(manifest)) return undefined;
  const { name, version } = JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string; version?: string };
  return name === 'drizzle-orm' && version !== undefined ? { path, version } : undefined;
}

/**
 * Unpacks a release of drizzle-orm from npm's cache, which has it if it was installed on this machine before. Nothing
 * is downloaded. The cache has the layout of the package `cacache`: an index file per hashed URL, one JSON entry per
 * line, names the hash under which the tarball is stored.
 *
 * @returns the folder of the package, below `into`; undefined when it is not in the cache
 */
export function unpackCached(version: string, into: string, cache = npmCache()): string | undefined {
  const url = `https://registry.npmjs.org/drizzle-orm/-/drizzle-orm-${version}.tgz`;
  const hash = createHash('sha256').update(`make-fetch-happen:request-cache:${url}`).digest('hex');
  const entries = join(cache, '_cacache/index-v5', hash.slice(0, 2), hash.slice(2, 4), hash.slice(4));
  if (!existsSync(entries)) return undefined;
  for (const line of readFileSync(entries, 'utf8').split('\n').reverse()) {
    const integrity = integrityIn(line.slice(line.indexOf('\t') + 1));
    const [algorithm = '', digest = ''] = integrity?.split('-', 2) ?? [];
    const hex = Buffer.from(digest, 'base64').toString('hex');
    const file = join(cache, '_cacache/content-v2', algorithm, hex.slice(0, 2), hex.slice(2, 4), hex.slice(4));
    if (hex === '' || !existsSync(file)) continue;
    mkdirSync(into, { recursive: true });
    const { status } = spawnSync('tar', ['-xzf', file, '-C', into], { stdio: 'ignore' });
    const path = join(into, 'package');
    if (status === 0 && drizzleAt(path)) return path;
  }
  return undefined;
}

/** The `integrity` of an index entry; undefined when the entry is no valid JSON or has none. */
function integrityIn(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { integrity?: string }).integrity;
  } catch {
    return undefined;
  }
}

/** The folder of npm's cache: as configured in the environment, otherwise npm's default for the platform. */
function npmCache(): string {
  const configured = process.env['npm_config_cache'] ?? process.env['NPM_CONFIG_CACHE'];
  if (configured) return configured;
  const local = process.env['LOCALAPPDATA'];
  return process.platform === 'win32' && local ? join(local, 'npm-cache') : join(homedir(), '.npm');
}
