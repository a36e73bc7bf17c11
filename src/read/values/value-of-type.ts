import { ts } from '../../ts.cts';
import type { Value } from '../../facts.ts';
import { coreName } from './core-module.ts';
import { declarationOf } from '../syntax/scope.ts';
import { isFunction, returnedExpression } from '../syntax/syntax.ts';
import { unknown, type Evaluator } from './value.ts';

/** Types of the functions that make tables. */
const tableFunction = /^(Pg|MySql|SQLite|SingleStore|MsSql|Cockroach|Gel)TableFn(?:Internal)?$/;

/**
 * What a value of a type stands for, if the type is about tables: `typeof schema`, `ReturnType<typeof createTables>`,
 * `MySqlTableFn`, and aliases of them. This is sound for tables only, because all tables of one type have the same
 * columns; for anything else a type says too little, and the value is unknown.
 */
export function valueOfType(node: ts.TypeNode, evaluator: Evaluator): Value {
  const value = ofType(node, evaluator);
  return isAboutTables(value, evaluator) ? value : unknown('runtime');
}

/** Whether a value is a table, a column, a module, something of a core module, or an object of tables (and calls). */
function isAboutTables(value: Value, evaluator: Evaluator): boolean {
  if (value.kind !== 'expression') return value.kind !== 'external' || coreName(value) !== undefined;
  if (!ts.isObjectLiteralExpression(value.node)) return false;
  const members = evaluator.keys(value).names.map((name) => evaluator.member(value, name));
  const isCall = (member: Value) => member.kind === 'expression' && ts.isCallExpression(member.node);
  return members.some(({ kind }) => kind === 'table') && members.every((it) => it.kind === 'table' || isCall(it));
}

function ofType(node: ts.TypeNode, evaluator: Evaluator): Value {
  if (ts.isParenthesizedTypeNode(node)) return ofType(node.type, evaluator);
  if (ts.isTypeQueryNode(node)) return valueOfName(node.exprName, evaluator);
  if (ts.isIndexedAccessTypeNode(node)) {
    const key = ts.isLiteralTypeNode(node.indexType) ? node.indexType.literal : undefined;
    if (!key || !ts.isStringLiteral(key)) return unknown('runtime');
    return evaluator.member(ofType(node.objectType, evaluator), key.text);
  }
  if (!ts.isTypeReferenceNode(node)) return unknown('runtime');
  const [argument] = node.typeArguments ?? [];
  const name = ts.isIdentifier(node.typeName) ? node.typeName : node.typeName.right;
  if (name.text === 'ReturnType' && argument) return returned(ofType(argument, evaluator), evaluator);
  if (/^(?:Readonly|Required|Partial|Awaited|NonNullable)$/.test(name.text) && argument)
    return ofType(argument, evaluator);
  const declaration = ts.isIdentifier(node.typeName) ? declarationOf(node.typeName) : undefined;
  if (declaration && ts.isTypeAliasDeclaration(declaration)) return ofType(declaration.type, evaluator);
  if (declaration && ts.isTypeParameterDeclaration(declaration))
    return declaration.constraint ? ofType(declaration.constraint, evaluator) : unknown('runtime');
  const core = coreName(valueOfName(node.typeName, evaluator));
  const [, dialect] = (core && tableFunction.exec(core.name)) ?? [];
  if (!core || dialect === undefined) return unknown('runtime');
  return { kind: 'external', module: `drizzle-orm/${core.dialect}-core`, name: `${core.dialect}Table` };
}

/**
 * What the name in a `typeof` type stands for as a value: `schema` of `typeof schema`, `db.schema` of
 * `typeof db.schema`.
 */
export function valueOfName(name: ts.EntityName | ts.Expression, evaluator: Evaluator): Value {
  return ts.isQualifiedName(name)
    ? evaluator.member(valueOfName(name.left, evaluator), name.right.text)
    : evaluator.evaluate(name);
}

/** What a function returns, for `ReturnType`. */
function returned(fn: Value, evaluator: Evaluator): Value {
  const body = fn.kind === 'expression' && isFunction(fn.node) ? returnedExpression(fn.node) : undefined;
  return body && fn.kind === 'expression' ? evaluator.evaluate(body, fn.env) : unknown('runtime');
}
