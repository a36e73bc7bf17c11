import type { FileChange, Rule } from './edits/edit.ts';
import type { Finding } from './findings.ts';

/** How many relational queries were found, and what became of them. */
export interface SiteCounts {
  /** The `findMany`/`findFirst` call sites found, including those of v2 and those with nothing to change. */
  total: number;
  /** The sites that were rewritten or need no change. */
  converted: number;
  /** Filters written as plain objects. */
  object: number;
  /** Filters written with `RAW` over the callback's table. */
  raw: number;
  /** Filters written with the re-alias fallback. */
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

/** One line of the original sources that is rewritten. */
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
  /** drizzle-orm's names, such as `pg`; one, but for the odd schema that mixes them. */
  dialects: string[];
  /** The part of the module name after `drizzle-orm/` of every client. */
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

/** A part of the migration that is carried out whole or not at all, at one of its places. */
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

/** What came of type-checking a migration. */
export interface Verification {
  /** Version of the compiler. */
  typescript: string;
  /** Errors before the migration. */
  before: number;
  /** New errors where the migration has reported an error itself, or that follow from what stays on v1. */
  expected: number;
  /** Units that were left alone because they added errors. */
  left: number;
}

/** Everything `migrate` found and proposes. Nothing has been written. */
export interface MigrateResult {
  /** Absolute root. */
  root: string;
  /** Version the output is written for. */
  target: string;
  packages: PackageSummary[];
  /** Whether all databases in sight were written for v2 before. */
  onV2: boolean;
  /** Number of `relations()` blocks found, and how many of them were carried over. */
  relations: { blocks: number; converted: number };
  sites: SiteCounts;
  changes: FileChange[];
  /** What can be left alone (`MigrateOptions.leave`), and where it stands. Takes time, so it is made when asked for. */
  units: () => Unit[];
  /** Where the changes come from, by file and line; several edits of one rule on one line are one, suppressed ones are left out. */
  rewrites: Rewrite[];
  findings: Finding[];
  /** Findings that a comment in the sources keeps quiet. */
  suppressed: Finding[];
  databases: DatabaseSummary[];
  /** What the type checks before and after said; undefined when there were none. */
  verification?: Verification;
  /** Commands for the user to run next, in order. */
  nextCommands: string[];
}
