import { nodesOf } from '../../read/syntax/nodes.ts';
import { nameText, unwrap } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import type { FindingCode } from '../../findings.ts';
import { dialectOfDriver } from '../../drizzle/drivers.ts';
import type { Project } from '../project.ts';

/** Numbers of PostgreSQL types: `numeric`, `json` and `jsonb`. */
const types: Readonly<Record<string, string>> = { '1700': 'numeric', '114': 'json', '3802': 'jsonb' };

/**
 * Reports settings of a client that make other values of what the database sends, where the columns of 0.x made up for
 * it and those of 1.0 do not: `numeric` as number, JSON as text, integers as bigint.
 */
export function reportClientValues(project: Project): void {
  const { capabilities, changes, mentioning, scan } = project;
  const dialects = new Set(scan.clients.map(({ driver }) => dialectOfDriver(driver)));
  const report = (code: FindingCode, node: ts.Node, what: string) => changes.report(code, node, { what });
  const isTold = (dialect: 'pg' | 'mysql') =>
    dialects.has(dialect) && capabilities.keepsClientNumbers.includes(dialect);
  if (isTold('pg')) {
    for (const { ast } of mentioning(/\bsetTypeParser\b/)) {
      for (const call of nodesOf(ast).calls) {
        if (!/\bsetTypeParser$/.test(call.expression.getText())) continue;
        const type = call.arguments[0] && typeOf(call.arguments[0]);
        if (type) report('RQB_CLIENT_VALUES', call, `\`${type}\``);
      }
    }
    for (const { ast } of mentioning(/\bfrom\s*:\s*\[\s*(?:1700|114|3802)\b/)) {
      for (const list of nodesOf(ast).lists) {
        if (!ts.isArrayLiteralExpression(list) || !isNamed(list.parent, 'from')) continue;
        const type = list.elements.map(typeOf).find(Boolean);
        if (type) report('RQB_CLIENT_VALUES', list.parent, `\`${type}\``);
      }
    }
  }
  if (isTold('mysql')) reportOption(/^decimalNumbers$/, /^true$/, 'RQB_CLIENT_VALUES', '`decimal`');
  if (dialects.has('sqlite') && capabilities.strictBooleans) {
    reportOption(/^intMode$/, /^['"`](?:bigint|string)['"`]$/, 'RQB_CLIENT_INTEGERS', '');
    reportOption(/^safeIntegers$/, /^true$/, 'RQB_CLIENT_INTEGERS', '');
    for (const { ast } of mentioning(/\bdefaultSafeIntegers\b/))
      for (const call of nodesOf(ast).calls)
        if (call.expression.getText().endsWith('.defaultSafeIntegers') && call.arguments[0]?.getText() !== 'false')
          report('RQB_CLIENT_INTEGERS', call, '');
  }

  function reportOption(name: RegExp, value: RegExp, code: FindingCode, what: string): void {
    for (const { ast } of mentioning(new RegExp(String.raw`\b${name.source.slice(1, -1)}\s*:`))) {
      for (const list of nodesOf(ast).lists) {
        if (!ts.isObjectLiteralExpression(list)) continue;
        for (const property of list.properties) {
          if (!ts.isPropertyAssignment(property) || !name.test(nameText(property.name) ?? '')) continue;
          if (value.test(unwrap(property.initializer).getText())) report(code, property, what);
        }
      }
    }
  }
}

function isNamed(node: ts.Node, name: string): boolean {
  return ts.isPropertyAssignment(node) && nameText(node.name) === name;
}

/** The type that a number, or a name such as `types.builtins.NUMERIC`, stands for, as far as it matters here. */
function typeOf(node: ts.Expression): string | undefined {
  const text = unwrap(node).getText();
  const [, name] = /\.(NUMERIC|JSONB?)$/.exec(text) ?? [];
  return types[text] ?? name?.toLowerCase();
}
