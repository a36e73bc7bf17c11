/** `info`: done, worth knowing. `review`: done, a human should look. `error`: not done. */
export type Level = 'info' | 'review' | 'error';

/** One thing to tell the user, with its place, the reason and the remedy. */
export interface Finding {
  code: FindingCode;
  level: Level;
  /** Absolute path of the file it is about. */
  file: string;
  /** 1-based. */
  line: number;
  /** 1-based, in UTF-16 units. */
  column: number;
  /** What was found, in one sentence. */
  message: string;
  /** Why it matters. */
  why: string;
  /** What to write or do. */
  remedy: string;
}

interface Entry {
  level: Level;
  title: string;
  why: string;
  remedy: string;
}

export type FindingCode = `RQB_${string}`;

/** Every finding the tool can report: code → level and default wording. */
export const catalogue = {
  RQB_PARSE_ERROR: {
    level: 'error',
    title: 'File has syntax errors and was left alone',
    why: 'A file that does not parse cannot be rewritten safely.',
    remedy: 'Fix the syntax error and run again.',
  },
} satisfies Record<FindingCode, Entry>;
