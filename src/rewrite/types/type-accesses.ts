import { ts } from '../../ts.cts';
import { changedExports } from '../../drizzle/gone-exports.ts';
import { survives } from '../../edits/apply.ts';
import type { SourceRange } from '../../edits/edit.ts';
import { quoted } from '../../edits/style.ts';
import type { Database } from '../../facts.ts';
import { isDrizzle } from '../../read/types/type-references.ts';
import { declarationOfName, valueOf } from '../../read/types/types.ts';
import type { Project } from '../project.ts';
import { usesOf } from '../../read/syntax/references.ts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { isFunction, unwrap } from '../../read/syntax/syntax.ts';
import { givenCallback } from '../queries/given-callbacks.ts';
import type { TypeEdit } from './type-edits.ts';
import { isConfig } from './type-parameters.ts';

/**
 * The edits for indexed accesses to v1's tables and to the configuration of a query (`TSchema[K]['columns']`,
 * `Parameters<typeof db.query.users.findMany>[0]['where']`). What cannot be rewritten is reported.
 */
export function accessEdits(file: ts.SourceFile, project: Project): TypeEdit[] {
  if (!/DrizzleConfig|ExtractTablesWithRelations|TablesRelationalConfig|find(?:First|Many)\b.*[>\]]/.test(file.text))
    return [];
  const edits: TypeEdit[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIndexedAccessTypeNode(node))
      edits.push(...(memberEdit(node, project) ?? conditionEdit(node, project) ?? []));
    if (ts.isTypeReferenceNode(node)) reportConfigMembers(node, project);
    if ((ts.isTypeQueryNode(node) || ts.isCallExpression(node)) && node.typeArguments) reportQueryTypes(node, project);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return edits;
}

/**
 * Replaces `NonNullable<Parameters<typeof db.query.users.findMany>[0]>['where']` by the SQL types that v1 had there,
 * because the values of the type stay SQL. An empty list when some database is not migrated in this run.
 */
function conditionEdit(node: ts.IndexedAccessTypeNode, project: Project): TypeEdit[] | undefined {
  const index = indexOf(node) ?? '';
  if (!/^(?:where|orderBy)$/.test(index) || !isQueryConfig(node.objectType, project)) return undefined;
  const isLeft = ({ migrated }: Database, placed: boolean) => migrated || !placed;
  if (project.databases.some((database) => isLeft(database, project.placements.get(database) !== undefined))) return [];
  const { fileName } = node.getSourceFile();
  if (!survives(node.getStart(), project.changes.edits(fileName))) return [];
  const isCallback = isGivenCallback(node, project);
  const isPart = ts.isArrayTypeNode(node.parent) || ts.isIntersectionTypeNode(node.parent);
  const pieces: TypeEdit['pieces'] = (names) => {
    const sql = names.drizzle('SQL');
    const order = index === 'orderBy' ? `${sql} | ${names.drizzle('AnyColumn')}` : sql;
    const value = `${order}${index === 'orderBy' ? ` | (${order})[]` : ''}`;
    const operators = isCallback && names.drizzle(index === 'orderBy' ? 'OrderByOperators' : 'Operators');
    const callback = operators ? ` | ((table: any, operators: ${operators}) => ${value} | undefined)` : '';
    const text = `${value}${callback} | undefined`;
    return [isPart ? `(${text})` : text];
  };
  return [{ ...rangeOf(node), node, pieces }];
}

