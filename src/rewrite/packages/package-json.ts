import { capabilitiesOf } from '../../drizzle/capabilities.ts';
import { isNeeded, needs, seed, validatorModules } from '../../drizzle/needs.ts';
import type { Edit } from '../../edits/edit.ts';
import { catalogue, makeFinding, type Finding } from '../../findings.ts';
import { type PackageEntry, readEntries } from './package-entries.ts';
import { standingOf } from './version-range.ts';

/** A file that declares versions: package.json, pnpm-workspace.yaml, .yarnrc.yml or deno.json. */
export interface PackageFile {
  /** Absolute path. */
  path: string;
  text: string;
}

type Place = Pick<Finding, 'file' | 'line' | 'column'>;
/** The findings about package files. */
type Code = Extract<keyof typeof catalogue, `RQB_PACKAGE_${string}`>;

/** The package that an entry is about, and in which role. */
interface Declaration {
  role: 'dependency' | 'peer' | 'catalog' | 'override' | 'scoped override' | 'patch';
  name: string;
  /** Name of the catalog, for the role `catalog`. */
  catalog?: string;
}

/** The packages whose version is set to the target. */
const bumped = new Set(['drizzle-orm', 'drizzle-kit']);
/** Packages whose 0.x releases do not work with drizzle-orm 1.0. */
const companions: ReadonlySet<string> = new Set([...Object.keys(validatorModules), 'drizzle-seed']);

/** What becomes of an entry: `version` replaces `old`, which is the end of its value, or a finding is reported. */
type Outcome = { old: string; version: string } | { code: Code; message: string; remedy?: string };

/**
 * Sets `drizzle-orm` and `drizzle-kit` to `target` wherever the project declares an older version: dependencies, peer
 * dependencies, overrides and resolutions, catalogs, import maps of Deno. Only the text of the version changes. Prereleases are pinned
 * exactly, because a caret range on one resolves to the builds with a hash suffix that were published after it.
 */
export function bumpVersions(files: readonly PackageFile[], target: string): { edits: Edit[]; findings: Finding[] } {
  const edits: Edit[] = [];
  const findings: Finding[] = [];
  const read = files.map((file) => {
    const entries = readEntries(file);
    if (!('error' in entries)) return { file, entries };
    const says = /\.ya?ml$/.test(file.path) ? 'it is not valid YAML' : 'it is not valid JSON';
    findings.push(makeFinding('RQB_PARSE_ERROR', placeOf(file, entries.error), { says }));
    return { file, entries: [] };
  });
  const catalogs = catalogEntriesOf(read.flatMap(({ entries }) => entries));

  for (const { file, entries } of read) {
    const pinned = pinnedIn(entries);
    for (const entry of entries) {
      for (const outcome of outcomesOf(entry, file, target, catalogs, pinned)) {
        if ('code' in outcome) {
          findings.push({ ...wordingOf(outcome, target), ...placeOf(file, entry.start), message: outcome.message });
        } else {
          const start = entry.end - outcome.old.length;
          edits.push({ file: file.path, start, end: entry.end, pieces: [outcome.version], rule: 'version' });
        }
      }
    }
  }
  return { edits, findings };
}

/**
 * What becomes of one entry. Empty when it has nothing to do with drizzle, or is on the target already.
 *
 * @param catalogs the entries that the catalogs have, as `<catalog> <package>`
 * @param pinned the packages that the same file has among its dependencies
 */
function outcomesOf(
  entry: PackageEntry,
  file: PackageFile,
  target: string,
  catalogs: ReadonlySet<string>,
  pinned: ReadonlySet<string>,
): Outcome[] {
  const said = `"${entry.path.at(-1)}": "${entry.value}"`;
  if (entry.opaque) {
    const matters = /^(?:catalogs?|overrides)$/.test(entry.path[0]!) && /\bdrizzle-(?:orm|kit)\b/.test(said);
    const message = `\`${entry.path.join('.')}\` is not written as plain lines.`;
    return matters ? [{ code: 'RQB_PACKAGE_VERSION_KEPT', message }] : [];
  }
  const declared = declarationOf(entry.path);
  if (!declared) return [];
  const { role, name } = declared;

  if (companions.has(name)) {
    const { since, remedy } = successorOf(name, target);
    if (standingOf(entry.value, since) !== 'older') return [];
    return [{ code: 'RQB_PACKAGE_COMPANION', message: `${said} is made for drizzle-orm 0.x.`, remedy }];
  }
  if (role === 'patch') {
    return [{ code: 'RQB_PACKAGE_PATCHED', message: `"${entry.path.at(-1)}" is patched locally.` }];
  }
  if (/^(?:workspace:|\$|-$)/.test(entry.value)) return [];
  const reference = /^catalog:(.*)$/.exec(entry.value);
  if (reference) {
    if (catalogs.has(`${reference[1]!.trim() || 'default'} ${name}`)) return [];
    const message = `${name} comes from "${entry.value}", and that catalog was not found.`;
    return [{ code: 'RQB_PACKAGE_CATALOG_MISSING', message }];
  }

  // `npm:drizzle-orm@^0.45.4`, in an import map of Deno also `npm:/drizzle-orm@^0.45.4/pg-core`.
  const [, given, subpath = ''] = new RegExp(`^npm:/?${name}@([^/]*)(.*)$`).exec(entry.value) ?? [];
  const range = given ?? entry.value;
  const standing = standingOf(range, target);
  if (standing === 'current' || (role === 'peer' && range.trim() === '*')) return [];
  if (standing === 'unknown' || file.text.slice(entry.start, entry.end) !== entry.value) {
    return [{ code: 'RQB_PACKAGE_VERSION_KEPT', message: `${said} is not a version range.` }];
  }
  if (role === 'scoped override') {
    const message = `${said} holds ${name} back for one dependent only.`;
    return [{ code: 'RQB_PACKAGE_OVERRIDE_KEPT', message }];
  }
  if (role !== 'peer') return [{ old: range + subpath, version: pinFor(range, target) + subpath }];
  // Package managers install a peer dependency that nothing else pins, so only then must its version be exact.
  const raised = { old: range, version: pinned.has(name) ? `^${target}` : target };
  if (/"private"\s*:\s*true/.test(file.text)) return [raised];
  return [raised, { code: 'RQB_PACKAGE_PEER_RAISED', message: `The peer range of ${name} was "${entry.value}".` }];
}

