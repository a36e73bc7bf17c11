import { ts } from '../../ts.cts';
import type { Casing } from '../../drizzle/casing.ts';
import type { Column, Dialect, Table } from '../../facts.ts';
import type { CasingUser } from '../../read/casing.ts';
import { kitFiles } from '../../read/kit-config.ts';
import { nodesOf } from '../../read/nodes.ts';
import { rangeOf, type PackageInfo } from '../../read/package-info.ts';
import type { Project } from '../project.ts';
import type { FactoryMove } from './table-factory.ts';

/** A call that makes tables: one, or as many as the function it stands in is called for. */
export interface Definition {
  call: ts.CallExpression;
  tables: Set<Table>;
  /** Those that use the tables, or would if anything did. */
  users: readonly CasingUser[];
  casing: Casing | undefined;
  /** Whether the casing gives some column another name than its key. */
  renames: boolean;
  move: FactoryMove | undefined;
}

/** Every call that makes a table: those of the schemas with their clients, the others with the nearest ones. */
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
  // The others can only have tables by a wrapper of the project's own, which is in one of these.
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
 * Whose word counts for what is in no schema: the clients in its file, else in its package, else in packages that depend
 * on it or on which it depends; where there are none, the configurations of drizzle-kit that name its file, or are as
 * near; else all clients of the project, if these agree, and where there is no client all configurations. A client
 * without either schema or casing says nothing: most of these run migrations.
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

/** Whether a configuration of drizzle-kit names a file as a part of its schema. */
function isNamedBy({ kitSchema }: CasingUser, path: string, { resolver, scripts }: Project): boolean {
  return kitSchema !== undefined && kitFiles(kitSchema, resolver.packageOf, scripts)?.files.includes(path) === true;
}

function dialectOf(tables: ReadonlySet<Table>): Dialect | undefined {
  const [table] = tables;
  return table?.dialect;
}

/** The columns that take their names from their keys; undefined when some columns are out of sight. */
export function unnamedColumns(tables: ReadonlySet<Table>): Column[] | undefined {
  const found: Column[] = [];
  for (const { columns, complete, isView, node } of tables) {
    // The columns of a view without a list of them are those of its query.
    if (!complete && !(isView && node.arguments.length < 2)) return undefined;
    for (const column of columns.values()) if (column.dbName === undefined) found.push(column);
  }
  return found;
}
