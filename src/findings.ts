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
  RQB_PACKAGE_VERSION_KEPT: {
    level: 'review',
    title: 'A Drizzle version could not be read and was left alone',
    why: 'The migrated code needs drizzle-orm and drizzle-kit {target}.',
    remedy: 'Make it resolve to {target}, exactly.',
  },
  RQB_PACKAGE_CATALOG_MISSING: {
    level: 'review',
    title: 'The catalog that decides the Drizzle version was not found',
    why: 'The migrated code needs drizzle-orm and drizzle-kit {target}.',
    remedy: 'Set it to {target} in the catalog, or run from the root of the workspace.',
  },
  RQB_PACKAGE_OVERRIDE_KEPT: {
    level: 'review',
    title: 'An override for one dependent was left alone',
    why: 'Two versions of drizzle-orm in one program do not recognise each other’s tables.',
    remedy: 'Remove the override, or set it to {target}.',
  },
  RQB_PACKAGE_PEER_RAISED: {
    level: 'review',
    title: 'A published peer range now asks for drizzle 1.0',
    why: 'Relational Queries v2 does not exist in 0.x, so this is a breaking change for whoever uses the package.',
    remedy: 'Release it as a major version.',
  },
  RQB_PACKAGE_PATCHED: {
    level: 'review',
    title: 'A patched Drizzle package needs a new patch',
    why: 'The patch was made for the old version and will not apply to {target}.',
    remedy: 'Remove the patch, or make it again for {target}.',
  },
  RQB_PACKAGE_COMPANION: {
    level: 'review',
    title: 'A companion package is made for drizzle-orm 0.x',
    why: 'Its peer range does not let {target} in.',
    remedy: 'Replace it by the one that belongs to drizzle-orm {target}.',
  },
} satisfies Record<FindingCode, Entry>;
