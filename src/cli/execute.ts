import { resolve } from '../path.ts';
import { checkFindings } from '../left-overs.ts';
import { diffReport, sizeOf } from '../report/diff.ts';
import { withFingerprints, type Reported } from '../report/fingerprints.ts';
import type { ReportInput } from '../report/report.ts';
import { textReport, type TextOptions } from '../report/text.ts';
import type { MigrateOptions } from '../options.ts';
import type { MigrateResult } from '../result.ts';
import { UserError } from '../user-error.ts';
import { repositoryRoot } from '../workspace/git.ts';
import { readText } from '../workspace/read-file.ts';
import { removeLeftOvers, writeChanges } from '../workspace/write-changes.ts';
import { readBaseline, writeBaseline } from './baseline.ts';
import { confirm } from './confirm.ts';
import { documents, type DocumentFormat } from './documents.ts';
import type { Host } from './host.ts';
import { paintFor } from './paint-for.ts';
import { pick, requireTerminal } from './pick.ts';
import { progress } from './progress.ts';
import { requireRestorable } from './require-restorable.ts';
import { uninterrupted } from './uninterrupted.ts';
import { requireInput, requireInside, requirePlace, wantedPaths, writeOutput } from './paths.ts';

/** The flags as commander provides them. */
export interface Flags {
  dryRun?: boolean;
  check?: boolean;
  interactive?: boolean;
  target?: string;
  mode?: 'full' | 'bridge';
  leaveHardQueries?: boolean;
  schema?: string;
  relations?: string;
  rename?: Record<string, string>;
  through?: boolean;
  tsconfig?: string;
  format: 'text' | 'patch' | DocumentFormat;
  output?: string;
  baseline?: string;
  updateBaseline?: boolean;
  since?: string;
  allowDirty?: boolean;
  allowNoVcs?: boolean;
  bump: boolean;
  verify?: boolean;
  drizzlePath?: string;
  yes?: boolean;
  quiet?: boolean;
  cwd?: string;
}

/**
 * Plans the migration, writes it unless told otherwise, and reports.
 *
 * @returns the exit code: 1 when there are findings of level `error`, else 0
 * @throws {UserError} for wrong flags or input, and when the user does not confirm
 */
export async function execute(paths: readonly string[], flags: Flags, host: Host, version: string): Promise<number> {
  const cwd = resolve(host.cwd, flags.cwd ?? '.');
  requireInput(cwd, paths, [flags.schema, flags.tsconfig, flags.drizzlePath]);
  if (flags.relations !== undefined) requireInside(cwd, flags.relations);
  requireMatchingFlags(paths, flags);
  if (flags.interactive) requireTerminal(host);
  const at = (path: string | undefined): string | undefined => path && resolve(cwd, path);
  // What can be known about files is told before the long work, and before anything is written.
  for (const path of [flags.output, flags.updateBaseline ? flags.baseline : undefined]) {
    if (path !== undefined) requirePlace(resolve(cwd, path));
  }
  const mode = flags.check ? 'check' : flags.dryRun ? 'dry-run' : 'applied';
  const baseline = flags.baseline && !flags.updateBaseline ? readBaseline(resolve(cwd, flags.baseline)) : undefined;

  const migrate = await host.loadMigrate();
  const { stage: onStage, done } = progress(host.stderr, host.env);
  const wanted: MigrateOptions = {
    onStage,
    cwd,
    paths: wantedPaths(cwd, paths, flags.since),
    target: flags.target,
    mode: flags.mode,
    leaveHardQueries: flags.leaveHardQueries,
    schema: at(flags.schema),
    relations: at(flags.relations),
    renames: flags.rename,
    through: flags.through,
    tsconfig: at(flags.tsconfig),
    noBump: !flags.bump,
    // The HTML report is the only one that shows new text in a check.
    placesOnly: flags.check && flags.format !== 'html',
  };
  const options = flags.interactive ? await pick(wanted, migrate, host, done) : wanted;
  const planned = flags.verify
    ? import('../verify/verify.ts').then(({ verify }) => verify(options, migrate, at(flags.drizzlePath)))
    : migrate(options);
  const result = await planned.finally(done);

  if (mode === 'applied' && result.changes.length > 0) {
    removeLeftOvers(result.changes);
    requireRestorable(cwd, { dirty: flags.allowDirty ?? false, noVcs: flags.allowNoVcs ?? false });
    if (!flags.yes && !(await confirm(`Change ${sizeOf(result.changes)} in ${cwd}?`, host))) {
      throw new UserError('Nothing was written.');
    }
    uninterrupted(() => writeChanges(cwd, result.changes));
  }

  const input = reportInput(result, mode === 'check', baseline, version, cwd);
  if (flags.baseline !== undefined && flags.updateBaseline) {
    const all = input.findings;
    writeBaseline(resolve(cwd, flags.baseline), all, cwd);
    input.known = all.filter(({ level }) => level === 'error');
    input.findings = all.filter(({ level }) => level !== 'error');
  }
  await report(input, mode, flags, host, at(flags.output));
  return input.findings.some((finding) => finding.level === 'error') ? 1 : 0;
}

