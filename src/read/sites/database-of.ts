import { dirname, relative } from '../../path.ts';
import { ts } from '../../ts.cts';
import type { Database, QuerySite, RelationsBlock, Table, Value } from '../../facts.ts';
import { isSameTable } from '../schema/same-table.ts';
import type { PackageInfo } from '../modules/package-info.ts';
import { specifierOf } from '../modules/specifiers.ts';
import { isFunction, returnedExpression } from '../syntax/syntax.ts';
import { createSchemaTypes } from '../types/schema-types.ts';
import { partsOf } from '../types/type-parts.ts';
import type { TypeContext } from '../types/types.ts';
import { valueOfName } from '../values/value-of-type.ts';
import { databaseTypes, ownerOf } from './database-types.ts';

/** Says which database a query is about; undefined when none has the key. */
export type DatabaseFinder = (site: QuerySite) => Database | undefined;

/**
 * Makes a finder of the database that a query is about: the only one with a table of that key, otherwise the one whose
 * client the query is called on, otherwise the one that a type of the client names, otherwise one whose tables the query
 * names, and of several of these the nearest by folders and packages.
 *
 * @param databases all that can be meant
 * @param blocks every v1 `relations()` call read so far
 */
export function createDatabaseFinder(
  databases: readonly Database[],
  blocks: Map<ts.CallExpression, RelationsBlock>,
  context: TypeContext,
): DatabaseFinder {
  const { evaluator, resolver } = context;
  const schemaTypes = createSchemaTypes(databases, blocks, context);
  const memo = new Map<QuerySite, Database | undefined>();

  return (site) => {
    if (!memo.has(site)) memo.set(site, find(site));
    return memo.get(site);
  };

  function find(site: QuerySite): Database | undefined {
    const { key } = site;
    const candidates = key === undefined ? [...databases] : databases.filter(({ tables }) => tables.has(key));
    if (candidates.length <= 1) return candidates[0];
    const owner = ownerOf(site.query);
    const value = owner && evaluator.evaluate(owner);
    const meant = (value && ofClient(value, candidates)) ?? ofTypes(site, candidates);
    return meant ?? nearest(site, withNamedTables(site, candidates), resolver.packageOf);
  }

  /** The database with the client, or the relations, that a value is. */
  function ofClient(value: Value, candidates: readonly Database[]): Database | undefined {
    if (value.kind !== 'expression') return undefined;
    const isIt = (other: Value | undefined) => other?.kind === 'expression' && other.node === value.node;
    return candidates.find(({ clients }) =>
      clients.some(({ node, relations }) => node === value.node || isIt(relations)),
    );
  }

  /** The database that a type of the client names: `NodePgDatabase<typeof schema>`, `typeof db`. */
  function ofTypes(site: QuerySite, candidates: readonly Database[]): Database | undefined {
    return firstOf(databaseTypes(site, context), (type) => ofType(type, candidates));
  }

  function ofType(type: ts.TypeNode, candidates: readonly Database[], depth = 0): Database | undefined {
    return depth > 4 ? undefined : firstOf(partsOf(type, context), (part) => ofPart(part, candidates, depth));
  }

  function ofPart(type: ts.TypeNode, candidates: readonly Database[], depth: number): Database | undefined {
    if (ts.isTypeQueryNode(type)) return ofClient(valueOfName(type.exprName, evaluator), candidates);
    if (!ts.isTypeReferenceNode(type)) return undefined;
    return firstOf(type.typeArguments ?? [], (argument) => {
      const meaning = schemaTypes.meaningOf(argument);
      if (meaning.kind === 'database' && candidates.includes(meaning.database)) return meaning.database;
      if (!ts.isTypeQueryNode(argument)) return undefined;
      const value = valueOfName(argument.exprName, evaluator);
      const fn = value.kind === 'expression' && isFunction(value.node) ? value.node : undefined;
      if (fn?.type) return ofType(fn.type, candidates, depth + 1);
      const returned = fn && returnedExpression(fn);
      return ofClient(returned ? evaluator.evaluate(returned) : value, candidates);
    });
  }

  /** Those databases whose table the query names, else those with any table that it names, else all. */
  function withNamedTables(site: QuerySite, candidates: Database[]): Database[] {
    const named = namedTables(site);
    const isNamed = (table: Table | undefined) => table && named.some((other) => isSameTable(other, table));
    const own = candidates.filter(({ tables }) => site.key !== undefined && isNamed(tables.get(site.key)));
    if (own.length > 0) return own;
    const others = candidates.filter(({ tables }) => [...tables.values()].some(isNamed));
    return others.length > 0 ? others : candidates;
  }

  /** The tables that the configuration of a query names outside of its callbacks' parameters. */
  function namedTables({ config }: QuerySite): Table[] {
    const found: Table[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isPropertyAccessExpression(node) || ts.isIdentifier(node)) {
        const value = evaluator.evaluate(node);
        if (value.kind === 'column' || value.kind === 'table') return void found.push(value.table);
      }
      ts.forEachChild(node, visit);
    };
    const value = config && evaluator.evaluate(config);
    if (config) visit(value?.kind === 'expression' ? value.node : config);
    return found;
  }
}

/** The first result of a look-up that finds something. */
function firstOf<T>(list: readonly T[], find: (item: T) => Database | undefined): Database | undefined {
  for (const item of list) {
    const found = find(item);
    if (found) return found;
  }
  return undefined;
}

function nearest(
  site: QuerySite,
  candidates: readonly Database[],
  packageOf: (path: string) => PackageInfo | undefined,
): Database | undefined {
  const imported = importedPackages(site);
  const distance = (database: Database): number => {
    const paths = [...database.clients.map(({ path }) => path), database.schema.node.getSourceFile().fileName];
    const samePackage = paths.some((path) => packageOf(path) === packageOf(site.path));
    const near = Math.min(...paths.map((path) => relative(dirname(site.path), dirname(path)).split('/').length));
    const isImported = paths.some((path) => imported.has(packageOf(path)?.name ?? ''));
    return near + (samePackage ? 0 : isImported ? 50 : 100);
  };
  const distances = new Map(candidates.map((database) => [database, distance(database)]));
  return [...candidates].sort((a, b) => distances.get(a)! - distances.get(b)!)[0];
}

/** Names of the packages that the file of a query imports from. */
function importedPackages(site: QuerySite): Set<string> {
  const imports = site.node.getSourceFile().statements.filter(ts.isImportDeclaration);
  return new Set(imports.flatMap((statement) => /^(?:@[^/]+\/)?[^/]+/.exec(specifierOf(statement) ?? '')?.[0] ?? []));
}
