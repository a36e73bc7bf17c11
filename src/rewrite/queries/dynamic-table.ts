import { ts } from '../../ts.cts';
import {
  dynamicKey,
  type Column,
  type Database,
  type QuerySite,
  type Relation,
  type RelationsBlock,
  type Table,
} from '../../facts.ts';
import { isSameTable } from '../../read/schema/same-table.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { unwrap } from '../../read/syntax/syntax.ts';
import type { Level } from '../level.ts';
import { legacyName } from './legacy-name.ts';

/**
 * Prepares a query on a table that is chosen at run time, `db.query[name].findMany(…)`, to be rewritten like any other.
 * A filter or order over columns that every possible table has means the same whichever table is chosen.
 *
 * @returns a copy of the database with one more table, under `dynamicKey`, that has only the columns and relations
 *   which all possible tables share; `undefined` when `name` cannot be any table of the database
 */
export function withDynamicTable(database: Database, site: QuerySite): Database | undefined {
  const names = possibleTables(database, site);
  const tables = names.map((name) => database.tables.get(name)!);
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

/** The relations of a level's table, or of all tables that it can be. */
export function possibleRelations(level: Level): Relation[] {
  return possibleKeys(level).flatMap((key) => level.database.relations.get(key) ?? []);
}

/**
 * Whether some relation of a level's table, or of a table that it can be, has another name in v2. A query that an
 * earlier run kept on v1 names relations as the v1 blocks do that were kept with it.
 *
 * @param blocks the v1 blocks of the project
 */
export function areRenamed(level: Level, blocks: Iterable<RelationsBlock>): boolean {
  const { database, site } = level;
  const kept = legacyName(site) ? [...blocks] : [];
  return possibleKeys(level).some((key) => {
    const table = database.tables.get(key)!;
    const relations = database.relations.get(key) ?? [];
    const own = kept.filter((block) => block.table !== undefined && isSameTable(block.table, table));
    const isGone = (name: string) => !relations.some((relation) => relation.key === name);
    return (
      relations.some((it) => it.key !== it.newKey) || own.some(({ entries }) => entries.some((it) => isGone(it.key)))
    );
  });
}

function possibleKeys({ database, tableKey, site }: Level): string[] {
  return tableKey === dynamicKey ? possibleTables(database, site) : [tableKey];
}

/** The keys of the tables that a query on a table chosen at run time can be about. */
function possibleTables({ tables }: Database, site: QuerySite): string[] {
  const known = namesOf(site) ?? [...tables.keys()];
  // v1 could not query views.
  return known.filter((key) => key !== dynamicKey && tables.get(key)?.isView === false);
}

/** One column that describes the same key of several tables, as pessimistically as the least known of them. */
function common([first, ...others]: Column[]): Column {
  const isSame = others.every(({ type }) => type === first!.type);
  const all = [first!, ...others];
  return {
    ...first!,
    type: isSame ? first!.type : 'unknown',
    narrowed: all.some(({ narrowed }) => narrowed),
    opaqueType: all.some(({ opaqueType }) => opaqueType),
    looseType: all.some(({ looseType }) => looseType),
    takesUndefined: all.some(({ takesUndefined }) => takesUndefined),
    dbName: others.every(({ dbName }) => dbName === first!.dbName) ? first!.dbName : undefined,
  };
}

/** Whether two relations can be rewritten in the same way: same name in v1 and v2, same kind, same target. */
function isAlike(a: Relation, b: Relation): boolean {
  return a.key === b.key && a.newKey === b.newKey && a.kind === b.kind && a.targetKey === b.targetKey;
}

/**
 * The keys that `name` in `db.query[name]` can be, read from `db.query[x ? 'users' : 'posts']`, a declared type
 * (`name: 'users' | 'posts'`) or a loop (`for (const name of ['users', 'posts'])`); `undefined` when none of these
 * says.
 */
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

/** The string literals that a type consists of, through unions and type aliases; `undefined` for any other type. */
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
