import type { ts } from '../ts.cts';
import type { Capabilities } from '../drizzle/capabilities.ts';
import type { Style } from '../edits/style.ts';
import type { Database, QuerySite, Table } from '../facts.ts';
import type { ThroughRelation } from '../read/schema/junctions.ts';
import type { Renames } from '../read/schema/renames.ts';
import type { ImportGraph } from '../read/modules/import-graph.ts';
import type { Resolver } from '../read/modules/resolve.ts';
import type { Scan } from '../read/sites/scan.ts';
import type { SourceModule, Sources } from '../read/modules/sources.ts';
import type { Evaluator } from '../read/values/value.ts';
import type { SiteCounts } from '../result.ts';
import type { Changes } from './changes.ts';
import { currentVersion } from './packages/current-version.ts';
import type { PackageFile } from './packages/package-json.ts';
import type { Placement } from './placement.ts';
import type { SharedPlan } from './shared-plan.ts';

/** Everything that a rule may look at, and where it puts its changes. */
export interface Project {
  sources: Sources;
  resolver: Resolver;
  importGraph: ImportGraph;
  evaluator: Evaluator;
  scan: Scan;
  databases: readonly Database[];
  /** Where the new relations of each database are; undefined for one that is left alone. */
  placements: Map<Database, Placement | undefined>;
  /** Constants and imports that new code uses, and which therefore must not be removed as unused. */
  keptDeclarations: Set<ts.Node>;
  /** The relations that are made by functions which several databases share. */
  shared: SharedPlan;
  changes: Changes;
  /** `bridge` keeps v1 under the names that it has in 1.0. */
  mode: 'full' | 'bridge';
  /** The queries that stay on v1 beside v2, by id, each with the reason. */
  kept: ReadonlyMap<string, string>;
  /** Variables and functions that must stay SQL because some use of them needs SQL (see `filter-holders.ts`). */
  sqlHolders: ReadonlySet<string>;
  /** The drizzle-orm release that the output is for. */
  target: string;
  /** What that release has and does. */
  capabilities: Capabilities;
  /** Absolute path of the file that the user wants the relations in. */
  relationsFile: string | undefined;
  /** The added relations through junction tables, by database and by key of the table that has them. */
  throughRelations: Map<Database, ReadonlyMap<string, readonly ThroughRelation[]>>;
  /** Names for relations that the user has chosen. */
  renames: Renames;
  counts: SiteCounts;
  /** Tables that a finding was made for which is wanted only once per table. */
  reported: Set<Table>;
  /** Specifiers of files for which an entry was added to the `exports` of their package, by path. */
  exported: Map<string, string>;
  /** The files that declare versions. */
  packageFiles: readonly PackageFile[];
  /** Absolute paths of all scripts. */
  scripts: readonly string[];
  /**
   * The scripts whose text contains a word or matches a pattern. All of them are parsed, so a rule that looks for something
   * that other code has as well says by `mayMatter` which of them can matter to it.
   */
  mentioning(word: string | RegExp, mayMatter?: (path: string, text: string) => boolean): SourceModule[];
  /** The scripts that may contain an identifier, `mayMatter` as above. For rules that ask for many names. */
  naming(name: string, mayMatter?: (path: string, text: string) => boolean): SourceModule[];
  /** The paths of these scripts; none of them is parsed. */
  filesNaming(name: string): readonly string[];
  readText(path: string): string | undefined;
  /** Whether changes of a file are to be handed out. */
  isEdited(this: void, path: string): boolean;
  styleOf(path: string): Style;
  databaseOf(site: QuerySite): Database | undefined;
}

/** Whether everything in the project is on Relational Queries v2 already. */
export function isOnV2({ databases, scan: facts }: Project): boolean {
  const isMigrated = databases.length > 0 && databases.every(({ migrated }) => migrated);
  return (
    isMigrated &&
    facts.blocks.size === 0 &&
    facts.clients.every(({ schemaNode, relations }) => relations ?? !schemaNode)
  );
}

/**
 * Whether core queries, columns and raw SQL are to be read as code for 0.x: something of Relational Queries v1 is left, or
 * a package declares drizzle-orm 0.x.
 */
export function isForV1({ databases, packageFiles, scan }: Project): boolean {
  const isLeft =
    scan.blocks.size > 0 ||
    databases.some(({ migrated }) => !migrated) ||
    scan.clients.some(({ schemaNode, relations }) => schemaNode && !relations);
  return isLeft || currentVersion(packageFiles) === undefined;
}
