import type { Rule } from './edits/edit.ts';
import { makeFinding, type Finding, type FindingCode } from './findings.ts';
import type { MigrateResult } from './result.ts';

/** The codes under which `--check` reports places that a run would rewrite. */
export const rewriteCodes: Readonly<Record<Rule, FindingCode>> = {
  relations: 'RQB_V1_RELATIONS',
  client: 'RQB_V1_CLIENT',
  query: 'RQB_V1_QUERY',
  casing: 'RQB_V1_CASING',
  type: 'RQB_V1_TYPE',
  import: 'RQB_V1_IMPORT',
  version: 'RQB_V1_VERSION',
};

/**
 * The findings of `--check`: those of the migration, and one for every place that is still in v1 form. A check that is
 * restricted to paths changes nothing in them, so what lies outside is no matter of it.
 */
export function checkFindings({ findings, rewrites }: MigrateResult): Finding[] {
  const places = rewrites.map(({ rule, ...place }) => makeFinding(rewriteCodes[rule], place));
  return [...places, ...findings.filter(({ code }) => code !== 'RQB_OUTSIDE_PATHS')];
}
