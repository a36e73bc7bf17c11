import { catalogue, type Finding, type Level } from '../findings.ts';
import type { Reported } from './fingerprints.ts';
import type { MigrateResult, Verification } from '../result.ts';
import { codeFrame } from './code-frame.ts';
import { type Paint, plain } from './paint.ts';
import { basename } from '../path.ts';
import { relativePath } from './relative-path.ts';
import { byCode, levels, type ReportInput } from './report.ts';
import { onOneLine, withoutControls } from './without-controls.ts';

/** How the text report is made. */
export interface TextOptions {
  /** What became of the changes: written, shown as a diff, or only counted. */
  mode: 'applied' | 'dry-run' | 'check';
  paint?: Paint;
  /** Print only the findings that need a human. */
  quiet?: boolean;
  /** The columns of the terminal; undefined when lines may have any length. */
  width?: number | undefined;
}

/** How many places are listed for a code of level `info`, or for v1 code in a check; the rest is counted. */
const listedPlaces = 10;
const listedDatabases = 6;

/** The result as text for people: what was found, what needs attention and why, what was done, and what to do next. */
export function textReport(input: ReportInput, options: TextOptions): string {
  const { result } = input;
  const paint = options.paint ?? plain;
  const shown = options.quiet ? levels.slice(0, 2) : levels;
  const groups = shown.flatMap((level) => groupsOf(input.findings, level));
  const findings = groups.map((group) => groupText(group, input, paint, options.width));
  const blocks = options.quiet
    ? findings
    : [
        foundText(result, paint),
        ...findings,
        doneText(input, options.mode, paint),
        nextText(result, options.mode, paint),
      ];
  return blocks
    .filter((block) => block !== '')
    .map((block) => `${block}\n`)
    .join('\n');
}

/** What was found in the project. */
function foundText(result: MigrateResult, paint: Paint): string {
  const { packages, relations, sites, target } = result;
  const withDrizzle = packages.filter((it) => it.drizzleOrm !== undefined);
  if (isWithoutDrizzle(result)) {
    return paint.bold('No package that declares drizzle-orm was found: nothing to migrate.');
  }
  const versions = [...new Set(withDrizzle.map((it) => onOneLine(it.drizzleOrm!)))].join(', ') || 'undeclared';
  const where =
    withDrizzle.length === 1
      ? ` in ${nameOf(withDrizzle[0]!, result.root)}`
      : withDrizzle.length > 1
        ? ` in ${count(withDrizzle.length, 'package')}`
        : '';
  const found = `drizzle-orm ${versions}${where}`;
  if (result.onV2)
    return [
      paint.bold(`${found}, on Relational Queries v2 already`),
      ...databasesText(result),
      count(sites.total, 'query site'),
    ].join('\n');
  return [
    paint.bold(`${found}, migrating to ${target}`),
    ...databasesText(result),
    `${count(relations.blocks, 'relations() block')}, ${relations.converted} converted`,
    `${count(sites.total, 'query site')}, ${sites.converted} converted${filtersText(result)}`,
  ].join('\n');
}

/** One line per database: its dialect and drivers, and how many tables it has where. */
function databasesText({ databases, root }: MigrateResult): string[] {
  const lines = databases.map(({ dialects, drivers, tables }) => {
    const by = drivers.length > 0 ? ` (${drivers.join(', ')})` : '';
    const files = [...new Set(tables.map(({ file }) => onOneLine(relativePath(root, file))))];
    const where =
      files.length === 1 ? ` in ${files[0]}` : ` in ${count(files.length, 'file')} below ${commonFolder(files)}`;
    return `${dialects.join(', ')}${by}: ${count(tables.length, 'table')}${files.length > 0 ? where : ''}`;
  });
  const more = lines.length - listedDatabases;
  return more > 0 ? [...lines.slice(0, listedDatabases), `… and ${count(more, 'more database')}`] : lines;
}

/** The innermost folder that contains all paths. */
function commonFolder(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map((path) => path.split('/').slice(0, -1));
  const shared = first.findIndex((part, i) => others.some((other) => other[i] !== part));
  return (shared < 0 ? first : first.slice(0, shared)).join('/') || '.';
}

/** Whether the project has nothing of drizzle-orm. */
function isWithoutDrizzle({ packages, relations, sites }: MigrateResult): boolean {
  return packages.every((it) => it.drizzleOrm === undefined) && relations.blocks === 0 && sites.total === 0;
}

/** How the filters of the queries were written. */
function filtersText({ sites }: MigrateResult): string {
  const parts = [`${sites.object} as objects`, `${sites.raw} with RAW`, `${sites.fallback} re-aliased`];
  return sites.object + sites.raw + sites.fallback === 0 ? '' : ` (filters: ${parts.join(', ')})`;
}

function nameOf({ name, dir }: { name: string; dir: string }, root: string): string {
  return onOneLine(name || (dir === root ? basename(root) : relativePath(root, dir)));
}

