import { ts } from '../ts.cts';
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
  /** The parsed file, or undefined when it does not exist, cannot be read or is not a script. */
  get(path: string): SourceModule | undefined;
  exists(path: string): boolean;
  /** All files parsed so far. */
  parsed(): SourceModule[];
}

/** Doc comments are read as text where they matter, never as syntax. */
const syntaxOnly: ts.CreateSourceFileOptions = {
  languageVersion: ts.ScriptTarget.Latest,
  jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
};

const scriptFile = /\.[cm]?[jt]sx?$/;

/**
 * @param readText returns the text of a file, or undefined when there is none
 * @param exists whether a path is a file of the project
 */
export function createSources(
  readText: (path: string) => string | undefined,
  exists: (path: string) => boolean,
): Sources {
  const modules = new Map<string, SourceModule | undefined>();

  function parse(path: string): SourceModule | undefined {
    const isKnown = scriptFile.test(path) || isComponent(path);
    const text = isKnown && exists(path) ? readText(path) : undefined;
    if (text === undefined) return undefined;
    if (isComponent(path)) return parseComponent(path, text);
    return { path, text, ast: ts.createSourceFile(path, text, syntaxOnly, true) };
  }

  return {
    exists,
    get(path) {
      if (!modules.has(path)) modules.set(path, parse(path));
      return modules.get(path);
    },
    parsed: () => [...modules.values()].filter((module) => module !== undefined),
  };
}

function parseComponent(path: string, whole: string): SourceModule {
  const component = scriptBlocks(path, whole);
  const text = scriptsOnly(whole, component);
  const ast = ts.createSourceFile(path, text, syntaxOnly, true, scriptKinds[component.language]);
  return { path, text, ast, component };
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
  const word = new RegExp(String.raw`(?<![\w$.])${name.replaceAll('$', String.raw`\$`)}(?![\w$])`);
  return component?.template.some(({ start, end }) => word.test(whole.slice(start, end))) ?? false;
}

/** Whether a name occurs in a parsed file as an identifier; a look-up in what the parser has collected. */
export function names({ ast, text }: SourceModule, name: string): boolean {
  const { identifiers } = ast as ts.SourceFile & { identifiers?: ReadonlyMap<string, string> };
  return identifiers ? identifiers.has(name) : text.includes(name);
}

/** The syntax errors of a parsed file, as `line: message` texts. */
export function syntaxErrors(module: SourceModule): { position: number; message: string }[] {
  const { parseDiagnostics } = module.ast as ts.SourceFile & { parseDiagnostics?: ts.DiagnosticWithLocation[] };
  return (parseDiagnostics ?? []).map((diagnostic) => ({
    position: diagnostic.start,
    message: ts.flattenDiagnosticMessageText(diagnostic.messageText, ' '),
  }));
}

/** Whether a text is free of syntax errors. */
export function parses(path: string, text: string): boolean {
  if (isComponent(path)) return syntaxErrors(parseComponent(path, text)).length === 0;
  const ast = ts.createSourceFile(path, text, syntaxOnly);
  return syntaxErrors({ path, text, ast }).length === 0;
}
