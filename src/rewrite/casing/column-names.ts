import { ts } from '../../ts.cts';
import type { Column } from '../../facts.ts';
import { escapeRegExp } from '../../read/syntax/escape-reg-exp.ts';
import type { Project } from '../project.ts';

/**
 * Reports code that reads `column.name` of tables whose casing has moved. With v1's `casing` option this was the key of
 * the column; with a table like `snakeCase.table` it is the name in the database.
 *
 * @param isRenamed whether key and database name of a column differ
 */
export function reportColumnNames(isRenamed: (column: Column) => boolean, project: Project): void {
  const { changes, evaluator } = project;
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && node.name.text === 'name') {
      const value = evaluator.evaluate(node.expression);
      if (value.kind === 'column' && isRenamed(value.column))
        changes.report('RQB_CASING_COLUMN_NAME', node, { column: node.expression.getText() });
    } else if (ts.isCallExpression(node) && listsColumns(node) && readsNames(node)) {
      const callee = evaluator.evaluate(node.expression);
      if (callee.kind === 'external' && callee.module.startsWith('drizzle-orm'))
        changes.report('RQB_CASING_COLUMN_NAME', node, { column: node.getText() });
    }
    ts.forEachChild(node, visit);
  };
  // A file that uses tables need not mention Drizzle at all.
  const tables = new Set(project.databases.flatMap(({ tables: own }) => [...own.keys()]));
  const naming = project.mentioning(new RegExp(`\\b(?:${[...tables].map(escapeRegExp).join('|')})\\b.*\\.name\\b`));
  for (const { ast, text } of new Set([...project.sources.parsed(), ...naming])) if (/\.name\b/.test(text)) visit(ast);
}

/** Whether a call lists the columns of a table: `getTableColumns(users)`. */
function listsColumns({ expression }: ts.CallExpression): boolean {
  return /\b(?:getTableColumns|getColumns|getTableConfig|getViewSelectedFields)$/.test(expression.getText());
}

/** Whether the function around a call that lists columns reads a `.name` of anything. */
function readsNames(call: ts.CallExpression): boolean {
  const scope = ts.findAncestor(call, ts.isFunctionLike) ?? ts.findAncestor(call, ts.isStatement);
  return scope !== undefined && /\.name\b/.test(scope.getText());
}
