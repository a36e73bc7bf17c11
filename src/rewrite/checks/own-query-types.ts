import { ts } from '../../ts.cts';
import type { QuerySite } from '../../facts.ts';
import { isQueryKey } from '../../read/sites/query-key.ts';
import { accessedName, isAccess, nameText, unwrap } from '../../read/syntax/syntax.ts';
import { createObjectMembers, type Member } from '../../read/types/object-members.ts';
import { declarationOfName } from '../../read/types/types.ts';
import { typesOfValue } from '../../read/types/types-of-value.ts';
import { isOnV2, type Project } from '../project.ts';
import { databaseTypes } from '../../read/sites/database-types.ts';

/** Matches texts in which a type may have one of the methods: they do not only call them. */
const describesMethod = /(?<![.\w])find(?:Many|First)\??\s*[:(<]/;

/**
 * Reports types of the project's own that describe `findMany` and `findFirst` with what v1 took, where a table of
 * `db.query`, or a database, is held as one: `interface Repo { findMany(config: { where?: SQL }): … }`,
 * `interface Db { query: { users: { findMany(config: { where?: SQL }): … } } }`.
 */
export function reportOwnQueryTypes(project: Project): void {
  if (!project.sources.parsed().some(({ text }) => describesMethod.test(text))) return;
  const members = createObjectMembers(project);
  const keys = new Set(project.databases.flatMap(({ tables }) => [...tables.keys()]));
  const below = new Map<ts.TypeNode, ts.TypeNode[]>();
  const types = new Set(project.scan.sites.filter(({ path }) => project.isEdited(path)).flatMap(tableTypes));
  for (const type of types) {
    for (const method of ['findMany', 'findFirst']) {
      const member = members.memberOfType(type, method);
      const config = member && configOf(member, project);
      for (const part of config ? partsOf(config, project) : []) {
        const name = nameText(part.name);
        if (name !== undefined) project.changes.report('RQB_OWN_QUERY_TYPE', part, { part: name, method });
      }
    }
  }

  /**
   * The types that a table is held as. What is read from `db.query` in place has the type that Drizzle gives it, unless
   * `db` itself is held as a type that describes its queries: then those of all tables.
   */
  function tableTypes(site: QuerySite): ts.TypeNode[] {
    const callee = unwrap(site.node.expression);
    if (!ts.isPropertyAccessExpression(callee)) return [];
    const table = unwrap(callee.expression);
    const query = isAccess(table) ? unwrap(table.expression) : undefined;
    const key = query && isAccess(query) ? accessedName(query) : undefined;
    if (!isQueryKey(key)) return typesOfValue(table, members, project);
    return databaseTypes(site, project).flatMap((type) => typesBelow(type, key!));
  }

  /** The types of the tables that a type describes below `query`. */
  function typesBelow(type: ts.TypeNode, key: string): ts.TypeNode[] {
    const known = below.get(type);
    if (known) return known;
    const [query] = memberTypes(type, key);
    const found = query ? [...keys].flatMap((table) => memberTypes(query, table)) : [];
    below.set(type, found);
    return found;
  }

  function memberTypes(type: ts.TypeNode, key: string): ts.TypeNode[] {
    const member = members.memberOfType(type, key) as { type?: ts.TypeNode } | undefined;
    return member?.type ? [member.type] : [];
  }
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
    .filter(({ name, type }) => type && isOfV1(nameText(name), type, isOnV2(project)));
}

/**
 * Whether the type of a member of a configuration is SQL, a column, or a callback that returns them. v2 takes such
 * callbacks, too, but not as a condition.
 */
function isOfV1(name: string | undefined, type: ts.TypeNode, isV2: boolean): boolean {
  const text = type.getText();
  const isTaken = isV2 && (name === 'extras' || (name === 'orderBy' && text.includes('=>')));
  return /^(?:where|orderBy|extras)$/.test(name ?? '') && /\bSQL\b|\bSQLWrapper\b|Column\b/.test(text) && !isTaken;
}
