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
 * With postgres-js it reports booleans and dates, too, alone or first in a list: postgres-js takes the type of a parameter
 * from such a value, and since 1.0.0-rc.5 the value is given to it as it is, so that the database refuses it. And it
 * reports SQL made elsewhere that is nothing but a text.
 */
export function reportJsonValues(project: Project): void {
  const { capabilities, changes, evaluator, mentioning } = project;
  if (!capabilities.keepsJsonStrings) return;
  const isTyped = encodesJson(project);
  const contextOf = valueContexts(project);
  // SQL that is given there may be made elsewhere, and so may what it consists of.
  const mayMatter = (_: string, text: string) => isTyped || /\bJSON\s*\.\s*stringify\b/.test(text);
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
      else if (isTyped && leaves.some(hasType))
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

/** Whether postgres-js takes another type than that of the column from a value: that of its first member for a list. */
function hasType(node: ts.Node): boolean {
  const inner = unwrap(node);
  if (ts.isArrayLiteralExpression(inner)) return inner.elements[0] !== undefined && hasType(inner.elements[0]);
  if (ts.isNewExpression(inner)) return inner.expression.getText() === 'Date';
  return inner.kind === ts.SyntaxKind.TrueKeyword || inner.kind === ts.SyntaxKind.FalseKeyword;
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
