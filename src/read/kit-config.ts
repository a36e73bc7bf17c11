import { dirname, join } from '../path.ts';
import { ts } from '../ts.cts';
import type { PackageInfo } from './package-info.ts';
import type { Sources } from './sources.ts';
import { nameText, unwrap } from './syntax.ts';

type Members = ReadonlyMap<string | undefined, ts.ObjectLiteralElementLike>;

/** The members of an object literal by name. */
export function membersOf(node: ts.ObjectLiteralExpression): Members {
  return new Map(node.properties.map((property) => [property.name && nameText(property.name), property]));
}

/** Whether an object literal is a configuration of drizzle-kit. */
export function isKitConfig(members: Members): boolean {
  return members.has('dialect') && ['schema', 'out', 'dbCredentials'].some((name) => members.has(name));
}

/** A configuration of drizzle-kit. */
export interface KitConfig {
  path: string;
  members: Members;
  /** Undefined when it is not written down. */
  schema: KitSchema | undefined;
}

/** The `schema` of a configuration of drizzle-kit. */
export interface KitSchema {
  path: string;
  /** A string, or a list of strings. */
  value: ts.Node;
  patterns: string[];
}

/** All configurations of drizzle-kit. */
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

/** The files that a configuration names; undefined where they are not all written down. */
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
 * The folder a configuration's paths start from, and the scripts they lead to; undefined when they lead nowhere in sight
 * (drizzle-kit goes by the folder it is started in, which is that of the configuration or of its package).
 */
export function kitFiles(
  { path, patterns }: KitSchema,
  packageOf: (path: string) => PackageInfo | undefined,
  scripts: readonly string[],
): { base: string; files: string[] } | undefined {
  for (const base of new Set([dirname(path), packageOf(path)?.dir ?? dirname(path)])) {
    const matchers = patterns.map((pattern) => matcher(join(base, pattern)));
    // What matches a folder stands for the files in it.
    const isMatch = (file: string) => matchers.some((it) => it.test(file) || it.test(dirname(file)));
    const files = scripts.filter(isMatch);
    if (files.length > 0) return { base, files };
  }
  return undefined;
}

/** A glob as an expression over whole paths: `**`, `*`, `?`, `{a,b}` and `[ab]`. */
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
