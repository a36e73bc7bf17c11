import type { FileChange } from '../edits/edit.ts';
import type { MigrateResult } from '../result.ts';
import { relativePath } from './relative-path.ts';

/**
 * The result as JSON for programs. `version` is raised when a field changes its meaning or goes away; new fields may
 * appear at any time. Paths are relative to the root, with `/`; file texts are left out.
 */
export function jsonReport(result: MigrateResult, toolVersion: string): string {
  const { root } = result;
  const report = {
    version: 1,
    tool: { name: 'drizzle-rqb-migrate', version: toolVersion },
    target: result.target,
    packages: result.packages.map((it) => ({
      ...it,
      dir: relativePath(root, it.dir),
      drizzleOrm: it.drizzleOrm ?? null,
    })),
    onV2: result.onV2,
    relations: result.relations,
    sites: result.sites,
    changes: result.changes.map((change) => ({ path: relativePath(root, change.path), status: statusOf(change) })),
    findings: result.findings.map((it) => ({ ...it, file: relativePath(root, it.file) })),
    nextCommands: result.nextCommands,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function statusOf(change: FileChange): 'created' | 'changed' | 'deleted' {
  if (change.before === undefined) return 'created';
  return change.after === undefined ? 'deleted' : 'changed';
}
