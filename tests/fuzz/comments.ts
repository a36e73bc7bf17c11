import ts from 'typescript';

const { SyntaxKind } = ts;

/** Tokens that anything may stand behind, and in front of. */
const opening = new Set([
  SyntaxKind.OpenParenToken,
  SyntaxKind.OpenBracketToken,
  SyntaxKind.OpenBraceToken,
  SyntaxKind.CommaToken,
  SyntaxKind.QuestionToken,
  SyntaxKind.AmpersandAmpersandToken,
]);
const closing = new Set([
  SyntaxKind.CloseParenToken,
  SyntaxKind.CloseBracketToken,
  SyntaxKind.CloseBraceToken,
  SyntaxKind.CommaToken,
]);

/** Code with comments and line breaks at places that follow from a number. */
export function withComments(text: string, seed: number): string {
  const file = ts.createSourceFile('query.ts', text, ts.ScriptTarget.Latest, true);
  const places = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (opening.has(node.kind)) places.add(node.end);
    if (closing.has(node.kind)) places.add(node.getStart(file));
    node.getChildren(file).forEach(visit);
  };
  visit(file);
  let state = seed;
  const draw = (most: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 12) % most;
  };
  let [result, from, count] = ['', 0, 0];
  for (const place of [...places].sort((a, b) => a - b)) {
    if (draw(12) > 0) continue;
    const comment = [`/* c${count} */ `, ` // c${count}\n    `, `\n    // c${count}\n    `, '\n      '][draw(4)]!;
    result += text.slice(from, place) + comment;
    from = place;
    count++;
  }
  return result + text.slice(from);
}
