import { ts } from '../../ts.cts';
import type { Casing } from '../../drizzle/casing.ts';
import type { Column, Dialect, Table } from '../../facts.ts';
import type { CasingUser } from '../../read/casing.ts';
import { kitFiles } from '../../read/modules/kit-config.ts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { rangeOf, type PackageInfo } from '../../read/modules/package-info.ts';
import type { Project } from '../project.ts';
import type { FactoryMove } from './table-factory.ts';

/** A call that makes a table. In a function it may make several, one for each call of the function. */
export interface Definition {
  call: ts.CallExpression;
  tables: Set<Table>;
  /** The clients and configurations that use the tables, or would if anything did. */
  users: readonly CasingUser[];
  casing: Casing | undefined;
  /** Whether the casing gives some column another name than its key. */
  renames: boolean;
  move: FactoryMove | undefined;
}

/** Every call that makes a table. Tables of a schema belong to its clients, all others to the nearest clients. */
export function readDefinitions(users: readonly CasingUser[], project: Project): Definition[] {
  const tables = new Map<ts.CallExpression, { tables: Set<Table>; users: Set<CasingUser> }>();
  const add = (table: Table) => {
    let known = tables.get(table.node);
    if (!known) tables.set(table.node, (known = { tables: new Set(), users: new Set() }));
    known.tables.add(table);
    return known;
  };
  for (const database of project.databases) {
    const owners = users.filter((user) => user.database === database);
    for (const table of database.tables.values()) owners.forEach((owner) => add(table).users.add(owner));
  }
  // A file without `drizzle-orm` in its text can make tables only through a wrapper of the project, which is read in
  // its own file.
  for (const { ast, text } of project.sources.parsed()) {
    if (!text.includes('drizzle-orm')) continue;
    for (const call of nodesOf(ast).calls) {
      const value = call.arguments.length > 1 ? project.evaluator.evaluate(call) : undefined;
      if (value?.kind === 'table') add(value.table);
    }
  }
  return [...tables].map(([call, known]) => ({
    call,
    tables: known.tables,
    users:
      known.users.size > 0
        ? [...known.users]
        : nearestUsers(call.getSourceFile().fileName, dialectOf(known.tables), users, project),
    casing: undefined,
    renames: false,
    move: undefined,
  }));
}

/**
 * The clients or configurations that decide about the casing of a table in no schema. Clients come first: those in the
 * table's file, else in its package, else in packages that depend on that one or the other way round. Without these,
 * the drizzle-kit configurations that name the file or are as near. Failing that, all clients of the project (or,
 * without any, all configurations), provided that they agree; else none. Clients with neither schema nor casing are
 * ignored, since most of them only run migrations.
 */
export function nearestUsers(
  path: string,
  dialect: Dialect | undefined,
  users: readonly CasingUser[],
  project: Project,
): CasingUser[] {
  const fits = (user: CasingUser) => !dialect || !user.dialect || user.dialect === dialect;
  const own = project.resolver.packageOf(path);
  const packageOf = (user: CasingUser) => project.resolver.packageOf(user.path);
  const dependsOn = (one: PackageInfo | undefined, other: PackageInfo | undefined) =>
    other !== undefined && rangeOf(other.name, one) !== undefined;
  const candidates = users.filter((user) => fits(user) && (user.option ?? user.ignored ?? user.hasTables));
  const [kits, clients] = [candidates.filter(({ isKit }) => isKit), candidates.filter(({ isKit }) => !isKit)];
  const levels = [
    (user: CasingUser) => user.path === path || isNamedBy(user, path, project),
    (user: CasingUser) => packageOf(user) === own,
    (user: CasingUser) => dependsOn(packageOf(user), own) || dependsOn(own, packageOf(user)),
  ];
  for (const group of [clients, kits]) {
    for (const level of levels) {
      const found = group.filter(level);
      if (found.length > 0) return found;
    }
  }
  const far = clients.length > 0 ? clients : kits;
  return far.every(({ casing }) => casing === far[0]!.casing) ? far : [];
}

/** Whether a drizzle-kit configuration includes a file in its `schema`. */
function isNamedBy({ kitSchema }: CasingUser, path: string, { resolver, scripts }: Project): boolean {
  return kitSchema !== undefined && kitFiles(kitSchema, resolver.packageOf, scripts)?.files.includes(path) === true;
}

function dialectOf(tables: ReadonlySet<Table>): Dialect | undefined {
  const [table] = tables;
  return table?.dialect;
}

/**
 * The columns without an explicit name, which are named after their keys; undefined when some columns are out of sight.
 */
export function unnamedColumns(tables: ReadonlySet<Table>): Column[] | undefined {
  const found: Column[] = [];
  for (const { columns, complete, isView, node } of tables) {
    // A view without a list of columns has those of its query, which are not named again.
    if (!complete && !(isView && node.arguments.length < 2)) return undefined;
    for (const column of columns.values()) if (column.dbName === undefined) found.push(column);
  }
  return found;
}
