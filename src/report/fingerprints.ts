import { createHash } from 'node:crypto';
import type { Finding } from '../findings.ts';
import { relativePath } from './relative-path.ts';

/** A finding with what reports for programs need in addition. */
export interface Reported extends Finding {
  /**
   * Stays the same when lines move. Made of the code, the path, the text of the line, and its number among equal ones.
   */
  fingerprint: string;
  /** The line of source, trimmed; empty when the file cannot be read. */
  source: string;
}

/**
 * Adds fingerprints to findings, so that programs can recognize them from run to run. They are made when one is asked
 * for: of thousands of places a check may have, the text report shows but a few.
 *
 * @param source the text of a file before the changes
 */
export function withFingerprints(
  findings: readonly Finding[],
  root: string,
  source: (path: string) => string | undefined,
): Reported[] {
  const lines = new Map<string, string[]>();
  const lineOf = ({ file, line }: Finding): string => {
    if (!lines.has(file)) lines.set(file, (source(file) ?? '').split(/\r?\n/));
    return lines.get(file)![line - 1]?.trim() ?? '';
  };
  let made: string[] | undefined;
  return findings.map((finding, index) => ({
    ...finding,
    get fingerprint() {
      return (made ??= fingerprintsOf(findings, root, lineOf))[index]!;
    },
    get source() {
      return lineOf(finding);
    },
  }));
}

/** The fingerprints of all findings, which are counted among equal ones. */
function fingerprintsOf(findings: readonly Finding[], root: string, lineOf: (finding: Finding) => string): string[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const text = lineOf(finding).replaceAll(/\s+/g, ' ');
    const key = JSON.stringify([finding.code, relativePath(root, finding.file), text]);
    const ordinal = (seen.get(key) ?? 0) + 1;
    seen.set(key, ordinal);
    return createHash('sha256').update(`${key} ${ordinal}`).digest('hex').slice(0, 16);
  });
}