/** From which version on a companion package works with the target, and what to do until then. */
function successorOf(name: string, target: string): { since: string; remedy: string } {
  const module = validatorModules[name];
  if (module === undefined) return seed;
  if (isNeeded('validator-import', capabilitiesOf(target)))
    return { since: target, remedy: `Import from \`${module}\` instead and remove the package.` };
  const { since } = needs['validator-import'];
  return {
    since: target,
    remedy: `Take a newer drizzle-orm: from ${since} on it has \`${module}\` itself, and this package has no release for {target}.`,
  };
}

/** All catalog entries as `<catalog> <package>`. */
function catalogEntriesOf(entries: readonly PackageEntry[]): Set<string> {
  const declared = entries.map((entry) => declarationOf(entry.path));
  return new Set(declared.flatMap((it) => (it?.role === 'catalog' ? [`${it.catalog} ${it.name}`] : [])));
}

/** The packages that a package.json has among its own dependencies (peer dependencies do not count). */
function pinnedIn(entries: readonly PackageEntry[]): Set<string> {
  const declared = entries.map((entry) => declarationOf(entry.path));
  return new Set(declared.flatMap((it) => (it?.role === 'dependency' ? [it.name] : [])));
}

/** The version to write: exact for a prerelease; for a release the operator (`^`, `~`) stays. */
function pinFor(range: string, target: string): string {
  const operator = target.includes('-') ? undefined : /^([\^~])\S+$/.exec(range.trim())?.[1];
  return `${operator ?? ''}${target}`;
}

/** What an entry declares, by the keys that lead to it; undefined when it is about another package. */
function declarationOf(path: readonly string[]): Declaration | undefined {
  const [section, ...rest] = path[0] === 'pnpm' || path[0] === 'workspaces' ? path.slice(1) : path;
  const key = rest.at(-1) ?? '';
  const known = bumped.has(key) || companions.has(key);
  switch (section) {
    case 'dependencies':
    case 'devDependencies':
    case 'optionalDependencies':
      return known && rest.length === 1 ? { role: 'dependency', name: key } : undefined;
    case 'peerDependencies':
      return known && rest.length === 1 ? { role: 'peer', name: key } : undefined;
    case 'catalog':
      return known && rest.length === 1 ? { role: 'catalog', name: key, catalog: 'default' } : undefined;
    case 'catalogs':
      return known && rest.length === 2 ? { role: 'catalog', name: key, catalog: rest[0]! } : undefined;
    case 'overrides':
    case 'resolutions':
      return overrideOf(rest);
    case 'imports': {
      const name = /^(drizzle-(?:orm|kit))(?:\/|$)/.exec(key)?.[1];
      return name && rest.length === 1 ? { role: 'dependency', name } : undefined;
    }
    case 'patchedDependencies': {
      const name = /^(drizzle-(?:orm|kit))(?:@|$)/.exec(key)?.[1];
      return name ? { role: 'patch', name } : undefined;
    }
    default:
      return undefined;
  }
}

// A bare name, `drizzle-orm@^0.40` and yarn's `**/drizzle-orm` hold for the whole project; pnpm's `a>drizzle-orm`, yarn's
// `a/drizzle-orm` and npm's nested form for one dependent only.
function overrideOf(keys: readonly string[]): Declaration | undefined {
  const own = keys.at(-1) === '.' ? keys.slice(0, -1) : keys;
  const match = /^(.*[>/])?(drizzle-(?:orm|kit))(?:@.*)?$/.exec(own.at(-1) ?? '');
  const otherScope = /(?:^|[>/])@[^/>]+\/$/.test(match?.[1] ?? '');
  if (!match || otherScope) return undefined;
  const everywhere = own.length === 1 && (match[1] === undefined || match[1] === '**/');
  return { role: everywhere ? 'override' : 'scoped override', name: match[2]! };
}

/** The level and texts of a finding, with the target filled in. */
function wordingOf(outcome: { code: Code; remedy?: string }, target: string): Omit<Finding, keyof Place | 'message'> {
  const { level, why, remedy } = catalogue[outcome.code];
  const fill = (text: string): string => text.replaceAll('{target}', target);
  return { code: outcome.code, level, why: fill(why), remedy: fill(outcome.remedy ?? remedy) };
}

/** The 1-based line and column of an offset in a file. */
function placeOf(file: PackageFile, offset: number): Place {
  const before = file.text.slice(0, offset);
  return {
    file: file.path,
    line: before.split('\n').length,
    column: offset - before.lastIndexOf('\n'),
  };
}
