/** New text at an offset of source code that is otherwise kept, or in place of a part of it. */
export interface Insertion {
  position: number;
  /** The end of the text that is replaced, if any. */
  end?: number;
  text: string;
}
