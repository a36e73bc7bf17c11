import { basename, dirname, extname, join } from '../../path.ts';
import { ts } from '../../ts.cts';
import type { Database } from '../../facts.ts';
import { isFunction } from '../../read/syntax/syntax.ts';
import { usesRequire } from '../imports/import-statements.ts';
import { firstFree } from '../first-free.ts';
import { keepsV1 } from '../kept-queries.ts';
import { freeName } from '../imports/free-name.ts';
import { placeBeforeClient, placeBesideTables } from './place-beside.ts';
import type { Placement } from '../placement.ts';
import type { Project } from '../project.ts';
import { isRelationsOnly } from './relations-only.ts';
import { schemaArgument } from './schema-argument.ts';
import { hasUnreadTables } from './unread-tables.ts';

/**
 * Chooses where the `defineRelations` of a database is written: the file that holds its v1 relations, a new file beside
 * the schema, or, when neither can import the tables, a place in the file of the tables or of the client.
 *
 * `defineRelations` reads the schema when its module loads, so its file must not be imported by the files of the
 * tables, not even indirectly.
 *
 * @returns undefined when there is no such place; it has been reported as `RQB_MODULE_CYCLE` or `RQB_SCHEMA_UNRESOLVED`
 */
export function placeRelations(database: Database, project: Project): Placement | undefined {
  const home = (!keepsV1(database, project) && existingHome(database, project)) || newHome(database, project);
  const argument = schemaArgument(database, home.path, project);
  if (!argument) {
    const [path = home.path] = [...database.tables.values()].map((table) => table.path);
    const beside = placeBesideTables(database, freeName(path, project), project);
    if (beside) return beside;
    const [client] = database.clients;
    const between = client && placeBeforeClient(database, project);
    if (between) return between;
    const code = hasUnreadTables(database, project) ? 'RQB_SCHEMA_UNRESOLVED' : 'RQB_MODULE_CYCLE';
    project.changes.report(code, database.schema.node);
    return undefined;
  }
  project.resolver.plan(home.path);
  // The client may be made in a script that requires, beside a schema that is an ES module.
  const model = project.sources.get(home.path) ?? project.sources.get(schemaModule(database));
  const commonJs = /\.c?js$/.test(home.path) && model !== undefined && usesRequire(model.ast);
  const { text, imports } = argument;
  return { ...home, schemaArgument: text, imports, commonJs };
}

/** The file, the name of the constant, and the statement that is replaced there, if any. */
type Home = Pick<Placement, 'path' | 'name' | 'anchor'>;

/**
 * The existing file that the new relations go to: one that holds v1 relations and nothing that the schema needs, or the
 * file that the user named. With several such files it is the barrel that re-exports them. Undefined when a file
 * neither holds most of the database's blocks nor is the only one and in the folder of the schema: it is then about one
 * part of the schema only.
 */
function existingHome(database: Database, project: Project): Home | undefined {
  const held = database.blocks.filter((block) => !database.adopted.has(block));
  const blocks = held.length > 0 ? held : database.blocks;
  const counts = new Map<string, number>();
  for (const { path } of blocks) counts.set(path, (counts.get(path) ?? 0) + 1);
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
  const isMost = count * 2 > blocks.length;
  if (wanted === undefined && !isMost && !isBeside) return undefined;
  const block = blocks.find((candidate) => candidate.path === path);
  const anchor = block?.declaration && ts.findAncestor(block.declaration, ts.isVariableStatement);
  return { path, name: freeName(path, project), anchor };
}

/** The module that only re-exports files of v1 relations; of several the one with the most exports. */
function relationsBarrel(database: Database, project: Project): string | undefined {
  const own = new Set(database.blocks.map(({ path }) => path));
  const barrels = project.sources.parsed().filter(({ path, ast }) => {
    if (own.has(path) || ast.statements.length === 0) return false;
    return ast.statements.every(ts.isExportDeclaration) && isRelationsOnly(path, project);
  });
  const size = (ast: ts.SourceFile) => ast.statements.length;
  return barrels.sort((a, b) => size(b.ast) - size(a.ast))[0]?.path;
}

/** A new file in the folder of the schema (or the file that the user named), with a name that is not taken. */
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
  // With the schemas of two databases in one folder (`mysql.ts` and `sqlite-schema.ts`), each file is named after its
  // schema: `mysql-relations.ts`, `sqlite-relations.ts`.
  const prefix = basename(schemaPath, extension).replace(/[-._]?schema$/i, '');
  const own = prefix !== '' && project.databases.some(isBeside) ? [`${prefix}-relations`] : [];
  const [first = 'relations', ...names] = [...own, 'relations', 'drizzle-relations', 'relations-v2'];
  const name = firstFree([first, ...names], (candidate) => !isTaken(join(folder, candidate + extension)));
  const path = wanted ?? join(folder, name + extension);
  return { path, name: 'relations', anchor: undefined };
}

/** The file of the module that is the schema (`import * as schema`), else the file that most tables are in. */
function schemaModule(database: Database): string {
  const { value } = database.schema;
  if (value.kind === 'namespace') return value.path;
  const counts = new Map<string, number>();
  // A table that is created inside of a function counts for the file of the schema object that calls it.
  const called = (value.kind === 'expression' ? value.node : database.schema.node).getSourceFile().fileName;
  for (const table of database.tables.values()) {
    const path = ts.findAncestor(table.node, isFunction) ? called : table.path;
    counts.set(path, (counts.get(path) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]![0];
}
