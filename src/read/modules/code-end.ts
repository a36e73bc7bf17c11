import { ts } from '../../ts.cts';

// Finds where code ends that is embedded in another text (component templates, `.astro` files), token by token.

/** One token of a script; comments and white space are no tokens. */
interface Token {
  kind: ts.SyntaxKind;
  start: number;
  end: number;
  /** How many braces, brackets, parentheses and template holes are open before it. */
  depth: number;
}

/**
 * The offset of the closing brace of an expression whose text starts at `start`, just behind its opening brace;
 * undefined when it is not closed. Braces in strings, templates, regular expressions and comments do not count.
 */
export function closingBrace(text: string, start: number): number | undefined {
  for (const token of tokensOf(text, start))
    if (token.kind === ts.SyntaxKind.CloseBraceToken && token.depth === 0) return token.start;
  return undefined;
}

/** The same as `closingBrace`, for a parenthesis. */
export function closingParenthesis(text: string, start: number): number | undefined {
  for (const token of tokensOf(text, start))
    if (token.kind === ts.SyntaxKind.CloseParenToken && token.depth === 0) return token.start;
  return undefined;
}

/**
 * The offset of the first `---` from `start` on that is not in a string, template, regular expression or comment;
 * undefined when there is none. It ends the script of an `.astro` file.
 */
export function closingFence(text: string, start: number): number | undefined {
  let previous: Token | undefined;
  for (const token of tokensOf(text, start)) {
    const isMinus = token.kind === ts.SyntaxKind.MinusToken && previous?.kind === ts.SyntaxKind.MinusMinusToken;
    if (isMinus && previous!.end === token.start) return previous!.start;
    previous = token;
  }
  return undefined;
}

/**
 * Scans tokens from `start` on. The scanner alone cannot tell a division from a regular expression, nor the end of a
 * template hole from a closing brace, so both are decided here.
 */
function* tokensOf(text: string, start: number): Generator<Token> {
  const scanner = ts.createScanner(
    ts.ScriptTarget.Latest,
    true,
    ts.LanguageVariant.Standard,
    text,
    () => {}, // the parser reports what cannot be scanned
    start,
  );
  const open: ts.SyntaxKind[] = [];
  let previous: ts.SyntaxKind | undefined;
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    const isSlash = kind === ts.SyntaxKind.SlashToken || kind === ts.SyntaxKind.SlashEqualsToken;
    if (isSlash && !endsOperand(previous)) kind = scanner.reScanSlashToken();
    if (kind === ts.SyntaxKind.CloseBraceToken && open.at(-1) === ts.SyntaxKind.TemplateHead) {
      kind = scanner.reScanTemplateToken(false);
      if (kind === ts.SyntaxKind.TemplateTail) open.pop();
    }
    yield { kind, start: scanner.getTokenStart(), end: scanner.getTokenEnd(), depth: open.length };
    if (opening.has(kind)) open.push(kind);
    else if (closing.has(kind)) open.pop();
    previous = kind;
  }
}

const opening = new Set([
  ts.SyntaxKind.OpenBraceToken,
  ts.SyntaxKind.OpenParenToken,
  ts.SyntaxKind.OpenBracketToken,
  ts.SyntaxKind.TemplateHead,
]);
const closing = new Set([
  ts.SyntaxKind.CloseBraceToken,
  ts.SyntaxKind.CloseParenToken,
  ts.SyntaxKind.CloseBracketToken,
]);

/** Whether a slash after a token of this kind is a division; otherwise it starts a regular expression. */
function endsOperand(kind: ts.SyntaxKind | undefined): boolean {
  switch (kind) {
    case undefined:
      return false;
    case ts.SyntaxKind.Identifier:
    case ts.SyntaxKind.PrivateIdentifier:
    case ts.SyntaxKind.NumericLiteral:
    case ts.SyntaxKind.BigIntLiteral:
    case ts.SyntaxKind.StringLiteral:
    case ts.SyntaxKind.NoSubstitutionTemplateLiteral:
    case ts.SyntaxKind.RegularExpressionLiteral:
    case ts.SyntaxKind.TemplateTail:
    case ts.SyntaxKind.CloseParenToken:
    case ts.SyntaxKind.CloseBracketToken:
    case ts.SyntaxKind.CloseBraceToken:
    case ts.SyntaxKind.PlusPlusToken:
    case ts.SyntaxKind.MinusMinusToken:
    case ts.SyntaxKind.ThisKeyword:
    case ts.SyntaxKind.SuperKeyword:
    case ts.SyntaxKind.TrueKeyword:
    case ts.SyntaxKind.FalseKeyword:
    case ts.SyntaxKind.NullKeyword:
      return true;
    default:
      // Contextual keywords may be variables: `type / 2`.
      return kind >= ts.SyntaxKind.AbstractKeyword;
  }
}
