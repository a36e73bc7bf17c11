import type { Database } from '../../facts.ts';
import { UserError } from '../../user-error.ts';

/** New names for relations, chosen with `--rename table.relation=name`, by `table.relation`. */
export type Renames = Readonly<Record<string, string>>;

/**
 * Checks that every chosen name belongs to a relation that needs a new name, and that v2 accepts it.
 *
 * @throws UserError that lists what is wrong with which of them
 */
export function checkRenames(renames: Renames, databases: readonly Database[]): void {
  const problems = Object.entries(renames).flatMap(([from, to]) => {
    const problem = problemOf(from, to, databases);
    return problem === undefined ? [] : [`--rename ${from}=${to}: ${problem}.`];
  });
  if (problems.length > 0) throw new UserError(problems.join('\n'));
}

/** What is wrong with one rename; undefined when it is fine. */
function problemOf(from: string, to: string, databases: readonly Database[]): string | undefined {
  const [, tableKey = '', key = ''] = /^([^.]+)\.([^.]+)$/.exec(from) ?? [];
  if (!key) return 'it must be written as table.relation=name';
  if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(to)) return `\`${to}\` is not a name that can follow a dot`;
  const owners = databases.filter(({ tables }) => tables.has(tableKey));
  if (owners.length === 0) return `no schema has a table \`${tableKey}\`; tables are named by their key in the schema`;
  const known = owners.map((database) => ({ database, relations: database.relations.get(tableKey) ?? [] }));
  // v1 relations that are to be added to a migrated database are not resolved yet.
  if (owners.some(({ migrated, blocks }) => migrated && blocks.length > 0)) return undefined;
  // On a second run with the same options, the relation has the new name already.
  if (known.some(({ database, relations }) => database.migrated && relations.some((it) => it.key === to)))
    return undefined;
  const homes = known.filter(({ relations }) => relations.some((relation) => relation.key === key));
  if (homes.length === 0) return `\`${tableKey}\` has no relation \`${key}\``;
  for (const { database, relations } of homes) {
    const { columns } = database.tables.get(tableKey)!;
    if (columns.has(to)) return `\`${tableKey}\` has a column \`${to}\`, and v2 refuses a relation with that name`;
    if (relations.some((other) => other.key !== key && (other.key === to || other.newKey === to)))
      return `\`${tableKey}\` has another relation \`${to}\``;
    if (!columns.has(key) && !relations.some((relation) => relation.key === key && relation.through))
      return `\`${key}\` is not the name of a column of \`${tableKey}\`, so it needs no other name`;
  }
  return undefined;
}
