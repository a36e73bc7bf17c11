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
 * Adds fingerprints to findings, so that programs can recognize them from run to run.
 *
 * @param source the text of a file before the changes
 */
export function withFingerprints(
  findings: readonly Finding[],
  root: string,
  source: (path: string) => string | undefined,
): Reported[] {
  const lines = new Map<string, string[]>();
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const { code, file, line } = finding;
    if (!lines.has(file)) lines.set(file, (source(file) ?? '').split(/\r?\n/));
    const text = lines.get(file)![line - 1]?.trim() ?? '';
    const key = JSON.stringify([code, relativePath(root, file), text.replaceAll(/\s+/g, ' ')]);
    const ordinal = (seen.get(key) ?? 0) + 1;
    seen.set(key, ordinal);
    const fingerprint = createHash('sha256').update(`${key} ${ordinal}`).digest('hex').slice(0, 16);
    return { ...finding, fingerprint, source: text };
  });
}
