type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const isRow = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same result with every list of rows, nested ones too, in one fixed order. */
export function sortRows(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(sortRows);
    if (!items.some(isRow)) return items;
    const keyed = items.map((item) => ({ item, text: JSON.stringify(item) }));
    return keyed.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0)).map(({ item }) => item);
  }
  if (!isRow(value)) return value;
  return Object.fromEntries(Object.entries(value as object).map(([key, item]) => [key, sortRows(item)]));
}

/** One place where two results differ. */
export interface Change {
  /** For example `0.children.1.big`. */
  at: string;
  before: unknown;
  after: unknown;
}

/** Every place where two results differ, in the order of the first; lists of unequal length as a whole. */
export function changes(before: unknown, after: unknown, at: string[] = []): Change[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const length = (value: unknown) => (Array.isArray(value) ? value.length : undefined);
  const sameShape = isRow(before) === isRow(after) && length(before) === length(after);
  if (!sameShape || typeof before !== 'object' || typeof after !== 'object' || before === null || after === null) {
    return [{ at: at.join('.'), before, after }];
  }
  const [left, right] = [before as Record<string, Json>, after as Record<string, Json>];
  const found = [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) =>
    changes(left[key], right[key], [...at, key]),
  );
  // Same values under the same keys, in another order.
  return found.length > 0
    ? found
    : [{ at: [...at, '(keys)'].join('.'), before: Object.keys(left), after: Object.keys(right) }];
}
