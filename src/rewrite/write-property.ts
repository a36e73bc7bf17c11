import { ts } from '../ts.cts';
import { contextAt, layOut, type Code, type LayoutContext } from '../edits/layout.ts';
import type { Piece } from '../edits/edit.ts';
import type { Project } from './project.ts';

/**
 * Replaces the value of a configuration member (or a whole shorthand or method member) by new code. An object literal
 * written on one line is broken into lines when the new code does not fit there, as a formatter would do it.
 */
export function writeProperty(property: ts.ObjectLiteralElementLike, name: string, code: Code, project: Project): void {
  const file = property.getSourceFile();
  const path = file.fileName;
  const style = project.styleOf(path);
  const isAssignment = ts.isPropertyAssignment(property);
  const start = isAssignment ? property.initializer.getStart() : property.getStart();
  const prefix = isAssignment ? '' : `${name}: `;
  const layout = contextAt(file.text, start, style);
  const pieces = layOut(code, { ...layout, column: layout.column + prefix.length, trailing: trailingWidth(property) });
  const object = property.parent;
  if (
    !isOneLine(pieces, file.text) &&
    ts.isObjectLiteralExpression(object) &&
    isOnOneLine(object) &&
    !isOneLine(pieces, file.text)
  ) {
    const inner = breakObject(object, project);
    const column = inner.length + name.length + 2;
    project.changes.replace(
      path,
      start,
      property.end,
      prefix,
      ...layOut(code, { ...layout, indent: inner, column, trailing: 1 }),
    );
  } else project.changes.replace(path, start, property.end, prefix, ...pieces);
}

/** How many characters stand behind a member on its line, when all of its object does. */
function trailingWidth(property: ts.ObjectLiteralElementLike): number {
  const { text } = property.getSourceFile();
  const rest = text.slice(
    property.end,
    text.indexOf('\n', property.end) < 0 ? text.length : text.indexOf('\n', property.end),
  );
  return isOnOneLine(property.parent) ? rest.trimEnd().length : 1;
}

function isOneLine(pieces: readonly Piece[], source: string): boolean {
  return pieces.every(
    (piece) => !(typeof piece === 'string' ? piece : source.slice(piece.start, piece.end)).includes('\n'),
  );
}

function isOnOneLine(node: ts.Node): boolean {
  return !node.getText().includes('\n');
}

/** Puts each member of a one-line object on a line of its own; returns their indentation. */
function breakObject(object: ts.ObjectLiteralExpression, project: Project): string {
  const file = object.getSourceFile();
  const style = project.styleOf(file.fileName);
  const { indent: outer }: LayoutContext = contextAt(file.text, object.getStart(), style);
  const inner = outer + style.indent;
  for (const member of object.properties) {
    const start = member.getStart();
    const from = member.pos;
    project.changes.replace(file.fileName, from, start, style.newline + inner);
  }
  const { end: last } = object.properties;
  const hasComma = object.properties.hasTrailingComma;
  project.changes.replace(
    file.fileName,
    last,
    object.end - 1,
    `${style.trailingComma && !hasComma ? ',' : ''}${style.newline}${outer}`,
  );
  return inner;
}
