import type { Finding } from './findings.ts';
import { makeFinding } from './findings.ts';
import { rewriteCodes } from './left-overs.ts';
import type { Rewrite } from './result.ts';

/** Part of every suppression comment, to find the files that may have one. */
const suppressionWord = 'drizzle-rqb-migrate-ignore';

/** A comment that suppresses findings. */
export interface Suppression {
  file: string;
  /** 1-based line of the comment. */
  line: number;
  column: number;
  /** The line whose findings it suppresses; undefined for the whole file. */
  about: number | undefined;
  codes: string[];
  reason: string;
}

const form =
  /(?:\/\/|\/\*+|<!--|\*)[^\n]*?\bdrizzle-rqb-migrate-ignore-(line|next-line|file)\b[ \t]*([A-Z][A-Z0-9_]*(?:[ \t]*,[ \t]*[A-Z][A-Z0-9_]*)*)?[ \t]*(?::[ \t]*([^\n]*?))?[ \t]*(?:\*\/[^\n]*|-->[^\n]*)?\r?$/gm;

/**
 * Reads the suppression comments of a file: `drizzle-rqb-migrate-ignore-next-line RQB_A, RQB_B: reason`. `-line` is
 * about the comment's own line, `-file` about the whole file. Incomplete ones, without codes or reason, are included.
 */
export function suppressionsIn(file: string, text: string): Suppression[] {
  if (!text.includes(suppressionWord)) return [];
  const lines = (end: number): number => text.slice(0, end).split('\n').length;
  return [...text.matchAll(form)].map((match) => {
    const line = lines(match.index);
    const about = { line, 'next-line': line + 1, file: undefined }[match[1]!];
    const column = match.index - text.lastIndexOf('\n', match.index - 1);
    const codes = match[2]?.split(',').map((code) => code.trim()) ?? [];
    return { file, line, column, about, codes, reason: match[3] ?? '' };
  });
}

/**
 * Divides findings into those that remain and those that a comment suppresses. Suppressions without effect, codes or a
 * reason become findings themselves.
 */
export function suppress(
  findings: readonly Finding[],
  rewrites: readonly Rewrite[],
  suppressions: readonly Suppression[],
): { findings: Finding[]; suppressed: Finding[]; rewrites: Rewrite[] } {
  const used = new Set<Suppression>();
  const valid = suppressions.filter(({ codes, reason }) => codes.length > 0 && reason !== '');
  const isSuppressed = (place: { file: string; line: number }, code: string): boolean => {
    const by = valid.filter(
      ({ file, about, codes }) =>
        file === place.file && (about === undefined || about === place.line) && codes.includes(code),
    );
    for (const suppression of by) used.add(suppression);
    return by.length > 0;
  };
  const suppressed = new Set(findings.filter((finding) => isSuppressed(finding, finding.code)));
  const left = rewrites.filter((rewrite) => !isSuppressed(rewrite, rewriteCodes[rewrite.rule]));
  const own = suppressions.flatMap((suppression) => {
    if (!valid.includes(suppression)) return [makeFinding('RQB_SUPPRESSION_INVALID', suppression)];
    return used.has(suppression)
      ? []
      : [makeFinding('RQB_SUPPRESSION_UNUSED', suppression, { codes: suppression.codes.join(', ') })];
  });
  return {
    findings: [...findings.filter((finding) => !suppressed.has(finding)), ...own],
    suppressed: [...suppressed],
    rewrites: left,
  };
}
