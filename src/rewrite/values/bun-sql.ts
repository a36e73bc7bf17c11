import { nodesOf } from '../../read/syntax/nodes.ts';
import { unwrap, valueNamed } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';
import { builderCalled } from './column-builders.ts';

const builders = new Set(['json', 'jsonb', 'bigint']);

/**
 * Reports columns whose stored or returned values differ with bun-sql.
 *
 * - JSON: 0.x gave the client text, of which it made JSON once more, so that all that is stored is JSON strings; and it
 *   parsed them when they were read. Since 1.0.0-beta.24 values are stored as they are, and strings are read as text.
 * - `bigint` in mode `bigint`: since 1.0.0-beta.24 the column returns what the client returns, which drizzle-orm asks for a
 *   bigint after it was made. From Bun 1.4 on that is too late, and text is returned.
 *
 * Measured with Bun 1.2.21, 1.3.3 and 1.4.5 on PostgreSQL 15.
 */
export function reportBunSql(project: Project): void {
  const { capabilities, changes, mentioning, scan } = project;
  if (!capabilities.keepsJsonStrings || !scan.clients.some(({ driver }) => driver === 'bun-sql')) return;
  for (const { ast } of mentioning(/\b(?:jsonb?|bigint)\b/, (_, text) => /drizzle-orm\/pg-core/.test(text))) {
    for (const call of nodesOf(ast).calls) {
      const type = builderCalled(call, builders, project);
      if (type === undefined) continue;
      if (type !== 'bigint') changes.report('RQB_JSON_STORED', call, { type });
      else if (modeOf(call) === 'bigint') changes.report('RQB_BIGINT_AS_TEXT', call);
    }
  }
}

/** The mode that a column is given in its call. */
function modeOf(call: ts.CallExpression): string | undefined {
  const config = call.arguments.map((argument) => unwrap(argument)).find(ts.isObjectLiteralExpression);
  const mode = config && valueNamed(config, 'mode');
  const value = mode && unwrap(mode);
  return value && ts.isStringLiteralLike(value) ? value.text : undefined;
}
