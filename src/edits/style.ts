import { ts } from '../ts.cts';

/** How the code of a file is formatted, so that new code looks like what is around it. */
export interface Style {
  quote: "'" | '"';
  semicolon: boolean;
  /** One step of indentation. */
  indent: string;
  /** The number of columns a tab takes. */
  tabWidth: number;
  newline: '\n' | '\r\n';
  /** `{ a }` rather than `{a}`. */
  bracketSpacing: boolean;
  /** There is a comma after the last member of an object or array that is broken into lines. */
  trailingComma: boolean;
  /** There is a comma after the last argument of a call that is broken into lines. */
  argumentComma: boolean;
  /** `(a) => …` rather than `a => …`. */
  arrowParens: boolean;
  /** The line width that new code is laid out for. */
  width: number;
}

/** The style from a project's formatter configuration, for what a file itself does not show. */
export type StyleDefaults = Partial<Style>;

/** A node with members or arguments between brackets, which shows how a file spaces and ends its lists. */
export type ListNode = ts.ObjectLiteralExpression | ts.ArrayLiteralExpression | ts.NamedImports | ts.CallExpression;

/**
 * Finds out the style of a file by counting what is more frequent in its text. Where it shows nothing, or both forms
 * equally often, `defaults` decides, then Prettier's own default. The width comes from
 * `defaults`, or from the lengths of the lines.
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

/** Counts objects and imports on one line with (`yes`) and without spaces inside of their braces. */
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

/** Counts the lists, broken into lines, that end with (`yes`) and without a comma; calls and other lists apart. */
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

/** The members, elements, names or arguments of a list. */
export function membersOf(node: ListNode): ts.NodeArray<ts.Node> {
  if (ts.isObjectLiteralExpression(node)) return node.properties;
  return ts.isCallExpression(node) ? node.arguments : node.elements;
}

/**
 * The line width of a project without formatter configuration: 80 or 100 if nearly all lines keep to it, otherwise 120.
 */
export function usualWidth(texts: readonly string[]): number {
  let [lines, beyond80, beyond100] = [0, 0, 0];
  for (const text of texts) {
    for (const line of text.trimEnd().split('\n')) {
      if (/^\s*(?:\/\/|\*|import|export (?:type )?[*{])/.test(line)) continue;
      lines++;
      const { length } = line.trimEnd();
      if (length > 80) beyond80++;
      if (length > 100) beyond100++;
    }
  }
  // A few lines may be longer, because a formatter does not break strings.
  const few = lines / 80;
  return beyond80 <= few ? 80 : beyond100 <= few ? 100 : 120;
}

/** The most frequent step by which indentation grows from one line to the next; undefined when there is none. */
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

/** A name that is valid as an identifier. */
const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;

/** The code of a property name: as it is where that is valid, otherwise quoted. */
export function propertyName(name: string, style: Style): string {
  // `{ __proto__: … }` would set the prototype; only the computed form makes a property.
  if (name === '__proto__') return `[${quoted(name, style)}]`;
  return identifier.test(name) ? name : quoted(name, style);
}

/** The code of a property access: `object.name`, or `object['na me']` where the name is no identifier. */
export function memberAccess(object: string, name: string, style: Style): string {
  return identifier.test(name) ? `${object}.${name}` : `${object}[${quoted(name, style)}]`;
}