/** Whether a v1 callback is assigned to something of this type, directly or through an alias of it. */
function isGivenCallback(type: ts.TypeNode, project: Project): boolean {
  const { parent } = type;
  if (ts.isTypeAliasDeclaration(parent)) {
    const { text } = parent.name;
    return project.mentioning(text).some(({ ast }) =>
      nodesOf(ast).identifiers.some(({ text: name, parent: use }) => {
        if (name !== text || !ts.isTypeReferenceNode(use)) return false;
        return declarationOfName(use.typeName, project) === parent && isGivenCallback(use, project);
      }),
    );
  }
  if (ts.isVariableDeclaration(parent))
    return parent.initializer !== undefined && isFunction(unwrap(parent.initializer));
  if (ts.isParameter(parent)) return ts.isIdentifier(parent.name) && givenCallback(parent.name, project) !== undefined;
  const owner =
    ts.isPropertySignature(parent) && ts.isTypeLiteralNode(parent.parent) ? parent.parent.parent : undefined;
  if (!owner || !ts.isParameter(owner)) return false;
  const name = (parent as ts.PropertySignature).name.getText();
  const members = ts.isObjectBindingPattern(owner.name)
    ? owner.name.elements.flatMap((element) => usesOf(element.name))
    : usesOf(owner.name).map((use) => use.parent);
  return members.some((member) => {
    const isMember = ts.isPropertyAccessExpression(member) ? member.name.text === name : true;
    return isMember && givenCallback(member as ts.Expression, project) !== undefined;
  });
}

