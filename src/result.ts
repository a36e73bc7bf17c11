import type { FileChange, Rule } from './edits/edit.ts';
import type { Finding } from './findings.ts';

/** How many relational queries were found, and what became of them. */
export interface SiteCounts {
  /** The `findMany`/`findFirst` call sites found, including those of v2 and those with nothing to change. */
  total: number;
  /** The sites that were rewritten or need no change. */
  converted: number;
  /** Filters that became plain objects. */
  object: number;
  /** Filters that became `RAW` over the callback's table. */
  raw: number;
  /** Filters that became the re-aliasing form: `RAW: (t) => mapColumnsInSQLToAlias(condition, getTableName(t))`. */
  fallback: number;
}

/** A package that was looked at. */
export interface PackageSummary {
  /** Absolute path of its folder. */
  dir: string;
  name: string;
  /** The declared version range of drizzle-orm, if any. */
  drizzleOrm: string | undefined;
}

/** A line of the original sources that a rule rewrites. */
export interface Rewrite {
  rule: Rule;
  /** Absolute path. */
  file: string;
  /** 1-based. */
  line: number;
  /** 1-based, in UTF-16 units. */
  column: number;
}

/** The tables and relations of one database, for reports. */
export interface DatabaseSummary {
  /** Of its `Unit`s. */
  id: string;
  /** Whether it was on v2 before, is migrated, or stays on v1. */
  state: 'v2' | 'migrated' | 'left';
  /** Absolute path of the file that holds the schema, or gives it to `drizzle()`. */
  file: string;
  /** drizzle-orm's names of the dialects, such as `pg`. Several only if the schema mixes dialects. */
  dialects: string[];
  /** The drivers of all clients, by the part of the module name after `drizzle-orm/`. */
  drivers: string[];
  tables: {
    key: string;
    name: string;
    columns: string[];
    /** Absolute path of the file that defines it. */
    file: string;
  }[];
  relations: {
    /** Keys of tables; `target` may be one that is not in `tables` when `change` is `dead`. */
    table: string;
    target: string;
    name: string;
    /** Name in v1. */
    nameBefore: string;
    kind: 'one' | 'many';
    from: string[];
    to: string[];
    /** What became of it on the way to v2: `inferred` got its columns from a foreign key, `added` leads through a junction table, `dead` was left out. */
    change: 'same' | 'renamed' | 'inferred' | 'added' | 'dead';
  }[];
}

/** One place of a unit: of a query or database, which is migrated as a whole or not at all. */
export interface Unit {
  /** The same for all places of a unit, and for every run over the same sources. */
  id: string;
  kind: 'query' | 'database';
  /** Absolute path. */
  file: string;
  /** Offsets in the original text; undefined for a whole file. */
  before: { start: number; end: number } | undefined;
  /** Offsets in the new text; undefined for a whole file, or for what is not in it. */
  after: { start: number; end: number } | undefined;
}

/** The outcome of type-checking a migration (`--verify`). */
export interface Verification {
  /** The version of the compiler. */
  typescript: string;
  /** The number of errors before the migration. */
  before: number;
  /** New errors at places that the migration reported itself, or that follow from what stays on v1. */
  expected: number;
  /** The units that were left alone because they caused new errors. */
  left: number;
}

/** Everything that `migrate` found and proposes. Nothing has been written. */
export interface MigrateResult {
  /** Absolute root. */
  root: string;
  /** Version the output is written for. */
  target: string;
  packages: PackageSummary[];
  /** Whether all databases in sight were on v2 already. */
  onV2: boolean;
  /** Number of `relations()` blocks found, and how many of them were carried over. */
  relations: { blocks: number; converted: number };
  sites: SiteCounts;
  changes: FileChange[];
  /**
   * The units, which may be left alone in another run (`MigrateOptions.leave`), with their places. Computed on demand,
   * because it is slow.
   */
  units: () => Unit[];
  /** The lines that are rewritten. Several edits of one rule on one line count once; suppressed ones are left out. */
  rewrites: Rewrite[];
  findings: Finding[];
  /** Findings that a comment in the sources suppresses. */
  suppressed: Finding[];
  databases: DatabaseSummary[];
  /** The outcome of `--verify`; undefined without it. */
  verification?: Verification;
  /** The commands to run next, in order. */
  nextCommands: string[];
}
