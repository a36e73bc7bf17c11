import { basename } from '../../path.ts';
import { ts } from '../../ts.cts';
import { columnName } from '../../drizzle/casing.ts';
import type { CasingUser } from '../../read/casing.ts';
import { isFunction } from '../../read/syntax/syntax.ts';
import { isOutOfSight, tablesOutOfSight } from '../../read/values/tables-out-of-sight.ts';
import type { Project } from '../project.ts';
import type { Blocks } from './blocks.ts';
import { nearestUsers, unnamedColumns, type Definition } from './definitions.ts';

/** Blocks databases with tables that come from a package whose source is not available. */
export function blockTablesOutOfSight(users: readonly CasingUser[], { block }: Blocks, project: Project): void {
  const cased = users.filter(({ casing }) => casing);
  for (const user of cased) {
    const schema = user.driver?.schema ?? user.database?.schema;
    if (!schema || schema.value.kind !== 'expression') continue;
    for (const name of project.evaluator.keys(schema.value).names) {
      const member = project.evaluator.member(schema.value, name);
      if (isOutOfSight(member)) block([user], schema.node, `the table \`${name}\` of the schema is out of sight`);
    }
  }
  for (const table of tablesOutOfSight(project.mentioning, project.evaluator)) {
    block(
      nearestUsers(table.getSourceFile().fileName, undefined, users, project),
      table,
      `the table \`${table.getText()}\` is out of sight`,
    );
  }
}

/**
 * Blocks databases that share a column builder but differ in casing: the builder takes its name from the first table
 * that uses it.
 */
export function blockSharedColumns(definitions: readonly Definition[], { block }: Blocks): void {
  const seen = new Map<ts.Node, Definition>();
  for (const definition of definitions) {
    for (const { node } of unnamedColumns(definition.tables) ?? []) {
      const first = seen.get(node) ?? definition;
      seen.set(node, first);
      if (first.casing === definition.casing || ts.findAncestor(node, isFunction)) continue;
      const cased = [...first.users, ...definition.users].filter((user) => user.casing);
      block(cased, node, 'tables of databases with different casing share this column');
    }
  }
}

/**
 * Blocks a drizzle-kit configuration when a client nearby has another casing and the configured one would rename
 * columns of its tables.
 */
export function blockKit(
  user: CasingUser,
  definitions: readonly Definition[],
  users: readonly CasingUser[],
  { block }: Blocks,
  project: Project,
): void {
  const clients = nearestUsers(user.path, user.dialect, users, project).filter((other) => !other.isKit);
  const other = clients.find(({ casing }) => casing !== user.casing);
  const isRenamed = (definition: Definition) =>
    unnamedColumns(definition.tables)?.some(({ key }) => user.casing && columnName(key, user.casing, 'v1') !== key);
  if (!other || !user.option) return;
  const owned = definitions.filter((definition) => definition.users.includes(other));
  if (owned.some((definition) => isRenamed(definition) ?? true))
    block([user], user.option.property, `\`${basename(other.path)}\` uses its tables without it`);
}
