/** How a declared range compares to a version. */
export type RangeStanding =
  /** It admits older versions, or (`*`, `latest`) the newest release, which is 0.x while 1.0 is a prerelease. */
  | 'older'
  /** It starts at the wanted version or later. */
  | 'current'
  /** Not a range: a tag, a path, a URL, an unknown protocol. */
  | 'unknown';

/** Compares a range of a package.json with `target`, by the lowest version that it admits. */
export function standingOf(range: string, target: string): RangeStanding {
  if (/^(?:latest|\*|x|)$/i.test(range.trim())) return 'older';
  const bounds = range.split('||').map((alternative) => lowerBound(alternative.trim()));
  if (bounds.includes(undefined)) return 'unknown';
  return bounds.some((bound) => compareVersions(bound!, target) < 0) ? 'older' : 'current';
}

const comparator = /^(\^|~>?|[<>]=?|=)?\s*v?((?:\d+|[x*])(?:\.(?:\d+|[x*])){0,2}(?:-[\w.-]+)?(?:\+[\w.-]+)?)(?:\s+|$)/i;

/** The lowest version of `>=0.30 <1`, `^0.44.2`, `0.30 - 0.45` or `0.x`; undefined when it is no range. */
function lowerBound(alternative: string): string | undefined {
  let rest = alternative.replace(/\s+-\s+\S+$/, '');
  let lowest: string | undefined;
  let atMost = false;
  while (rest !== '') {
    const match = comparator.exec(rest);
    if (!match) return undefined;
    rest = rest.slice(match[0].length);
    if (match[1]?.startsWith('<')) atMost = true;
    else lowest ??= match[2]!;
  }
  return lowest ?? (atMost ? '0.0.0' : undefined);
}

/** Compares two versions by semver precedence: negative when `a` comes first. Missing parts and `x` count as 0. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [split(a), split(b)];
  for (let i = 0; i < 3; i++) {
    if (left.numbers[i] !== right.numbers[i]) return left.numbers[i]! - right.numbers[i]!;
  }
  if (left.tags.length === 0 || right.tags.length === 0) return right.tags.length - left.tags.length;
  for (let i = 0; i < Math.max(left.tags.length, right.tags.length); i++) {
    const order = compareTags(left.tags[i], right.tags[i]);
    if (order !== 0) return order;
  }
  return 0;
}

/** The three numbers of a version, and its prerelease identifiers. */
function split(version: string): { numbers: number[]; tags: string[] } {
  const [, core, pre] = /^v?([^-+]*)(?:-([^+]*))?/.exec(version)!;
  const parts = core!.split('.').map((part) => Number.parseInt(part, 10) || 0);
  return { numbers: [parts[0] ?? 0, parts[1] ?? 0, parts[2] ?? 0], tags: pre ? pre.split('.') : [] };
}

/** Compares two prerelease identifiers as semver does: numbers by value and before text; a missing one comes first. */
function compareTags(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  const [left, right] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (left && right) return Number(a) - Number(b);
  if (left !== right) return left ? -1 : 1;
  return a < b ? -1 : 1;
}
