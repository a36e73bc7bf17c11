import { ts } from '../../ts.cts';
import type { ClientCall, Database, RelationsBlock, SchemaObject, Table } from '../../facts.ts';
import { isSameTable } from './same-table.ts';
import type { PackageInfo } from '../modules/package-info.ts';
import type { Renames } from './renames.ts';
import { resolveRelations } from './resolve-relations.ts';
import { isFunction } from '../syntax/syntax.ts';
import type { Evaluator } from '../values/value.ts';

/** What databases are put together from. */
interface DatabaseParts {
  clients: readonly ClientCall[];
  blocks: readonly RelationsBlock[];
  /** Schemas that are given to no `drizzle()` call in sight (see extra-schemas.ts). */
  extraSchemas: readonly SchemaObject[];
}

/**
 * Groups `drizzle()` calls into databases by the schema they are given, and resolves the relations of each database.
 * Calls with the same tables and relations share one, so a test client belongs to the database of the application.
 *
 * @param renames new names for relations, chosen by the user
 * @param packageOf the package a file belongs to
 */
export function findDatabases(
  { clients, blocks, extraSchemas }: DatabaseParts,
  renames: Renames,
  evaluator: Evaluator,
  packageOf: (path: string) => PackageInfo | undefined,
): Database[] {
  const databases: Database[] = [];
  const schemas = [
    ...clients.flatMap((client) => (client.schema ? [{ schema: client.schema, client }] : [])),
    ...extraSchemas.map((schema) => ({ schema, client: undefined })),
  ];
  // Larger schemas come first: where several databases fit a query or a block, the first one is taken.
  schemas.sort((a, b) => b.schema.tables.size - a.schema.tables.size);
  for (const { schema, client } of schemas) {
    if (schema.tables.size === 0) continue;
    let database = databases.find((other) =>
      isSameSchema({ ...other.schema, blocks: other.blocks }, schema, packageOf),
    );
    if (!database) {
      database = newDatabase(schema);
      databases.push(database);
    } else if (database.blocks.length === 0) database.blocks.push(...schema.blocks);
    if (client) database.clients.push(client);
  }
  adoptBlocks(databases, blocks);
  for (const database of databases) resolveRelations(database, evaluator, renames);
  return databases;
}

/** A v1 database of a schema, without clients and with its relations not yet resolved. */
export function newDatabase(schema: SchemaObject): Database {
  return {
    schema,
    tables: schema.tables,
    clients: [],
    blocks: [...schema.blocks],
    adopted: new Set(),
    relations: new Map(),
    inferred: [],
    dead: [],
    ignored: [],
    migrated: false,
  };
}

/**
 * Assigns `relations()` calls that are in no schema object to the database that has their table, else to one that has a
 * table they lead to, so that all v1 blocks are migrated. v1 ignored such blocks; they also occur when the relations of
 * a database are already written for v2.
 */
export function adoptBlocks(databases: readonly Database[], allBlocks: readonly RelationsBlock[]): void {
  for (const block of allBlocks) {
    if (block.maker || databases.some(({ blocks }) => blocks.some(({ node }) => node === block.node))) continue;
    const holderOf = (table: Table | undefined) =>
      table && databases.find(({ tables }) => [...tables.values()].some((other) => isSameTable(other, table)));
    const targets = block.table ? block.entries.map(({ target }) => target) : [];
    const home = [block.table, ...targets].map(holderOf).find((database) => database !== undefined);
    home?.blocks.push(block);
    home?.adopted.add(block);
  }
}

/**
 * Whether two schema objects hold the same tables under the same keys, and the same relations. One of them may lack the
 * relations.
 */
function isSameSchema(a: SchemaObject, b: SchemaObject, packageOf: (path: string) => PackageInfo | undefined): boolean {
  if (a.tables.size !== b.tables.size) return false;
  for (const [key, table] of a.tables) {
    const other = b.tables.get(key);
    if (!other || !isSameTable(table, other) || table.creator !== other.creator) return false;
  }
  // Tables made inside a function of a shared package are different ones in each package that calls it.
  const home = ({ node }: SchemaObject) => packageOf(node.getSourceFile().fileName);
  const isMade = [...a.tables.values()].some(({ node }) => ts.findAncestor(node, isFunction));
  if (isMade && home(a) !== home(b)) return false;
  if (a.blocks.length === 0 || b.blocks.length === 0) return true;
  const nodes = new Set(b.blocks.map(({ node }) => node));
  return a.blocks.length === b.blocks.length && a.blocks.every(({ node }) => nodes.has(node));
}
