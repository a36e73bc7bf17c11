import type { SourceRange } from '../../edits/edit.ts';
import { closingBrace, closingFence } from './code-end.ts';

/** The parts of a component file (`.vue`, `.svelte`, `.astro`), by offsets. */
export interface ScriptBlocks {
  /** The scripts that make up the module of the component, in order. */
  scripts: Script[];
  language: 'js' | 'jsx' | 'ts' | 'tsx';
  /** Ranges of the template that may use names of the scripts: tags and expressions. */
  template: SourceRange[];
  /** Scripts that are not read: of an unknown language, or part of the content. */
  others: SourceRange[];
}

/** One script, without its tags. */
export interface Script extends SourceRange {
  /** Where its opening tag (or fence) starts. */
  tag: number;
  /**
   * Whether it is the module-level script (`<script module>`, in Vue the one without `setup`): the other script sees
   * its names, but it does not see the other's.
   */
  isShared: boolean;
}

const component = /\.(?:vue|svelte|astro)$/;

/** Whether a path is that of a component file, which holds scripts. */
export function isComponent(path: string): boolean {
  return component.test(path);
}

/** Finds the scripts of a `.vue`, `.svelte` or `.astro` file by the rules of its compiler. */
export function scriptBlocks(path: string, text: string): ScriptBlocks {
  const result: ScriptBlocks = { scripts: [], language: 'js', template: [], others: [] };
  if (path.endsWith('.astro')) readAstro(text, result);
  else if (path.endsWith('.vue')) readVue(text, result);
  else readSvelte(text, result);
  return result;
}

/**
 * The script of an `.astro` file stands between two `---` fences at its start. `<script>` elements behind them run in
 * the browser and are not read.
 */
function readAstro(text: string, result: ScriptBlocks): void {
  result.language = 'ts';
  const [head] = /^\uFEFF?\s*(?:<!--[^]*?-->\s*)*---/.exec(text) ?? [];
  const start = head?.length;
  const end = start === undefined ? undefined : closingFence(text, start);
  if (start === undefined || end === undefined) return void result.template.push({ start: 0, end: text.length });
  result.scripts.push({ tag: start - 3, start, end, isShared: false });
  result.template.push({ start: end + 3, end: text.length });
}

/**
 * Reads the blocks at the root of a `.vue` file. Except for an HTML template, a block is plain text up to its first
 * closing tag.
 */
function readVue(text: string, result: ScriptBlocks): void {
  for (let position = 0; position < text.length;) {
    const start = text.indexOf('<', position);
    if (start < 0) return;
    const next = skipComment(text, start);
    const tag = next === undefined ? tagAt(text, start, false) : undefined;
    if (!tag) position = next ?? start + 1;
    else if (tag.isClosing || tag.isEmpty) position = tag.end;
    else if (tag.name === 'template' && /^(?:html)?$/.test(tag.attributes.get('lang') ?? '')) {
      position = readVueTemplate(text, tag.end, result);
    } else {
      const { end, next: behind } = rawText(text, tag);
      if (tag.name === 'script') addScript(tag, end, !tag.attributes.has('setup'), result);
      else if (tag.name === 'template') result.template.push({ start: tag.end, end });
      position = behind;
    }
  }
}

