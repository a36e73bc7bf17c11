import { basename, dirname, extname, join } from '../../path.ts';
import { ts } from '../../ts.cts';
import type { Database } from '../../facts.ts';
import { lookUp } from '../../read/scope.ts';
import { isFunction } from '../../read/syntax.ts';
import { usesRequire } from '../imports/import-statements.ts';
import { keepsV1 } from '../kept-queries.ts';
import { placeBeforeClient, placeBesideTables } from './place-beside.ts';
import type { Placement } from '../placement.ts';
import type { Project } from '../project.ts';
import { isRelationsOnly } from './relations-only.ts';
import { schemaArgument } from './schema-argument.ts';
import { hasUnreadTables } from './unread-tables.ts';

/** Chooses the file for a database's relations; undefined (with a finding) when every choice would import itself. */
export function placeRelations(database: Database, project: Project): Placement | undefined {
  const home = (!keepsV1(database, project) && existingHome(database, project)) || newHome(database, project);
  const argument = schemaArgument(database, home.path, project);
  if (!argument) {
    const [path = home.path] = [...database.tables.values()].map((table) => table.path);
    const beside = placeBesideTables(database, freeName(path, project), project);
    if (beside) return beside;
    const [client] = database.clients;
    const between = client && placeBeforeClient(database, freeName(client.path, project), project);
    if (between) return between;
    const code = hasUnreadTables(database, project) ? 'RQB_SCHEMA_UNRESOLVED' : 'RQB_MODULE_CYCLE';
    project.changes.report(code, database.schema.node);
    return undefined;
  }
  project.resolver.plan(home.path);
  const commonJs = /\.c?js$/.test(home.path) && usesRequire(database.schema.node.getSourceFile());
  const { text, imports } = argument;
  return { ...home, schemaArgument: text, imports, commonJs };
}

type Home = Pick<Placement, 'path' | 'name' | 'anchor'>;

/**
 * The file that holds v1 relations and nothing the schema needs. Relations spread over several such files go to the
 * barrel that collects them. What is not with most of them, nor beside the schema, is of a part of it only: no home.
 */
function existingHome(database: Database, project: Project): Home | undefined {
  const counts = new Map<string, number>();
  for (const { path } of database.blocks) counts.set(path, (counts.get(path) ?? 0) + 1);
  const wanted = project.relationsFile;
  const candidates = [...counts].filter(([path]) =>
    wanted === undefined ? isRelationsOnly(path, project) : path === wanted,
  );
  const [best, ...others] = candidates.sort((a, b) => b[1] - a[1]);
  if (!best) return undefined;
  const [path, count] = best;
  if (others.length > 0) {
    const barrel = relationsBarrel(database, project);
    if (barrel) return { path: barrel, name: 'relations', anchor: undefined };
  }
  const isBeside = others.length === 0 && dirname(path) === dirname(schemaModule(database));
  const isMost = count * 2 > database.blocks.length;
  if (wanted === undefined && !isMost && !isBeside) return undefined;
  const block = database.blocks.find((candidate) => candidate.path === path);
  const anchor = block?.declaration && ts.findAncestor(block.declaration, ts.isVariableStatement);
  return { path, name: freeName(path, project), anchor };
}

/** A module that only re-exports files of v1 relations. */
function relationsBarrel(database: Database, project: Project): string | undefined {
  const own = new Set(database.blocks.map(({ path }) => path));
  const barrels = project.sources.parsed().filter(({ path, ast }) => {
    if (own.has(path) || ast.statements.length === 0) return false;
    return ast.statements.every(ts.isExportDeclaration) && isRelationsOnly(path, project);
  });
  const size = (ast: ts.SourceFile) => ast.statements.length;
  return barrels.sort((a, b) => size(b.ast) - size(a.ast))[0]?.path;
}

function newHome(database: Database, project: Project): Home {
  const schemaPath = schemaModule(database);
  const extension = extname(schemaPath);
  const folder = dirname(schemaPath);
  const isTaken = (path: string) => project.sources.exists(path) || project.changes.created().has(path);
  const wanted = project.relationsFile;
  const isBeside = (other: Database) => {
    const module = other.migrated ? schemaPath : schemaModule(other);
    return module !== schemaPath && dirname(module) === folder;
  };
  // `mysql.ts` and `sqlite-schema.ts` side by side: `mysql-relations.ts`, `sqlite-relations.ts`.
  const prefix = basename(schemaPath, extension).replace(/[-._]?schema$/i, '');
  const own = prefix !== '' && project.databases.some(isBeside) ? [`${prefix}-relations`] : [];
  const names = [...own, 'relations', 'drizzle-relations', 'relations-v2', 'relations2', 'relations3', 'relations4'];
  const path =
    wanted ??
    names.map((name) => join(folder, name + extension)).find((candidate) => !isTaken(candidate)) ??
    join(folder, `relations5${extension}`);
  return { path, name: 'relations', anchor: undefined };
}

/** The module the schema object is, or the one that holds most of its tables. */
function schemaModule(database: Database): string {
  const { value } = database.schema;
  if (value.kind === 'namespace') return value.path;
  const counts = new Map<string, number>();
  // A table that a function makes is at home where the function is called.
  const called = (value.kind === 'expression' ? value.node : database.schema.node).getSourceFile().fileName;
  for (const table of database.tables.values()) {
    const path = ts.findAncestor(table.node, isFunction) ? called : table.path;
    counts.set(path, (counts.get(path) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]![0];
}

function freeName(path: string, project: Project): string {
  const file = project.sources.get(path)?.ast;
  const names = ['relations', 'dbRelations', 'schemaRelations'];
  const isFree = (name: string) => {
    const isTaken = [...project.placements.values()].some((other) => other?.path === path && other.name === name);
    if (isTaken) return false;
    const declaration = file && lookUp(name, file);
    const isLeaving = project.kept.size === 0 && declaration && ts.isImportSpecifier(declaration);
    return !declaration || (isLeaving && name === 'relations');
  };
  return names.find(isFree) ?? 'drizzleRelations';
}
