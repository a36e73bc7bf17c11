import { ts } from '../../ts.cts';
import type { Database, QuerySite } from '../../facts.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { rangeOf } from '../../read/modules/package-info.ts';
import { usesOf } from '../../read/syntax/references.ts';
import { isAccess, unwrap } from '../../read/syntax/syntax.ts';
import { createObjectMembers } from '../../read/types/object-members.ts';
import { typesOfValue } from '../../read/types/types-of-value.ts';
import { declarationOfName } from '../../read/types/types.ts';
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
const knownTypes = new WeakMap<Project, ReadonlyMap<QuerySite, readonly ts.TypeNode[]>>();

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

/** The types that are written for the database of each query (`db` of `db.query`). */
export function databaseTypes(site: QuerySite, project: Project): readonly ts.TypeNode[] {
  let bySite = knownTypes.get(project);
  if (!bySite) {
    const members = createObjectMembers(project);
    const entries = project.scan.sites.map((own): [QuerySite, ts.TypeNode[]] => {
      const owner = ownerOf(unwrap(own.query));
      return [own, owner ? typesOfValue(owner, members, project) : []];
    });
    knownTypes.set(project, (bySite = new Map(entries)));
  }
  return bySite.get(site) ?? [];
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

/** `db` of `db.query`, or of `const { query } = db`. */
function ownerOf(query: ts.Node): ts.Node | undefined {
  if (isAccess(query)) return query.expression;
  const element = ts.isIdentifier(query) ? declarationOf(query) : undefined;
  if (!element || !ts.isBindingElement(element)) return undefined;
  const owner = element.parent.parent;
  return ts.isVariableDeclaration(owner) ? owner.initializer : undefined;
}

/** Utility types whose values come from a value of their argument. */
const utilities = /^(?:Parameters|Awaited|Promise|NonNullable|Readonly|Partial|Required|Pick|Omit)$/;

/**
 * The parts of a union or intersection, what aliases stand for, what type parameters extend, and `Db` of
 * `Parameters<Parameters<Db['transaction']>[0]>[0]`.
 */
export function partsOf(type: ts.TypeNode, project: Project, depth = 0): ts.Node[] {
  if (ts.isParenthesizedTypeNode(type)) return partsOf(type.type, project, depth);
  if (ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type))
    return type.types.flatMap((part) => partsOf(part, project, depth));
  if (ts.isIndexedAccessTypeNode(type)) return partsOf(type.objectType, project, depth);
  const [argument] = ts.isTypeReferenceNode(type) ? (type.typeArguments ?? []) : [];
  if (argument && ts.isTypeReferenceNode(type) && utilities.test(type.typeName.getText()))
    return partsOf(argument, project, depth);
  const declaration = ts.isTypeReferenceNode(type) ? declarationOfName(type.typeName, project) : undefined;
  const meant =
    declaration && ts.isTypeAliasDeclaration(declaration)
      ? declaration.type
      : declaration && ts.isTypeParameterDeclaration(declaration)
        ? declaration.constraint
        : undefined;
  return [type, ...(meant && depth < 4 ? partsOf(meant, project, depth + 1) : [])];
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
