import { catalogue, topics, type FindingCode, type Level } from './findings.ts';
import { generic, genericTitle } from './report/report.ts';
import { rulesAbout } from './rule-pages.ts';
import { semantics } from './semantics.ts';

const levelTexts: Readonly<Record<Level, string>> = {
  error: 'not done; the place was left as it was',
  review: 'done, a human should look',
  info: 'done, worth knowing',
};

/**
 * The explanation of a finding code in Markdown; undefined for an unknown code.
 *
 * @param ruleText how to refer to the page of a rule
 */
export function explanation(
  code: string,
  ruleText = (rule: string): string => `\`drizzle-rqb-migrate explain ${rule}\``,
): string | undefined {
  if (!Object.hasOwn(catalogue, code)) return undefined;
  const known = code as keyof typeof catalogue & FindingCode;
  const { level, why, remedy } = catalogue[known];
  return [
    `## ${known}`,
    '',
    `**${genericTitle(known)}.** Level \`${level}\`: ${levelTexts[level]}.`,
    '',
    `- Why: ${generic(why)}`,
    `- What to do: ${generic(remedy)}`,
    `- What must hold: ${semantics[topics[known]]}`,
    `- More: ${rulesAbout(known).map(ruleText).join(', ')}`,
    '',
  ].join('\n');
}

/** The page `docs/findings.md`, with all findings in the order of the catalogue. */
export function findingsPage(): string {
  return [
    '# Findings',
    '',
    'Every finding of drizzle-rqb-migrate, as `drizzle-rqb-migrate explain <CODE>` prints it; the rules have pages of their own in [rules](rules). `npm run docs` writes this page.',
    '',
    ...Object.keys(catalogue).map((code) => explanation(code, (rule) => `[${rule}](rules/${rule}.md)`)!),
  ].join('\n');
}
