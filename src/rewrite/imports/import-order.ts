/** Compares two module specifiers, or two names in the braces of an import. */
export type Order = (a: string, b: string) => number;

const byCode: Order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const ignoringCase: Order = (a, b) => byCode(a.toLowerCase(), b.toLowerCase()) || byCode(a, b);
const byLocale: Order = (a, b) => a.localeCompare(b);

const bareName = (name: string) => name.replace(/^type /, '');
const types = (name: string) => Number(name.startsWith('type '));
const ignoringTypes =
  (order: Order): Order =>
  (a, b) =>
    order(bareName(a), bareName(b));

/** What formatters and linters sort specifiers by: packages before what is further inside, or the text as it is. */
const specifierOrders: readonly Order[] = [
  (a, b) => distance(a) - distance(b) || ignoringCase(a, b),
  byCode,
  ignoringCase,
];

/** Types go last where the names do not tell. */
const nameOrders: readonly Order[] = [
  (a, b) => types(a) - types(b) || ignoringTypes(byLocale)(a, b),
  (a, b) => types(a) - types(b) || ignoringTypes(byCode)(a, b),
  ignoringTypes(byLocale),
  ignoringTypes(byCode),
  ignoringTypes(ignoringCase),
  (a, b) => types(b) - types(a) || ignoringTypes(byLocale)(a, b),
];

/** The order that a list of specifiers is in, if any. */
export function specifierOrder(list: readonly string[]): Order | undefined {
  return specifierOrders.find((order) => isSorted(list, order));
}

/** The order that the names of an import (`eq`, `type SQL`, `count as total`) are in, if any. */
export function nameOrder(list: readonly string[]): Order | undefined {
  return nameOrders.find((order) => isSorted(list, order));
}

function isSorted(list: readonly string[], order: Order): boolean {
  return list.every((item, index) => index === 0 || order(list[index - 1]!, item) <= 0);
}

/** How far away a module is by its specifier: built in, a package, an alias, above, beside. */
export function distance(specifier: string): number {
  if (/^(?:node|bun):/.test(specifier)) return 0;
  if (/^(?:@\/|[~#$])/.test(specifier)) return 2;
  if (specifier.startsWith('..')) return 3;
  return specifier.startsWith('.') ? 4 : 1;
}
