import { ts } from '../../ts.cts';
import { escapeRegExp } from '../syntax/escape-reg-exp.ts';
import { linkNodes, maxNesting } from '../syntax/nodes.ts';
import { isComponent, scriptBlocks, type ScriptBlocks } from './script-blocks.ts';

/** One parsed file of the project. */
export interface SourceModule {
  /** Absolute path. */
  path: string;
  /**
   * The text that was parsed. For a component (`.vue`, `.svelte`, `.astro`), everything outside its scripts is replaced
   * by white space, so that offsets stay the same.
   */
  text: string;
  ast: ts.SourceFile;
  /** The parts of a component file. */
  component?: ScriptBlocks;
}

/** Reads and parses files on demand. Every file is parsed at most once, and only its syntax. */
export interface Sources {
  /**
   * The parsed file; undefined when it does not exist, is not a script, or has no reliable syntax tree (see `broken`).
   */
  get(path: string): SourceModule | undefined;
  /**
   * The same as `get`, but also returns a file with syntax errors. Facts can be taken from it where it is sound (see
   * `isDamaged`), but it must not be changed.
   */
  read(path: string): SourceModule | undefined;
  /** Whether a path is a file of the project. */
  exists(path: string): boolean;
  /** Whether a file has been asked for already, so that asking again costs nothing. */
  isKnown(path: string): boolean;
  /** All files parsed so far, without broken ones. */
  parsed(): SourceModule[];
  /** The files asked for so far that have no reliable syntax tree, with the reason. */
  broken(): ReadonlyMap<string, Broken>;
}

/**
 * Why a file has no reliable syntax tree: a syntax error at this place (counted from 1) with what the compiler says,
 * syntax nested too deeply, or the time limit ran out for it in an earlier attempt.
 */
export type Broken =
  { kind: 'syntax'; line: number; column: number; says: string } | { kind: 'too-deep' } | { kind: 'too-slow' };

/** JSDoc is not parsed: where it matters it is read as text (doc-types.ts). */
const syntaxOnly: ts.CreateSourceFileOptions = {
  languageVersion: ts.ScriptTarget.Latest,
  jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
};

const scriptFile = /\.[cm]?[jt]sx?$/;

/**
 * Makes the reader of source files.
 *
 * @param readText returns the text of a file, or undefined when there is none
 * @param exists whether a path is a file of the project
 * @param slow files for which the time limit ran out in an earlier attempt
 */
export function createSources(
  readText: (path: string) => string | undefined,
  exists: (path: string) => boolean,
  slow: ReadonlySet<string> = new Set(),
): Sources {
  const modules = new Map<string, SourceModule | undefined>();
  const broken = new Map<string, Broken>([...slow].map((path) => [path, { kind: 'too-slow' }]));
  /** Files with syntax errors, for `read`. */
  const damaged = new Map<string, SourceModule>();

  /** Parses a file, or notes in `broken` why it has no reliable tree. */
  function parse(path: string): SourceModule | undefined {
    const isKnown = scriptFile.test(path) || isComponent(path);
    const text = isKnown && exists(path) ? readText(path) : undefined;
    if (text === undefined || slow.has(path)) return undefined;
    const module = moduleOf(path, text);
    const error = module && firstSyntaxError(module);
    if (!module || linkNodes(module.ast).nesting > maxNesting) broken.set(path, { kind: 'too-deep' });
    else if (error) {
      const { line, character } = module.ast.getLineAndCharacterOfPosition(error.start);
      const { messageText } = error;
      const says = (typeof messageText === 'string' ? messageText : messageText.messageText).replace(/\.$/, '');
      broken.set(path, { kind: 'syntax', line: line + 1, column: character + 1, says });
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
    isKnown: (path) => modules.has(path),
    parsed: () => [...modules.values()].filter((module) => module !== undefined),
    broken: () => broken,
  };
}

/** Parses a file, without setting the parents of nodes. Undefined when the parser itself runs out of stack. */
function moduleOf(path: string, whole: string): SourceModule | undefined {
  const component = isComponent(path) ? scriptBlocks(path, whole) : undefined;
  const text = component ? scriptsOnly(whole, component) : whole;
  try {
    const ast = ts.createSourceFile(path, text, syntaxOnly, false, component && scriptKinds[component.language]);
    // The parser turns every backslash into a slash, even one that is part of a file name.
    ast.fileName = path;
    return component ? { path, text, ast, component } : { path, text, ast };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const scriptKinds = { js: ts.ScriptKind.JS, jsx: ts.ScriptKind.JSX, ts: ts.ScriptKind.TS, tsx: ts.ScriptKind.TSX };

/**
 * The text of a component with everything outside its scripts blanked. In place of each tag stands an empty block
 * `{ }`, which keeps the white space around a script from becoming part of its first and last statement. (A semicolon
 * would itself become part of a statement that lacks one.)
 */
function scriptsOnly(whole: string, { scripts }: ScriptBlocks): string {
  let text = '';
  for (const { tag, start, end } of scripts) {
    const opening = `{${blanked(whole.slice(tag + 1, start - 1))}}`;
    text += blanked(whole.slice(text.length, tag)) + opening + whole.slice(start, end);
    // On the line of the last statement, an empty block would be a syntax error if that statement has no semicolon.
    const isOnLine = /\S[ \t]*$/.test(whole.slice(start, end));
    if (end < whole.length) text += isOnLine ? '/**/' : '{}';
  }
  return text + blanked(whole.slice(text.length));
}

/** Replaces every character but line breaks by a space. */
function blanked(text: string): string {
  return text.replace(/[^\r\n\u2028\u2029]/g, ' ');
}

/** Whether a file is JavaScript, which has no type annotations. */
export function isJavaScript(file: ts.SourceFile): boolean {
  return (file.flags & ts.NodeFlags.JavaScriptFile) !== 0;
}

/**
 * Whether the template of a component mentions a name, so that it may use what the script declares; false for other
 * files.
 *
 * @param whole the unblanked text of the file
 */
export function isNamedInTemplate({ component }: SourceModule, whole: string, name: string): boolean {
  if (!component) return false;
  const word = new RegExp(String.raw`(?<![\w$.])${escapeRegExp(name)}(?![\w$])`);
  return component.template.some(({ start, end }) => word.test(whole.slice(start, end)));
}

/**
 * Whether a parsed file has an identifier of this name. Looked up in the list that the parser collects, so it costs
 * nothing.
 */
export function names({ ast, text }: SourceModule, name: string): boolean {
  const { identifiers } = ast as ts.SourceFile & { identifiers?: ReadonlyMap<string, string> };
  return identifiers ? identifiers.has(name) : text.includes(name);
}

/** Whether a text has no syntax errors. */
export function parses(path: string, text: string): boolean {
  const module = moduleOf(path, text);
  return module !== undefined && !firstSyntaxError(module);
}

/** Whether the file has a syntax error inside, directly before or directly behind a node. */
export function isDamaged(node: ts.Node): boolean {
  const errors = syntaxErrors(node.getSourceFile());
  return errors.some(({ start, length }) => start <= node.end && start + length >= node.pos);
}

function firstSyntaxError({ ast }: SourceModule): ts.DiagnosticWithLocation | undefined {
  return syntaxErrors(ast)[0];
}

/** The parser keeps its errors in a property that is not part of the public types. */
function syntaxErrors(file: ts.SourceFile): readonly ts.DiagnosticWithLocation[] {
  return (file as ts.SourceFile & { parseDiagnostics?: ts.DiagnosticWithLocation[] }).parseDiagnostics ?? [];
}
