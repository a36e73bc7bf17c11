import { ts } from '../../ts.cts';
import { isQueryKey } from '../../read/sites/query-key.ts';
import { accessedName, isAccess, nameText, unwrap } from '../../read/syntax/syntax.ts';
import { createObjectMembers, type Member, type ObjectMembers } from '../../read/types/object-members.ts';
import { declarationOfName } from '../../read/types/types.ts';
import { typesOfValue } from '../../read/types/types-of-value.ts';
import type { Project } from '../project.ts';

/**
 * Reports types of the project's own that describe `findMany` and `findFirst` with what v1 took, where a table of
 * `db.query`, or a database, is held as one: `interface Repo { findMany(config: { where?: SQL }): … }`,
 * `interface Db { query: { users: { findMany(config: { where?: SQL }): … } } }`.
 */
export function reportOwnQueryTypes(project: Project): void {
  const members = createObjectMembers(project);
  const keys = new Set(project.databases.flatMap(({ tables }) => [...tables.keys()]));
  for (const { node, path } of project.scan.sites) {
    const callee = unwrap(node.expression);
    if (!ts.isPropertyAccessExpression(callee) || !project.isEdited(path)) continue;
    for (const { member, method } of describedMethods(unwrap(callee.expression), [...keys], members, project)) {
      const config = configOf(member, project);
      for (const part of config ? partsOf(config, project) : []) {
        const name = nameText(part.name);
        if (name !== undefined) project.changes.report('RQB_OWN_QUERY_TYPE', part, { part: name, method });
      }
    }
  }
}

/**
 * The methods that types of the project's own describe for a table. What is read from `db.query` in place has the type
 * that Drizzle gives it, unless `db` itself is held as a type that describes its queries: then those of all tables.
 */
function describedMethods(table: ts.Node, keys: readonly string[], members: ObjectMembers, project: Project) {
  const query = isAccess(table) ? unwrap(table.expression) : undefined;
  const isInPlace = query && isAccess(query) && isQueryKey(accessedName(query));
  const types = typesOfValue(isInPlace ? unwrap(query.expression) : table, members, project);
  const memberTypes = (type: ts.TypeNode, key: string): ts.TypeNode[] => {
    const member = members.memberOfType(type, key) as { type?: ts.TypeNode } | undefined;
    return member?.type ? [member.type] : [];
  };
  const queries = isInPlace ? types.flatMap((type) => memberTypes(type, accessedName(query)!)) : [];
  const tables = isInPlace ? queries.flatMap((type) => keys.flatMap((key) => memberTypes(type, key))) : types;
  return tables.flatMap((type) =>
    ['findMany', 'findFirst'].flatMap((method) => {
      const member = members.memberOfType(type, method);
      return member ? [{ member, method }] : [];
    }),
  );
}

/** The type of the configuration that a described method takes. */
function configOf(member: Member, project: Project): ts.TypeNode | undefined {
  if (ts.isMethodSignature(member)) return member.parameters[0]?.type;
  const { type } = member as { type?: ts.TypeNode };
  const named = type && ts.isTypeReferenceNode(type) ? declarationOfName(type.typeName, project) : undefined;
  const described = named && ts.isTypeAliasDeclaration(named) ? named.type : type;
  return described && ts.isFunctionTypeNode(described) ? described.parameters[0]?.type : undefined;
}

/** The members of a configuration's type that are conditions or orders in the form of v1. */
function partsOf(type: ts.TypeNode, project: Project): ts.PropertySignature[] {
  const named = ts.isTypeReferenceNode(type) ? declarationOfName(type.typeName, project) : undefined;
  if (named && ts.isTypeAliasDeclaration(named)) return named.type === type ? [] : partsOf(named.type, project);
  const shape = ts.isTypeLiteralNode(type) ? type : named && ts.isInterfaceDeclaration(named) ? named : undefined;
  return [...(shape?.members ?? [])]
    .filter(ts.isPropertySignature)
    .filter(({ name, type }) => /^(?:where|orderBy|extras)$/.test(nameText(name) ?? '') && type && isOfV1(type));
}

/** Whether a type is SQL, a column, or a callback that returns them. */
function isOfV1(type: ts.TypeNode): boolean {
  return /\bSQL\b|\bSQLWrapper\b|Column\b/.test(type.getText());
}
