/** A stretch of a file's original text, by UTF-16 offsets, end exclusive. */
export interface SourceRange {
  start: number;
  end: number;
}

/**
 * One part of a replacement: new text, or a stretch of the original file that is kept.
 * Edits that lie inside a kept stretch are applied to it, so replacements may nest.
 */
export type Piece = string | KeptRange;

/** A stretch that is kept; `outdent` is the white space that its further lines lose when it is put further out. */
export interface KeptRange extends SourceRange {
  outdent?: string;
}

/** Replaces `[start, end)` of `file` by `pieces`. */
export interface Edit extends SourceRange {
  /** Absolute path. */
  file: string;
  pieces: readonly Piece[];
  /** What it is part of, for the summary. */
  rule?: Rule;
  /** The first query for which it is made, by its id. */
  query?: string;
}

/** What an edit is part of. */
export type Rule = 'relations' | 'client' | 'query' | 'casing' | 'type' | 'import' | 'version';

/** What becomes of one file: the whole text before (undefined: the file is new) and after (undefined: it goes away). */
export interface FileChange {
  /** Absolute path. */
  path: string;
  before: string | undefined;
  after: string | undefined;
}
