/** Compares two module specifiers, or two names in the braces of an import. */
export type Order = (a: string, b: string) => number;

const byCode: Order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const ignoringCase: Order = (a, b) => byCode(a.toLowerCase(), b.toLowerCase()) || byCode(a, b);
const isPlain = (name: string) => /^[a-z\d]+$/i.test(name);
/** For plain names the order of all locales but a few, without loading what knows them all, for which runs are too short. */
const byLocale: Order = (a, b) =>
  isPlain(a) && isPlain(b) ? byCode(a.toLowerCase(), b.toLowerCase()) || byCode(b, a) : a.localeCompare(b);

const bareName = (name: string) => name.replace(/^type /, '');
/** 1 for `type SQL`, 0 for a value. */
const types = (name: string) => Number(name.startsWith('type '));
/** An order that compares names without their `type` prefix. */
const ignoringTypes =
  (order: Order): Order =>
  (a, b) =>
    order(bareName(a), bareName(b));

/**
 * The orders of module specifiers that formatters and linters use: by distance (packages before relative paths), by
 * character code, or ignoring case.
 */
const specifierOrders: readonly Order[] = [
  (a, b) => distance(a) - distance(b) || ignoringCase(a, b),
  byCode,
  ignoringCase,
];

/** The orders of imported names. One that puts types last comes first, because a list without types fits it as well. */
const nameOrders: readonly Order[] = [
  (a, b) => types(a) - types(b) || ignoringTypes(byLocale)(a, b),
  (a, b) => types(a) - types(b) || ignoringTypes(byCode)(a, b),
  ignoringTypes(byLocale),
  ignoringTypes(byCode),
  ignoringTypes(ignoringCase),
  (a, b) => types(b) - types(a) || ignoringTypes(byLocale)(a, b),
];

/** The order that a list of module specifiers is sorted in; undefined when it is not sorted. */
export function specifierOrder(list: readonly string[]): Order | undefined {
  return specifierOrders.find((order) => isSorted(list, order));
}

/**
 * The order that the names of an import (`eq`, `type SQL`, `count as total`) are sorted in; undefined when they are not
 * sorted.
 */
export function nameOrder(list: readonly string[]): Order | undefined {
  return nameOrders.find((order) => isSorted(list, order));
}

function isSorted(list: readonly string[], order: Order): boolean {
  return list.every((item, index) => index === 0 || order(list[index - 1]!, item) <= 0);
}

/**
 * How far away a module is, judged by its specifier: 0 built in, 1 a package, 2 a path alias, 3 a parent folder, 4 the
 * same folder or below.
 */
export function distance(specifier: string): number {
  if (/^(?:node|bun):/.test(specifier)) return 0;
  if (/^(?:@\/|[~#$])/.test(specifier)) return 2;
  if (specifier.startsWith('..')) return 3;
  return specifier.startsWith('.') ? 4 : 1;
}
