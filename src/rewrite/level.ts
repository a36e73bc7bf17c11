import type { Database, Env, QuerySite, Table } from '../facts.ts';
import type { Step } from './results/returned-results.ts';

/** One level of a query: the root, or a relation under `with`. */
export interface Level {
  database: Database;
  table: Table;
  tableKey: string;
  env: Env;
  isRoot: boolean;
  /** The configuration is a constant of its own, so nothing gives its members types. */
  isHoisted: boolean;
  /** The query it is part of, and how its rows are reached in the result. */
  site: QuerySite;
  steps: readonly Step[];
}

/** What was seen while one query was rewritten. */
export interface SiteUse {
  forms: Set<'raw' | 'fallback'>;
  /** Set when the query must be left as it is; an `error` finding says why. */
  failed: boolean;
}

/** Whether a level is that of `findFirst` itself, which has a limit of its own. */
export function isOfFirst({ isRoot, site }: Level): boolean {
  return isRoot && site.method === 'findFirst';
}
