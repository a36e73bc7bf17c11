import type { ts } from '../ts.cts';
import { OutOfTime } from '../read/syntax/time-limit.ts';
import type { Project } from './project.ts';

/**
 * Runs the rules for one query. If they throw, everything they had collected is taken back and the query is reported
 * and stays as it is; the run goes on.
 *
 * @param site the query, for the report
 * @throws OutOfTime when the time for the file has run out, which is handled elsewhere
 */
export function guarded(site: ts.Node, { changes }: Project, rewrite: () => void): void {
  const mark = changes.mark();
  try {
    rewrite();
  } catch (error) {
    if (error instanceof OutOfTime) throw error;
    changes.restore(mark);
    const isTooDeep = error instanceof RangeError;
    if (isTooDeep) changes.report('RQB_QUERY_TOO_DEEP', site);
    else changes.report('RQB_QUERY_FAILED', site, { reason: error instanceof Error ? error.message : String(error) });
  }
}
