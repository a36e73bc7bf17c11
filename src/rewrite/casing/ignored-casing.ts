import { casedFactories, columnName } from '../../drizzle/casing.ts';
import type { CasingOption, CasingUser } from '../../read/casing.ts';
import type { Project } from '../project.ts';
import { reasonToBlock, reportCasing } from './blocks.ts';
import { nearestUsers, unnamedColumns, type Definition } from './definitions.ts';
import { casedFactory } from './table-factory.ts';

/**
 * Reports a leftover `casing` option in a project that is on 1.0 already, when it would change the name of some
 * column.
 */
export function reportIgnored(
  user: CasingUser,
  { property, casing }: CasingOption,
  definitions: readonly Definition[],
  users: readonly CasingUser[],
  project: Project,
): void {
  const reason = reasonToBlock(user, { property, casing });
  const isDecided = (definition: Definition) => definition.users.includes(user) || !user.driver;
  if (reason && definitions.some((definition) => isDecided(definition) && unnamedColumns(definition.tables)?.length))
    return reportCasing(property, reason, undefined, project);
  if (casing !== 'snake_case' && casing !== 'camelCase') return;
  // drizzle-kit's is about the tables of the clients beside it, although those say nothing about casing.
  const about = user.isKit ? [user, ...nearestUsers(user.path, user.dialect, users, project)] : [user];
  for (const { call, tables, users: deciders } of definitions) {
    if (!about.some((each) => deciders.includes(each)) || casedFactory(call, casing, project) === undefined) continue;
    const column = unnamedColumns(tables)?.find(({ key }) => columnName(key, casing, 'v2') !== key);
    if (!column) continue;
    const factory = casedFactories[casing];
    const detail = { column: column.key, name: columnName(column.key, casing, 'v2'), factory };
    return project.changes.report('RQB_CASING_IGNORED', property, detail);
  }
}
