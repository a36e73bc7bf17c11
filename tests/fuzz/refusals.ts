import type { FindingCode } from '../../src/findings.ts';

/**
 * Findings a random query may be refused with, why, and for how many in a thousand. Another code, or one of these more
 * often, is a counterexample: what is refused is not compared.
 */
const allowedRefusals: Partial<Record<FindingCode, { why: string; perThousand: number }>> = {
  RQB_RAW_TABLE_NAME: {
    why: 'SQL that is built outside of the query names the table in its text, where no alias can be put',
    perThousand: 2,
  },
  RQB_AWAIT_IN_SQL: {
    why: 'an `await` is compared with a column that is named by a variable, which only a callback can say',
    perThousand: 2,
  },
  RQB_CORRELATED_SUBQUERY: {
    why: 'a subquery in SQL that is built outside of the query refers to its table, which has another alias now',
    perThousand: 3,
  },
};

/** Whether a query was left alone for a reason that is not in the list; what stays in v1's form is reported as well. */
export function isUnexpected(codes: readonly string[]): boolean {
  const reasons = codes.filter((code) => !code.startsWith('RQB_V2_'));
  return reasons.length === 0 || reasons.some((code) => !(code in allowedRefusals));
}

/** What is said of refusals that are too many for so few runs. */
export function excessive(refused: ReadonlyMap<string, number>, runs: number): string[] {
  return [...refused].flatMap(([code, times]) => {
    const allowed = allowedRefusals[code as FindingCode];
    if (!allowed) return []; // a counterexample of its own
    // A handful may meet by chance.
    const most = 3 + Math.ceil((runs * allowed.perThousand) / 1000);
    return times > most ? [`${code} refused ${times} of ${runs} queries; no more than ${most} are expected`] : [];
  });
}
