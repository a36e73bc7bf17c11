import { nodesOf } from '../../read/syntax/nodes.ts';
import { unwrap } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';

/** The drivers that threw the error of SQLite itself in 0.x. */
const syncDrivers = /^(?:better-sqlite3|bun-sqlite|durable-sqlite|expo-sqlite|sql-js)$/;

/**
 * Reports tests of an error for a code or message of SQLite, where all clients of the project have a synchronous driver:
 * from 1.0.0-rc.4 on, what such a query throws is a `DrizzleQueryError` with the error of SQLite as its `cause`.
 */
export function reportSyncErrors({ capabilities, changes, mentioning, scan }: Project): void {
  const { clients } = scan;
  if (!capabilities.wrapsSyncErrors || clients.length === 0) return;
  if (!clients.every(({ driver }) => syncDrivers.test(driver))) return;
  for (const { ast } of mentioning(/\bSQLITE_|\bconstraint failed\b|\bSqliteError\b/)) {
    for (const access of nodesOf(ast).uses) {
      if (!ts.isPropertyAccessExpression(access) || !/^(?:code|message)$/.test(access.name.text)) continue;
      const owner = unwrap(access.expression);
      if (/\bcause$/.test(owner.getText()) || !isTested(access)) continue;
      changes.report('RQB_ERROR_WRAPPED', access, { error: owner.getText() });
    }
    for (const name of nodesOf(ast).identifiers) {
      const { parent } = name;
      const tested = name.text === 'SqliteError' && (ts.isPropertyAccessExpression(parent) ? parent : name);
      const test = tested && tested.parent;
      if (!test || !ts.isBinaryExpression(test) || test.operatorToken.kind !== ts.SyntaxKind.InstanceOfKeyword)
        continue;
      if (!/\bcause$/.test(test.left.getText()))
        changes.report('RQB_ERROR_WRAPPED', test, { error: test.left.getText() });
    }
  }
}

/** Whether the code or message of an error is compared with one of SQLite, or searched for it. */
function isTested(access: ts.PropertyAccessExpression): boolean {
  let node: ts.Node = access;
  while (ts.isParenthesizedExpression(node.parent) || ts.isNonNullExpression(node.parent)) node = node.parent;
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) return [parent.left, parent.right].some(isOfSqlite);
  if (!ts.isPropertyAccessExpression(parent) || !ts.isCallExpression(parent.parent)) return false;
  return /^(?:includes|startsWith|match|indexOf)$/.test(parent.name.text) && parent.parent.arguments.some(isOfSqlite);
}

function isOfSqlite(node: ts.Expression): boolean {
  const inner = unwrap(node);
  const isText = ts.isStringLiteralLike(inner) || ts.isRegularExpressionLiteral(inner);
  return isText && /\bSQLITE_|\bconstraint failed\b/.test(inner.text);
}
