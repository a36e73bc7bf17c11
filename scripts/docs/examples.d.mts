/** Fills in the examples of a page, see `examples.mjs`. */
export function withExamples(page: string): string;
