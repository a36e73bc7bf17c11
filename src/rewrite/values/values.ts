import { isForV1, type Project } from '../project.ts';
import { rewriteItemTypes } from '../types/item-types.ts';
import { rewriteBlobCustomTypes } from './blob-custom-types.ts';
import { rewriteBlobModes } from './blob-mode.ts';
import { reportBunSql } from './bun-sql.ts';
import { reportClientValues } from './client-values.ts';
import { reportJoinedNulls } from './joined-nulls.ts';
import { rewriteJsonCustomTypes } from './json-custom-types.ts';
import { reportJsonValues } from './json-values.ts';
import { rewriteJsonText } from './json-text.ts';
import { reportSentDays } from './sent-days.ts';
import { reportSqlChunks } from './sql-chunks.ts';
import { reportSyncErrors } from './sync-errors.ts';

/**
 * Rewrites or reports, in any query, what drivers and columns of the target send, read or type in another way than 0.x.
 * Code that may have been written for 1.0 stays.
 */
export function carryOverColumns(project: Project): void {
  if (!isForV1(project)) return;
  rewriteItemTypes(project);
  rewriteJsonText(project);
  rewriteJsonCustomTypes(project);
  reportJsonValues(project);
  rewriteBlobModes(project);
  rewriteBlobCustomTypes(project);
  reportSentDays(project);
  reportJoinedNulls(project);
  reportSyncErrors(project);
  reportClientValues(project);
  reportBunSql(project);
  reportSqlChunks(project);
}
