/** `info`: done, worth knowing. `review`: done, a human should look. `error`: not done. */
export type Level = 'info' | 'review' | 'error';

/** The code of a finding, such as `RQB_PARSE_ERROR`. */
export type FindingCode = `RQB_${string}`;

/** The level and default wording of a finding. `{name}` stands for a detail of the place. */
export interface Entry {
  level: Level;
  title: string;
  why: string;
  remedy: string;
}

/** What comes of a v1 `where` that is left in a query of v2, in every release of 1.0 (`tests/rewrite/hazards.test.ts`). */
export const leftWhere = 'a v1 `where` that is a callback returns every row under v2, and one that is SQL throws';
