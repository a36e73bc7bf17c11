import { ts } from '../../ts.cts';
import { dynamicKey, type Column, type Database, type QuerySite, type Relation, type Table } from '../../facts.ts';
import { declarationOf } from '../../read/scope.ts';
import { unwrap } from '../../read/syntax.ts';

/**
 * The database of a query on `db.query[name]`, with a table under `dynamicKey` that has what all tables the name may mean
 * have in common: a filter over these columns means the same for each of them.
 */
export function withDynamicTable(database: Database, site: QuerySite): Database | undefined {
  const names = namesOf(site)?.filter((name) => database.tables.has(name)) ?? [...database.tables.keys()];
  const tables = names.map((name) => database.tables.get(name)!).filter(({ isView }) => !isView);
  const [first, ...others] = tables;
  if (!first) return undefined;
  const columns = new Map<string, Column>();
  for (const [key, column] of first.columns) {
    const same = others.map((table) => table.columns.get(key));
    if (same.every((other) => other !== undefined)) columns.set(key, common([column, ...(same as Column[])]));
  }
  const table: Table = { ...first, columns, complete: tables.every(({ complete }) => complete) };
  const [relations, ...rest] = names.map((name) => database.relations.get(name) ?? []);
  const shared = relations!.filter((relation) => rest.every((list) => list.some((other) => isAlike(relation, other))));
  return {
    ...database,
    tables: new Map([...database.tables, [dynamicKey, table]]),
    relations: new Map([...database.relations, [dynamicKey, shared]]),
  };
}

function common([first, ...others]: Column[]): Column {
  const isSame = others.every(({ type }) => type === first!.type);
  const all = [first!, ...others];
  return {
    ...first!,
    type: isSame ? first!.type : 'unknown',
    narrowed: all.some(({ narrowed }) => narrowed),
    opaqueType: all.some(({ opaqueType }) => opaqueType),
    looseType: all.some(({ looseType }) => looseType),
    dbName: others.every(({ dbName }) => dbName === first!.dbName) ? first!.dbName : undefined,
  };
}

function isAlike(a: Relation, b: Relation): boolean {
  return a.key === b.key && a.newKey === b.newKey && a.kind === b.kind && a.targetKey === b.targetKey;
}

/** The keys that `name` of `db.query[name]` may be, when its type or the list it comes from says so. */
function namesOf({ node }: QuerySite): string[] | undefined {
  const method = unwrap(node.expression);
  const access = ts.isPropertyAccessExpression(method) ? unwrap(method.expression) : undefined;
  const key = access && ts.isElementAccessExpression(access) ? unwrap(access.argumentExpression) : undefined;
  if (key && ts.isConditionalExpression(key)) {
    const branches = [unwrap(key.whenTrue), unwrap(key.whenFalse)];
    return branches.every(ts.isStringLiteralLike) ? branches.map(({ text }) => text) : undefined;
  }
  const declaration = key && ts.isIdentifier(key) ? declarationOf(key) : undefined;
  if (!declaration) return undefined;
  if (ts.isParameter(declaration)) return declaration.type && literalsOf(declaration.type);
  if (!ts.isVariableDeclaration(declaration)) return undefined;
  if (declaration.type) return literalsOf(declaration.type);
  const loop = declaration.parent.parent;
  const list = ts.isForOfStatement(loop) ? unwrap(loop.expression) : undefined;
  if (!list || !ts.isArrayLiteralExpression(list) || !list.elements.every(ts.isStringLiteralLike)) return undefined;
  return list.elements.map((element) => (element as ts.StringLiteralLike).text);
}

function literalsOf(type: ts.TypeNode): string[] | undefined {
  if (ts.isParenthesizedTypeNode(type)) return literalsOf(type.type);
  if (ts.isLiteralTypeNode(type)) return ts.isStringLiteral(type.literal) ? [type.literal.text] : undefined;
  if (ts.isUnionTypeNode(type)) {
    const parts = type.types.map(literalsOf);
    return parts.every((part) => part !== undefined) ? (parts as string[][]).flat() : undefined;
  }
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return undefined;
  const declaration = declarationOf(type.typeName);
  return declaration && ts.isTypeAliasDeclaration(declaration) ? literalsOf(declaration.type) : undefined;
}
