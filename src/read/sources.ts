import { ts } from '../ts.cts';
import { escapeRegExp } from './escape-reg-exp.ts';
import { linkNodes, maxNesting } from './nodes.ts';
import { isComponent, scriptBlocks, type ScriptBlocks } from './script-blocks.ts';

/** One parsed file of the project. */
export interface SourceModule {
  /** Absolute path. */
  path: string;
  /** For a component (`.vue`, `.svelte`, `.astro`) what is outside of its scripts is blanked, so that offsets stay. */
  text: string;
  ast: ts.SourceFile;
  /** Where the scripts of a component are. */
  component?: ScriptBlocks;
}

/** Reads and parses files on demand; every file is parsed at most once, syntax only. */
export interface Sources {
  /** The parsed file, or undefined when it does not exist, cannot be read or parsed, or is not a script. */
  get(path: string): SourceModule | undefined;
  /** The same, or a file with syntax errors: facts can be taken from it (see `isDamaged`), but nothing in it may be changed. */
  read(path: string): SourceModule | undefined;
  exists(path: string): boolean;
  /** All files parsed so far. */
  parsed(): SourceModule[];
  /** Files that were asked for and of which no tree can be relied on. */
  broken(): ReadonlyMap<string, Broken>;
}

/** Why a file has no tree: it has a syntax error at this place, is nested too deeply, or took too long before. */
export type Broken = { kind: 'syntax'; line: number; column: number } | { kind: 'too-deep' } | { kind: 'too-slow' };

/** Doc comments are read as text where they matter, never as syntax. */
const syntaxOnly: ts.CreateSourceFileOptions = {
  languageVersion: ts.ScriptTarget.Latest,
  jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
};

const scriptFile = /\.[cm]?[jt]sx?$/;

/**
 * @param readText returns the text of a file, or undefined when there is none
 * @param exists whether a path is a file of the project
 * @param slow files that took too long in an earlier attempt
 */
export function createSources(
  readText: (path: string) => string | undefined,
  exists: (path: string) => boolean,
  slow: ReadonlySet<string> = new Set(),
): Sources {
  const modules = new Map<string, SourceModule | undefined>();
  const broken = new Map<string, Broken>([...slow].map((path) => [path, { kind: 'too-slow' }]));
  const damaged = new Map<string, SourceModule>();

  function parse(path: string): SourceModule | undefined {
    const isKnown = scriptFile.test(path) || isComponent(path);
    const text = isKnown && exists(path) ? readText(path) : undefined;
    if (text === undefined || slow.has(path)) return undefined;
    const module = moduleOf(path, text);
    const error = module && firstSyntaxError(module);
    if (!module || linkNodes(module.ast).nesting > maxNesting) broken.set(path, { kind: 'too-deep' });
    else if (error) {
      const { line, character } = module.ast.getLineAndCharacterOfPosition(error.start);
      broken.set(path, { kind: 'syntax', line: line + 1, column: character + 1 });
      damaged.set(path, module);
    } else return module;
    return undefined;
  }

  function get(path: string): SourceModule | undefined {
    if (!modules.has(path)) modules.set(path, parse(path));
    return modules.get(path);
  }

  return {
    exists,
    get,
    read: (path) => get(path) ?? damaged.get(path),
    parsed: () => [...modules.values()].filter((module) => module !== undefined),
    broken: () => broken,
  };
}

/** Undefined when the parser itself runs out of stack. Parents are not set. */
function moduleOf(path: string, whole: string): SourceModule | undefined {
  const component = isComponent(path) ? scriptBlocks(path, whole) : undefined;
  const text = component ? scriptsOnly(whole, component) : whole;
  try {
    const ast = ts.createSourceFile(path, text, syntaxOnly, false, component && scriptKinds[component.language]);
    // The parser takes every backslash for a separator.
    ast.fileName = path;
    return component ? { path, text, ast, component } : { path, text, ast };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const scriptKinds = { js: ts.ScriptKind.JS, jsx: ts.ScriptKind.JSX, ts: ts.ScriptKind.TS, tsx: ts.ScriptKind.TSX };

/**
 * The scripts of a component at their offsets. An empty block in the place of each tag keeps the white space around a
 * script out of its statements; a semicolon would become part of a statement that has none.
 */
function scriptsOnly(whole: string, { scripts }: ScriptBlocks): string {
  let text = '';
  for (const { tag, start, end } of scripts) {
    const opening = `{${blanked(whole.slice(tag + 1, start - 1))}}`;
    text += blanked(whole.slice(text.length, tag)) + opening + whole.slice(start, end);
    // On the line of the last statement only a comment ends it.
    const isOnLine = /\S[ \t]*$/.test(whole.slice(start, end));
    if (end < whole.length) text += isOnLine ? '/**/' : '{}';
  }
  return text + blanked(whole.slice(text.length));
}

function blanked(text: string): string {
  return text.replace(/[^\r\n\u2028\u2029]/g, ' ');
}

/** Whether a file is plain JavaScript, in which types cannot be written. */
export function isJavaScript(file: ts.SourceFile): boolean {
  return (file.flags & ts.NodeFlags.JavaScriptFile) !== 0;
}

/** Whether the template of a component may use a name that its script declares. */
export function isNamedInTemplate({ component }: SourceModule, whole: string, name: string): boolean {
  if (!component) return false;
  const word = new RegExp(String.raw`(?<![\w$.])${escapeRegExp(name)}(?![\w$])`);
  return component.template.some(({ start, end }) => word.test(whole.slice(start, end)));
}

/** Whether a name occurs in a parsed file as an identifier; a look-up in what the parser has collected. */
export function names({ ast, text }: SourceModule, name: string): boolean {
  const { identifiers } = ast as ts.SourceFile & { identifiers?: ReadonlyMap<string, string> };
  return identifiers ? identifiers.has(name) : text.includes(name);
}

/** Whether a text is free of syntax errors. */
export function parses(path: string, text: string): boolean {
  const module = moduleOf(path, text);
  return module !== undefined && !firstSyntaxError(module);
}

/** Whether a syntax error is in a node, or right before or behind it. */
export function isDamaged(node: ts.Node): boolean {
  const errors = syntaxErrors(node.getSourceFile());
  return errors.some(({ start, length }) => start <= node.end && start + length >= node.pos);
}

function firstSyntaxError({ ast }: SourceModule): ts.DiagnosticWithLocation | undefined {
  return syntaxErrors(ast)[0];
}

function syntaxErrors(file: ts.SourceFile): readonly ts.DiagnosticWithLocation[] {
  return (file as ts.SourceFile & { parseDiagnostics?: ts.DiagnosticWithLocation[] }).parseDiagnostics ?? [];
}
