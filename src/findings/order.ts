import type { Entry, FindingCode } from './entry.ts';

/** Findings about the order of rows, and limits. */
export const orderFindings = {
  RQB_ORDER_RAW: {
    level: 'info',
    title: 'An order was kept as a callback',
    why: 'v2 objects order by columns only, each once.',
    remedy: 'Nothing to do.',
  },
  RQB_V2_ORDER_ARRAY: {
    level: 'error',
    title: 'An order in an array does not work in v2',
    why: 'v2 takes the indexes of the array for columns and throws.',
    remedy: 'Write one object, whose keys are in the order to sort by: `{ a: "desc", b: "asc" }`.',
  },
  RQB_V2_ORDER_DIRECTION: {
    level: 'error',
    title: '`{direction}` is not a direction of v2',
    why: 'drizzle-orm 1.0.0-rc.5 throws for it; releases before sorted in descending order, whatever it said.',
    remedy:
      'Write `asc` or `desc`; for anything else (`desc nulls last`) give a callback that returns SQL over its table: `(t, { sql }) => …`.',
  },
} satisfies Record<FindingCode, Entry>;
