/**
 * The English plural of a name: `group` → `groups`, `category` → `categories`. A name that looks like a plural, or like
 * no noun (`likedBy`), stays as it is.
 */
export function plural(name: string): string {
  if (/person$/i.test(name)) return name.replace(/erson$/, 'eople');
  if (/child$/i.test(name)) return `${name}ren`;
  if (/(?:people|children|media|data|staff|following|[^e]ed|By|_by|[^s]s)$/.test(name)) return name;
  if (/(?:[sxz]|[cs]h)$/.test(name)) return `${name}es`;
  if (/[^aeiou]y$/.test(name)) return name.replace(/y$/, 'ies');
  return `${name}s`;
}
