import type { Entry, FindingCode } from './entry.ts';

/** Findings about `extras`. */
export const extrasFindings = {
  RQB_EXTRAS_SUBQUERY: {
    level: 'review',
    title: 'The subquery in the extra `{name}` may return other values',
    why: 'v1 printed its columns without their table, or with the queried table instead of their own, so that they meant others.',
    remedy: 'Check the result; v2 gives what the text says.',
  },
  RQB_EXTRAS_DECODER: {
    level: 'review',
    title: '`.mapWith()` of an extra is applied by v2',
    why: 'v1 lost the decoder of extras, so the value may change its type (a string becomes a number).',
    remedy: 'Check what reads `{name}`.',
  },
  RQB_EXTRAS_NAME: {
    level: 'error',
    title: 'The order names the extra `{name}` in its text',
    why: 'v2 calls an extra by its key and, beside a `with`, orders where it is not there yet: the database refuses the query.',
    remedy: 'Write the expression of the extra in the order too, instead of its name.',
  },
  RQB_EXTRAS_STATEMENTS: {
    level: 'error',
    title: 'These extras come from a callback whose statements cannot be shared out among its keys',
    why: 'v2 calls a callback for each key, and ignores a function for all `extras`: the fields would be missing.',
    remedy: 'Give each key a callback of its own, `(t, { sql }) => …`, with the statements that it needs.',
  },
  RQB_V2_EXTRAS_FUNCTION: {
    level: 'error',
    title: 'A function for all `extras` is ignored: the fields are missing from the result',
    why: 'v2 takes an object whose values are SQL or functions.',
    remedy: 'Write `extras: { name: (t, { sql }) => … }`, with a callback that returns SQL for each field.',
  },
} satisfies Record<FindingCode, Entry>;
