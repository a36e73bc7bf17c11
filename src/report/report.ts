import { catalogue, type FindingCode, type Level } from '../findings.ts';
import type { MigrateResult } from '../result.ts';
import type { Reported } from './fingerprints.ts';

/** What a report is made from. */
export interface ReportInput {
  result: MigrateResult;
  /** The findings to show. In a check, every place that is left in v1 form is one too. */
  findings: readonly Reported[];
  /** Findings that the baseline knows, which do not make a check fail. */
  known: readonly Reported[];
  /** Findings that a comment suppresses. */
  suppressed: readonly Reported[];
  /** The version of the tool. */
  version: string;
  /** Whether this is a check, which writes nothing. */
  isCheck: boolean;
  /**
   * The folder that paths are relative to where a service needs paths from the top of the repository; without a
   * repository, the root of the run.
   */
  base: string;
  /** The text of a file before the changes; undefined when it cannot be read. */
  source: (path: string) => string | undefined;
}

/** Makes a report. A pure function. */
export type Report = (input: ReportInput) => string;

/** The levels, most urgent first. */
export const levels: readonly Level[] = ['error', 'review', 'info'];

/** All codes, in the order of the catalogue. */
export const allCodes = Object.keys(catalogue) as (keyof typeof catalogue & FindingCode)[];

/** The title of a code, with `…` for the names that a finding fills in. */
export function genericTitle(code: keyof typeof catalogue): string {
  return generic(catalogue[code].title);
}

/** A text of the catalogue, with `…` for the names that a finding fills in. */
export function generic(text: string): string {
  return text.replaceAll(/(?<!\$)\{\w+\}/g, '…');
}

/** The address of the documentation of a code, for the version of the tool that reports it. */
export function helpUri(code: string, version: string): string {
  return `https://unpkg.com/drizzle-rqb-migrate@${version}/docs/findings.md#${code.toLowerCase()}`;
}

/** Joins texts, ending each with a full stop if it has no final punctuation. */
export function sentences(...texts: readonly string[]): string {
  return texts
    .filter((text) => text !== '')
    .map((text) => (/[.!?:]$/.test(text) ? text : `${text}.`))
    .join(' ');
}

/** Groups findings by code, sorted by code. */
export function byCode<T extends { code: string }>(findings: readonly T[]): [code: string, group: T[]][] {
  const groups = new Map<string, T[]>();
  for (const finding of findings) {
    const group = groups.get(finding.code);
    if (group) group.push(finding);
    else groups.set(finding.code, [finding]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}
