/** The options of a run. All but `cwd` have a default; for `migrate` that is the working directory. */
export interface MigrateOptions {
  /** Root of the repository or package to migrate; absolute or relative to the process. */
  cwd: string;
  /** Restrict edits to these files or folders (absolute or relative to `cwd`); reading is not restricted. */
  paths?: readonly string[];
  /** The drizzle-orm version to write for; default: the declared or installed 1.x, else 1.0.0-rc.5. */
  target?: string;
  /** The module that holds the schema, for projects where it is not found automatically. */
  schema?: string;
  /** The file that the new relations are written to. */
  relations?: string;
  /**
   * New names for relations, by `table.relation` (keys in the schema). Possible for relations that are named like a
   * column and for those added by `through`; a name is chosen for those without one.
   */
  renames?: Readonly<Record<string, string>>;
  /** Add relations that lead through junction tables, and use them in queries whose result is read only in sight. */
  through?: boolean;
  /** tsconfig to read `paths` and `strict` from, instead of the nearest one. */
  tsconfig?: string;
  /** `bridge` keeps v1 under the names it has in 1.0 (`db._query`, `drizzle-orm/_relations`) where the target still has them; default: `full`. */
  mode?: 'full' | 'bridge';
  /**
   * In `full` mode: queries that cannot be converted stay on v1 as `db._query`, beside v2, where the target has that.
   */
  leaveHardQueries?: boolean;
  /** Do not change the versions in package.json. */
  noBump?: boolean;
  /** Only places and findings are needed: the new texts are returned without being parsed again. */
  placesOnly?: boolean;
  /** The time in seconds that the rules may spend on one file, before it is left alone and reported; default: 60. */
  secondsPerFile?: number;
  /** Called when a stage of the work begins, to show progress. */
  onStage?: (stage: Stage) => void;
  /** Units to leave as they are, by their id in an earlier result for the same sources. */
  leave?: readonly LeftUnit[];
  /** Files to leave as they are (absolute or relative to `cwd`), even if they are below `paths`. */
  except?: readonly string[];
}

/** A query or database that is to be left as it is. */
export interface LeftUnit {
  /** The id of its `Unit`. */
  id: string;
  /** What is wrong with it, for the finding; undefined when the user did not pick it. */
  reason?: string;
}

/** The stages of `migrate`. */
export type Stage = 'reading files' | 'reading code' | 'rewriting' | 'putting files together' | 'checking types';
