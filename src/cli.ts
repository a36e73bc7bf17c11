import { readFileSync } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { DoctorFlags } from './cli/doctor.ts';
import type { Flags } from './cli/execute.ts';
import { type Host, processHost } from './cli/host.ts';
import { parseTarget } from './parse-target.ts';
import { rulePage, rulesList } from './rule-pages.ts';
import { withoutControls } from './report/without-controls.ts';
import { isUserError, UserError } from './user-error.ts';

const examples = `
Examples:
  $ drizzle-rqb-migrate --dry-run              show what would change
  $ drizzle-rqb-migrate                        migrate the project in this folder
  $ drizzle-rqb-migrate src/server             edit only what is below src/server
  $ drizzle-rqb-migrate --check                in CI: fail on left-overs and on filters v2 would ignore
  $ drizzle-rqb-migrate --dry-run --format patch --output v2.patch

Exit codes: 0 nothing to report, 1 something is left to do (--check: or to migrate), 2 could not run.`;

/**
 * Runs the command line.
 *
 * @param argv the arguments without `node` and the script
 * @returns the exit code: 0 nothing to report, 1 findings of level `error` or a failed check, 2 could not run
 */
export async function run(argv: readonly string[], host: Host = processHost()): Promise<number> {
  let exitCode = 0;
  const version = toolVersion();
  const program = commandLine()
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      writeErr: (text) => host.stderr.write(text),
    })
    .action(async (paths: string[], flags: Flags & { version?: boolean }) => {
      // Loaded only when needed, because `--help` must be fast.
      if (flags.version) {
        const { versionsText } = await import('./main.ts');
        host.stdout.write(versionsText(version));
        return;
      }
      const { execute } = await import('./main.ts');
      exitCode = await execute(paths, flags, host, version);
    });
  program
    .command('doctor')
    .description('say what else stands between the project and drizzle-orm 1.0; write nothing unless asked')
    .addOption(new Option('--fix <what>', 'rewrite the imports of drizzle-zod and its like').choices(['validators']))
    .option('--target <version>', 'the drizzle-orm to look forward to (default: the 1.0 in use, else 1.0.0-rc.5)')
    .option('--cwd <dir>', 'run as if started in this folder')
    .action(async (_: DoctorFlags, command: Command) => {
      requireOwn(command, program);
      const { doctor } = await import('./main.ts');
      // The main program has options with the same names and accepts them in any position, so they are merged.
      exitCode = await doctor(command.optsWithGlobals<DoctorFlags>(), host);
    });
  program
    .command('explain')
    .argument(
      '[code or rule]',
      'code of a finding, such as RQB_CONFIG_OPAQUE, or name of a rule (default: list the rules)',
    )
    .description('say what a finding means and what to write, or what a rule does and cannot do')
    .addHelpText('after', () => `\nRules:\n${rulesList()}`)
    .action(async (what?: string) => {
      if (what === undefined) {
        host.stdout.write(rulesList());
        return;
      }
      const { explanation } = await import('./explain.ts');
      const text = rulePage(what.toLowerCase()) ?? explanation(what.toUpperCase());
      if (text === undefined)
        throw new UserError(
          `There is no finding and no rule ${what}. --format json names the codes, \`explain\` lists the rules.`,
        );
      host.stdout.write(text);
    });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    host.stderr.write(`${withoutControls(describe(error))}\n`);
    return 2;
  }
}

const formats = [
  'text',
  'patch',
  'json',
  'sarif',
  'github',
  'markdown',
  'junit',
  'html',
] as const satisfies Flags['format'][];

/** The main command with its arguments and options. */
function commandLine(): Command {
  return new Command('drizzle-rqb-migrate')
    .description(
      'Rewrites Drizzle ORM Relational Queries v1 (drizzle-orm 0.x) to v2 (1.0): relations, queries, clients, types.\n' +
        'Without options it changes the files in place, in a clean git tree only.',
    )
    .argument('[paths...]', 'edit only these files and folders')
    .addOption(new Option('-n, --dry-run', 'print the changes as a diff, write nothing'))
    .addOption(
      new Option('--check', 'write nothing, fail when something is left to migrate or unsafe').conflicts('dryRun'),
    )
    .addOption(
      new Option('-i, --interactive', 'pick the databases and files to migrate, on a terminal').conflicts('check'),
    )
    .option(
      '--target <version>',
      'drizzle-orm version to write for (default: the declared 1.x, else the newest known)',
      parseTarget,
    )
    .addOption(
      new Option('--mode <mode>', 'bridge: keep v1 as db._query and drizzle-orm/_relations, where the target has them')
        .choices(['full', 'bridge'])
        .default('full'),
    )
    .option('--leave-hard-queries', 'keep what cannot be converted on v1, beside v2, where the target has db._query')
    .option('--schema <file>', 'module that holds the schema, when it is not found by itself')
    .option('--relations <file>', 'file the new relations go into')
    .option(
      '--rename <table.relation=name>',
      'name for a relation that is named like a column or was added by --through (repeatable; default: one is chosen)',
      collectRename,
    )
    .option('--through', 'add relations through junction tables, use them where all readers of a result are in sight')
    .option('--tsconfig <file>', 'tsconfig to use instead of the nearest one')
    .addOption(new Option('--format <format>', 'form of the output').choices([...formats]).default('text'))
    .option('-o, --output <file>', 'write the output to a file')
    .option('--baseline <file>', 'with --check: known findings, which do not fail')
    .option('--update-baseline', 'write the baseline instead of failing')
    .option('--since <ref>', 'only files that changed since this branch left the git ref')
    .option('--verify', "type-check before and after with the project's compiler, leave alone what adds an error")
    .option(
      '--drizzle-path <dir>',
      "folder of the target's drizzle-orm for --verify, when it is not installed or cached",
    )
    .option('--allow-dirty', 'write although there are uncommitted changes')
    .option('--allow-no-vcs', 'write although there is no git repository')
    .option('--no-bump', 'leave the versions in package.json alone')
    .option('-y, --yes', 'do not ask before writing')
    .option('-q, --quiet', 'print only the findings that need a human')
    .option('--cwd <dir>', 'run as if started in this folder')
    .option(
      '-v, --version',
      'show the versions of this tool, of ts-morph and TypeScript, and those of drizzle-orm it knows',
    )
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', examples)
    .showHelpAfterError('Run with --help to see the options.')
    .exitOverride();
}

/**
 * Throws a `UserError` for an option of the main program that a command has not, such as `--dry-run`: commander accepts
 * them behind the command, too, and the command would not heed it.
 */
function requireOwn(command: Command, program: Command): void {
  const own = new Set(command.options.map((option) => option.long));
  const foreign = program.options.find(
    (option) => !own.has(option.long) && program.getOptionValueSource(option.attributeName()) === 'cli',
  );
  if (foreign) throw new UserError(`${foreign.long} does not go with ${command.name()}.`);
}

/** Adds one `--rename table.relation=name` to those before it. */
function collectRename(text: string, before: Record<string, string> = {}): Record<string, string> {
  const [, from, to] = /^([^.=]+\.[^.=]+)=([^.=]+)$/.exec(text) ?? [];
  if (from !== undefined && to !== undefined) return { ...before, [from]: to };
  throw new InvalidArgumentError('It must be written as table.relation=name.');
}

/** The version in the tool's package.json. */
function toolVersion(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

/** The message for an error: of a `UserError` its message, of any other one the stack, as it is a bug. */
function describe(error: unknown): string {
  if (isUserError(error)) return error.message;
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${details}\n\nThis is a bug in drizzle-rqb-migrate, please report it with the lines above.`;
}