/** What the reports are made from. Findings that the baseline knows are separated. */
function reportInput(
  result: MigrateResult,
  isCheck: boolean,
  baseline: ReadonlySet<string> | undefined,
  version: string,
  cwd: string,
): ReportInput {
  const before = new Map(result.changes.map((change) => [change.path, change.before]));
  const source = (path: string): string | undefined => before.get(path) ?? readText(path).text;
  const all = withFingerprints(isCheck ? checkFindings(result) : result.findings, result.root, source);
  const isKnown = (finding: Reported): boolean =>
    finding.level === 'error' && baseline?.has(finding.fingerprint) === true;
  return {
    result,
    findings: all.filter((finding) => !isKnown(finding)),
    known: all.filter(isKnown),
    suppressed: withFingerprints(result.suppressed, result.root, source),
    version,
    isCheck,
    // Computed on demand, because it starts git and most formats do not need it.
    get base() {
      return repositoryRoot(cwd) ?? cwd;
    },
    source,
  };
}

/**
 * Writes the report. Text for people goes to stderr, diffs and texts for programs to stdout; with `--output` they go to
 * the file.
 */
async function report(
  input: ReportInput,
  mode: TextOptions['mode'],
  flags: Flags,
  host: Host,
  output: string | undefined,
): Promise<void> {
  const { changes, root } = input.result;
  const { format } = flags;
  const text: TextOptions = { mode, quiet: flags.quiet ?? false };
  if (format !== 'text' && format !== 'patch') {
    const document = (await documents[format]())(input);
    if (output === undefined) host.stdout.write(document);
    else writeOutput(output, document);
    // Two texts on one screen would be confusing. Annotations are an exception: GitHub takes them out of the log.
    if (output === undefined && format !== 'github') return;
  } else if (output !== undefined) {
    const diff = format === 'patch' || mode === 'dry-run' ? diffReport(changes, root) : '';
    writeOutput(output, format === 'patch' ? diff : `${diff}${diff && '\n'}${textReport(input, text)}`);
    if (format === 'text') return;
  } else if (format === 'patch') {
    host.stdout.write(diffReport(changes, root, undefined, host.stdout.isTTY));
  } else if (mode === 'dry-run') {
    host.stdout.write(diffReport(changes, root, await paintFor(host.stdout, host), host.stdout.isTTY));
  }
  const width = host.stderr.isTTY ? host.stderr.columns : undefined;
  host.stderr.write(textReport(input, { ...text, paint: await paintFor(host.stderr, host), width }));
}

/** Throws a `UserError` for flags that cannot be combined. */
function requireMatchingFlags(paths: readonly string[], flags: Flags): void {
  if (flags.check && flags.format === 'patch') {
    throw new UserError('--check shows no diff. Use --dry-run --format patch instead.');
  }
  if (flags.interactive && flags.mode === 'bridge') {
    throw new UserError('--interactive picks what goes to v2. With --mode bridge everything stays on v1.');
  }
  if (flags.through && flags.mode === 'bridge')
    throw new UserError('--through needs relations of v2: leave out --mode.');
  if (flags.leaveHardQueries && flags.mode === 'bridge') {
    throw new UserError('--leave-hard-queries goes with --mode full. With --mode bridge every query stays on v1.');
  }
  if (flags.verify && flags.check) throw new UserError('--verify checks what is written. Leave --check out.');
  if (flags.drizzlePath !== undefined && !flags.verify) throw new UserError('--drizzle-path belongs to --verify.');
  if (flags.baseline !== undefined && !flags.check) throw new UserError('--baseline belongs to --check.');
  if (flags.updateBaseline && flags.baseline === undefined) {
    throw new UserError('--update-baseline needs --baseline <file>.');
  }
  if (flags.updateBaseline && (flags.since !== undefined || paths.length > 0)) {
    throw new UserError('--update-baseline looks at the whole project; leave --since and paths out.');
  }
}
