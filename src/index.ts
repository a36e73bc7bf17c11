/** The public API of the package. */
export { migrate } from './migrate.ts';
export { writeChanges, WriteError } from './workspace/write-changes.ts';
export { UserError } from './user-error.ts';
export type { MigrateOptions, Stage } from './options.ts';
export type { MigrateResult, PackageSummary, DatabaseSummary, Rewrite, SiteCounts } from './result.ts';
export type { FileChange, Rule } from './edits/edit.ts';
export type { Finding, FindingCode, Level } from './findings.ts';
