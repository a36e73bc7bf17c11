/** Text that goes into the code that is kept, or takes the place of a part of it. */
export interface Insertion {
  position: number;
  /** End of the text it takes the place of, if any. */
  end?: number;
  text: string;
}
