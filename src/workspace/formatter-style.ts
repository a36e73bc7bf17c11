import { basename, dirname, join } from '../path.ts';
import { ts } from '../ts.cts';
import type { StyleDefaults } from '../edits/style.ts';
import { formatterOptions, isRecord } from './formatter-options.ts';

const configName =
  /^(?:biome\.jsonc?|\.oxfmtrc\.jsonc?|\.prettierrc(?:\.json5?|\.ya?ml|\.toml)?|(?:prettier|oxfmt)\.config\.[cm]?[jt]s|\.prettierrc\.[cm]?[jt]s|package\.json)$/;

/**
 * The style that the nearest formatter configuration above a file asks for (Prettier, `package.json#prettier`, Oxfmt,
 * Biome). Configurations are read but never executed. A file's own habits take precedence; the configuration supplies
 * the line width and what the file does not show.
 *
 * @param paths all files of the project
 * @returns a function from the path of a file to its style, empty without a configuration
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
  /**
   * The options in a package of the workspace that serves as shared configuration:
   * `"prettier": "@acme/prettier-config"`.
   */
  const sharedOptions = (name: string): Record<string, unknown> | undefined => {
    for (const path of paths) {
      if (basename(path) !== 'package.json' || !read(path)?.includes(`"${name}"`)) continue;
      const { config } = ts.parseConfigFileTextToJson(path, read(path)!) as { config?: Record<string, unknown> };
      if (config?.['name'] !== name) continue;
      const { main = config['exports'] ?? 'index.js' } = config;
      const entry = isRecord(main) ? main['.'] : main;
      if (typeof entry !== 'string') return undefined;
      const file = join(dirname(path), entry);
      const text = read(file);
      return text === undefined ? undefined : formatterOptions(file, text);
    }
    return undefined;
  };
  const of = (dir: string): StyleDefaults => {
    const before = known.get(dir);
    if (before) return before;
    const own = (configs.get(dir) ?? [])
      .map((path) => parse(path, read(path) ?? '', sharedOptions))
      .find((style) => style !== undefined);
    const outer = () => (dir === root || dir === dirname(dir) ? {} : of(dirname(dir)));
    const style = own && !own.isPartial ? own.style : { ...outer(), ...own?.style };
    known.set(dir, style);
    return style;
  };
  return (path) => of(dirname(path));
}

/** The style in one configuration file. */
interface Configuration {
  style: StyleDefaults;
  /** It extends another configuration, so options that it lacks are taken from the configuration above it. */
  isPartial: boolean;
}

/** The style in one configuration file; undefined when it has none, as most package.json files. */
function parse(
  path: string,
  text: string,
  sharedOptions: (name: string) => Record<string, unknown> | undefined,
): Configuration | undefined {
  const name = basename(path);
  const whole = (style: StyleDefaults): Configuration => ({ style, isPartial: false });
  if (!/^biome|^package\.json$/.test(name)) return whole(fromPrettier(formatterOptions(path, text), name));
  const { config } = ts.parseConfigFileTextToJson(path, text) as { config?: Record<string, unknown> };
  if (name.startsWith('biome')) return config && fromBiome(config);
  const own = config?.['prettier'];
  const options = typeof own === 'string' ? sharedOptions(own) : own;
  return isRecord(options) ? whole(fromPrettier(options, name)) : undefined;
}

/** The style that Prettier or Oxfmt options ask for, with Prettier's defaults (Oxfmt: a width of 100). */
function fromPrettier(config: Record<string, unknown>, file: string): StyleDefaults {
  const { printWidth, singleQuote, semi, tabWidth, useTabs, bracketSpacing, trailingComma, arrowParens } = config;
  return {
    width: typeof printWidth === 'number' ? printWidth : file.includes('oxfmt') ? 100 : 80,
    quote: singleQuote === true ? "'" : '"',
    semicolon: semi !== false,
    indent: useTabs === true ? '\t' : ' '.repeat(typeof tabWidth === 'number' ? tabWidth : 2),
    ...(typeof tabWidth === 'number' && { tabWidth }),
    bracketSpacing: bracketSpacing !== false,
    trailingComma: trailingComma !== 'none',
    argumentComma: trailingComma !== 'none' && trailingComma !== 'es5',
    arrowParens: arrowParens !== 'avoid',
  };
}

/** The style that a Biome configuration asks for. Biome's defaults apply unless it extends another configuration. */
function fromBiome(config: Record<string, unknown>): Configuration {
  const formatter = isRecord(config['formatter']) ? config['formatter'] : {};
  const javascript =
    isRecord(config['javascript']) && isRecord(config['javascript']['formatter'])
      ? config['javascript']['formatter']
      : {};
  const isPartial = config['extends'] !== undefined;
  const options = { ...(isPartial ? {} : biomeDefaults), ...formatter, ...javascript };
  const { lineWidth, quoteStyle, semicolons, indentStyle, indentWidth, bracketSpacing } = options;
  const { trailingCommas, arrowParentheses } = options;
  const style: StyleDefaults = {
    ...(typeof lineWidth === 'number' && { width: lineWidth }),
    ...(quoteStyle !== undefined && { quote: quoteStyle === 'single' ? "'" : '"' }),
    ...(semicolons !== undefined && { semicolon: semicolons !== 'asNeeded' }),
    ...(indentStyle !== undefined && {
      indent: indentStyle === 'space' ? ' '.repeat(typeof indentWidth === 'number' ? indentWidth : 2) : '\t',
    }),
    ...(typeof indentWidth === 'number' && { tabWidth: indentWidth }),
    ...(bracketSpacing !== undefined && { bracketSpacing: bracketSpacing !== false }),
    ...(trailingCommas !== undefined && {
      trailingComma: trailingCommas !== 'none',
      argumentComma: trailingCommas === 'all',
    }),
    ...(arrowParentheses !== undefined && { arrowParens: arrowParentheses !== 'asNeeded' }),
  };
  return { style, isPartial };
}

const biomeDefaults: Record<string, unknown> = {
  lineWidth: 80,
  quoteStyle: 'double',
  semicolons: 'always',
  indentStyle: 'tab',
  bracketSpacing: true,
  trailingCommas: 'all',
  arrowParentheses: 'always',
};
