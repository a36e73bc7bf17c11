import { ts } from '../../ts.cts';
import type { Database } from '../../facts.ts';
import { writtenType } from '../../filter/values/written-type.ts';
import { isAccess, unwrap } from '../../read/syntax/syntax.ts';
import { declarationOfName } from '../../read/types/types.ts';
import type { Project } from '../project.ts';

const known = new WeakMap<Project, ReadonlyMap<ts.Node, ReadonlySet<Database>>>();

/**
 * The database that relational queries mean which are called on a parameter or variable of a type. v1 let queries be
 * written on a database of any schema (`NodePgDatabase<Record<string, any>>`); with `AnyRelations` v2's types refuse
 * every filter, because they do not know the columns.
 *
 * @param type the reference to the database type, in the annotation itself or in the alias that it names
 * @returns undefined when nothing is queried, or tables of several databases
 */
export function queriedDatabase(type: ts.Node, project: Project): Database | undefined {
  let byType = known.get(project);
  if (!byType) known.set(project, (byType = databasesByType(project)));
  const databases = [...(byType.get(type) ?? [])];
  return databases.length === 1 ? databases[0] : undefined;
}

function databasesByType(project: Project): Map<ts.Node, Set<Database>> {
  const byType = new Map<ts.Node, Set<Database>>();
  for (const site of project.scan.sites) {
    const query = unwrap(site.query);
    const type = isAccess(query) ? writtenType(query.expression)?.type : undefined;
    const database = type && project.databaseOf(site);
    for (const part of database ? partsOf(type, project) : []) {
      const databases = byType.get(part) ?? new Set();
      byType.set(part, databases.add(database!));
    }
  }
  return byType;
}

/** The parts of a union, and what aliases stand for. */
function partsOf(type: ts.TypeNode, project: Project, depth = 0): ts.Node[] {
  if (ts.isParenthesizedTypeNode(type)) return partsOf(type.type, project, depth);
  if (ts.isUnionTypeNode(type)) return type.types.flatMap((part) => partsOf(part, project, depth));
  const declaration = ts.isTypeReferenceNode(type) ? declarationOfName(type.typeName, project) : undefined;
  const isAlias = declaration && ts.isTypeAliasDeclaration(declaration) && depth < 4;
  return [type, ...(isAlias ? partsOf(declaration.type, project, depth + 1) : [])];
}
