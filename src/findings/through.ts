import type { Entry, FindingCode } from './entry.ts';

/** Findings about relations through junction tables. */
export const throughFindings = {
  RQB_THROUGH_ADDED: {
    level: 'info',
    title: 'The relation `{relation}` of `{table}` was added; it leads through `{junction}` to `{target}`',
    why: '`--through` was asked for: queries can name the rows behind a junction table directly.',
    remedy: 'Nothing to do; `--rename {table}.{relation}=name` chooses another name.',
  },
  RQB_THROUGH_USED: {
    level: 'review',
    title:
      'The query asks for `{relation}` where it asked for `{junction}` with `{row}`; all readers of its result were changed',
    why: 'The rows are the same, as far as the database keeps its foreign keys. Their order, which nothing asks for, was mostly that of the junction table; now it is mostly that of their own.',
    remedy: 'Give `{relation}` an `orderBy` when the order matters.',
  },
  RQB_THROUGH_KEPT: {
    level: 'info',
    title: 'The query still asks for `{junction}` with `{row}`, not for `{relation}`: {reason}',
    why: '`--through` changes a query only where the same values are read from its result afterwards.',
    remedy: 'Nothing to do. By hand: ask for `{relation}`, and read it wherever the result goes.',
  },
} satisfies Record<FindingCode, Entry>;
