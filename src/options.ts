/** What the caller may choose; every field has a default, so `{ cwd }` is enough. */
export interface MigrateOptions {
  /** Root of the repository or package to migrate; absolute or relative to the process. */
  cwd: string;
  /** Restrict edits to these files or folders (absolute or relative to `cwd`); reading is not restricted. */
  paths?: readonly string[];
  /** drizzle-orm version to write for; default: the installed or declared 1.x, else 1.0.0-rc.5. */
  target?: string;
  /** Module that holds the schema, when it is not found by itself. */
  schema?: string;
  /** File the new relations go into. */
  relations?: string;
  /** New names for relations that are named like a column or were added by `through`, by `table.relation` (keys in the schema); else one is chosen. */
  renames?: Readonly<Record<string, string>>;
  /** Add relations that lead through junction tables, and let queries use them where all readers of the result are in sight. */
  through?: boolean;
  /** tsconfig to read `paths` and `strict` from, instead of the nearest one. */
  tsconfig?: string;
  /** `bridge` keeps v1 under the names it has in 1.0 (`db._query`, `drizzle-orm/_relations`) where the target still has them; default: `full`. */
  mode?: 'full' | 'bridge';
  /** With `full`: queries that cannot be converted stay on v1 as `db._query`, beside v2, where the target still has that. */
  leaveHardQueries?: boolean;
  /** Leave the versions in package.json alone. */
  noBump?: boolean;
  /** Only the places and findings are asked for: the new texts are handed out without having been parsed again. */
  placesOnly?: boolean;
  /** How long the rules may work on one file before it is left alone and reported; default: 60. */
  secondsPerFile?: number;
  /** Told when a stage of the work begins, for a sign of life in long runs. */
  onStage?: (stage: Stage) => void;
  /** Units to leave as they are, by their id in a result for the same sources. */
  leave?: readonly LeftUnit[];
  /** Files to leave as they are (absolute or relative to `cwd`), also when they are below `paths`. */
  except?: readonly string[];
}

/** A query or a database that is to be left as it is. */
export interface LeftUnit {
  /** Of a `Unit`. */
  id: string;
  /** What is wrong with it, for the finding; undefined when it just was not picked. */
  reason?: string;
}

/** What `migrate` is doing. */
export type Stage = 'reading files' | 'reading code' | 'rewriting' | 'putting files together' | 'checking types';