/** Whether a type is the configuration of a relational query, derived from `findMany` or `findFirst`. */
function isQueryConfig(node: ts.TypeNode, project: Project): boolean {
  if (ts.isParenthesizedTypeNode(node)) return isQueryConfig(node.type, project);
  if (ts.isIndexedAccessTypeNode(node)) {
    return /^Parameters<.*\b_?query\b.*\bfind(?:First|Many)\b['"\]]*>$/s.test(node.objectType.getText());
  }
  if (!ts.isTypeReferenceNode(node)) return false;
  const [argument] = node.typeArguments ?? [];
  if (argument && /^(?:NonNullable|Required|Exclude|Readonly|Partial)$/.test(node.typeName.getText()))
    return isQueryConfig(argument, project);
  const declaration = declarationOfName(node.typeName, project);
  return (
    declaration !== undefined && ts.isTypeAliasDeclaration(declaration) && isQueryConfig(declaration.type, project)
  );
}

function rangeOf(node: ts.Node): SourceRange {
  return { start: node.getStart(), end: node.end };
}

/** The path in v2's table config to a member of v1's. */
const members: Readonly<Record<string, readonly string[]>> = {
  columns: ['table', '_', 'columns'],
  dbName: ['table', '_', 'name'],
  tsName: ['name'],
};

/** Members of v1's relations that those of v2 do not have. */
const relationMembers = /^(?:referencedTable|referencedTableName|relationName|isNullable|config)$/;

/**
 * `TSchema[K]['columns']` → `TSchema[K]['table']['_']['columns']`. A member that has no counterpart is reported.
 *
 * @returns undefined when the node is no such access; an empty list when it was reported
 */
function memberEdit(node: ts.IndexedAccessTypeNode, project: Project): TypeEdit[] | undefined {
  const { objectType, indexType } = node;
  const index = indexOf(node) ?? '';
  const path = members[index];
  const isGone = index === 'primaryKey' ? isTable(objectType, project) : isRelation(objectType, project);
  if ((index === 'primaryKey' || relationMembers.test(index)) && isGone) {
    const name = index === 'primaryKey' ? 'TableRelationalConfig' : 'Relation';
    project.changes.report('RQB_EXPORT_CHANGED', node, { name, remedy: changedExports[name]! });
    return [];
  }
  if (!path || !isTable(objectType, project)) return undefined;
  const style = project.styleOf(node.getSourceFile().fileName);
  const text = path.map((name) => quoted(name, style)).join('][');
  return [{ node, start: indexType.getStart(), end: indexType.end, pieces: () => [text] }];
}

/** Whether a type is v1's relational config of one table: `TSchema[K]`, or an alias of it. */
function isTable(node: ts.TypeNode, project: Project): boolean {
  const type = withoutAlias(node, project);
  return ts.isIndexedAccessTypeNode(type) && isTables(type.objectType, project);
}

/** Whether a type is a relation of v1: `TSchema[K]['relations'][R]`, or an alias of it. */
function isRelation(node: ts.TypeNode, project: Project): boolean {
  const type = withoutAlias(node, project);
  const relations = ts.isIndexedAccessTypeNode(type) ? withoutAlias(type.objectType, project) : type;
  return (
    ts.isIndexedAccessTypeNode(relations) &&
    indexOf(relations) === 'relations' &&
    isTable(relations.objectType, project)
  );
}

/** The type that an alias without type parameters names, without parentheses; other types as they are. */
function withoutAlias(node: ts.TypeNode, project: Project): ts.TypeNode {
  if (ts.isParenthesizedTypeNode(node)) return withoutAlias(node.type, project);
  const declaration = ts.isTypeReferenceNode(node) ? declarationOfName(node.typeName, project) : undefined;
  const isAlias = declaration && ts.isTypeAliasDeclaration(declaration) && !declaration.typeParameters;
  return isAlias && ts.isIndexedAccessTypeNode(declaration.type) ? declaration.type : node;
}

/**
 * Whether a type is v1's relational config of all tables: `ExtractTablesWithRelations<…>`, an alias of it, or a type
 * parameter constrained by such a type.
 */
function isTables(node: ts.TypeNode, project: Project): boolean {
  if (ts.isParenthesizedTypeNode(node)) return isTables(node.type, project);
  if (!ts.isTypeReferenceNode(node)) return false;
  const value = valueOf(node.typeName, project.evaluator);
  if (isDrizzle(value)) return value.name === 'ExtractTablesWithRelations' && node.typeArguments?.length === 1;
  const declaration = declarationOfName(node.typeName, project);
  if (declaration && ts.isTypeParameterDeclaration(declaration)) return isConfig(declaration, project);
  return (
    declaration !== undefined &&
    ts.isTypeAliasDeclaration(declaration) &&
    !declaration.typeParameters &&
    isTables(declaration.type, project)
  );
}

/** The string that indexes a type: `with` in `Config['with']`. */
export function indexOf({ indexType }: ts.IndexedAccessTypeNode): string | undefined {
  return ts.isLiteralTypeNode(indexType) && ts.isStringLiteralLike(indexType.literal)
    ? indexType.literal.text
    : undefined;
}

/**
 * Reports `where`, `orderBy` and `extras` in the type arguments of a query function, whose types differ in v2:
 * `typeof db.query.users.findFirst<{ with: { posts: { where: … } } }>`.
 */
function reportQueryTypes(node: ts.TypeQueryNode | ts.CallExpression, project: Project): void {
  const name = (ts.isTypeQueryNode(node) ? node.exprName : node.expression).getText();
  if (!/\b_?query\b.*\.find(?:First|Many)$/s.test(name)) return;
  const visit = (type: ts.Node): void => {
    if (ts.isPropertySignature(type)) {
      const part = type.name.getText();
      if (/^(?:where|orderBy|extras)$/.test(part)) return project.changes.report('RQB_QUERY_TYPE', type, { part });
    }
    ts.forEachChild(type, visit);
  };
  node.typeArguments!.forEach(visit);
}

/**
 * Reports members of `DrizzleConfig` that are gone: `Pick<DrizzleConfig<T>, 'schema' | 'logger'>`,
 * `DrizzleConfig<T>['schema']`.
 */
function reportConfigMembers(node: ts.TypeReferenceNode, project: Project): void {
  const value = valueOf(node.typeName, project.evaluator);
  if (!isDrizzle(value) || value.name !== 'DrizzleConfig') return;
  const { parent } = node;
  const keys = ts.isIndexedAccessTypeNode(parent)
    ? parent.indexType
    : ts.isTypeReferenceNode(parent) && parent.typeName.getText() === 'Pick'
      ? parent.typeArguments?.[1]
      : undefined;
  for (const key of keys && ts.isUnionTypeNode(keys) ? keys.types : [keys]) {
    if (!key || !ts.isLiteralTypeNode(key) || !ts.isStringLiteral(key.literal)) continue;
    const { text } = key.literal;
    if (text === 'schema' || text === 'casing') project.changes.report('RQB_CONFIG_TYPE', key, { member: text });
  }
}
