import { ts } from '../../ts.cts';
import type { Piece } from '../../edits/edit.ts';
import { source } from '../../edits/code.ts';
import { columns, contextAt, type LayoutContext } from '../../edits/layout-context.ts';
import { layOut } from '../../edits/layout.ts';
import type { Style } from '../../edits/style.ts';
import type { ClientCall } from '../../facts.ts';
import type { Project } from '../project.ts';
import { breakContainer } from '../break-containers.ts';

/**
 * Moves a client argument into the options that follow it: `drizzle(client, {…})` → `drizzle({ client, … })`. In
 * drizzle-orm 1.0 most drivers ignore a client that is given first, and open a connection of their own.
 */
export function joinClient(call: ClientCall, options: ts.ObjectLiteralExpression, project: Project): void {
  if (isBroken(call, options, project)) return breakOptions(call, options.properties, project);
  const { path, node } = call;
  const [first, second] = node.arguments as readonly ts.Expression[] as [ts.Expression, ts.Expression];
  const style = project.styleOf(path);
  moveClient(first, options, project);
  // The code between the two arguments is removed, but its comments are kept.
  const comments = commentsIn(path, first.end, second.getStart(), project);
  const { indent } = contextAt(node.getSourceFile().text, second.getStart(), style);
  project.changes.remove(path, first.getStart(), second.getStart());
  const above = comments.map((comment) => comment + style.newline + indent).join('');
  if (above !== '') project.changes.replace(path, second.getStart(), second.getStart(), above);
}

/** Wraps a client that is the only argument: `drizzle(client)` → `drizzle({ client })`. */
export function wrapClient(call: ClientCall, project: Project): void {
  if (isBroken(call, undefined, project)) return breakOptions(call, [], project);
  const client = call.node.arguments[0]!;
  const pad = project.styleOf(call.path).bracketSpacing ? ' ' : '';
  project.changes.replace(call.path, client.getStart(), client.end, `{${pad}`, ...clientProperty(client), `${pad}}`);
}

/**
 * Whether the options are written with one member per line. When the call is itself an argument in front of an object
 * literal, that object is broken into lines instead, as a formatter would do.
 */
function isBroken(call: ClientCall, options: ts.ObjectLiteralExpression | undefined, project: Project): boolean {
  if (!breaksLines(call, options, project)) return false;
  const last = objectBehind(call.node);
  if (last) breakContainer(last, project);
  return last === undefined;
}

/**
 * The object literal that is the last argument of a one-line call around the client:
 * `migrate(drizzle(pool), { migrationsFolder })`.
 */
function objectBehind(node: ts.CallExpression): ts.ObjectLiteralExpression | undefined {
  const { parent } = node;
  if (!ts.isCallExpression(parent) || parent.getText().includes('\n')) return undefined;
  const last = parent.arguments.at(-1);
  const isBehind = last !== undefined && last !== node && parent.arguments.includes(node);
  return isBehind && ts.isObjectLiteralExpression(last) && last.properties.length > 0 ? last : undefined;
}

/** `client: pool`, or the shorthand `client` for a variable of that name. */
export function clientProperty(client: ts.Expression): Piece[] {
  const range = { start: client.getStart(), end: client.end };
  return ts.isIdentifier(client) && client.text === 'client' ? [range] : ['client: ', range];
}

/** Writes the client as the first member of the options. */
function moveClient(client: ts.Expression, options: ts.ObjectLiteralExpression, project: Project): void {
  const file = options.getSourceFile();
  const path = file.fileName;
  const style = project.styleOf(path);
  const { properties } = options;
  const firstProperty = properties.find((property) => !project.changes.isRemoved(property, properties));
  const pad = style.bracketSpacing ? ' ' : '';
  if (!firstProperty && properties[0]) {
    // All members are removed by other edits, so the client is written before the first of them.
    const [space = ''] = /\s*$/.exec(file.text.slice(properties.pos, properties[0].getStart())) ?? [];
    const comma = properties.hasTrailingComma ? ',' : '';
    project.changes.replace(path, properties.pos, properties.pos, space, ...clientProperty(client), comma);
  } else if (!firstProperty) {
    project.changes.replace(path, options.getStart(), options.end, `{${pad}`, ...clientProperty(client), `${pad}}`);
  } else
    project.changes.replace(
      path,
      firstProperty.getStart(),
      firstProperty.getStart(),
      ...clientProperty(client),
      separator(options, firstProperty, style),
    );
}