/** Reads an HTML template up to its own closing tag; templates may be nested. Returns the offset behind it. */
function readVueTemplate(text: string, start: number, result: ScriptBlocks): number {
  let depth = 1;
  const point = /<|\{\{/g;
  point.lastIndex = start;
  for (let match = point.exec(text); match; match = point.exec(text)) {
    const { index } = match;
    if (match[0] === '{{') {
      const end = text.indexOf('}}', index);
      if (end < 0) continue;
      result.template.push({ start: index, end });
      point.lastIndex = end + 2;
      continue;
    }
    const next = skipComment(text, index);
    const tag = next === undefined ? tagAt(text, index, false) : undefined;
    if (!tag) {
      point.lastIndex = next ?? index + 1;
      continue;
    }
    point.lastIndex = tag.end;
    if (tag.name === 'template' && !tag.isEmpty) depth += tag.isClosing ? -1 : 1;
    if (depth === 0) return tag.end;
    if (tag.isClosing) continue;
    result.template.push({ start: tag.start, end: tag.end });
    if (!tag.isEmpty && rawElements.has(tag.name)) point.lastIndex = rawText(text, tag).next;
  }
  return text.length;
}

/** Scripts at the root of a `.svelte` file belong to the component; those inside an element are content. */
function readSvelte(text: string, result: ScriptBlocks): void {
  const open: string[] = [];
  const point = /[<{]/g;
  for (let match = point.exec(text); match; match = point.exec(text)) {
    const { index } = match;
    if (match[0] === '{') {
      const end = expressionEnd(text, index);
      if (end === undefined) continue;
      result.template.push({ start: index, end });
      point.lastIndex = end;
      continue;
    }
    const next = skipComment(text, index);
    const tag = next === undefined ? tagAt(text, index, true) : undefined;
    if (!tag) {
      point.lastIndex = next ?? index + 1;
      continue;
    }
    point.lastIndex = tag.end;
    if (tag.isClosing) {
      const opened = open.lastIndexOf(tag.name);
      if (opened >= 0) open.length = opened;
      continue;
    }
    if (tag.name !== 'script') result.template.push({ start: tag.start, end: tag.end });
    if (tag.isEmpty || voidElements.has(tag.name)) continue;
    if (!rawElements.has(tag.name)) {
      open.push(tag.name);
      continue;
    }
    const { end, next: behind } = rawText(text, tag);
    const isShared = tag.attributes.has('module') || tag.attributes.get('context') === 'module';
    if (tag.name === 'script' && open.length > 0) result.others.push({ start: tag.end, end });
    else if (tag.name === 'script') addScript(tag, end, isShared, result);
    else result.template.push({ start: tag.end, end });
    point.lastIndex = behind;
  }
}

/** Adds a script in a known language to the component; others are only noted. */
function addScript(tag: Tag, end: number, isShared: boolean, result: ScriptBlocks): void {
  const named = tag.attributes.get('lang') ?? /^text\/(typescript)$/.exec(tag.attributes.get('type') ?? '')?.[1] ?? '';
  const language = languages[named];
  if (language === undefined) return void result.others.push({ start: tag.end, end });
  // Both scripts of a component have the same language; where one has no `lang`, the richer one is taken, because
  // TypeScript includes JavaScript.
  if (language.length > result.language.length || language.startsWith('ts')) result.language = language;
  result.scripts.push({ tag: tag.start, start: tag.end, end, isShared });
}

/** Languages by the value of `lang`. */
const languages: Record<string, ScriptBlocks['language'] | undefined> = {
  '': 'js',
  js: 'js',
  javascript: 'js',
  jsx: 'jsx',
  ts: 'ts',
  typescript: 'ts',
  tsx: 'tsx',
};
/** Elements whose content is not markup. */
const rawElements = new Set(['script', 'style', 'textarea', 'title']);
/** Elements that have no closing tag. */
const voidElements = new Set(
  'area base br col embed hr img input link meta param source track wbr !doctype'.split(' '),
);

/** An opening or closing tag. */
interface Tag extends SourceRange {
  name: string;
  attributes: Map<string, string>;
  isClosing: boolean;
  /** Whether it is self-closing: `<br/>`. */
  isEmpty: boolean;
}

/**
 * The tag that starts at a `<`; undefined when none does. Quoted attribute values may contain `>`.
 *
 * @param hasExpressions whether attributes can be or contain `{…}`, as in Svelte
 */
function tagAt(text: string, start: number, hasExpressions: boolean): Tag | undefined {
  const [head, slash, name] = /^<(\/?)([a-zA-Z!][^\s/>]*)/.exec(text.slice(start, start + 200)) ?? [];
  if (head === undefined) return undefined;
  const attributes = new Map<string, string>();
  let key: string | undefined;
  let position = start + head.length;
  while (position < text.length) {
    const character = text[position]!;
    if (character === '>') {
      const isEmpty = text[position - 1] === '/';
      return { name: name!.toLowerCase(), start, end: position + 1, attributes, isClosing: slash === '/', isEmpty };
    }
    if (character === '"' || character === "'") {
      const end = quoteEnd(text, position, hasExpressions);
      if (end === undefined) return undefined;
      if (key !== undefined) attributes.set(key, text.slice(position + 1, end));
      position = end + 1;
    } else if (hasExpressions && character === '{') position = expressionEnd(text, position) ?? position + 1;
    else if (hasExpressions && /^\s\/[/*]/.test(text.slice(position, position + 3))) {
      const isLine = text[position + 2] === '/';
      const end = text.indexOf(isLine ? '\n' : '*/', position + 3);
      position = end < 0 ? text.length : end + (isLine ? 1 : 2);
    } else {
      const [word] = /^[^\s"'<>/={}]+/.exec(text.slice(position, position + 200)) ?? [];
      if (word !== undefined) {
        if (text[position - 1] === '=' && key !== undefined) attributes.set(key, word);
        else attributes.set((key = word), '');
      }
      position += word?.length ?? 1;
    }
  }
  return undefined;
}

/** The offset of the quote that closes the one at `start`; undefined when it is not closed. */
function quoteEnd(text: string, start: number, hasExpressions: boolean): number | undefined {
  const quote = text[start]!;
  for (let position = start + 1; position < text.length; position++) {
    if (text[position] === quote) return position;
    if (hasExpressions && text[position] === '{') position = (expressionEnd(text, position) ?? position + 1) - 1;
  }
  return undefined;
}

/**
 * The offset behind the `{ … }` that starts at `start`; undefined when it is not closed. A sigil that opens a block or
 * tag is skipped: `{#if …}`, `{/if}`, `{@html …}`.
 */
function expressionEnd(text: string, start: number): number | undefined {
  const [sigil = ''] = /^\s*[#:@/](?![/*])\s*/.exec(text.slice(start + 1, start + 20)) ?? [];
  const end = closingBrace(text, start + 1 + sigil.length);
  return end === undefined ? undefined : end + 1;
}

/** Where the content of an element that is not markup ends, and the offset behind its closing tag. */
function rawText(text: string, tag: Tag): { end: number; next: number } {
  const closing = new RegExp(String.raw`</${tag.name}(?:\s[^>]*|/)?>`, 'gi');
  closing.lastIndex = tag.end;
  const match = closing.exec(text);
  return match ? { end: match.index, next: closing.lastIndex } : { end: text.length, next: text.length };
}

/** The offset behind an HTML comment that starts at `start`; undefined when none does. */
function skipComment(text: string, start: number): number | undefined {
  if (!text.startsWith('<!--', start)) return undefined;
  const end = text.indexOf('-->', start + 4);
  return end < 0 ? text.length : end + 3;
}
