import type { Level } from '../findings.ts';
import type { Reported } from './fingerprints.ts';
import { relativePath } from './relative-path.ts';
import { byCode, helpUri, levels, type ReportInput } from './report.ts';

/** A comment on GitHub has at most 65,536 characters. */
const longest = 60_000;
const headings: Readonly<Record<Level, string>> = {
  error: 'Not done',
  review: 'Done, to be looked at',
  info: 'Done, worth knowing',
};

/** A comment for a pull request: the counts, then the findings by level and code, as far as they fit into a comment. */
export function markdownReport(input: ReportInput): string {
  const { result, findings, isCheck } = input;
  const { relations, sites, changes, target, onV2 } = result;
  const head = [
    '## drizzle-rqb-migrate',
    '',
    isCheck && findings.every(({ level }) => level !== 'error')
      ? '**Nothing is left to migrate.**'
      : onV2
        ? `On Relational Queries v2 already; ${sites.total} query sites.`
        : `Relational Queries v1 → v2, for drizzle-orm ${escaped(target)}.`,
    '',
    '| | found | converted |',
    '| --- | ---: | ---: |',
    `| \`relations()\` blocks | ${relations.blocks} | ${relations.converted} |`,
    `| query sites | ${sites.total} | ${sites.converted} |`,
    `| files ${isCheck ? 'to change' : 'changed'} | ${changes.length} | |`,
    '',
  ].join('\n');
  let text = head;
  let left = 0;
  for (const level of levels) {
    const own = findings.filter((finding) => finding.level === level);
    if (own.length === 0) continue;
    const section = sectionOf(level, own, input, longest - text.length);
    text += section.text;
    left += section.left;
  }
  return left > 0 ? `${text}\n… and ${left} more.\n` : text;
}

/** The findings of one level as far as they fit into `room`; `left` is the number of those that do not. */
function sectionOf(
  level: Level,
  findings: readonly Reported[],
  input: ReportInput,
  room: number,
): { text: string; left: number } {
  let text = `\n### ${headings[level]} (${findings.length})\n`;
  const end = '\n</details>\n';
  let left = 0;
  for (const [code, group] of byCode(findings)) {
    const { why, remedy } = group[0]!;
    const isOpen = level === 'error' ? ' open' : '';
    const start =
      `\n<details${isOpen}><summary><a href="${helpUri(code, input.version)}"><code>${code}</code></a> ` +
      `(${group.length})</summary>\n\n${inline(why)} ${inline(remedy)}\n\n`;
    if (text.length + start.length + end.length > room) {
      left += group.length;
      continue;
    }
    text += start;
    for (const { file, line, message } of group) {
      const item = `- <code>${escaped(`${relativePath(input.base, file)}:${line}`)}</code> ${inline(message)}\n`;
      if (text.length + item.length + end.length > room) left++;
      else text += item;
    }
    text += end;
  }
  return { text, left };
}

/** A text of the catalogue, with `code` elements for what is in backticks. */
function inline(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (/^`.*`$/s.test(part) ? `<code>${escaped(part.slice(1, -1))}</code>` : withoutMentions(part)))
    .join('');
}

/**
 * Text in which `@name` does not notify anybody: GitHub does so for names outside of code, even when `@` is escaped.
 */
function withoutMentions(text: string): string {
  return escaped(text).replaceAll('&#64;', '&#64;&#8203;');
}

/** Text with all characters escaped that mean something in Markdown or HTML. */
function escaped(text: string): string {
  return text
    .replaceAll(/[&<>|@*_[\]~`\\:$#!]/g, (character) => `&#${character.codePointAt(0)};`)
    .replaceAll(/\s+/g, ' ');
}
