import { ts } from '../ts.cts';

/** One parsed file of the project. */
export interface SourceModule {
  /** Absolute path. */
  path: string;
  text: string;
  ast: ts.SourceFile;
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
    const text = scriptFile.test(path) && exists(path) ? readText(path) : undefined;
    if (text === undefined) return undefined;
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
  const ast = ts.createSourceFile(path, text, syntaxOnly);
  return syntaxErrors({ path, text, ast }).length === 0;
}
