import type { FileChange } from '../edits/edit.ts';
import { topics } from '../findings.ts';
import { semantics } from '../semantics.ts';
import type { Reported } from './fingerprints.ts';
import { relativePath } from './relative-path.ts';
import type { ReportInput } from './report.ts';

/**
 * The result as JSON for programs, as described by `docs/report.schema.json`. `version` is raised when a field changes
 * its meaning or is removed; new fields may be added at any time. Paths are relative to the root. The texts of files
 * are left out, except for the line of a finding. `semantics` says what must hold when a place is finished by hand.
 */
export function jsonReport({ result, findings, known, suppressed, version }: ReportInput): string {
  const { root } = result;
  const entry = (finding: Reported): object => ({ ...finding, file: relativePath(root, finding.file) });
  const report = {
    version: 1,
    tool: { name: 'drizzle-rqb-migrate', version },
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
    rewrites: result.rewrites.map((rewrite) => ({ ...rewrite, file: relativePath(root, rewrite.file) })),
    findings: findings.map((finding) => ({
      ...entry(finding),
      semantics: semantics[topics[finding.code as keyof typeof topics] ?? 'file'],
    })),
    known: known.map(entry),
    suppressed: suppressed.map(entry),
    verification: result.verification ?? null,
    nextCommands: result.nextCommands,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** What happens to a file. */
function statusOf(change: FileChange): 'created' | 'changed' | 'deleted' {
  if (change.before === undefined) return 'created';
  return change.after === undefined ? 'deleted' : 'changed';
}
