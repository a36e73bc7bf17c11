import type { Database, Relation } from '../../facts.ts';
import {
  findJunctions,
  isSameList,
  type Junction,
  type Link,
  type ThroughRelation,
} from '../../read/schema/junctions.ts';
import { plural } from './plural.ts';
import type { Project } from '../project.ts';

/**
 * Adds to a database a relation through each of its junction tables, on both tables that the junction joins, under
 * names that no column and no other relation has: with `usersToGroups`, `users` gets `groups` and `groups` gets
 * `users`. Tables that a shared schema function returns get none, because other databases have them too.
 *
 * @returns the added relations, by the key of the table that has them
 */
export function addThroughRelations(database: Database, project: Project): Map<string, ThroughRelation[]> {
  const isOwn = (key: string) =>
    !project.shared.uses.get(database)?.some(({ factory }) => factory.schema.tables.has(key));
  const wanted = findJunctions(database, project.evaluator).flatMap((junction) => {
    const [first, second] = junction.links;
    if (![junction.tableKey, first.targetKey, second.targetKey].every(isOwn)) return [];
    return [
      { junction, near: first, far: second, name: nameOf(first, second, junction, database) },
      { junction, near: second, far: first, name: nameOf(second, first, junction, database) },
    ];
  });
  const added = new Map<string, ThroughRelation[]>();
  for (const { junction, near, far, name } of wanted) {
    const tableKey = near.targetKey;
    const isAmbiguous = wanted.filter((other) => other.near.targetKey === tableKey && other.name === name).length > 1;
    const siblings = database.relations.get(tableKey) ?? [];
    const isFree = (candidate: string) =>
      !near.target.columns.has(candidate) &&
      !siblings.some(({ key, newKey }) => key === candidate || newKey === candidate);
    const long = joined(name, junction.tableKey);
    const candidates = [...(isAmbiguous ? [] : [name]), long, ...[2, 3, 4, 5, 6, 7, 8, 9].map((n) => `${long}${n}`)];
    const key = candidates.find(isFree);
    if (key === undefined) continue;
    const relation: Relation = {
      key,
      newKey: project.renames[`${tableKey}.${key}`] ?? key,
      kind: 'many',
      target: far.target,
      targetKey: far.targetKey,
      from: near.references,
      to: far.references,
      required: false,
      alias: undefined,
      entry: undefined,
      through: { tableKey: junction.tableKey, from: near.columns, to: far.columns },
    };
    database.relations.set(tableKey, [...siblings, relation]);
    added.set(tableKey, [...(added.get(tableKey) ?? []), { relation, junction, near, far }]);
  }
  return added;
}

/**
 * The name of a relation to the far table: the plural of the junction's own relation (`group` → `groups`), or of the
 * table. Between rows of one table without relations of the junction, that of the column says more (`followerId` →
 * `followers`). A preposition has no plural: of `from` and `to` comes `usersThroughFollowing`, after the table's own
 * relation to the junction, or else `usersTo`.
 */
function nameOf(near: Link, far: Link, { tableKey }: Junction, { relations }: Database): string {
  const table = plural(uncapitalized(withoutSuffix(far.targetKey)));
  const [column, ...others] = far.columns;
  const isSelf = near.targetKey === far.targetKey && column !== undefined && others.length === 0;
  const name = far.relation?.key ?? (isSelf ? column.key.replace(/(?<=.)_?(?:id|uuid)$/i, '') : undefined);
  if (name === undefined) return table;
  if (!prepositions.test(name)) return plural(name);
  const toJunction = relations
    .get(near.targetKey)
    ?.find((each) => each.kind === 'many' && each.targetKey === tableKey && isSameList(each.to, near.columns));
  return toJunction ? joined(table, toJunction.newKey) : joined(table, name, '');
}

/** Relations of a junction that are no nouns. */
const prepositions = /^(?:at|by|for|from|in|into|of|on|onto|to|via|with)$/i;

/** `Groups` → `groups`; an acronym, `FAQs`, stays. */
function uncapitalized(name: string): string {
  return /^[A-Z](?![A-Z])/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}

/** A longer name for when the short one is taken: `usersThroughLikes`, or `users_through_likes` in snake case. */
function joined(name: string, junctionKey: string, by = 'through'): string {
  const junction = withoutSuffix(junctionKey);
  if (`${name}${junction}`.includes('_')) return [name, by, junction].filter(Boolean).join('_');
  return [name, by, junction].map((part, index) => (index === 0 ? part : capitalized(part))).join('');
}

function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** `usersTable` → `users` */
function withoutSuffix(tableKey: string): string {
  return tableKey.replace(/(?<=.)_?tables?$/i, '');
}
