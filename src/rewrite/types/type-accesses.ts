import { ts } from '../../ts.cts';
import { changedExports } from '../../drizzle/gone-exports.ts';
import { quoted } from '../../edits/style.ts';
import { isDrizzle } from '../../read/types/type-references.ts';
import { declarationOfName } from '../../read/types/types.ts';
import { valueOfName } from '../../read/values/value-of-type.ts';
import type { Project } from '../project.ts';
import { brokenParameters, conditionEdit } from './condition-types.ts';
import { configParameterEdit } from './config-parameters.ts';
import { openConfigEdit } from './open-configs.ts';
import { indexOf, rangeOf, type TypeEdit } from './type-edits.ts';
import { isConfig } from './type-parameters.ts';

/**
 * The edits for indexed accesses to v1's tables and to the configuration of a query (`TSchema[K]['columns']`,
 * `Parameters<typeof db.query.users.findMany>[0]['where']`). What cannot be rewritten is reported.
 */
export function accessEdits(file: ts.SourceFile, project: Project): TypeEdit[] {
  const named =
    /DrizzleConfig|ExtractTablesWithRelations|Tables?RelationalConfig|find(?:First|Many)\b.*[>\]]|\[\s*['"](?:where|orderBy|with)['"]\s*\]|\bPick<[^;]*['"]with['"]/;
  if (!named.test(file.text)) return [];
  const edits: TypeEdit[] = [];
  const visit = (node: ts.Node): void => {
    edits.push(...openConfigEdit(node, project));
    if (ts.isIndexedAccessTypeNode(node))
      edits.push(...(memberEdit(node, project) ?? conditionEdit(node, project) ?? []));
    if (ts.isTypeReferenceNode(node)) reportConfigMembers(node, project);
    if (ts.isParameter(node)) edits.push(...configParameterEdit(node, project));
    if ((ts.isTypeQueryNode(node) || ts.isCallExpression(node)) && node.typeArguments) reportQueryTypes(node, project);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return [...edits, ...brokenParameters(edits, project)];
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
  const [first, ...rest] = path.map((name) => quoted(name, style));
  // A type parameter allows views, too, which have other members.
  const isGeneric = rest.length > 0 && isOfParameter(objectType, project);
  const [start, end] = [isGeneric ? objectType.getStart() : indexType.getStart(), indexType.end];
  const pieces: TypeEdit['pieces'] = ({ drizzle }) =>
    isGeneric
      ? ['Extract<', rangeOf(objectType), `[${first}], ${drizzle('Table')}>[${rest.join('][')}`]
      : [[first, ...rest].join('][')];
  return [{ node, start, end, pieces }];
}

/** Whether a type is v1's relational config of one table: `TSchema[K]`, an alias of it, or a type parameter. */
function isTable(node: ts.TypeNode, project: Project): boolean {
  const type = accessBehind(node, project);
  if (ts.isIndexedAccessTypeNode(type)) return isTables(type.objectType, project);
  return constraintOf(type, project) === 'TableRelationalConfig';
}

/** Whether a type is a type parameter, or a table in one, that any relational config may be given for. */
function isOfParameter(node: ts.TypeNode, project: Project): boolean {
  const type = accessBehind(node, project);
  const root = ts.isIndexedAccessTypeNode(type) ? type.objectType : type;
  return /^Tables?RelationalConfig$/.test(constraintOf(root, project) ?? '');
}

/** The export of drizzle-orm that a type parameter extends; undefined for other types. */
function constraintOf(node: ts.TypeNode, project: Project): string | undefined {
  const declaration = ts.isTypeReferenceNode(node) ? declarationOfName(node.typeName, project) : undefined;
  const constraint = declaration && ts.isTypeParameterDeclaration(declaration) ? declaration.constraint : undefined;
  const value =
    constraint && ts.isTypeReferenceNode(constraint) ? valueOfName(constraint.typeName, project.evaluator) : undefined;
  return value && isDrizzle(value) ? value.name : undefined;
}

/** Whether a type is a relation of v1: `TSchema[K]['relations'][R]`, or an alias of it. */
function isRelation(node: ts.TypeNode, project: Project): boolean {
  const type = accessBehind(node, project);
  const relations = ts.isIndexedAccessTypeNode(type) ? accessBehind(type.objectType, project) : type;
  return (
    ts.isIndexedAccessTypeNode(relations) &&
    indexOf(relations) === 'relations' &&
    isTable(relations.objectType, project)
  );
}

/** The indexed access that an alias without type parameters stands for; other types as they are, without parentheses. */
export function accessBehind(node: ts.TypeNode, project: Project): ts.TypeNode {
  if (ts.isParenthesizedTypeNode(node)) return accessBehind(node.type, project);
  const declaration = ts.isTypeReferenceNode(node) ? declarationOfName(node.typeName, project) : undefined;
  const isAlias = declaration && ts.isTypeAliasDeclaration(declaration) && !declaration.typeParameters;
  return isAlias && ts.isIndexedAccessTypeNode(declaration.type) ? declaration.type : node;
}

/**
 * Whether a type is v1's relational config of all tables: `ExtractTablesWithRelations<…>`, an alias of it, or a type
 * parameter constrained by such a type.
 */
export function isTables(node: ts.TypeNode, project: Project): boolean {
  if (ts.isParenthesizedTypeNode(node)) return isTables(node.type, project);
  if (!ts.isTypeReferenceNode(node)) return false;
  const value = valueOfName(node.typeName, project.evaluator);
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
  const value = valueOfName(node.typeName, project.evaluator);
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
