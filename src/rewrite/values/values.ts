import type { Project } from '../project.ts';
import { rewriteBlobModes } from './blob-mode.ts';
import { reportClientValues } from './client-values.ts';
import { reportJoinedNulls } from './joined-nulls.ts';
import { rewriteJsonCustomTypes } from './json-custom-types.ts';
import { reportJsonStrings } from './json-strings.ts';
import { rewriteJsonText } from './json-text.ts';
import { reportSentDays } from './sent-days.ts';
import { reportSyncErrors } from './sync-errors.ts';

/** Rewrites or reports, in any query, what drivers and columns of the target send or read in another way than 0.x. */
export function carryOverValues(project: Project): void {
  rewriteJsonText(project);
  rewriteJsonCustomTypes(project);
  reportJsonStrings(project);
  rewriteBlobModes(project);
  reportSentDays(project);
  reportJoinedNulls(project);
  reportSyncErrors(project);
  reportClientValues(project);
}
