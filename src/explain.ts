import { catalogue, topics, type FindingCode, type Level, type Topic } from './findings.ts';
import { generic, genericTitle } from './report/report.ts';
import { rulesAbout } from './rule-pages.ts';
import { semantics } from './semantics.ts';

const levelTexts: Readonly<Record<Level, string>> = {
  error: 'not done; the place was left as it was',
  review: 'done, a human should look',
  info: 'done, worth knowing',
};

const topicNames: Readonly<Record<Topic, string>> = {
  filter: 'filters',
  order: 'orders',
  extras: 'extras',
  relations: 'relations',
  through: 'relations through junction tables',
  client: 'clients',
  casing: '`casing`',
  type: 'types',
  value: 'values',
  version: 'versions',
  file: 'files',
};

/**
 * The explanation of a finding code in Markdown, as `explain` prints it; undefined for an unknown code.
 */
export function explanation(code: string): string | undefined {
  if (!Object.hasOwn(catalogue, code)) return undefined;
  const known = code as keyof typeof catalogue & FindingCode;
  const rules = rulesAbout(known).map((rule) => `\`drizzle-rqb-migrate explain ${rule}\``);
  return [
    `## ${known}`,
    ...entryLines(known),
    `- What must hold: ${semantics[topics[known]]}`,
    `- More: ${rules.join(', ')}`,
    '',
  ].join('\n');
}

/** What stands below the heading of a finding: its title, level, reason and remedy. */
function entryLines(code: keyof typeof catalogue): string[] {
  const { level, why, remedy } = catalogue[code];
  return [
    '',
    `**${genericTitle(code)}.** Level \`${level}\`: ${levelTexts[level]}.`,
    '',
    `- Why: ${generic(why)}`,
    `- What to do: ${generic(remedy)}`,
  ];
}

/** The page `docs/findings.md`, with all findings by what they are about, in the order of the catalogue. */
export function findingsPage(): string {
  const codes = Object.keys(catalogue) as (keyof typeof catalogue & FindingCode)[];
  const sections = (Object.keys(semantics) as Topic[]).map((topic) => {
    const entries = codes
      .filter((code) => topics[code] === topic)
      .map((code) => {
        const rules = rulesAbout(code).map((rule) => `[${rule}](rules/${rule}.md)`);
        return [`### ${code}`, ...entryLines(code), `- More: ${rules.join(', ')}`, ''].join('\n');
      });
    return [`## About ${topicNames[topic]}`, '', `What must hold: ${semantics[topic]}`, '', ...entries].join('\n');
  });
  return [
    '# Findings',
    '',
    'Every finding of drizzle-rqb-migrate, by what it is about, with what must hold there after a place was finished by hand. `drizzle-rqb-migrate explain <CODE>` prints one of them; the rules have pages of their own in [rules](rules). `npm run docs` writes this page.',
    '',
    ...sections,
  ].join('\n');
}
