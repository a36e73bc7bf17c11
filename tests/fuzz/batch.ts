import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { Finding } from '../../src/findings.ts';
import { migrate } from '../../src/migrate.ts';
import { comparable } from './compare.ts';
import { openDatabase, runQueries, type Files, type Outcome } from './execute.ts';
import { fileStyles, type Query, type World } from './model.ts';
import { projectFiles } from './project.ts';
import { barrelFile, printQuery, queryFile, sharedFile, sharedText, type PrintedQuery } from './print-query.ts';

export const target = '1.0.0-rc.5';

/** What became of one query. */
export type Verdict =
  | { is: 'same' }
  /** An `error` finding says that it was left alone. */
  | { is: 'refused'; codes: string[] }
  /** v1 itself could not run it: a query nobody has. */
  | { is: 'invalid'; error: string }
  /** Other rows, as a `review` finding at the query says. */
  | { is: 'declared'; codes: string[] }
  | { is: 'different'; before: unknown; after: unknown };

export interface BatchResult {
  verdicts: Verdict[];
  shapes: Set<string>[];
  /** What is wrong with the migration of the project itself. */
  problems: string[];
  before: Files;
  after: Files;
}

/** Findings that announce other rows: see section 7 of the semantics. */
const announced = new Set(['RQB_RAW_PRECEDENCE', 'RQB_EXTRAS_SUBQUERY', 'RQB_EXTRAS_DECODER']);

/** Migrates a project with these queries (twice, to see that nothing is left) and runs each before and after. */
export async function runBatch(world: World, queries: readonly Query[], again = true): Promise<BatchResult> {
  const printed = queries.map((query, index) => printQuery(world, query, index));
  const before = beforeFiles(world, queries, printed);
  const { after, findings, problems } = await migrated(before, again);
  const client = await openDatabase(world);
  const list = queries.map(({ file }, index) => ({ file: `queries/${file}.ts`, name: printed[index]!.name }));
  const left = await runQueries(before, 'v0', client, list);
  const right = await runQueries(after, 'v1', client, list);
  const ranges = list.map(({ file }, index) => {
    const { text, sheet } = printed[index]!;
    const own = [{ file, ...linesOf(before[file]!, text) }];
    return sheet.shared
      ? [...own, { file: 'shared.ts', ...linesOf(before['shared.ts']!, sharedText(sheet.shared)) }]
      : own;
  });
  const isWithin = ({ file, line }: Finding, index: number) =>
    ranges[index]!.some((range) => file === range.file && line >= range.first && line <= range.last);
  for (const finding of findings) {
    const isOwn = list.some((_, index) => isWithin(finding, index));
    if (finding.level === 'error' && !isOwn)
      problems.push(`${finding.code} at ${finding.file}:${finding.line}: ${finding.message}`);
  }
  const verdicts = queries.map((query, index): Verdict => {
    const own = findings.filter((finding) => isWithin(finding, index));
    const codes = (level: string) => [...new Set(own.filter((each) => each.level === level).map(({ code }) => code))];
    return judge(world, query, left[index]!, right[index]!, codes('error'), codes('review'));
  });
  return { verdicts, shapes: printed.map(({ sheet }) => sheet.shapes), problems, before, after };
}

function judge(
  world: World,
  { level }: Query,
  left: Outcome,
  right: Outcome,
  errors: string[],
  reviews: string[],
): Verdict {
  if (errors.length > 0) return { is: 'refused', codes: errors };
  if ('error' in left) return { is: 'invalid', error: left.error };
  const before = comparable(world, level, left.rows);
  const after = 'error' in right ? right : comparable(world, level, right.rows);
  if (JSON.stringify(before) === JSON.stringify(after)) return { is: 'same' };
  const codes = reviews.filter((code) => announced.has(code));
  return codes.length > 0 && !('error' in right) ? { is: 'declared', codes } : { is: 'different', before, after };
}

/** The project on v1. */
export function beforeFiles(world: World, queries: readonly Query[], printed: readonly PrintedQuery[]): Files {
  const files: Files = projectFiles(world);
  for (const style of fileStyles) {
    const own = printed.filter((_, index) => queries[index]!.file === style);
    if (own.length > 0) files[`queries/${style}.ts`] = queryFile(style, own);
  }
  const shared = sharedFile(printed);
  if (shared !== undefined) files['shared.ts'] = shared;
  if (queries.some(({ file }) => file === 'barrel')) files['barrel.ts'] = barrelFile;
  const cents = 'cents.ts' in files ? "import { Cents } from './cents';\n\n" : '';
  const args = printed.map((query) => `  ${query.name}: ${query.args},\n`).join('');
  files['args.ts'] = `${cents}export const args = {\n${args}};\n`;
  return files;
}

/** First and last line of a query in its file. */
function linesOf(file: string, text: string): { first: number; last: number } {
  const plain = file.replaceAll('\r\n', '\n');
  const first = plain.slice(0, plain.indexOf(text)).split('\n').length;
  return { first, last: first + text.split('\n').length - 1 };
}

/** The project as the tool rewrites it; a second run must find nothing to do. */
export async function migrated(
  before: Files,
  again: boolean,
): Promise<{ after: Files; findings: Finding[]; problems: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'rqb-fuzz-'));
  try {
    write(folder, before);
    const first = await migrate({ cwd: folder, target });
    const after = { ...before };
    for (const { path, after: text } of first.changes) {
      const name = relative(first.root, path);
      if (text === undefined) delete after[name];
      else after[name] = text;
    }
    const problems = again ? await repeat(folder, after) : [];
    problems.push(...Object.entries(after).flatMap(([name, text]) => duplicates(name, text)));
    const findings = first.findings.map((finding) => ({ ...finding, file: relative(first.root, finding.file) }));
    return { after, findings, problems };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function repeat(folder: string, after: Files): Promise<string[]> {
  rmSync(folder, { recursive: true });
  write(folder, after);
  const { changes, root } = await migrate({ cwd: folder, target });
  return changes.map(
    ({ path, after: text }) => `A second run changes ${relative(root, path)}:\n${text ?? '(deleted)'}`,
  );
}

/** Names imported twice: no module of that kind starts, which compiling to CommonJS would hide. */
function duplicates(file: string, text: string): string[] {
  const names = [...text.matchAll(/^import (?:type )?(?:\* as ([\w$]+)|\{([^}]*)\})/gm)].flatMap(
    ([, namespace, list]) =>
      namespace
        ? [namespace]
        : list!.split(',').flatMap(
            (item) =>
              item
                .trim()
                .split(/ as |^type /)
                .at(-1)!
                .trim() || [],
          ),
  );
  const twice = names.filter((name, index) => names.indexOf(name) < index);
  return twice.map((name) => `${file} imports ${name} twice`);
}

export function write(folder: string, files: Files): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}
