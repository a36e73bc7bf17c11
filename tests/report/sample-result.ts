import type { Finding } from '../../src/findings.ts';
import { withFingerprints } from '../../src/report/fingerprints.ts';
import type { ReportInput } from '../../src/report/report.ts';
import type { MigrateResult } from '../../src/result.ts';

/** A result with nothing in it but what the test names. */
export function sampleResult(parts: Partial<MigrateResult> = {}): MigrateResult {
  return {
    root: '/project',
    target: '1.0.0-rc.5',
    packages: [{ dir: '/project', name: 'shop', drizzleOrm: '^0.44.2' }],
    onV2: false,
    relations: { blocks: 3, converted: 3 },
    sites: { total: 12, converted: 11, object: 8, raw: 2, fallback: 1 },
    units: () => [],
    changes: [],
    rewrites: [],
    findings: [],
    suppressed: [],
    databases: [],
    nextCommands: [],
    ...parts,
  };
}

export function sampleFinding(parts: Partial<Finding> = {}): Finding {
  return {
    code: 'RQB_SAMPLE',
    level: 'error',
    file: '/project/src/a.ts',
    line: 2,
    column: 3,
    message: 'The filter is opaque.',
    why: 'It would return every row.',
    remedy: 'Write an object.',
    ...parts,
  };
}

/** What a report is made from, for a run that found this. */
export function sampleInput(result: MigrateResult, parts: Partial<ReportInput> = {}): ReportInput {
  const source = (path: string): string | undefined => result.changes.find((change) => change.path === path)?.before;
  return {
    result,
    findings: withFingerprints(result.findings, result.root, source),
    known: [],
    suppressed: withFingerprints(result.suppressed, result.root, source),
    version: '1.2.3',
    isCheck: false,
    base: result.root,
    source,
    ...parts,
  };
}
