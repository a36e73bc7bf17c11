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
