import { existsSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { diffReport } from '../report/diff.ts';
import { jsonReport } from '../report/json.ts';
import { textReport, type TextOptions } from '../report/text.ts';
import type { MigrateResult } from '../result.ts';
import { UserError } from '../user-error.ts';
import { readText } from '../workspace/read-file.ts';
import { writeChanges } from '../workspace/write-changes.ts';
import { confirm } from './confirm.ts';
import type { Host } from './host.ts';
import { paintFor } from './paint-for.ts';
import { requireRestorable } from './require-restorable.ts';

/** The flags as commander hands them over. */
export interface Flags {
  dryRun?: boolean;
  check?: boolean;
  target?: string;
  schema?: string;
  relations?: string;
  tsconfig?: string;
  format: 'text' | 'json' | 'patch';
  output?: string;
  allowDirty?: boolean;
  allowNoVcs?: boolean;
  bump: boolean;
  yes?: boolean;
  quiet?: boolean;
  cwd?: string;
}

/** Plans, writes unless told otherwise, reports; returns the exit code. */
export async function execute(paths: readonly string[], flags: Flags, host: Host, version: string): Promise<number> {
  const cwd = resolve(host.cwd, flags.cwd ?? '.');
  requireInput(cwd, [...paths, flags.schema, flags.tsconfig]);
  if (flags.check && flags.format === 'patch') {
    throw new UserError('--check shows no diff. Use --dry-run --format patch instead.');
  }
  const at = (path: string | undefined): string | undefined => path && resolve(cwd, path);

  const migrate = await host.loadMigrate();
  const result = await migrate({
    cwd,
    paths: paths.length > 0 ? paths.map((path) => resolve(cwd, path)) : undefined,
    target: flags.target,
    schema: at(flags.schema),
    relations: at(flags.relations),
    tsconfig: at(flags.tsconfig),
    noBump: !flags.bump,
  });

  const mode = flags.check ? 'check' : flags.dryRun ? 'dry-run' : 'applied';
  if (mode === 'applied' && result.changes.length > 0) {
    requireRestorable(cwd, { dirty: flags.allowDirty ?? false, noVcs: flags.allowNoVcs ?? false });
    const amount = result.changes.length === 1 ? '1 file' : `${result.changes.length} files`;
    if (!flags.yes && !(await confirm(`Change ${amount} in ${cwd}?`, host))) {
      throw new UserError('Nothing was written.');
    }
    writeChanges(cwd, result.changes);
  }

  await report(result, mode, flags, host, version, at(flags.output));
  const failed = result.findings.some((finding) => finding.level === 'error');
  return failed || (flags.check && result.changes.length > 0) ? 1 : 0;
}

/** Human text to stderr; diffs and what programs read to stdout, or all of it to the output file. */
async function report(
  result: MigrateResult,
  mode: TextOptions['mode'],
  flags: Flags,
  host: Host,
  version: string,
  output: string | undefined,
): Promise<void> {
  const source = (path: string): string | undefined => readText(path).text;
  const text: TextOptions = { mode, quiet: flags.quiet ?? false, source };

  if (output !== undefined) {
    const diff = flags.format === 'patch' || mode === 'dry-run' ? diffReport(result.changes, result.root) : '';
    const document = {
      json: () => jsonReport(result, version),
      patch: () => diff,
      text: () => `${diff}${diff && '\n'}${textReport(result, text)}`,
    }[flags.format]();
    writeOutput(output, document);
    if (flags.format === 'text') return;
  } else if (flags.format === 'json') {
    host.stdout.write(jsonReport(result, version));
  } else if (flags.format === 'patch') {
    host.stdout.write(diffReport(result.changes, result.root));
  } else if (mode === 'dry-run') {
    host.stdout.write(diffReport(result.changes, result.root, await paintFor(host.stdout, host.env)));
  }
  if (flags.format === 'json') return;
  host.stderr.write(textReport(result, { ...text, paint: await paintFor(host.stderr, host.env) }));
}

function requireInput(cwd: string, paths: readonly (string | undefined)[]): void {
  if (!statSync(cwd, { throwIfNoEntry: false })?.isDirectory()) throw new UserError(`${cwd} is not a folder.`);
  for (const path of paths) {
    if (path !== undefined && !existsSync(resolve(cwd, path))) {
      throw new UserError(`${path} does not exist in ${cwd}.`);
    }
  }
}

function writeOutput(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new UserError(`Could not write the report to ${path}: ${(error as Error).message}`, { cause: error });
  }
}
