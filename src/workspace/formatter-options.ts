import { ts } from '../ts.cts';
import { exportsOf } from '../read/modules/exports.ts';
import { declarationOf } from '../read/syntax/scope.ts';
import { createSources } from '../read/modules/sources.ts';
import { nameText, propertyValue, unwrap } from '../read/syntax/syntax.ts';

/**
 * The top-level options in a configuration file of Prettier or Oxfmt: JSON of any dialect, YAML, TOML, or a script. A
 * script is read, not executed, so options that it takes from other modules are missing. Nothing in `overrides` counts.
 */
export function formatterOptions(path: string, text: string): Record<string, unknown> {
  if (/\.[cm]?[jt]s$/.test(path)) return scriptOptions(path, text);
  if (path.endsWith('.toml')) return tomlOptions(text);
  // JSON, JSON5 and YAML in braces are also expressions of JavaScript.
  const isObject = /^\s*(?:\{|\/[/*])/.test(text);
  return isObject ? scriptOptions(`${path}.ts`, `export default ${text}`) : yamlOptions(text);
}

/** Whether a value is an object other than a list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The options that a script exports as its default or as `module.exports`. */
function scriptOptions(path: string, text: string): Record<string, unknown> {
  const sources = createSources(
    () => text,
    () => true,
  );
  const module = sources.read(path);
  const named = module && exportsOf(module).named;
  const exported = named?.get('default') ?? named?.get('export=');
  const isNode = exported?.kind === 'expression' || exported?.kind === 'declaration';
  const value = isNode ? valueOf(exported.node, new Map()) : undefined;
  return isRecord(value) ? value : {};
}

/**
 * What a declaration or an expression plainly stands for: a literal, an object literal, or a variable of the same file
 * with such a value. A call is taken for one like `defineConfig({ … })`, which returns its argument.
 *
 * @param known the values of variables met before; one that is being looked up, so defined by itself, has none
 * @returns undefined for any other value
 */
function valueOf(node: ts.Node | undefined, known: Map<ts.Node, unknown>): unknown {
  if (!node || known.has(node)) return node && known.get(node);
  if (ts.isVariableDeclaration(node)) {
    known.set(node, undefined);
    known.set(node, valueOf(node.initializer, known));
    return known.get(node);
  }
  const bare = unwrap(node);
  if (bare.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (bare.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (ts.isNumericLiteral(bare)) return Number(bare.text);
  if (ts.isStringLiteralLike(bare)) return bare.text;
  if (ts.isIdentifier(bare)) return valueOf(declarationOf(bare), known);
  if (ts.isCallExpression(bare)) return valueOf(bare.arguments[0], known);
  if (!ts.isObjectLiteralExpression(bare)) return undefined;
  const entries = bare.properties.flatMap((property): [string, unknown][] => {
    if (ts.isSpreadAssignment(property)) {
      const spread = valueOf(property.expression, known);
      return isRecord(spread) ? Object.entries(spread) : [];
    }
    const key = nameText(property.name);
    return key === undefined ? [] : [[key, valueOf(propertyValue(property), known)]];
  });
  return Object.fromEntries(entries);
}

/** The scalars at the top level of a YAML file, which are the pairs on lines without indentation. */
function yamlOptions(text: string): Record<string, unknown> {
  return pairsIn(text, /^(['"]?)(\w+)\1[ \t]*:[ \t]+(['"]?)([^'"#\s]+)\3[ \t]*(?:[ \t]#.*)?$/gm);
}

/** The scalars of a TOML file in front of its first table, `[[overrides]]`. */
function tomlOptions(text: string): Record<string, unknown> {
  const [top = ''] = text.split(/^[ \t]*\[/m, 1);
  return pairsIn(top, /^[ \t]*(['"]?)(\w+)\1[ \t]*=[ \t]*(['"]?)([^'"#\s]+)\3[ \t]*(?:#.*)?$/gm);
}

/**
 * The pairs of a key and a scalar in a text.
 *
 * @param pair matches the quote and the text of the key, then those of the value
 */
function pairsIn(text: string, pair: RegExp): Record<string, unknown> {
  return Object.fromEntries(
    Array.from(text.matchAll(pair), ([, , key = '', quote, value = '']) => [key, quote ? value : scalar(value)]),
  );
}

function scalar(value: string): boolean | number | string {
  if (value === 'true' || value === 'false') return value === 'true';
  return /^\d+$/.test(value) ? Number(value) : value;
}
