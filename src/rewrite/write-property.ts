import { ts } from '../ts.cts';
import type { Code } from '../edits/code.ts';
import { breakAround } from './break-around.ts';
import { columns, contextAt, valueStart, type LayoutContext } from '../edits/layout-context.ts';
import { layOutValue } from '../edits/layout.ts';
import type { Piece } from '../edits/edit.ts';
import type { Project } from './project.ts';

/**
 * Replaces the value of a configuration member (or a whole shorthand or method member) by new code. If the new code
 * does not fit in an object that is written on one line, the objects around it and at last that object are broken into
 * lines until it does, as a formatter would do.
 */
export function writeProperty(property: ts.ObjectLiteralElementLike, name: string, code: Code, project: Project): void {
  const file = property.getSourceFile();
  const path = file.fileName;
  const isAssignment = ts.isPropertyAssignment(property);
  const start = isAssignment ? valueStart(property.initializer) : property.getStart();
  const prefix = isAssignment ? '' : `${name}:`;
  const object = property.parent as ts.ObjectLiteralExpression;
  const write = (pieces: readonly Piece[]) => project.changes.replace(path, start, property.end, prefix, ...pieces);
  while (!broken.has(object)) {
    const layout = oneLineLayout(property, start, project);
    const pieces = layOutValue(code, { ...layout, column: layout.column + prefix.length + 1 });
    if (isOneLine(pieces, file.text) || !isOnOneLine(object)) return write(pieces);
    breakObject(outermost(object), project);
  }
  const indent = broken.get(object)!;
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

/** The position of a member's value on its line. That line may be a new one, if an object around it has been broken. */
function oneLineLayout(property: ts.ObjectLiteralElementLike, start: number, project: Project): LayoutContext {
  const { text, fileName } = property.getSourceFile();
  const style = project.styleOf(fileName);
  for (
    let member: ts.Node = property;
    !ts.isSourceFile(member.parent) && isOnOneLine(member.parent);
    member = member.parent
  ) {
    const object = member.parent;
    const indent = ts.isObjectLiteralExpression(object) && broken.get(object);
    if (indent === undefined || indent === false) continue;
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

function isOnOneLine(node: ts.Node): boolean {
  return !node.getText().includes('\n');
}

/** The objects that were broken into lines, with the indentation of their members. */
const broken = new WeakMap<ts.ObjectLiteralExpression, string>();

/** The outermost of the one-line objects around an object that has not been broken; itself when there is none. */
function outermost(object: ts.ObjectLiteralExpression): ts.ObjectLiteralExpression {
  const around = objectAround(object);
  return around && !broken.has(around) ? outermost(around) : object;
}

/**
 * The object on the same line that has an object as the value of a member, or the query whose configuration it is:
 * `{ user: await db.query.users.findFirst({ … }) }`.
 */
function objectAround(object: ts.ObjectLiteralExpression): ts.ObjectLiteralExpression | undefined {
  const call = ts.isCallExpression(object.parent) && object.parent.arguments.length === 1 ? object.parent : undefined;
  const value = call && ts.isAwaitExpression(call.parent) ? call.parent : (call ?? object);
  const { parent } = value;
  const around = parent.parent;
  const isInside = ts.isPropertyAssignment(parent) && ts.isObjectLiteralExpression(around) && isOnOneLine(around);
  return isInside ? around : undefined;
}

/**
 * Puts each member of a one-line object, and of the one-line objects around it, on its own line.
 *
 * @returns the indentation of the members
 */
export function breakObject(object: ts.ObjectLiteralExpression, project: Project): string {
  const known = broken.get(object);
  if (known !== undefined) return known;
  const file = object.getSourceFile();
  const style = project.styleOf(file.fileName);
  const around = objectAround(object);
  const outer = around ? breakObject(around, project) : breakAround(object, project);
  const inner = outer + style.indent;
  for (const member of object.properties) {
    // A comment in front of a member stays there.
    const space = /^\s*/.exec(file.text.slice(member.pos))![0].length;
    project.changes.replace(file.fileName, member.pos, member.pos + space, style.newline + inner);
  }
  const [start, end] = [object.properties.end, object.end - 1];
  const comma = style.trailingComma && !object.properties.hasTrailingComma ? ',' : '';
  const comment = file.text.slice(start, end).trim();
  const rest = comment === '' ? '' : ` ${comment}`;
  project.changes.replace(file.fileName, start, end, `${comma}${rest}${style.newline}${outer}`);
  broken.set(object, inner);
  project.changes.onRestore(() => broken.delete(object));
  return inner;
}
