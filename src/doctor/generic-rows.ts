import { nodesOf } from '../read/syntax/nodes.ts';
import { usesOf } from '../read/syntax/references.ts';
import { isAccess, isFunction, unwrap, type FunctionNode } from '../read/syntax/syntax.ts';
import type { Project } from '../rewrite/project.ts';
import { declarationOfName } from '../read/types/types.ts';
import { createObjectMembers } from '../read/types/object-members.ts';
import { typesOfValue } from '../read/types/types-of-value.ts';
import { ts } from '../ts.cts';
import { diagnosis, placeOf, type Diagnosis } from './diagnosis.ts';

/**
 * Finds `db.insert(table).….returning()`, and the same of updates and deletes, whose rows are used as a list where the type
 * of the table is a type parameter: TypeScript does not resolve their type then, and says that it is no list.
 */
export function genericRows(project: Project): Diagnosis[] {
  return project.mentioning(/\.returning\s*\(\s*\)/).flatMap(({ ast }) =>
    nodesOf(ast).calls.flatMap((call) => {
      const method = call.arguments.length === 0 ? unwrap(call.expression) : call;
      if (!ts.isPropertyAccessExpression(method) || method.name.text !== 'returning') return [];
      const table = tableOf(method.expression);
      return table && isTypeParameter(table, project) && isList(call)
        ? [diagnosis('generic-rows', placeOf(method.name))]
        : [];
    }),
  );
}

/** The table that a chain of calls writes to: `posts` of `db.insert(posts).values(…)`. */
function tableOf(chain: ts.Expression): ts.Expression | undefined {
  for (let node = unwrap(chain); ts.isCallExpression(node);) {
    const callee = unwrap(node.expression);
    if (!ts.isPropertyAccessExpression(callee)) return undefined;
    if (/^(?:insert|update|delete)$/.test(callee.name.text)) return node.arguments[0];
    node = unwrap(callee.expression);
  }
  return undefined;
}

/** Whether an expression is declared as being of a type parameter, `table: T`, that may stand for several tables. */
function isTypeParameter(node: ts.Expression, project: Project): boolean {
  return typesOfValue(node, createObjectMembers(project), project).some((type) => {
    const parameter = ts.isTypeReferenceNode(type) ? declarationOfName(type.typeName, project) : undefined;
    return parameter !== undefined && ts.isTypeParameterDeclaration(parameter) && !isOneTable(parameter);
  });
}

/** Whether a type parameter extends the type of one table, `T extends typeof posts`, which is resolved. */
function isOneTable({ constraint }: ts.TypeParameterDeclaration): boolean {
  return constraint !== undefined && ts.isTypeQueryNode(constraint);
}

/** Whether rows are used as a list: destructured, indexed, iterated, or given a type by what holds or returns them. */
function isList(rows: ts.Node): boolean {
  let node = rows;
  while (ts.isAwaitExpression(node.parent) || ts.isParenthesizedExpression(node.parent)) node = node.parent;
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name))
    return parent.type !== undefined || usesOf(parent.name).some(isList);
  if (isAccess(parent)) return node !== rows || ts.isIdentifier(rows) || isThenWithList(parent);
  if (ts.isReturnStatement(parent) || ts.isArrowFunction(parent)) return isTyped(node);
  return ts.isVariableDeclaration(parent) || ts.isForOfStatement(parent) || ts.isSpreadElement(parent);
}

/** Whether rows go to a `.then(…)` whose callback uses them as a list. */
function isThenWithList(access: ts.Node): boolean {
  const call = access.parent;
  const isThen = ts.isPropertyAccessExpression(access) && access.name.text === 'then' && ts.isCallExpression(call);
  const [callback] = isThen ? call.arguments : [];
  const name = callback && isFunction(callback) ? callback.parameters[0]?.name : undefined;
  return name !== undefined && (!ts.isIdentifier(name) || usesOf(name).some(isList));
}

/** Whether the function that returns a value says of what type it is. */
function isTyped(node: ts.Node): boolean {
  const fn = ts.findAncestor(node, (around) => isFunction(around)) as FunctionNode | undefined;
  return fn?.type !== undefined;
}
