import { join } from '../path.ts';
import type { MigrateResult, Unit } from '../result.ts';
import { linesBefore } from './new-errors.ts';
import type { TypeError } from './type-check.ts';

/** New errors, told apart by whose they are. */
export interface Attribution {
  /** Units that add errors, each with its first one. */
  units: { id: string; error: TypeError }[];
  /** Errors that belong to no unit. */
  others: TypeError[];
  /** How many stand where the migration has reported an error itself, or follow from a database that stays on v1. */
  expected: number;
}

/**
 * Says which queries or which database each new error belongs to. A query that did not compile before either is not new:
 * the same mistake reads differently in v2, so as many errors as it had are passed over.
 *
 * @param errors those that the first check did not have
 * @param before all errors of the first check
 * @param base folder that the files of errors are relative to
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
  // Relations that do not compile take their queries with them, so what the queries say is heard in the next round.
  const found = [...units.values()];
  const databases = found.filter(({ kind }) => kind === 'database');
  return { units: databases.length > 0 ? databases : found, others, expected };
}

/** Where a new error stands. */
interface Place {
  error: TypeError;
  /** The smallest unit around it. */
  innermost: Unit | undefined;
  /** Those it is charged to. */
  units: Unit[];
  /** Whether the migration has reported an error there itself. */
  isReported: boolean;
}

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
  // A helper belongs to all queries that use it.
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

function length({ after }: Unit): number {
  return after ? after.end - after.start : Infinity;
}

const lineBreak = /\r\n|[\n\r\u2028\u2029]/g;

function offsetOf(text: string, { line, column }: { line: number; column: number }): number {
  const starts = [0, ...[...text.matchAll(lineBreak)].map((match) => match.index + match[0].length)];
  return (starts[line - 1] ?? text.length) + column - 1;
}

/** First and last line, 1-based. */
function linesOf(text: string, { start, end }: { start: number; end: number }): number[] {
  const lineAt = (offset: number): number => (text.slice(0, offset).match(lineBreak)?.length ?? 0) + 1;
  return [lineAt(start), lineAt(end)];
}
