import type { ts } from '../ts.cts';
import type { Capabilities } from '../drizzle/capabilities.ts';
import type { Style } from '../edits/style.ts';
import type { Database, QuerySite, Table } from '../facts.ts';
import type { ThroughRelation } from '../read/junctions.ts';
import type { Renames } from '../read/renames.ts';
import type { Resolver } from '../read/resolve.ts';
import type { Scan } from '../read/scan.ts';
import type { SourceModule, Sources } from '../read/sources.ts';
import type { Evaluator } from '../read/value.ts';
import type { SiteCounts } from '../result.ts';
import type { Changes } from './changes.ts';
import type { PackageFile } from './packages/package-json.ts';
import type { Placement } from './placement.ts';
import type { SharedPlan } from './shared-plan.ts';

/** Everything a rule may look at, and where it puts what it wants changed. */
export interface Project {
  sources: Sources;
  resolver: Resolver;
  evaluator: Evaluator;
  scan: Scan;
  databases: readonly Database[];
  /** Where the new relations of each database are; undefined for one that is left alone. */
  placements: Map<Database, Placement | undefined>;
  /** Constants and imports that the text of the new relations uses, and which must stay for it. */
  keptDeclarations: Set<ts.Node>;
  /** Which relations are made by functions that several databases share. */
  shared: SharedPlan;
  changes: Changes;
  /** `bridge` keeps v1 under the names it has in 1.0. */
  mode: 'full' | 'bridge';
  /** Why queries stay on v1 beside v2, by their id. */
  kept: ReadonlyMap<string, string>;
  /** Variables and functions that stay SQL, because some use of them does (see `filter-holders.ts`). */
  sqlHolders: ReadonlySet<string>;
  /** drizzle-orm version the output is for. */
  target: string;
  /** What that version has and does. */
  capabilities: Capabilities;
  /** Absolute path of the file the user wants the relations in. */
  relationsFile: string | undefined;
  /** Relations through junction tables that were added, by database and key of the table that has them. */
  throughRelations: Map<Database, ReadonlyMap<string, readonly ThroughRelation[]>>;
  /** Names the user has chosen for relations. */
  renames: Renames;
  counts: SiteCounts;
  /** Tables that something was said about that needs saying once. */
  reported: Set<Table>;
  /** Specifiers of files that were added to the `exports` of their package. */
  exported: Map<string, string>;
  /** Files that declare versions. */
  packageFiles: readonly PackageFile[];
  /** Absolute paths of all scripts. */
  scripts: readonly string[];
  /** The scripts whose text contains a word, or matches. */
  mentioning(word: string | RegExp): SourceModule[];
  readText(path: string): string | undefined;
  /** Whether what is changed in a file is to be handed out. */
  isEdited(this: void, path: string): boolean;
  styleOf(path: string): Style;
  databaseOf(site: QuerySite): Database | undefined;
}

/** Whether all that the project has is on Relational Queries v2 already. */
export function isOnV2({ databases, scan: facts }: Project): boolean {
  const isMigrated = databases.length > 0 && databases.every(({ migrated }) => migrated);
  return (
    isMigrated &&
    facts.blocks.size === 0 &&
    facts.clients.every(({ schemaNode, relations }) => relations ?? !schemaNode)
  );
}
