import { join } from '../path.ts';
import type { MigrateResult, Unit } from '../result.ts';
import { linesBefore } from './new-errors.ts';
import type { TypeError } from './type-check.ts';

/** The new type errors, divided by the unit (a query or a database, see `Unit`) that causes them. */
export interface Attribution {
  /** The units that cause errors, each with its first one. */
  units: { id: string; error: TypeError }[];
  /** Errors that no unit causes, as far as can be told. */
  others: TypeError[];
  /** How many errors were to be expected: the migration reports one there itself, or a database was left on v1. */
  expected: number;
}

/**
 * Finds the queries or the database that each new error belongs to. In a query that did not compile before either, as
 * many errors as it had are ignored: they are the old mistakes, which the compiler words differently for v2.
 *
 * @param errors the errors of the check after the migration that are new
 * @param before all errors of the check before the migration
 * @param base the folder that the paths in errors are relative to
 */
export function attribute(
  errors: readonly TypeError[],
  before: readonly TypeError[],
  base: string,
  result: MigrateResult,
): Attribution {
  const known = new Map<string, number>();
  const isKnown = ({ innermost }: Place): boolean => {
    if (!innermost?.before) return false;
    const key = JSON.stringify([innermost.file, innermost.before]);
    const left = known.get(key) ?? errorsIn(innermost, before, base, result);
    known.set(key, left - 1);
    return left > 0;
  };
  const places = errors.map((error) => placeOf(error, base, result)).filter((place) => !isKnown(place));
  const isLeft = result.findings.some(({ code }) => code === 'RQB_UNIT_LEFT' || code === 'RQB_VERIFY_DATABASE');
  const units = new Map<string, { id: string; kind: Unit['kind']; error: TypeError }>();
  const others: TypeError[] = [];
  let expected = 0;
  for (const { error, units: own, isReported } of places) {
    if (isReported) expected++;
    else if (own.length > 0) {
      for (const { id, kind } of own) if (!units.has(id)) units.set(id, { id, kind, error });
    } else if (isLeft) expected++;
    else others.push(error);
  }
  // Relations that do not compile cause errors in their queries, so only the databases are left out now. Errors of
  // queries that remain are found in the next round.
  const found = [...units.values()];
  const databases = found.filter(({ kind }) => kind === 'database');
  return { units: databases.length > 0 ? databases : found, others, expected };
}

/** The place of a new error in the migrated code. */
interface Place {
  error: TypeError;
  /** The smallest unit around it, if any. */
  innermost: Unit | undefined;
  /** The units that are held responsible for it. */
  units: Unit[];
  /** Whether the migration reports a finding of level `error` there itself. */
  isReported: boolean;
}

/**
 * Finds the units around a new error in the new text of its file. An error outside of them is charged to the first unit
 * that is the whole file, if there is one.
 */
function placeOf(error: TypeError, base: string, result: MigrateResult): Place {
  const file = join(base, error.file);
  const change = result.changes.find(({ path }) => path === file);
  const reported = result.findings.filter((it) => it.level === 'error' && it.file === file).map(({ line }) => line);
  const line = change ? linesBefore(change)(error.line) : error.line;
  const own = result.units().filter((unit) => unit.file === file);
  const offset = change?.after === undefined ? undefined : offsetOf(change.after, error);
  const around = own.filter(
    ({ after }) => after && offset !== undefined && offset >= after.start && offset < after.end,
  );
  const [innermost] = around.sort((a, b) => length(a) - length(b));
  // Shared code, such as a helper function, is a unit of every query that uses it, always with the same range.
  const units = innermost
    ? around.filter(({ after }) => after!.start === innermost.after!.start && after!.end === innermost.after!.end)
    : own.filter(({ before }) => before === undefined).slice(0, 1);
  const lines = innermost?.before && change?.before !== undefined ? linesOf(change.before, innermost.before) : [];
  const isReported =
    (line !== undefined && reported.includes(line)) || reported.some((it) => it >= lines[0]! && it <= lines[1]!);
  return { error, innermost, units, isReported };
}

/** How many errors a unit had before the migration. */
function errorsIn(unit: Unit, errors: readonly TypeError[], base: string, { changes }: MigrateResult): number {
  const { before: text } = changes.find(({ path }) => path === unit.file) ?? {};
  if (text === undefined) return 0;
  const isInside = (offset: number) => offset >= unit.before!.start && offset < unit.before!.end;
  return errors.filter((error) => join(base, error.file) === unit.file && isInside(offsetOf(text, error))).length;
}

/** The length of a unit in the new text; a unit that is a whole file is the largest. */
function length({ after }: Unit): number {
  return after ? after.end - after.start : Infinity;
}

const lineBreak = /\r\n|[\n\r\u2028\u2029]/g;

/** The offset of a 1-based line and column in a text. */
function offsetOf(text: string, { line, column }: { line: number; column: number }): number {
  const starts = [0, ...[...text.matchAll(lineBreak)].map((match) => match.index + match[0].length)];
  return (starts[line - 1] ?? text.length) + column - 1;
}

/** The first and the last line of a range, 1-based. */
function linesOf(text: string, { start, end }: { start: number; end: number }): number[] {
  const lineAt = (offset: number): number => (text.slice(0, offset).match(lineBreak)?.length ?? 0) + 1;
  return [lineAt(start), lineAt(end)];
}
