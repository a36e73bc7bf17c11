import type { ts } from '../ts.cts';
import type { Database, Env, QuerySite, Table } from '../facts.ts';
import type { Step } from './results/returned-results.ts';

/** One level of a relational query: the root, or a relation under `with`. */
export interface Level {
  database: Database;
  table: Table;
  tableKey: string;
  env: Env;
  isRoot: boolean;
  /** The tables of the levels around it, outermost first. */
  around?: readonly OuterTable[];
  /** The configuration is a constant of its own, so its members get no types from the query. */
  isHoisted: boolean;
  /** The query that it is part of. */
  site: QuerySite;
  /** How the rows of this level are reached in the result of the query. */
  steps: readonly Step[];
}

/** The table of a level around a relation. */
export interface OuterTable {
  /** The name that v1 gave it in the query: the key of the root table, `users_posts` for `posts` below it. */
  alias: string;
  table: Table;
  tableKey: string;
}

/** What was found while one query was rewritten. */
export interface SiteUse {
  /** Which forms of `RAW` were needed: SQL written in place, or the re-aliasing fallback. */
  forms: Set<'raw' | 'fallback'>;
  /** The parts of its configuration that are written elsewhere. */
  held: Set<ts.Expression>;
  /** Set when the query must be left as it is; it has then been reported with an `error` finding. */
  failed: boolean;
}

/** Whether a level is the root of a `findFirst`, which sets a limit of its own. */
export function isOfFirst({ isRoot, site }: Level): boolean {
  return isRoot && site.method === 'findFirst';
}
