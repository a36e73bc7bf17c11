/**
 * Whether a member with this name can be the relational query object of a database: `query`, or `_query`, where
 * releases of 1.0 keep v1.
 */
export function isQueryKey(name: string | undefined): boolean {
  return name === 'query' || name === '_query';
}

/** Whether a text contains the word `query` or `_query`. A cheap test before anything is evaluated. */
export function namesQuery(text: string): boolean {
  return /\b_?query\b/.test(text);
}
