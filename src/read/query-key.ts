/** Whether a name is that of the member by which a database is queried: `query`, or `_query`, where 1.0 keeps v1. */
export function isQueryKey(name: string | undefined): boolean {
  return name === 'query' || name === '_query';
}

/** Whether a text names such a member. */
export function namesQuery(text: string): boolean {
  return /\b_?query\b/.test(text);
}
