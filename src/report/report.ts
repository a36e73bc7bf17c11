import { catalogue, type FindingCode, type Level } from '../findings.ts';
import type { MigrateResult } from '../result.ts';
import type { Reported } from './fingerprints.ts';

/** What a report for a program is made from. */
export interface ReportInput {
  result: MigrateResult;
  /** The findings to show: in a check, every place that is left in v1 form is one too. */
  findings: readonly Reported[];
  /** Findings that a baseline knows; no reason to fail. */
  known: readonly Reported[];
  /** Findings that a comment keeps quiet. */
  suppressed: readonly Reported[];
  /** Version of the tool. */
  version: string;
  /** Whether this is a check, and nothing is going to be written. */
  isCheck: boolean;
  /** Folder that paths are shown from: the repository's, where a service wants that, else the root of the run. */
  base: string;
  /** Text of a file without changes; undefined when it cannot be read. */
  source: (path: string) => string | undefined;
}

/** One report: text out, no side effects. */
export type Report = (input: ReportInput) => string;

/** Most urgent first. */
export const levels: readonly Level[] = ['error', 'review', 'info'];

/** Every code with its default wording, in the order of the catalogue. */
export const allCodes = Object.keys(catalogue) as (keyof typeof catalogue & FindingCode)[];

/** A title without the names a finding would fill in. */
export function genericTitle(code: keyof typeof catalogue): string {
  return generic(catalogue[code].title);
}

/** Wording of the catalogue without the names a finding would fill in. */
export function generic(text: string): string {
  return text.replaceAll(/(?<!\$)\{\w+\}/g, '…');
}

/** Address of the page about a code, for the version of the tool that reports it. */
export function helpUri(code: string, version: string): string {
  return `https://unpkg.com/drizzle-rqb-migrate@${version}/docs/findings.md#${code.toLowerCase()}`;
}

/** One sentence after the other. */
export function sentences(...texts: readonly string[]): string {
  return texts
    .filter((text) => text !== '')
    .map((text) => (/[.!?:]$/.test(text) ? text : `${text}.`))
    .join(' ');
}

/** Findings by code, in the order of the codes. */
export function byCode<T extends { code: string }>(findings: readonly T[]): [code: string, group: T[]][] {
  const groups = new Map<string, T[]>();
  for (const finding of findings) {
    const group = groups.get(finding.code);
    if (group) group.push(finding);
    else groups.set(finding.code, [finding]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}
