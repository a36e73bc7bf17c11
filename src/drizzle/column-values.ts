import type { Dialect } from '../facts.ts';
import { atRelease, type Capabilities, type Release } from './capabilities.ts';

/** A column whose values a release returns in another form than v1. */
interface Reading {
  dialect: Dialect;
  /** The kind of column, in the form of `Column.storage`. */
  storage: string;
  /** Set when only NULL is read differently, so that `notNull` columns are not affected. */
  ofNull?: true;
  /** What relational queries return, from the given release on. An empty text means: the same as v1 again. */
  since: Partial<Record<Release, string>>;
}

/**
 * Measured on PGlite and better-sqlite3 with the tested releases. No way of writing the query avoids these differences.
 * Differences that all releases of 1.0 share are not listed here: they are reported as `RQB_NESTED_FORM`.
 */
const readings: Reading[] = [
  {
    dialect: 'pg',
    storage: 'custom bytea',
    since: {
      '1.0.0-beta.1': 'text (`\\x00ff`), where v1 gave bytes outside of relations',
      '1.0.0-beta.24': 'bytes also in relations, where v1 gave text',
      '1.0.0-rc.2': '',
    },
  },
  {
    dialect: 'pg',
    storage: 'custom numeric',
    since: { '1.0.0-beta.1': 'text also in relations, where v1 gave a number', '1.0.0-rc.2': '' },
  },
  {
    dialect: 'pg',
    storage: 'custom bigint',
    since: {
      '1.0.0-beta.1': 'text, where v1 gave a bigint, and a number in relations',
      '1.0.0-beta.24': 'a bigint also in relations, where v1 gave a number',
      '1.0.0-rc.2': '',
    },
  },
  {
    dialect: 'pg',
    storage: 'custom timestamp',
    since: {
      '1.0.0-beta.1': 'text without a `T` also in relations',
      '1.0.0-beta.24': 'a Date, where v1 gave text',
      '1.0.0-rc.2': '',
    },
  },
  {
    dialect: 'pg',
    storage: 'custom timestamptz',
    since: { '1.0.0-beta.24': 'a Date, where v1 gave text', '1.0.0-rc.2': '' },
  },
  {
    dialect: 'pg',
    storage: 'custom date',
    since: { '1.0.0-beta.24': 'a Date, where v1 gave text', '1.0.0-rc.2': '' },
  },
  {
    dialect: 'sqlite',
    storage: 'custom numeric',
    since: {
      '1.0.0-beta.1': 'text, where v1 gave a number',
      '1.0.0-rc.4': 'text in relations, where v1 gave a number',
      '1.0.0-rc.5': '',
    },
  },
  {
    dialect: 'sqlite',
    storage: 'custom blob',
    since: { '1.0.0-beta.1': 'hexadecimal text, where v1 gave bytes', '1.0.0-rc.4': '' },
  },
  {
    dialect: 'sqlite',
    storage: 'custom blob',
    ofNull: true,
    since: { '1.0.0-rc.4': 'an empty text in relations, where v1 gave null', '1.0.0-rc.5': '' },
  },
  {
    dialect: 'sqlite',
    storage: 'blob buffer',
    ofNull: true,
    since: {
      '1.0.0-beta.1': 'an empty Buffer, where v1 gave null',
      '1.0.0-rc.4': 'an empty Buffer in relations, where v1 gave null',
    },
  },
  {
    dialect: 'sqlite',
    storage: 'blob json',
    ofNull: true,
    since: { '1.0.0-beta.1': 'nothing: the query fails for NULL', '1.0.0-rc.4': '' },
  },
  {
    dialect: 'sqlite',
    storage: 'blob json',
    since: { '1.0.0-rc.4': 'nothing: the query fails', '1.0.0-rc.5': '' },
  },
  {
    dialect: 'sqlite',
    storage: 'blob bigint',
    ofNull: true,
    since: { '1.0.0-beta.1': '`0n`, where v1 gave null', '1.0.0-rc.4': '' },
  },
  {
    dialect: 'sqlite',
    storage: 'blob bigint',
    since: { '1.0.0-rc.4': 'nothing: the query fails', '1.0.0-rc.5': '' },
  },
];

/**
 * Describes how relational queries of a release return the values of a column, when that differs from v1; undefined
 * when it is the same. `notNull` keeps differences away that concern NULL only.
 */
export function otherReading(
  dialect: Dialect,
  { storage, notNull }: { storage: string; notNull: boolean | undefined },
  capabilities: Capabilities,
): string | undefined {
  const own = readings.filter((reading) => reading.dialect === dialect && reading.storage === storage);
  return own
    .map(({ ofNull, since }) => (ofNull && notNull ? '' : (atRelease(since, capabilities) ?? '')))
    .find(Boolean);
}
