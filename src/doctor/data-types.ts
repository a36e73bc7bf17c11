import { dataTypesOfV1 } from '../drizzle/needs.ts';
import { unwrap } from '../read/syntax/syntax.ts';
import type { Project } from '../rewrite/project.ts';
import { ts } from '../ts.cts';
import { diagnosis, placeOf, type Diagnosis } from './diagnosis.ts';

/**
 * Finds comparisons of the property `dataType` with a value it has in 0.x only: `column.dataType === 'json'`, a `case` of
 * `switch (column.dataType)`, `['date'].includes(column.dataType)`. Only files that import from drizzle-orm count, since
 * anything may have a property of that name.
 */
export function columnDataTypes({ mentioning }: Project): Diagnosis[] {
  const found: Diagnosis[] = [];
  for (const { ast } of mentioning(/\bdataType\b/)) {
    if (!importsDrizzle(ast)) continue;
    const visit = (node: ts.Node): void => {
      for (const value of comparedValues(node)) {
        const successor = ts.isStringLiteralLike(value) ? successorOf(value.text) : undefined;
        if (successor === undefined) continue;
        found.push(diagnosis('column-data-type', placeOf(value), { value: value.getText(), successor }));
      }
      ts.forEachChild(node, visit);
    };
    visit(ast);
  }
  return found;
}

/** What a node compares the property `dataType` with; nothing when it does not. */
function comparedValues(node: ts.Node): readonly ts.Node[] {
  if (ts.isBinaryExpression(node) && /^[!=]==?$/.test(node.operatorToken.getText())) {
    const sides = [unwrap(node.left), unwrap(node.right)];
    return sides.some(isDataType) ? sides : [];
  }
  if (ts.isSwitchStatement(node) && isDataType(unwrap(node.expression)))
    return node.caseBlock.clauses.flatMap((clause) => (ts.isCaseClause(clause) ? unwrap(clause.expression) : []));
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const list = unwrap(node.expression.expression);
    const isSearch = node.expression.name.text === 'includes' && node.arguments.some((it) => isDataType(unwrap(it)));
    if (isSearch && ts.isArrayLiteralExpression(list)) return list.elements.map(unwrap);
  }
  return [];
}

/** Whether an expression is `….dataType`. */
function isDataType(node: ts.Node): boolean {
  return ts.isPropertyAccessExpression(node) && node.name.text === 'dataType';
}

/** What to compare with instead of a value; undefined for one that 1.0 has, too, or that is none of drizzle-orm. */
function successorOf(value: string): string | undefined {
  return Object.hasOwn(dataTypesOfV1, value) ? dataTypesOfV1[value] : undefined;
}

/** Whether a file imports something from drizzle-orm. */
function importsDrizzle(file: ts.SourceFile): boolean {
  const isDrizzle = (node: ts.Expression | undefined) =>
    node !== undefined && ts.isStringLiteralLike(node) && /^drizzle-orm(?:\/|$)/.test(node.text);
  return file.statements.some((it) => ts.isImportDeclaration(it) && isDrizzle(it.moduleSpecifier));
}
