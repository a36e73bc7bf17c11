import { ts } from '../ts.cts';
import type { Database, QuerySite, Table } from '../facts.ts';
import { usesOf } from '../read/syntax/references.ts';
import { isExported, nameText, outermost, unwrap } from '../read/syntax/syntax.ts';
import { isNeverAssigned } from '../read/syntax/writes.ts';
import type { Project } from './project.ts';
import { queryId } from './units.ts';

/** What a configuration is about. */
interface Place {
  database: Database;
  tableKey: string;
  table: Table;
}

/**
 * The table that a configuration is about: that of its query, the target of the relation under `with` that it belongs
 * to, or the one that all users of a local constant that holds it agree on. Undefined when that is not known, or when
 * a query stays on v1.
 *
 * @param seen constants that are being looked at already
 */
export function levelOf(config: ts.Node, project: Project, seen = new Set<ts.Node>()): Place | undefined {
  const site = siteWith(config, project.scan.sites);
  if (site) {
    // A query that stays on v1 takes SQL and no filter object.
    if (project.kept.has(queryId(site))) return undefined;
    const database = site.key === undefined ? undefined : project.databaseOf(site);
    const table = database?.tables.get(site.key!);
    return database && table && { database, tableKey: site.key!, table };
  }
  const { parent } = outermost(config);
  return ts.isVariableDeclaration(parent) ? levelOfHeld(parent, project, seen) : levelOfRelation(config, project, seen);
}

const sitesByConfig = new WeakMap<readonly QuerySite[], ReadonlyMap<ts.Node, QuerySite>>();

/** The query that has a node as its configuration. */
function siteWith(config: ts.Node, sites: readonly QuerySite[]): QuerySite | undefined {
  let byConfig = sitesByConfig.get(sites);
  if (!byConfig) {
    byConfig = new Map(sites.flatMap((site) => (site.config ? [[unwrap(site.config), site]] : [])));
    sitesByConfig.set(sites, byConfig);
  }
  return byConfig.get(config);
}

/** The place of a configuration that is the value of a relation under `with`. */
function levelOfRelation(config: ts.Node, project: Project, seen: Set<ts.Node>): Place | undefined {
  const relation = config.parent;
  const property = relation?.parent?.parent;
  if (!property || !ts.isPropertyAssignment(relation) || !ts.isPropertyAssignment(property)) return undefined;
  if (nameText(property.name) !== 'with') return undefined;
  const outer = levelOf(property.parent, project, seen);
  const found = outer?.database.relations.get(outer.tableKey)?.find(({ key }) => key === nameText(relation.name));
  return outer && found && { database: outer.database, tableKey: found.targetKey, table: found.target };
}

/** The place of a configuration in a constant that is used for nothing but queries of one table, or spread into them. */
function levelOfHeld(declaration: ts.VariableDeclaration, project: Project, seen: Set<ts.Node>): Place | undefined {
  if (seen.has(declaration)) return undefined;
  seen.add(declaration);
  if (declaration.type || !ts.isIdentifier(declaration.name)) return undefined;
  if (isExported(declaration) || !isNeverAssigned(declaration)) return undefined;
  const places = usesOf(declaration.name).map((use) =>
    levelOf(ts.isSpreadAssignment(use.parent) ? use.parent.parent : use, project, seen),
  );
  const [first] = places;
  const isShared = places.every((place) => place?.database === first?.database && place?.tableKey === first?.tableKey);
  return isShared ? first : undefined;
}
