import { dirname, join } from '../../path.ts';
import { ts } from '../../ts.cts';
import type { PackageInfo } from './package-info.ts';
import type { Sources } from './sources.ts';
import { nameText, unwrap } from '../syntax/syntax.ts';

/** Members of an object literal by name; those without a known name are under undefined. */
type Members = ReadonlyMap<string | undefined, ts.ObjectLiteralElementLike>;

/** The members of an object literal by name. */
export function membersOf(node: ts.ObjectLiteralExpression): Members {
  return new Map(node.properties.map((property) => [property.name && nameText(property.name), property]));
}

/**
 * Whether an object literal looks like a drizzle-kit configuration: it has `dialect` and one of `schema`, `out` and
 * `dbCredentials`.
 */
export function isKitConfig(members: Members): boolean {
  return members.has('dialect') && ['schema', 'out', 'dbCredentials'].some((name) => members.has(name));
}

/** A drizzle-kit configuration. */
export interface KitConfig {
  path: string;
  members: Members;
  /** Undefined when it is missing or not written out as strings. */
  schema: KitSchema | undefined;
}

/** The `schema` option of a drizzle-kit configuration. */
export interface KitSchema {
  /** The configuration file. */
  path: string;
  /** The value in the source: a string, or a list of strings. */
  value: ts.Node;
  /** Its strings: paths or globs. */
  patterns: string[];
}

/** All drizzle-kit configurations in the files parsed so far. */
export function readKitConfigs(sources: Sources): KitConfig[] {
  const found: KitConfig[] = [];
  for (const { ast, text, path } of sources.parsed()) {
    if (!/\bdialect\b/.test(text) || !/drizzle/i.test(text)) continue;
    const visit = (node: ts.Node): void => {
      if (ts.isObjectLiteralExpression(node)) {
        const members = membersOf(node);
        if (isKitConfig(members)) found.push({ path, members, schema: readSchema(path, members.get('schema')) });
      }
      ts.forEachChild(node, visit);
    };
    visit(ast);
  }
  return found;
}

/** Reads the `schema` option; undefined when it is missing or some of its patterns are not string literals. */
export function readSchema(path: string, member: ts.ObjectLiteralElementLike | undefined): KitSchema | undefined {
  if (!member || !ts.isPropertyAssignment(member)) return undefined;
  const value = unwrap(member.initializer);
  const items: ts.Node[] = ts.isArrayLiteralExpression(value) ? [...value.elements] : [value];
  const patterns = items
    .map(unwrap)
    .filter(ts.isStringLiteralLike)
    .map(({ text }) => text);
  return patterns.length === items.length ? { path, value, patterns } : undefined;
}

/**
 * The scripts that a `schema` option matches, and the folder its patterns are relative to; undefined when nothing
 * matches. drizzle-kit resolves them against the folder it is started in. That is assumed to be the folder of the
 * configuration or else of its package.
 *
 * @param scripts paths of all scripts of the project
 */
export function kitFiles(
  { path, patterns }: KitSchema,
  packageOf: (path: string) => PackageInfo | undefined,
  scripts: readonly string[],
): { base: string; files: string[] } | undefined {
  for (const base of new Set([dirname(path), packageOf(path)?.dir ?? dirname(path)])) {
    const matchers = patterns.map((pattern) => matcher(join(base, pattern)));
    // A pattern that matches a folder stands for the files in it.
    const isMatch = (file: string) => matchers.some((it) => it.test(file) || it.test(dirname(file)));
    const files = scripts.filter(isMatch);
    if (files.length > 0) return { base, files };
  }
  return undefined;
}

/** Turns a glob with `**`, `*`, `?`, `{a,b}` and `[ab]` into a regular expression over absolute paths. */
function matcher(glob: string): RegExp {
  let depth = 0;
  const source = glob
    .replace(/\/$/, '')
    .replace(/\*\*\/?|[*?{},]|[\\^$+.()|]/g, (token) => {
      if (token === '**/') return '(?:.*/)?';
      if (token === '**') return '.*';
      if (token === '*') return '[^/]*';
      if (token === '?') return '[^/]';
      if (token === '{') depth++;
      if (token === '{') return '(?:';
      if (token === '}' && depth > 0) depth--;
      else if (token === ',') return depth > 0 ? '|' : ',';
      else return `\\${token}`;
      return ')';
    })
    .replaceAll('[!', '[^');
  return new RegExp(`^${source}$`);
}
