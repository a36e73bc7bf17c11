import { nodesOf } from '../../read/syntax/nodes.ts';
import { nameText, propertyValue, unwrap } from '../../read/syntax/syntax.ts';
import { leavesOf } from '../../read/values/leaves.ts';
import { noEnv, type Evaluator } from '../../read/values/value.ts';
import type { Table } from '../../facts.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';
import { encodesJson, isStringify } from './json-encoding.ts';
import { jsonLeavesOf, valueContexts } from './json-leaves.ts';
import { jsonTypeOf } from './json-place.ts';

/**
 * Reports `JSON.stringify(…)` that is given for a JSON column of PostgreSQL in an insert or update. Both versions store a
 * JSON string then, because the column makes JSON of the text once more. 0.x parsed its text when it was read; from
 * 1.0.0-beta.24 on it is read as text.
 *
 * It reports values that the database refuses, too, because the client is given them as they are and takes the type of
 * the parameter from them: booleans and dates with postgres-js, alone or first in a list, since 1.0.0-rc.5; booleans and
 * numbers with bun-sql, and dates with clients like `pg`, since 1.0.0-beta.24. With postgres-js it also reports SQL made
 * elsewhere that is nothing but a text.
 */
export function reportJsonValues(project: Project): void {
  const { capabilities, changes, evaluator, mentioning } = project;
  if (!capabilities.keepsJsonStrings) return;
  const isTyped = encodesJson(project);
  const refusals = refusalsOf(project);
  const isRefused = (node: ts.Node) => refusals.some(({ test }) => test(unwrap(node)));
  const contextOf = valueContexts(project);
  // SQL that is given there may be made elsewhere, and so may what it consists of.
  const mayMatter = (_: string, text: string) =>
    isTyped || /\bJSON\s*\.\s*stringify\b/.test(text) || refusals.some(({ mention }) => mention.test(text));
  for (const { ast } of mentioning(/\.(?:values|set)\s*\(/, mayMatter)) {
    for (const call of nodesOf(ast).calls) {
      const table = writtenTable(call, evaluator);
      if (table?.dialect !== 'pg') continue;
      for (const argument of call.arguments) {
        for (const { node } of leavesOf(argument, noEnv, evaluator)) {
          const rows = ts.isArrayLiteralExpression(node) ? node.elements : [node];
          for (const row of rows) if (ts.isObjectLiteralExpression(row)) reportRow(row, table);
        }
      }
    }
  }

  function reportRow(row: ts.ObjectLiteralExpression, { columns }: Table): void {
    for (const property of row.properties) {
      const value = propertyValue(property);
      const key = property.name && nameText(property.name);
      const column = key === undefined ? undefined : columns.get(key);
      const type = jsonTypeOf(column);
      if (!value || !type || column!.storage !== type) continue;
      const leaves = [...leavesOf(value, noEnv, evaluator)].map(({ node }) => node);
      const name = column!.dbName ?? column!.key;
      if (leaves.some(isStringify)) changes.report('RQB_JSON_STRING', value, { column: name });
      else if (leaves.some(isRefused))
        changes.report('RQB_JSON_REFUSED', value, { column: name, type, value: value.getText().split('\n')[0]! });
      else if (isTyped && isTextElsewhere(value)) changes.report('RQB_JSON_UNTYPED', value);
    }
  }

  /** Whether a value is SQL that is nothing but a text and is not written in place, where `json-text.ts` casts it. */
  function isTextElsewhere(value: ts.Expression): boolean {
    const { texts, wrappers } = jsonLeavesOf(value, false, contextOf(noEnv));
    return texts.length > 0 && wrappers.some((each) => ts.findAncestor(each, (outer) => outer === value) === undefined);
  }
}

/** Values that the database refuses for a JSON column, with one of the project's clients. */
interface Refusal {
  test(node: ts.Node): boolean;
  /** What the text of a file has that writes such a value. */
  mention: RegExp;
}

function refusalsOf(project: Project): Refusal[] {
  const drivers = project.scan.clients.map(({ driver }) => driver);
  const date = /\bnew\s+Date\b/;
  const refusals: Refusal[] = [];
  if (encodesJson(project)) refusals.push({ test: isFirst((node) => isBoolean(node) || isDate(node)), mention: date });
  if (drivers.includes('bun-sql'))
    refusals.push({ test: (node) => isBoolean(node) || ts.isNumericLiteral(node), mention: /\b(?:true|false|\d+)\b/ });
  if (drivers.some((driver) => ofPg.test(driver))) refusals.push({ test: isDate, mention: date });
  return refusals;
}

/** Drivers whose client is that of the package `pg`, or made like it. */
const ofPg = /^(?:node-postgres|neon-serverless|vercel-postgres)$/;

/** A test of a value or, where that is a list, of its first member. */
function isFirst(test: (node: ts.Node) => boolean): (node: ts.Node) => boolean {
  return function isSo(node): boolean {
    const inner = unwrap(node);
    return ts.isArrayLiteralExpression(inner)
      ? inner.elements[0] !== undefined && isSo(inner.elements[0])
      : test(inner);
  };
}

function isBoolean({ kind }: ts.Node): boolean {
  return kind === ts.SyntaxKind.TrueKeyword || kind === ts.SyntaxKind.FalseKeyword;
}

function isDate(node: ts.Node): boolean {
  return ts.isNewExpression(node) && node.expression.getText() === 'Date';
}

/** The table that a call of `values()` or `set()` writes to: `db.insert(users).values(…)`. */
function writtenTable(call: ts.CallExpression, evaluator: Evaluator): Table | undefined {
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee) || !/^(?:values|set)$/.test(callee.name.text)) return undefined;
  const builder = unwrap(callee.expression);
  const maker = ts.isCallExpression(builder) ? unwrap(builder.expression) : undefined;
  if (!maker || !ts.isPropertyAccessExpression(maker) || !/^(?:insert|update)$/.test(maker.name.text)) return undefined;
  const [written] = (builder as ts.CallExpression).arguments;
  const table = written && evaluator.evaluate(written, noEnv);
  return table?.kind === 'table' ? table.table : undefined;
}
