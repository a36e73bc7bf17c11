import { declarationOf } from '../../read/syntax/scope.ts';
import { ts } from '../../ts.cts';
import type { QueryContext } from '../context.ts';
import type { Insertion } from '../insertion.ts';

/** What follows the table in `keyof typeof t.$inferSelect`. */
export const columnsOfTable = '.$inferSelect';

/**
 * Insertions that make `keyof typeof t.$inferSelect` of `keyof typeof t`, where `t` is the table of the v1 callback. v1
 * gave its callbacks the columns alone; the table of v2 has further keys, so that `t[name as keyof typeof t]` would be
 * no column by its type.
 */
export function tableKeys(node: ts.Node, { callback }: QueryContext): Insertion[] {
  const insertions: Insertion[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isTypeOperatorNode(child) && child.operator === ts.SyntaxKind.KeyOfKeyword) {
      let { type } = child;
      while (ts.isParenthesizedTypeNode(type)) type = type.type;
      const name = ts.isTypeQueryNode(type) && ts.isIdentifier(type.exprName) ? type.exprName : undefined;
      if (name && callback && declarationOf(name) === callback.parameters[0])
        insertions.push({ position: name.end, text: columnsOfTable });
    }
    ts.forEachChild(child, visit);
  };
  visit(node);
  return insertions;
}
