import { ts } from '../../ts.cts';
import type { Database } from '../../facts.ts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { memberNamed, nameText } from '../../read/syntax/syntax.ts';
import { isDrizzle } from '../../read/types/type-references.ts';
import { valueOfName } from '../../read/values/value-of-type.ts';
import type { Project } from '../project.ts';
import { usesOfAlias } from '../uses-of-alias.ts';
import { renameInType } from './renamed-results.ts';
import type { Step } from './returned-results.ts';
import { renameShapes, wantName } from './shape-names.ts';
import { membersWithin, shapeMembers, type ShapeMember } from './shape-members.ts';

/**
 * A type that describes rows with their relations: `BuildQueryResult<…>`, one of the project's own that rests on it, or
 * `typeof db.query.users.findMany<{ with: … }>`, which gives them.
 */
interface RowType {
  node: ts.TypeNode;
  /** The way from a value of the type to a row. */
  path: readonly Step[];
  /** The key of the table. */
  table: string;
  /** The members of the types that name relations. */
  shapes: readonly (readonly ShapeMember[])[];
}

/** A relation that a type names, and the way to it from a row. */
interface Named {
  member: ShapeMember;
  /** The key of the table that has it. */
  table: string;
  path: readonly Step[];
  /** What v2 calls it; also where that is the same. */
  renamed: string;
}

/**
 * Renames relations in types that describe rows, where `with` names one that was renamed because it has the name of a
 * column, and where values of these types are read:
 * `BuildQueryResult<Tables, Tables['posts'], { with: { author: true } }>`.
 */
export function renameInTypes(project: Project): void {
  if (renamingDatabases(project).length === 0) return;
  for (const type of rowTypesIn(project)) {
    const owners = project.databases.filter(({ tables }) => tables.has(type.table));
    const named = owners.flatMap((owner) =>
      type.shapes.flatMap((shape) => namedIn(shape, type.table, type.path, owner, project)),
    );
    // Which of several databases is meant is not told by the key of the table.
    if (owners.length > 1) {
      for (const [{ name }, renamed] of new Map(named.map(({ member, renamed }) => [member, renamed])))
        if (renamed !== nameText(name))
          project.changes.report('RQB_RELATION_RENAMED_IN_QUERY', name, { relation: name.getText(), renamed });
      continue;
    }
    const followed = new Set<string>();
    for (const { member, table, path, renamed } of named) {
      wantName(member, table, renamed, project);
      const trail = path.join('.');
      if (renamed === path.at(-1) || followed.has(trail)) continue;
      followed.add(trail);
      renameInType(member.name, type.node, path, renamed, project);
    }
  }
  renameShapes(project);
}

/** The databases that are migrated, of whose relations some get another name. */
export function renamingDatabases({ databases, placements }: Project): Database[] {
  return databases.filter(
    (database) =>
      placements.get(database) && [...database.relations.values()].flat().some(({ key, newKey }) => key !== newKey),
  );
}

/** The types of a project that describe rows of a certain table. */
function rowTypesIn(project: Project): RowType[] {
  const found: RowType[] = [];
  const aliases = new Set<ts.TypeAliasDeclaration>();
  const read = (node: ts.TypeReferenceNode, fallback?: string): void => {
    const args = [...(node.typeArguments ?? [])];
    const shapes = args.map((argument) => shapeMembers(argument, project)).filter((members) => members.length > 0);
    const table = args.flatMap((argument) => keyOf(argument) ?? [])[0] ?? fallback;
    if (table !== undefined && shapes.length > 0) found.push({ node, path: [], table, shapes });
    const alias = ts.findAncestor(node, ts.isTypeAliasDeclaration);
    if (!alias?.typeParameters || aliases.has(alias)) return;
    aliases.add(alias);
    for (const { parent } of usesOfAlias(alias, project) ?? []) if (ts.isTypeReferenceNode(parent)) read(parent, table);
  };
  for (const { ast } of project.mentioning('BuildQueryResult')) {
    for (const node of nodesOf(ast).typed) {
      if (!ts.isTypeReferenceNode(node) || !/\bBuildQueryResult$/.test(node.typeName.getText())) continue;
      if (isDrizzle(valueOfName(node.typeName, project.evaluator))) read(node);
    }
  }
  return [...found, ...queryTypesIn(project)];
}

/** The types of query functions with a configuration: `typeof db.query.posts.findFirst<{ with: { author: true } }>`. */
function queryTypesIn(project: Project): RowType[] {
  return project.mentioning(/\bfind(?:Many|First)\s*</).flatMap(({ ast }) =>
    nodesOf(ast).typed.flatMap((node) => {
      if (!ts.isTypeQueryNode(node) || !node.typeArguments) return [];
      const [, table, method] = /\._?query\.(\w+)\.(findMany|findFirst)$/.exec(node.exprName.getText()) ?? [];
      const shapes = node.typeArguments.map((argument) => shapeMembers(argument, project));
      return table === undefined ? [] : [{ node, path: method === 'findMany' ? ['[]'] : [], table, shapes }];
    }),
  );
}

/** The key of a table in a type argument: `'posts'`, or `Tables['posts']`. */
function keyOf(argument: ts.TypeNode): string | undefined {
  if (ts.isIndexedAccessTypeNode(argument)) return keyOf(argument.indexType);
  return ts.isLiteralTypeNode(argument) && ts.isStringLiteral(argument.literal) ? argument.literal.text : undefined;
}

/** The relations that a type names: a configuration of a query, or its `with` alone. */
function namedIn(
  members: readonly ShapeMember[],
  table: string,
  path: readonly Step[],
  database: Database,
  project: Project,
): Named[] {
  const nested = memberNamed(members, 'with');
  if (nested) return namedIn(membersWithin(nested, project), table, path, database, project);
  return members.flatMap((member): Named[] => {
    const relation = database.relations.get(table)?.find(({ key }) => key === nameText(member.name));
    if (!relation) return [];
    const { key, newKey, kind, targetKey } = relation;
    const own = { member, table, path: [...path, key], renamed: newKey };
    const into = kind === 'many' ? [...path, key, '[]'] : [...path, key];
    return [own, ...namedIn(membersWithin(member, project), targetKey, into, database, project)];
  });
}
