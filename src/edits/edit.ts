/** A range of a file's original text, in UTF-16 offsets, end exclusive. */
export interface SourceRange {
  start: number;
  end: number;
}

/**
 * One part of a replacement: new text, or a range of the original file that is kept. Edits that lie inside of a kept
 * range are applied to it, so replacements may nest.
 */
export type Piece = string | KeptRange;

/** A range that is kept; `outdent` is white space to remove from the start of its further lines. */
export interface KeptRange extends SourceRange {
  outdent?: string;
}

/** A change to a file: the text from `start` to `end` is replaced by `pieces`. */
export interface Edit extends SourceRange {
  /** Absolute path. */
  file: string;
  pieces: readonly Piece[];
  /** The kind of rule it is part of, for summaries and for the places that a check shows. */
  rule?: Rule;
  /** The id of the first query it is made for, if it is made for queries. */
  query?: string;
}

/** The kinds of rules that an edit may be part of. */
export type Rule = 'relations' | 'client' | 'query' | 'casing' | 'type' | 'import' | 'version';

/** The change of one file: its whole text before (undefined: the file is new) and after (undefined: it is deleted). */
export interface FileChange {
  /** Absolute path. */
  path: string;
  before: string | undefined;
  after: string | undefined;
}
