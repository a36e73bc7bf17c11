import { dirname } from '../path.ts';
import type { ts } from '../ts.cts';
import type { RelationsBlock, SchemaObject, Table } from '../facts.ts';
import { UserError } from '../user-error.ts';
import { isSameTable } from './schema/same-table.ts';
import type { Scan } from './sites/scan.ts';
import { readSchemaValue } from './schema/schema.ts';
import type { Sources } from './modules/sources.ts';
import { unknown, type Evaluator } from './values/value.ts';

/**
 * Finds schemas that are given to no `drizzle()` call in sight:
 * - the module named by `--schema`, and then only that
 * - when no client has tables but there are queries (the client is built by a framework module or a wrapper package):
 *   the module that exports most tables and relations
 * - the tables of v1 `relations()` calls that belong to no schema: 1.0 has no `relations()`, so these files have to be
 *   migrated too
 *
 * @param given the path named by `--schema`
 * @throws UserError when the named module cannot be read or has no tables, or when several modules could be the schema
 */
export function extraSchemas(
  given: string | undefined,
  scan: Scan,
  sources: Sources,
  evaluator: Evaluator,
): SchemaObject[] {
  if (given !== undefined) {
    const module = sources.get(given);
    const schema = module && readModule(given, module.ast, scan, evaluator);
    if (!schema || schema.tables.size === 0) throw new UserError(`No tables were found in the schema module ${given}.`);
    // On a second run the relations of the named schema are written for v2 already.
    const isMigrated = scan.migrated.some(({ tables }) =>
      [...schema.tables.keys()].every(
        (key) => tables.has(key) && isSameTable(tables.get(key)!, schema.tables.get(key)!),
      ),
    );
    return isMigrated ? [] : [schema];
  }
  const known = [
    ...scan.clients.flatMap(({ schema }) => (schema ? [schema.tables] : [])),
    ...scan.migrated.map(({ tables }) => tables),
  ];
  const main = known.some((tables) => tables.size > 0) ? undefined : mainModule(scan, sources, evaluator);
  const orphans = [...scan.blocks.values()].filter(({ table }) => {
    const owners = main ? [main.tables] : known;
    return table && !owners.some((tables) => [...tables.values()].some((other) => isSameTable(other, table)));
  });
  return [...(main ? [main] : []), ...orphanSchemas(orphans, sources, evaluator)];
}

/**
 * The module that exports most tables and relations, if there are queries that need a schema; otherwise undefined.
 * Throws a UserError when another module with relations is as plausible (see `isRival`).
 */
function mainModule(scan: Scan, sources: Sources, evaluator: Evaluator): SchemaObject | undefined {
  if (scan.sites.length === 0) return undefined;
  const candidates = sources
    .parsed()
    .map((module) => readModule(module.path, module.ast, scan, evaluator))
    .filter(({ tables, blocks }) => tables.size > 0 && (blocks.length > 0 || scan.blocks.size === 0));
  const size = ({ tables, blocks }: SchemaObject) => tables.size + blocks.length;
  const path = ({ node }: SchemaObject) => node.getSourceFile().fileName;
  const [best, ...others] = candidates.sort((a, b) => size(b) - size(a) || path(a).length - path(b).length);
  const rival = best && others.find((other) => other.blocks.length > 0 && isRival(other, best));
  if (rival) {
    throw new UserError(
      `No drizzle() call in sight says which of these modules is the schema: ${path(best)}, ${path(rival)}.\n` +
        'Nothing was written. Name one with --schema <file>, or run in the folder of one package.',
    );
  }
  return best;
}

/** Whether two modules have different tables of one dialect under the same key, so that a query could mean either. */
function isRival(other: SchemaObject, best: SchemaObject): boolean {
  return [...other.tables].some(([key, table]) => {
    const own = best.tables.get(key);
    return own !== undefined && own.dialect === table.dialect && !isSameTable(own, table);
  });
}

/**
 * Makes one schema for all leftover `relations()` calls of a folder: all tables exported by the modules that define the
 * tables named in them.
 */
function orphanSchemas(orphans: readonly RelationsBlock[], sources: Sources, evaluator: Evaluator): SchemaObject[] {
  const folders = new Map<string, RelationsBlock[]>();
  for (const block of orphans) {
    const folder = dirname(block.path);
    folders.set(folder, [...(folders.get(folder) ?? []), block]);
  }
  const exportedBy = (path: string): (readonly [name: string, table: Table])[] =>
    evaluator.exportNames(path).flatMap((name) => {
      const value = evaluator.exported(path, name);
      return value?.kind === 'table' && value.table.path === path ? [[name, value.table] as const] : [];
    });
  return [...folders.values()].flatMap((all) => {
    // Relations of a table that no module exports cannot be written for any database.
    const blocks = all.filter(
      ({ table }) => table && exportedBy(table.path).some(([, other]) => isSameTable(table, other)),
    );
    const named = blocks.flatMap(({ table, entries }) => [table, ...entries.map(({ target }) => target)]);
    const paths = new Set(named.flatMap((table) => (table ? [table.path] : [])));
    const tables = new Map([...paths].flatMap(exportedBy));
    const node = blocks[0] && sources.get(blocks[0].path)?.ast;
    const [only, ...others] = paths;
    if (!node || only === undefined || tables.size === 0) return [];
    const value = others.length === 0 ? ({ kind: 'namespace', path: only } as const) : unknown('runtime');
    return [{ value, node, tables, blocks, complete: true }];
  });
}

function readModule(path: string, ast: ts.SourceFile, scan: Scan, evaluator: Evaluator): SchemaObject {
  return readSchemaValue({ kind: 'namespace', path }, ast, evaluator, scan.blocks);
}
