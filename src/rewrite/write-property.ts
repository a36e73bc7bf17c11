import { ts } from '../ts.cts';
import type { Code } from '../edits/code.ts';
import { breakContainer, brokenIndent, isOnOneLine, outermost } from './break-containers.ts';
import { columns, contextAt, valueStart, type LayoutContext } from '../edits/layout-context.ts';
import { layOutValue } from '../edits/layout.ts';
import type { Piece } from '../edits/edit.ts';
import type { Project } from './project.ts';

/**
 * Replaces the value of a configuration member (or a whole shorthand or method member) by new code. If the new code
 * does not fit in an object that is written on one line, the containers around it and at last that object are broken
 * into lines until it does, as a formatter would do.
 */
export function writeProperty(property: ts.ObjectLiteralElementLike, name: string, code: Code, project: Project): void {
  const file = property.getSourceFile();
  const path = file.fileName;
  const isAssignment = ts.isPropertyAssignment(property);
  const start = isAssignment ? valueStart(property.initializer) : property.getStart();
  const prefix = isAssignment ? '' : `${name}:`;
  const object = property.parent as ts.ObjectLiteralExpression;
  const write = (pieces: readonly Piece[]) => project.changes.replace(path, start, property.end, prefix, ...pieces);
  while (brokenIndent(object) === undefined) {
    const layout = oneLineLayout(property, start, project);
    const pieces = layOutValue(code, { ...layout, column: layout.column + prefix.length + 1 });
    if (isOneLine(pieces, file.text) || !isOnOneLine(object)) return write(pieces);
    breakContainer(outermost(object), project);
  }
  const indent = brokenIndent(object)!;
  const style = project.styleOf(path);
  const column = columns(indent, style) + name.length + 2;
  write(layOutValue(code, { style, source: file.text, indent, column, trailing: 1 }));
}

/** Replaces a value that is not a member of an object, such as that of a variable. */
export function writeValue(value: ts.Expression, code: Code, project: Project): void {
  const { fileName, text } = value.getSourceFile();
  const start = valueStart(value);
  const layout = contextAt(text, start, project.styleOf(fileName));
  project.changes.replace(fileName, start, value.end, ...layOutValue(code, { ...layout, column: layout.column + 1 }));
}

/** The position of a member's value on its line. That line may be a new one, if a container around it has been broken. */
function oneLineLayout(property: ts.ObjectLiteralElementLike, start: number, project: Project): LayoutContext {
  const { text, fileName } = property.getSourceFile();
  const style = project.styleOf(fileName);
  for (
    let member: ts.Node = property;
    !ts.isSourceFile(member.parent) && isOnOneLine(member.parent);
    member = member.parent
  ) {
    const indent = brokenIndent(member.parent);
    if (indent === undefined) continue;
    const from = member.getStart();
    const column = columns(indent, style) + start - from + growth(fileName, from, start, project);
    return { style, source: text, indent, column, trailing: member.end - property.end + 1 };
  }
  const context = contextAt(text, start, style);
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const column = context.column + growth(fileName, lineStart, start, project);
  return { ...context, column, trailing: trailingWidth(property) };
}

/** By how many characters earlier edits lengthen a stretch of one line. */
function growth(path: string, from: number, to: number, project: Project): number {
  const inside = project.changes.edits(path).filter(({ start, end }) => start >= from && end <= to);
  const lengthOf = (piece: Piece) => (typeof piece === 'string' ? piece.length : piece.end - piece.start);
  return inside.reduce(
    (sum, { start, end, pieces }) => sum + pieces.reduce((length, piece) => length + lengthOf(piece), start - end),
    0,
  );
}

/** How many characters follow a member on its line; 1, for the comma, when its object has several lines. */
function trailingWidth(property: ts.ObjectLiteralElementLike): number {
  const { text } = property.getSourceFile();
  const rest = text.slice(
    property.end,
    text.indexOf('\n', property.end) < 0 ? text.length : text.indexOf('\n', property.end),
  );
  return isOnOneLine(property.parent) ? rest.trimEnd().length : 1;
}

/** Whether new code has no line breaks. */
function isOneLine(pieces: readonly Piece[], source: string): boolean {
  return pieces.every(
    (piece) => !(typeof piece === 'string' ? piece : source.slice(piece.start, piece.end)).includes('\n'),
  );
}
