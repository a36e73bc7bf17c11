import { ts } from '../ts.cts';

/** How a file is written, so that new text looks like its surroundings. */
export interface Style {
  quote: "'" | '"';
  semicolon: boolean;
  /** One step of indentation. */
  indent: string;
  /** How many columns a tab takes. */
  tabWidth: number;
  newline: '\n' | '\r\n';
  /** `{ a }` rather than `{a}`. */
  bracketSpacing: boolean;
  /** After the last member of an object or array that is broken into lines. */
  trailingComma: boolean;
  /** After the last argument of a call that is. */
  argumentComma: boolean;
  arrowParens: boolean;
  /** Line width that new text is laid out for. */
  width: number;
}

/** What a project's formatter configuration says; it decides where a file itself shows nothing. */
export type StyleDefaults = Partial<Style>;

/** Members or arguments between brackets. */
export type ListNode = ts.ObjectLiteralExpression | ts.ArrayLiteralExpression | ts.NamedImports | ts.CallExpression;

/**
 * Reads the style off a file's text; `defaults` fills in what the file does not show.
 *
 * @param lists every list of the file
 */
export function styleOf(text: string, lists: readonly ListNode[], defaults: StyleDefaults = {}): Style {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  const prefer = <T>(yes: number, no: number, ifYes: T, ifNo: T, otherwise: T): T =>
    yes === no ? otherwise : yes > no ? ifYes : ifNo;
  const single = count(/(?:from|import|require\() ?'[^'\n]*'|[(,:=] ?'[^'\n]*'/g);
  const commas = trailingCommas(text, lists);
  const spacing = bracketSpacing(text, lists);
  const double = count(/(?:from|import|require\() ?"[^"\n]*"|[(,:=] ?"[^"\n]*"/g);
  return {
    quote: prefer<Style['quote']>(single, double, "'", '"', defaults.quote ?? '"'),
    semicolon: prefer(
      count(/;[ \t]*\r?$/gm),
      count(/[\w)'"`\]][ \t]*\r?\n(?=\r?\n?(?:import|export|const|let|type|function)\b)/g),
      true,
      false,
      defaults.semicolon ?? true,
    ),
    indent: indentOf(text) ?? defaults.indent ?? '  ',
    tabWidth: defaults.tabWidth ?? 2,
    newline: count(/\r\n/g) * 2 > count(/\n/g) ? '\r\n' : '\n',
    bracketSpacing: prefer(spacing.yes, spacing.no, true, false, defaults.bracketSpacing ?? true),
    trailingComma: prefer(commas.literals.yes, commas.literals.no, true, false, defaults.trailingComma ?? true),
    argumentComma: prefer(
      commas.calls.yes,
      commas.calls.no,
      true,
      false,
      defaults.argumentComma ?? defaults.trailingComma ?? true,
    ),
    arrowParens: prefer(
      count(/\(\w+\) =>/g),
      count(/(?:[(,=]|(?<!\)):) ?\w+ =>/g),
      true,
      false,
      defaults.arrowParens ?? true,
    ),
    width: defaults.width ?? usualWidth([text]),
  };
}

/** How many objects and imports on one line have spaces inside of their braces. */
function bracketSpacing(text: string, lists: readonly ListNode[]) {
  const spacing = { yes: 0, no: 0 };
  for (const node of lists) {
    if (!ts.isObjectLiteralExpression(node) && !ts.isNamedImports(node)) continue;
    const [first] = membersOf(node);
    const before = first && text.slice(first.pos, first.getStart());
    if (before === ' ') spacing.yes++;
    else if (before === '') spacing.no++;
  }
  return spacing;
}

/** How many lists whose closing bracket is on a line of its own end in a comma. */
function trailingCommas(text: string, lists: readonly ListNode[]) {
  const literals = { yes: 0, no: 0 };
  const calls = { yes: 0, no: 0 };
  for (const node of lists) {
    const members = membersOf(node);
    const last = members.at(-1);
    if (last && /^,?[ \t]*\r?\n\s*.$/.test(text.slice(last.end, node.end)))
      (ts.isCallExpression(node) ? calls : literals)[members.hasTrailingComma ? 'yes' : 'no']++;
  }
  return { literals, calls };
}

function membersOf(node: ListNode): ts.NodeArray<ts.Node> {
  if (ts.isObjectLiteralExpression(node)) return node.properties;
  return ts.isCallExpression(node) ? node.arguments : node.elements;
}

/** Without a configuration: the usual width that the lines of a project keep to; 120 when they keep to none. */
export function usualWidth(texts: readonly string[]): number {
  let lines = 0;
  const beyond = new Map([80, 100].map((width) => [width, 0]));
  for (const text of texts) {
    for (const line of text.trimEnd().split('\n')) {
      if (/^\s*(?:\/\/|\*|import|export (?:type )?[*{])/.test(line)) continue;
      lines++;
      const { length } = line.trimEnd();
      for (const [width, count] of beyond) if (length > width) beyond.set(width, count + 1);
    }
  }
  // Texts in quotes are not broken whatever the width is.
  return [...beyond].find(([, count]) => count <= lines / 80)?.[0] ?? 120;
}

/** The smallest step by which indentation grows from one line to the next. */
function indentOf(text: string): string | undefined {
  const steps = new Map<string, number>();
  let previous = '';
  for (const line of text.split('\n', 400)) {
    const [lead = ''] = /^[ \t]*(?=[^\s*])/.exec(line) ?? [];
    if (lead.length > previous.length && lead.startsWith(previous)) {
      const step = lead.slice(previous.length);
      if (step === '\t' || /^ {2,8}$/.test(step)) steps.set(step, (steps.get(step) ?? 0) + 1);
    }
    if (line.trim()) previous = lead;
  }
  return [...steps].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** A string literal in the file's quotes. */
export function quoted(text: string, { quote }: Style): string {
  const escaped = text.replace(/[\\\n\r\u2028\u2029]/g, (character) =>
    character === '\\'
      ? '\\\\'
      : character === '\n'
        ? '\\n'
        : character === '\r'
          ? '\\r'
          : `\\u${character.charCodeAt(0).toString(16)}`,
  );
  return quote + escaped.replaceAll(quote, `\\${quote}`) + quote;
}

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;

/** A property name: bare where that is valid, else quoted. */
export function propertyName(name: string, style: Style): string {
  // In any other form it is the prototype and no property.
  if (name === '__proto__') return `[${quoted(name, style)}]`;
  return identifier.test(name) ? name : quoted(name, style);
}

/** `object.name` or `object['na me']`. */
export function memberAccess(object: string, name: string, style: Style): string {
  return identifier.test(name) ? `${object}.${name}` : `${object}[${quoted(name, style)}]`;
}
