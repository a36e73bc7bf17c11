import type { Writable } from 'node:stream';
import type { MigrateOptions } from '../options.ts';
import { relativePath } from '../report/relative-path.ts';
import { onOneLine } from '../report/without-controls.ts';
import type { MigrateResult } from '../result.ts';
import { UserError } from '../user-error.ts';
import type { Host } from './host.ts';
import { choiceOf, partsOf, type Part } from './parts.ts';

/** How many files of a part are listed by name; the others are counted. */
const namedFiles = 8;

/**
 * Checks that there is a terminal to ask on.
 *
 * @throws {UserError} without one
 */
export function requireTerminal({ stdin, stderr, env }: Host): void {
  if (stdin.isTTY && stderr.isTTY && env['TERM'] !== 'dumb') return;
  throw new UserError('--interactive asks on a terminal, and there is none. Leave it out, or name files and folders.');
}

/**
 * Asks on the terminal which parts of the migration to carry out.
 *
 * @param done called when planning is finished, before the first question
 * @returns the options for the migration of the picked parts
 * @throws {UserError} when the user cancels
 */
export async function pick(
  options: MigrateOptions,
  migrate: (options: MigrateOptions) => Promise<MigrateResult>,
  host: Host,
  done: () => void,
): Promise<MigrateOptions> {
  const planned = await migrate(options);
  const parts = await partsOf(planned, options, migrate);
  done();
  if (parts.length === 0) return options;
  host.stderr.write(`${parts.map((part) => describe(part, planned)).join('\n')}\n\n`);
  if (parts.length === 1) {
    host.stderr.write('All of it goes together: there is nothing to pick.\n\n');
    return options;
  }
  const picked = await ask(parts, host);
  const { leave, except, held } = choiceOf(picked, parts, planned);
  if (held.length > 0) {
    const names = held.map((path) => onOneLine(relativePath(planned.root, path))).join(', ');
    host.stderr.write(`Versions stay as they are in ${names}: what was not picked needs drizzle-orm 0.x.\n\n`);
  }
  return { ...options, leave, except };
}

/** A part as the user sees it: label, package and files. */
function describe({ label, package: name, files, databases }: Part, { root }: MigrateResult): string {
  if (databases.length === 0 && files.length === 1) return `${onOneLine(label)} (${onOneLine(name)})`;
  const shown = files.slice(0, namedFiles).map((path) => `\n  ${onOneLine(relativePath(root, path))}`);
  const more = files.length > namedFiles ? `\n  … and ${files.length - namedFiles} more` : '';
  return `${onOneLine(label)} (${onOneLine(name)}), only as a whole:${shown.join('')}${more}`;
}

/** Shows the parts to choose from, grouped by package. */
async function ask(parts: readonly Part[], host: Host): Promise<Part[]> {
  const { groupMultiselect, isCancel } = await host.packages.prompts();
  const options: Record<string, { value: number; label: string; hint: string }[]> = {};
  for (const [value, part] of parts.entries()) {
    const hint = `${part.files.length} ${part.files.length === 1 ? 'file' : 'files'}`;
    (options[onOneLine(part.package)] ??= []).push({ value, label: onOneLine(part.label), hint });
  }
  const answer = await groupMultiselect({
    message: 'What shall be migrated?',
    options,
    initialValues: [...parts.keys()],
    input: host.stdin,
    output: host.stderr as Writable,
  });
  if (isCancel(answer)) throw new UserError('Nothing was written.');
  return answer.map((index) => parts[index]!);
}