/** The findings of one level, grouped by code, each group sorted by place. */
function groupsOf(findings: readonly Reported[], level: Level): Reported[][] {
  return byCode(findings.filter((finding) => finding.level === level)).map(([, group]) =>
    group.sort((a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column),
  );
}

/** The findings of one code. */
function groupText(group: readonly Reported[], input: ReportInput, paint: Paint, width: number | undefined): string {
  const { code, level, why, remedy } = group[0]!;
  const title = (catalogue as Partial<Record<string, { title: string }>>)[code]?.title;
  const amount = group.length === 1 ? '' : paint.dim(` (${group.length})`);
  const common = title && !title.includes('{') ? title : undefined;
  const head = `${levelText(level, paint)} ${paint.bold(code)}`;
  const plainHead = `${level} ${code} ${common ?? ''}`;
  const isNarrow = common !== undefined && width !== undefined && plainHead.length > width;
  const lines = isNarrow
    ? [`${head}${amount}`, wrapped(common, 2, width)]
    : [`${head}${common === undefined ? '' : ` ${common}`}${amount}`];
  // What the tool does itself is listed briefly, without code frames.
  const isV1 = code.startsWith('RQB_V1_');
  const isBrief = level === 'info' || isV1;
  const listed = isBrief ? group.slice(0, listedPlaces) : group;
  const shared = group.every((it) => it.why === why && it.remedy === remedy);
  for (const finding of listed) {
    const place = `${onOneLine(relativePath(input.result.root, finding.file))}:${finding.line}:${finding.column}`;
    const frame = isBrief ? undefined : frameOf(finding, input, paint, width);
    // A message that only repeats the heading is left out; the line of source tells more.
    const isSaid = isV1 || finding.message === common;
    const text = !isSaid ? withoutControls(finding.message) : frame ? '' : shortened(finding.source, width);
    const isLong = width !== undefined && place.length + text.length + 4 > width;
    if (isLong && text !== '') lines.push(`  ${paint.cyan(place)}`, wrapped(text, 4, width));
    else lines.push(`  ${paint.cyan(place)}${text && `  ${text}`}`);
    if (frame) lines.push(indented(frame, 4));
    if (!shared) lines.push(...adviceOf(finding, 4, paint, width));
  }
  if (listed.length < group.length) lines.push(paint.dim(`  … and ${group.length - listed.length} more`));
  if (shared) lines.push(...adviceOf(group[0]!, 2, paint, width));
  return lines.join('\n');
}

/** A line of source without control characters, cut to a reasonable length. */
function shortened(source: string, width = Infinity): string {
  const text = withoutControls(source);
  const most = Math.max(20, Math.min(80, width - 4));
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function levelText(level: Level, paint: Paint): string {
  const colour = { error: paint.red, review: paint.yellow, info: paint.green }[level];
  return colour.call(paint, level);
}

/** The lines `Why:` and `Do:` of a finding. */
function adviceOf({ why, remedy }: Finding, indent: number, paint: Paint, width: number | undefined): string[] {
  const line = (label: string, text: string): string =>
    `${' '.repeat(indent)}${paint.dim(label)} ${wrapped(withoutControls(text), indent + 5, width).trimStart()}`;
  return [why ? line('Why:', why) : '', remedy ? line('Do: ', remedy) : ''].filter((text) => text !== '');
}

/** The code frame of a finding; undefined when its file cannot be read. */
function frameOf(
  finding: Finding,
  { source }: ReportInput,
  paint: Paint,
  width: number | undefined,
): string | undefined {
  const text = source(finding.file);
  return text === undefined ? undefined : codeFrame(text, finding, paint, width && width - 4);
}

/** The summary: how many files changed, and how many findings there are of each level. */
function doneText(input: ReportInput, mode: TextOptions['mode'], paint: Paint): string {
  const { result, findings, known, suppressed } = input;
  const { changes } = result;
  if (changes.length === 0 && findings.length === 0) {
    if (isWithoutDrizzle(result)) return '';
    if (result.onV2) return paint.bold('Nothing to migrate.');
  }
  const verb = { applied: 'changed', 'dry-run': 'would change', check: 'to change' }[mode];
  const amounts = levels.map((level) => findings.filter((it) => it.level === level).length);
  const found = [
    amounts[0]! > 0 ? paint.red(count(amounts[0]!, 'error')) : '',
    amounts[1]! > 0 ? paint.yellow(`${amounts[1]} to review`) : '',
    amounts[2]! > 0 ? count(amounts[2]!, 'note') : '',
    known.length > 0 ? `${known.length} known from the baseline` : '',
    suppressed.length > 0 ? `${suppressed.length} suppressed` : '',
  ].filter((part) => part !== '');
  const summary =
    paint.bold(`${count(changes.length, 'file')} ${verb}`) + (found.length > 0 ? `; ${found.join(', ')}` : '') + '.';
  return result.verification ? `${summary}\n${verificationText(result.verification)}` : summary;
}

/** The outcome of `--verify`. */
function verificationText({ typescript, before, expected, left }: Verification): string {
  const parts = [
    `${count(before, 'error')} before`,
    expected > 0 ? `${count(expected, 'new error')} at places reported above, or that follow from them` : '',
    left > 0 ? `${count(left, 'part')} left alone` : '',
  ].filter((part) => part !== '');
  return `Type-checked before and after with TypeScript ${typescript}: ${parts.join(', ')}.`;
}

/** The commands to run next, if changes were written. */
function nextText({ changes, nextCommands }: MigrateResult, mode: TextOptions['mode'], paint: Paint): string {
  if (mode !== 'applied' || changes.length === 0 || nextCommands.length === 0) return '';
  return [paint.bold('Next:'), ...nextCommands.map((command) => `  ${withoutControls(command)}`)].join('\n');
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

/** Text with all its lines indented. */
function indented(text: string, by: number): string {
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(by));
}

/** Text wrapped to a width, with all lines indented; one long line without a width. */
function wrapped(text: string, by: number, width = Infinity): string {
  const most = Math.max(20, width - by);
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!;
    if (line !== '' && line.length + 1 + word.length > most) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.map((line) => ' '.repeat(by) + line).join('\n');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
