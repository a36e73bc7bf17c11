import { ts } from '../../ts.cts';
import { columnName } from '../../drizzle/casing.ts';
import type { Database } from '../../facts.ts';
import { readCasingUsers, type CasingUser } from '../../read/casing.ts';
import type { Project } from '../project.ts';
import { createBlocks, reasonToBlock } from './blocks.ts';
import { reportColumnNames } from './column-names.ts';
import { decideDefinitions } from './decide-definitions.ts';
import { type Definition, nearestUsers, readDefinitions, unnamedColumns } from './definitions.ts';
import { reportIgnored } from './ignored-casing.ts';
import { blockKit, blockSharedColumns, blockTablesOutOfSight } from './obstacles.ts';
import type { FactoryMove } from './table-factory.ts';

/** What becomes of the `casing` options of a project. */
export interface CasingPlan {
  /** Databases whose tables cannot take over the casing. They are left alone, and the reason is reported. */
  blocked: ReadonlySet<Database>;
  /** Removes the options of the other databases and changes their tables. */
  apply(isMigrated: (database: Database) => boolean): void;
}

/**
 * Plans the removal of the `casing` option, which drizzle-orm 1.0 and drizzle-kit 1.0 ignore in the releases that have
 * no such option: every column without an explicit name would silently be named like its key. The casing moves to the
 * tables (`pgTable` → `snakeCase.table`). Tables whose columns all have names stay as they are, because an explicit
 * name wins in both versions. So do all tables if the option did not change the name of any column.
 */
export function planCasing(project: Project): CasingPlan {
  const users = project.capabilities.casingOption ? [] : readCasingUsers(project);
  if (users.every(({ option, ignored }) => !option && !ignored)) return { blocked: new Set(), apply: () => {} };

  const blocks = createBlocks(users, project);
  for (const user of users) {
    const reason = user.option && reasonToBlock(user, user.option);
    if (user.option && reason) blocks.block([user], user.option.property, reason);
  }
  blockTablesOutOfSight(users, blocks, project);
  const definitions = readDefinitions(users, project);
  decideDefinitions(definitions, users, blocks, project);
  blockSharedColumns(definitions, blocks);
  for (const user of users) {
    if (user.isKit) blockKit(user, definitions, users, blocks, project);
    if (user.ignored) reportIgnored(user, user.ignored, definitions, users, project);
  }
  const blocked = users.flatMap((user) => (user.database && blocks.isBlocked(user) ? [user.database] : []));
  return {
    blocked: new Set(blocked),
    apply(isMigrated) {
      const isActive = (user: CasingUser) => !blocks.isBlocked(user) && (!user.database || isMigrated(user.database));
      moveCasing(definitions, isActive, project);
      removeOptions(definitions, users, isActive, project);
    },
  };
}

/** Moves the casing to the tables of the active users. */
function moveCasing(
  definitions: readonly Definition[],
  isActive: (user: CasingUser) => boolean,
  project: Project,
): void {
  const needed = usersInNeed(definitions);
  const moves = new Map<ts.Node, FactoryMove>();
  for (const { move, users: deciders } of definitions) {
    if (move && deciders.some((user) => user.casing && isActive(user) && needed.has(user))) moves.set(move.at, move);
  }
  moves.forEach(({ edit }) => edit());
  const renamed = new Set<ts.Node>();
  for (const { move, casing, tables } of definitions) {
    for (const { key, node } of (move && moves.has(move.at) && unnamedColumns(tables)) || [])
      if (columnName(key, casing!, 'v2') !== key) renamed.add(node);
  }
  if (renamed.size > 0) reportColumnNames(({ node }) => renamed.has(node), project);
}

/** Removes an option only when every user of it is migrated, with the tables that it decided on. */
function removeOptions(
  definitions: readonly Definition[],
  users: readonly CasingUser[],
  isActive: (user: CasingUser) => boolean,
  project: Project,
): void {
  const needed = usersInNeed(definitions);
  for (const user of users) {
    if (!user.option) continue;
    const { property } = user.option;
    const involved = users.filter(({ option }) => option?.property === property);
    if (user.isKit) involved.push(...nearestUsers(user.path, user.dialect, users, project));
    if (!involved.every(isActive) || !ts.isObjectLiteralExpression(property.parent)) continue;
    project.changes.removeElement(property, property.parent.properties);
    const decides = definitions.some((definition) => definition.users.includes(user));
    if (!user.casing || user.isKit || !decides) continue;
    if (!needed.has(user)) project.changes.report('RQB_CASING_UNUSED', property);
    else if (!user.database) project.changes.report('RQB_CASING_ASSUMED', property);
  }
}

/** The users whose casing gives some column of their tables another name than its key. */
function usersInNeed(definitions: readonly Definition[]): Set<CasingUser> {
  return new Set(definitions.flatMap(({ renames, users }) => (renames ? users : [])));
}