/**
 * Whether client and options would not fit on one line: the client has several lines, or the call becomes too long.
 * False where comments or other edits of the options make a new layout impossible.
 */
function breaksLines(
  { node, schemaProperty }: ClientCall,
  options: ts.ObjectLiteralExpression | undefined,
  project: Project,
): boolean {
  const { text, fileName } = node.getSourceFile();
  const [first, second] = node.arguments;
  const properties = options?.properties;
  if (properties && (second !== options || properties.length === 0)) return false;
  // When each argument is on a line of its own, the options lose one level of indentation, so they must be laid out
  // again.
  const isSpread = text.slice(node.arguments.pos, first!.getStart()).includes('\n');
  if (options && (hasCommentsBetween(options) || (!isSpread && options.getText().includes('\n')))) return false;
  if (properties?.some((property) => project.changes.isRemoved(property, properties))) return false;
  const ends = [node.arguments.pos, first!.getStart(), first!.end, options?.getStart() ?? node.end] as const;
  const behind = text.slice(node.arguments.end, node.end);
  const hasComments = /\/[/*]/.test(text.slice(ends[0], ends[1]) + text.slice(ends[2], ends[3]) + behind);
  if (hasComments) return false;
  const style = project.styleOf(fileName);
  if (node.getText().includes('\n')) return true;
  const { column } = contextAt(text, node.getStart(), style);
  const rest = text.slice(node.end, text.indexOf('\n', node.end) < 0 ? undefined : text.indexOf('\n', node.end));
  const isOwn = schemaProperty !== undefined && schemaProperty.parent === options;
  const schema = isOwn ? 'relations'.length - schemaProperty.getText().length : 0;
  const client = clientProperty(first!).length > 1 ? 'client: '.length : 0;
  const braces = options ? 0 : '{  }'.length;
  return column + node.getText().length + client + schema + braces + rest.trimEnd().length > style.width;
}

/** Whether an object has comments between or around its members. */
function hasCommentsBetween(object: ts.ObjectLiteralExpression): boolean {
  const text = object.getSourceFile().text;
  const { properties } = object;
  const gaps = properties.map((property, index) =>
    text.slice(properties[index - 1]?.end ?? properties.pos, property.getStart()),
  );
  return /\/[/*]/.test(gaps.join('') + text.slice(properties.at(-1)!.end, object.end));
}

/** Writes `drizzle({`, the client and the options on lines of their own, and `})`. */
function breakOptions(call: ClientCall, properties: readonly ts.ObjectLiteralElementLike[], project: Project): void {
  const { node, path, schemaProperty } = call;
  const { text } = node.getSourceFile();
  const style = project.styleOf(path);
  const client = node.arguments[0]!;
  const { indent } = contextAt(text, node.getStart(), style);
  const inner = indent + style.indent;
  const context: LayoutContext = { style, source: text, indent: inner, column: columns(inner, style) };
  const [name] = clientProperty(client);
  const line = style.newline + inner;
  project.changes.replace(
    path,
    node.arguments.pos,
    node.end - 1,
    `{${line}${typeof name === 'string' ? name : ''}`,
    ...layOut(source(client), context),
    ...properties.flatMap((property): Piece[] => {
      // The `schema` member is replaced as a whole by another edit, so its original range is kept here.
      const own = { start: property.getStart(), end: property.end };
      return [`,${line}`, ...(property === schemaProperty ? [own] : layOut(source(property), context))];
    }),
    `${style.trailingComma ? ',' : ''}${style.newline}${indent}}`,
  );
}

/** The comments in a stretch of a file. */
function commentsIn(path: string, start: number, end: number, project: Project): string[] {
  const text = project.sources.get(path)?.text.slice(start, end) ?? '';
  return text.match(/\/\/[^\r\n]*|\/\*[^]*?\*\//g) ?? [];
}

/**
 * The text between a new first member of an object and the member that was first before: a comma, and a line break with
 * the same indentation where the members are on lines of their own.
 */
export function separator(options: ts.ObjectLiteralExpression, first: ts.Node, style: Style): string {
  const between = options.getSourceFile().text.slice(options.getStart(), first.getStart());
  const [, indent] = /\n([ \t]*)$/.exec(between) ?? [];
  return indent === undefined ? ', ' : `,${style.newline}${indent}`;
}
