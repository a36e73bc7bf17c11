import { dirname, relative } from '../path.ts';
import { ts } from '../ts.cts';
import type { ClientCall, Database, QuerySite, RelationsBlock, SchemaObject } from '../facts.ts';
import { isSameTable } from './same-table.ts';
import type { PackageInfo } from './package-info.ts';
import type { Renames } from './renames.ts';
import { resolveRelations } from './resolve-relations.ts';
import { specifierOf } from './specifiers.ts';
import { isFunction } from './syntax.ts';
import type { Evaluator } from './value.ts';

/** What databases are made of. */
interface DatabaseParts {
  clients: readonly ClientCall[];
  blocks: readonly RelationsBlock[];
  /** Schemas that no client in sight is given. */
  extraSchemas: readonly SchemaObject[];
}

/** Groups `drizzle()` calls by the schema they are given; calls with the same tables and relations share a database. */
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
  // The fullest schema first, so that a test database with some of the tables joins it.
  schemas.sort((a, b) => b.schema.tables.size - a.schema.tables.size);
  for (const { schema, client } of schemas) {
    if (schema.tables.size === 0) continue;
    let database = databases.find((other) => isSameSchema(other.schema, schema, packageOf));
    if (!database) {
      database = newDatabase(schema);
      databases.push(database);
    }
    if (client) database.clients.push(client);
  }
  adoptBlocks(databases, blocks);
  for (const database of databases) resolveRelations(database, evaluator, renames);
  return databases;
}

/** A database of v1 that has nothing but its schema so far. */
export function newDatabase(schema: SchemaObject): Database {
  return {
    schema,
    tables: schema.tables,
    clients: [],
    blocks: [...schema.blocks],
    relations: new Map(),
    inferred: [],
    dead: [],
    migrated: false,
  };
}

/** Blocks that are in no schema object (v1 ignored them), or of a database whose relations are v2's already, go to the database that has their table, so that none is left over. */
export function adoptBlocks(databases: readonly Database[], allBlocks: readonly RelationsBlock[]): void {
  for (const block of allBlocks) {
    if (block.maker || databases.some(({ blocks }) => blocks.some(({ node }) => node === block.node))) continue;
    const { table } = block;
    const home =
      table && databases.find((database) => [...database.tables.values()].some((other) => isSameTable(other, table)));
    home?.blocks.push(block);
  }
}

function isSameSchema(a: SchemaObject, b: SchemaObject, packageOf: (path: string) => PackageInfo | undefined): boolean {
  if (a.tables.size !== b.tables.size) return false;
  for (const [key, table] of a.tables) {
    const other = b.tables.get(key);
    if (!other || !isSameTable(table, other) || table.creator !== other.creator) return false;
  }
  // What a function of a shared package makes is another schema in every package that calls it.
  const home = ({ node }: SchemaObject) => packageOf(node.getSourceFile().fileName);
  const isMade = [...a.tables.values()].some(({ node }) => ts.findAncestor(node, isFunction));
  if (isMade && home(a) !== home(b)) return false;
  return a.blocks.length === b.blocks.length || a.blocks.length === 0 || b.blocks.length === 0;
}

/** The database a query site is about, or undefined when none has its key. */
export function databaseOf(
  site: QuerySite,
  databases: readonly Database[],
  evaluator: Evaluator,
  packageOf: (path: string) => PackageInfo | undefined,
): Database | undefined {
  const { key } = site;
  const candidates = key === undefined ? [...databases] : databases.filter((database) => database.tables.has(key));
  if (candidates.length <= 1) return candidates[0];
  const { query } = site;
  if (ts.isPropertyAccessExpression(query) || ts.isElementAccessExpression(query)) {
    const receiver = evaluator.evaluate(query.expression);
    const node = receiver.kind === 'expression' ? receiver.node : undefined;
    const owner = candidates.find((database) => database.clients.some((client) => client.node === node));
    if (owner) return owner;
  }
  const imported = importedPackages(site);
  const distance = (database: Database): number => {
    const paths = [...database.clients.map(({ path }) => path), database.schema.node.getSourceFile().fileName];
    const samePackage = paths.some((path) => packageOf(path) === packageOf(site.path));
    const near = Math.min(...paths.map((path) => relative(dirname(site.path), dirname(path)).split('/').length));
    const isImported = paths.some((path) => imported.has(packageOf(path)?.name ?? ''));
    return near + (samePackage ? 0 : isImported ? 50 : 100);
  };
  const distances = new Map(candidates.map((database) => [database, distance(database)]));
  return candidates.sort((a, b) => distances.get(a)! - distances.get(b)!)[0];
}

/** The packages the file of a site imports from. */
function importedPackages(site: QuerySite): Set<string> {
  const imports = site.node.getSourceFile().statements.filter(ts.isImportDeclaration);
  return new Set(imports.flatMap((statement) => /^(?:@[^/]+\/)?[^/]+/.exec(specifierOf(statement) ?? '')?.[0] ?? []));
}
