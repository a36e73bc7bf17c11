import type { Entry, FindingCode } from './entry.ts';

/** Findings about package.json files and what they declare. */
export const versionFindings = {
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
  RQB_PACKAGE_UNDECLARED: {
    level: 'review',
    title: '`{name}` imports drizzle-orm now, which it does not declare',
    why: 'Its operators came from a package that does not re-export what v2 needs.',
    remedy: 'Add drizzle-orm to its dependencies, in the version of the other packages.',
  },
  RQB_PACKAGE_COMPANION: {
    level: 'review',
    title: 'A companion package is made for drizzle-orm 0.x',
    why: 'Its peer range does not let {target} in.',
    remedy: 'Replace it by the one that belongs to drizzle-orm {target}.',
  },
  RQB_TARGET_UNCHECKED: {
    level: 'review',
    title: 'drizzle-orm {target} was not checked; the output is written for {release}',
    why: 'Releases of 1.0 differ in class names, options and in what they make of `undefined`.',
    remedy: 'Run the type checker and your tests, or choose a checked release with `--target`.',
  },
  RQB_NOT_PICKED: {
    level: 'review',
    title: 'This database stays on v1 with its relations, clients and queries, because it was not picked',
    why: 'They change together or not at all; drizzle-orm 1.0 has no v1 left.',
    remedy: 'Run again and pick it before its package gets drizzle-orm 1.0.',
  },
  RQB_COLUMN_READ: {
    level: 'review',
    title: 'From `{column}`, relational queries of drizzle-orm {target} read {reading}',
    why: 'The release does so itself; no query can be written otherwise.',
    remedy: 'Check what reads the column and its `fromDriver`, or choose another release with `--target`.',
  },
  RQB_V1_VERSION: {
    level: 'error',
    title: 'A version of Drizzle without Relational Queries v2',
    why: 'The migrated code needs drizzle-orm 1.0.',
    remedy: 'Run `npx drizzle-rqb-migrate`, or pin it by hand and pass `--no-bump`.',
  },
} satisfies Record<FindingCode, Entry>;
