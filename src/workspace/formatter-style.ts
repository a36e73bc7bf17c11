import { basename, dirname } from 'node:path';
import { ts } from '../ts.cts';
import type { StyleDefaults } from '../edits/style.ts';

const configName =
  /^(?:biome\.jsonc?|\.oxfmtrc\.jsonc?|\.prettierrc(?:\.json|\.ya?ml)?|(?:prettier|oxfmt)\.config\.[cm]?[jt]s|\.prettierrc\.[cm]?[jt]s|package\.json)$/;

/**
 * What the nearest formatter configuration above a file says (Prettier, `package.json#prettier`, Oxfmt, Biome).
 * Only read, never run: a file's own habits come first, the configuration decides the line width and what a file does
 * not show.
 */
export function formatterStyle(
  root: string,
  paths: readonly string[],
  read: (path: string) => string | undefined,
): (path: string) => StyleDefaults {
  const configs = new Map<string, string[]>();
  for (const path of paths) {
    if (!configName.test(basename(path))) continue;
    configs.set(dirname(path), [...(configs.get(dirname(path)) ?? []), path]);
  }
  const known = new Map<string, StyleDefaults>();
  const of = (dir: string): StyleDefaults => {
    const before = known.get(dir);
    if (before) return before;
    const own = (configs.get(dir) ?? [])
      .map((path) => parse(path, read(path) ?? ''))
      .find((style) => style !== undefined);
    const style = own ?? (dir === root || dir === dirname(dir) ? {} : of(dirname(dir)));
    known.set(dir, style);
    return style;
  };
  return (path) => of(dirname(path));
}

function parse(path: string, text: string): StyleDefaults | undefined {
  const name = basename(path);
  // Configurations that are programs are not run; the plain options in them can be read all the same.
  if (/\.(?:ya?ml|[cm]?[jt]s)$/.test(name)) return fromPrettier(plainOptions(text), name);
  const { config } = ts.parseConfigFileTextToJson(path, text) as { config?: Record<string, unknown> };
  if (name.startsWith('biome')) return config && fromBiome(config);
  if (name === 'package.json')
    return isRecord(config?.['prettier']) ? fromPrettier(config['prettier'], name) : undefined;
  return fromPrettier(config && Object.keys(config).length > 0 ? config : plainOptions(text), name);
}

function plainOptions(text: string): Record<string, unknown> {
  const entries = [...text.matchAll(/\b(\w+)['"]?\s*:\s*['"]?(\w+)['"]?\s*(?:,|$)/gm)].map(
    ([, key = '', value = '']): [string, unknown] => [
      key,
      value === 'true' ? true : value === 'false' ? false : /^\d+$/.test(value) ? Number(value) : value,
    ],
  );
  return Object.fromEntries(entries);
}

function fromPrettier(config: Record<string, unknown>, file: string): StyleDefaults {
  const { printWidth, singleQuote, semi, tabWidth, useTabs, bracketSpacing, trailingComma, arrowParens } = config;
  return {
    width: typeof printWidth === 'number' ? printWidth : file.includes('oxfmt') ? 100 : 80,
    quote: singleQuote === true ? "'" : '"',
    semicolon: semi !== false,
    indent: useTabs === true ? '\t' : ' '.repeat(typeof tabWidth === 'number' ? tabWidth : 2),
    bracketSpacing: bracketSpacing !== false,
    trailingComma: trailingComma !== 'none',
    arrowParens: arrowParens !== 'avoid',
  };
}

function fromBiome(config: Record<string, unknown>): StyleDefaults {
  const formatter = isRecord(config['formatter']) ? config['formatter'] : {};
  const javascript =
    isRecord(config['javascript']) && isRecord(config['javascript']['formatter'])
      ? config['javascript']['formatter']
      : {};
  const pick = (key: string) => javascript[key] ?? formatter[key];
  const width = pick('lineWidth');
  const indentWidth = pick('indentWidth');
  return {
    width: typeof width === 'number' ? width : 80,
    quote: pick('quoteStyle') === 'single' ? "'" : '"',
    semicolon: pick('semicolons') !== 'asNeeded',
    indent: pick('indentStyle') === 'space' ? ' '.repeat(typeof indentWidth === 'number' ? indentWidth : 2) : '\t',
    bracketSpacing: pick('bracketSpacing') !== false,
    trailingComma: pick('trailingCommas') !== 'none',
    arrowParens: pick('arrowParentheses') !== 'asNeeded',
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
