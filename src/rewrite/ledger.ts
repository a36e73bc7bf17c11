/** A list in order of insertion whose entries can also be looked up by a key. */
export interface Ledger<T> {
  all(): readonly T[];
  of(key: string): readonly T[];
  add(entry: T): void;
  delete(entry: T): void;
  /** Keeps the first `length` entries only. */
  cut(length: number): void;
}

/**
 * Makes an empty list.
 *
 * @param keyOf the key of an entry
 */
export function createLedger<T>(keyOf: (entry: T) => string): Ledger<T> {
  const entries: T[] = [];
  const byKey = new Map<string, T[]>();
  const drop = (list: T[], entry: T) => void list.splice(list.lastIndexOf(entry), 1);
  return {
    all: () => entries,
    of: (key) => byKey.get(key) ?? [],
    add(entry) {
      entries.push(entry);
      const own = byKey.get(keyOf(entry));
      if (own) own.push(entry);
      else byKey.set(keyOf(entry), [entry]);
    },
    delete(entry) {
      drop(entries, entry);
      drop(byKey.get(keyOf(entry))!, entry);
    },
    cut(length) {
      for (const entry of entries.splice(length)) drop(byKey.get(keyOf(entry))!, entry);
    },
  };
}
