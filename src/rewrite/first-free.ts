/** The first of several names that is free; when none is, the first one with the smallest number that makes it free. */
export function firstFree(names: readonly [string, ...string[]], isFree: (name: string) => boolean): string {
  const found = names.find(isFree);
  if (found !== undefined) return found;
  for (let number = 2; ; number++) if (isFree(`${names[0]}${number}`)) return `${names[0]}${number}`;
}
