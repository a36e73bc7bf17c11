import { ts } from '../../ts.cts';
import { isQueryKey } from '../../read/sites/query-key.ts';
import { accessedName, isAccess, nameText, unwrap } from '../../read/syntax/syntax.ts';
import { createObjectMembers, type Member } from '../../read/types/object-members.ts';
import { declarationOfName } from '../../read/types/types.ts';
import { typesOfValue } from '../../read/types/types-of-value.ts';
import type { Project } from '../project.ts';

/**
 * Reports types of the project's own that describe `findMany` and `findFirst` with what v1 took, where a table of
 * `db.query` is held as one: `interface Repo { findMany(config: { where?: SQL }): … }`.
 */
export function reportOwnQueryTypes(project: Project): void {
  const members = createObjectMembers(project);
  for (const { node, method, path } of project.scan.sites) {
    const callee = unwrap(node.expression);
    if (!ts.isPropertyAccessExpression(callee) || !project.isEdited(path)) continue;
    const table = unwrap(callee.expression);
    // What is read from `db.query` in place has the type that Drizzle gives it.
    if (isAccess(table) && isAccess(table.expression) && isQueryKey(accessedName(table.expression))) continue;
    for (const type of typesOfValue(table, members, project)) {
      const config = configOf(members.memberOfType(type, method));
      for (const part of config ? partsOf(config, project) : []) {
        const name = nameText(part.name);
        if (name !== undefined) project.changes.report('RQB_OWN_QUERY_TYPE', part, { part: name, method });
      }
    }
  }
}

/** The type of the configuration that a described method takes. */
function configOf(member: Member | undefined): ts.TypeNode | undefined {
  if (!member) return undefined;
  if (ts.isMethodSignature(member)) return member.parameters[0]?.type;
  const { type } = member as { type?: ts.TypeNode };
  return type && ts.isFunctionTypeNode(type) ? type.parameters[0]?.type : undefined;
}

/** The members of a configuration's type that are conditions or orders in the form of v1. */
function partsOf(type: ts.TypeNode, project: Project): ts.PropertySignature[] {
  const named = ts.isTypeReferenceNode(type) ? declarationOfName(type.typeName, project) : undefined;
  if (named && ts.isTypeAliasDeclaration(named)) return named.type === type ? [] : partsOf(named.type, project);
  const shape = ts.isTypeLiteralNode(type) ? type : named && ts.isInterfaceDeclaration(named) ? named : undefined;
  return [...(shape?.members ?? [])]
    .filter(ts.isPropertySignature)
    .filter(({ name, type }) => /^(?:where|orderBy)$/.test(nameText(name) ?? '') && type && isOfV1(type));
}

/** Whether a type is SQL, a column, or a callback that returns them. */
function isOfV1(type: ts.TypeNode): boolean {
  return /\bSQL\b|\bSQLWrapper\b|Column\b/.test(type.getText());
}
