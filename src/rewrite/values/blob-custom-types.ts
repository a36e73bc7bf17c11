import { dialectOfDriver } from '../../drizzle/drivers.ts';
import { survives } from '../../edits/apply.ts';
import type { SourceRange } from '../../edits/edit.ts';
import { indentAt } from '../../edits/layout-context.ts';
import { usesOf } from '../../read/syntax/references.ts';
import { isAssertion, memberNamed, outermost, unwrap } from '../../read/syntax/syntax.ts';
import { customTypeMember } from '../../read/values/columns.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';
import { customTypesIn, functionNamed, returned, type CustomType } from './custom-types.ts';

/** Drivers whose bytes 0.x made a Buffer of, for columns of every kind: libsql's ArrayBuffer, sql.js's Uint8Array. */
const normalized = /^(?:libsql|sql-js)\b/;

/** Types whose values are bytes: `blob`, and `F32_BLOB(3)` and the like of libsql. */
const ofBytes = /blob/i;

/** Types of TypeScript for bytes. */
const byteTypes = /\b(?:Buffer|Uint8Array|ArrayBuffer(?:Like)?)\b/;

/**
 * Gives `fromDriver` of custom types for bytes a Buffer again, in projects on libsql or sql.js. 0.x made one of what the
 * client returns; since 1.0.0-beta.24 custom types are given an ArrayBuffer or Uint8Array, whose `.buffer` is undefined or
 * whose methods are others: a vector would be read as an empty list.
 *
 * Where other drivers are in use, too, the types are reported: these give a Buffer or a list of numbers.
 */
export function rewriteBlobCustomTypes(project: Project): void {
  const { capabilities, changes, mentioning, scan } = project;
  const drivers = scan.clients.map(({ driver }) => driver).filter((driver) => dialectOfDriver(driver) === 'sqlite');
  if (!capabilities.keepsBytes || !drivers.some((driver) => normalized.test(driver))) return;
  const isSure = drivers.every((driver) => normalized.test(driver));
  for (const { ast, path } of mentioning(/\bcustomType\b/)) {
    if (changes.deleted().has(path)) continue;
    for (const type of customTypesIn(ast, 'drizzle-orm/sqlite-core', project)) {
      if (!holdsBytes(type)) continue;
      const edits = isSure ? bufferEdits(type) : undefined;
      if (edits?.length === 0) continue;
      if (!edits?.every(({ start }) => survives(start, changes.edits(path)))) {
        changes.report('RQB_BYTES_AS_ARRAY_BUFFER', type.call);
        continue;
      }
      for (const { start, end, text } of edits) changes.replace(path, start, end, text);
      changes.report('RQB_BYTES_AS_BUFFER', type.call);
    }
  }
}

interface TextEdit extends SourceRange {
  text: string;
}

/** Whether the values of a custom type are bytes, as its SQL type says, or the TypeScript type of what the driver gives. */
function holdsBytes({ call, options }: CustomType): boolean {
  const types = returned(options, 'dataType').map((value) => unwrap(value).getText());
  if (types.some((type) => ofBytes.test(type))) return true;
  const declared = customTypeMember(call, 'driverData') ?? functionNamed(options, 'fromDriver')?.parameters[0]?.type;
  return declared !== undefined && byteTypes.test(declared.getText());
}

/**
 * The edits that make a Buffer of what `fromDriver` is given; none where it makes bytes of it by itself; undefined where
 * that cannot be written.
 */
function bufferEdits({ call, options }: CustomType): TextEdit[] | undefined {
  const member = memberNamed(options.properties, 'fromDriver');
  // A type that is not known in TypeScript is `unknown`.
  const isTyped =
    customTypeMember(call, 'driverData') !== undefined || /\.[cm]?jsx?$/.test(call.getSourceFile().fileName);
  const fn = functionNamed(options, 'fromDriver');
  const made = (value: string) => `Buffer.from(${isTyped ? value : `${value} as ArrayBuffer`})`;
  if (!member) {
    const last = options.properties.at(-1);
    if (!last || options.properties.some(ts.isSpreadAssignment)) return undefined;
    const source = call.getSourceFile().text;
    const indent = indentAt(source, last.getStart());
    const gap = source.slice(0, last.getStart()).endsWith(`\n${indent}`) ? `\n${indent}` : ' ';
    return [{ start: last.end, end: last.end, text: `,${gap}fromDriver: (value) => ${made('value')}` }];
  }
  if (!fn) {
    if (!ts.isPropertyAssignment(member)) return undefined;
    const { initializer } = member;
    // A function that is named: `fromDriver: decode`.
    if (!ts.isIdentifier(initializer) && !ts.isPropertyAccessExpression(initializer)) return undefined;
    const [start, { end }] = [initializer.getStart(), initializer];
    return [
      { start, end: start, text: '(value) => ' },
      { start: end, end, text: `(${made('value')})` },
    ];
  }
  const [parameter] = fn.parameters;
  if (!parameter) return [];
  if (!ts.isIdentifier(parameter.name) || parameter.initializer || parameter.dotDotDotToken) return undefined;
  const isKnown = isTyped || (parameter.type !== undefined && parameter.type.kind !== ts.SyntaxKind.UnknownKeyword);
  return usesOf(parameter.name)
    .filter((use) => !makesBytes(use))
    .map((use) => {
      // `value as Buffer` is made a Buffer as a whole.
      const node = outermost(use);
      const given = ts.isParenthesizedExpression(node) ? node.expression : node;
      const cast = isKnown || isAssertion(given) ? '' : ' as ArrayBuffer';
      const key = ts.isShorthandPropertyAssignment(use.parent) ? `${use.text}: ` : '';
      return { start: node.getStart(), end: node.end, text: `${key}Buffer.from(${given.getText()}${cast})` };
    });
}

/** Whether an expression is given to `Buffer.from` or `new Uint8Array`, which take an ArrayBuffer, too. */
function makesBytes(use: ts.Expression): boolean {
  const outer = outermost(use);
  const taker = outer.parent;
  if (!(ts.isCallExpression(taker) || ts.isNewExpression(taker)) || taker.arguments?.[0] !== outer) return false;
  return ts.isCallExpression(taker)
    ? taker.expression.getText() === 'Buffer.from'
    : taker.expression.getText() === 'Uint8Array';
}
