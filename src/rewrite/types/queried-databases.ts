import { ts } from '../../ts.cts';
import type { Database, QuerySite } from '../../facts.ts';
import { rangeOf } from '../../read/modules/package-info.ts';
import { usesOf } from '../../read/syntax/references.ts';
import { databaseTypes } from '../../read/sites/database-types.ts';
import { partsOf } from '../../read/types/type-parts.ts';
import { relationsOf } from '../imports/relations-name.ts';
import type { Project } from '../project.ts';

/** The queries that are called on values of a type. */
interface Queried {
  /** The databases that they mean, as far as the file of the type can name their relations. */
  databases: Set<Database>;
  /** Those that mean another database. */
  outOfReach: QuerySite[];
}

const known = new WeakMap<Project, ReadonlyMap<ts.Node, Queried>>();

/**
 * The databases that relational queries mean which are called on values of a type. v1 let queries be written on a
 * database of any schema (`NodePgDatabase<Record<string, any>>`); with `AnyRelations` v2's types refuse every filter,
 * because they do not know the columns.
 *
 * @param type the reference to the database type, in an annotation itself or in the alias that it names
 */
export function queriedDatabases(type: ts.Node, project: Project): readonly Database[] {
  return [...(queriedBy(type, project)?.databases ?? [])];
}

/**
 * The queries that are called on values of a type in a package that does not know the database they mean.
 *
 * @param type as for `queriedDatabases`
 */
export function queriesOutOfReach(type: ts.Node, project: Project): readonly QuerySite[] {
  return queriedBy(type, project)?.outOfReach ?? [];
}

function queriedBy(type: ts.Node, project: Project): Queried | undefined {
  let byType = known.get(project);
  if (!byType) known.set(project, (byType = queriedByType(project)));
  return byType.get(type);
}

function queriedByType(project: Project): Map<ts.Node, Queried> {
  const byType = new Map<ts.Node, Queried>();
  for (const site of project.scan.sites) {
    const types = databaseTypes(site, project);
    const database = types.length > 0 ? project.databaseOf(site) : undefined;
    for (const part of database ? types.flatMap((type) => partsOf(type, project)) : []) {
      const queried = byType.get(part) ?? { databases: new Set(), outOfReach: [] };
      byType.set(part, queried);
      if (canImport(part.getSourceFile().fileName, database!, project)) queried.databases.add(database!);
      else queried.outOfReach.push(site);
    }
  }
  return byType;
}

/**
 * Whether a file belongs to a package that has the relations of a database or makes its client, or to one that depends on
 * such a package. A package for databases of any schema must not learn about those of its users, even though they hold
 * its tables.
 */
function canImport(path: string, database: Database, project: Project): boolean {
  const { resolver, placements } = project;
  const relations = relationsOf(database, placements, project);
  if (!relations) return true;
  const own = resolver.packageOf(path);
  return [relations, ...database.clients].some((part) => {
    const home = resolver.packageOf(part.path);
    return home === own || (home !== undefined && rangeOf(home.name, own) !== undefined);
  });
}

/**
 * Whether values of a database type may get to other code: not those of a parameter or variable on which only methods
 * are called, apart from `transaction`, which gives a database to its callback.
 *
 * @param type the reference to the database type
 */
export function isHandedOn(type: ts.Node): boolean {
  const { parent } = type;
  const isPlain =
    (ts.isParameter(parent) && !ts.isParameterPropertyDeclaration(parent, parent.parent)) ||
    ts.isVariableDeclaration(parent);
  if (!isPlain || !ts.isIdentifier(parent.name)) return true;
  return usesOf(parent.name).some(
    ({ parent: use }) => !ts.isPropertyAccessExpression(use) || use.name.text === 'transaction',
  );
}
